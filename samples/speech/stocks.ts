import { BENGALI } from "./bn";
import { ENGLISH } from "./en";
import { GUJARATI } from "./gu";
import { HINDI } from "./hi";
import { KANNADA } from "./kn";
import { MALAYALAM } from "./ml";
import { MARATHI } from "./mr";
import { ODIA } from "./or";
import { PUNJABI } from "./pa";
import type { Stock } from "./stock";
import { TAMIL } from "./ta";
import { TELUGU } from "./te";

/** What is said in the sample media, by language. */
export const STOCKS: readonly Stock[] = [
  HINDI,
  BENGALI,
  TAMIL,
  TELUGU,
  KANNADA,
  MALAYALAM,
  GUJARATI,
  MARATHI,
  PUNJABI,
  ODIA,
  ENGLISH,
];

/** @throws RangeError for a language without one */
export function stockOf(language: string): Stock {
  const stock = STOCKS.find((each) => each.language === language);
  if (stock === undefined) throw new RangeError(`There is no stock of sentences in "${language}".`);
  return stock;
}
