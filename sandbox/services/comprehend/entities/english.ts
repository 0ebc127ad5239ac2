import type { EntityType } from "@aws-sdk/client-comprehend";
import { readEnglish, type Token } from "../text/english";
import { calendarOf } from "./calendar";
import { typeOfName } from "./clues";
import type { Found } from ".";

/** What the model's patterns are in the service's words; its other patterns (emoji and the like) are no entities there. */
const PATTERNS: Readonly<Record<string, readonly [EntityType, number]>> = {
  CARDINAL: ["QUANTITY", 0.85],
  DATE: ["DATE", 0.98],
  DURATION: ["QUANTITY", 0.9],
  MONEY: ["QUANTITY", 0.98],
  ORDINAL: ["QUANTITY", 0.85],
  PERCENT: ["QUANTITY", 0.98],
  TIME: ["DATE", 0.97],
};

/** Names, and what the model knows by patterns, of an English text. */
export async function englishEntities(text: string): Promise<Found[]> {
  const { tokens, patterns } = await readEnglish(text);
  const numbers = tokens.filter(({ tag }) => tag === "NUM");
  const found = patterns.flatMap(({ type, begin, end }) => {
    const [own, score] = PATTERNS[type] ?? [];
    // "Since morning" lasts, but how long nobody knows.
    const counts = type !== "DURATION" || numbers.some((number) => begin <= number.begin && number.begin < end);
    return own === undefined || score === undefined || !counts ? [] : [{ type: own, begin, end, score }];
  });
  return [...found, ...named(tokens)];
}

function named(tokens: readonly Token[]): Found[] {
  const found: Found[] = [];
  for (let at = 0; at < tokens.length; at++) {
    let end = at;
    while (isOfName(tokens[end], tokens[end - 1], end > at)) end++;
    if (end === at) continue;
    const entity = entityOf(tokens, at, end);
    if (entity) found.push(entity);
    at = end - 1;
  }
  return found;
}

/** A name's words are tagged as names and written with a capital; more of them follow with a space between. */
function isOfName(token: Token | undefined, before: Token | undefined, continues: boolean): boolean {
  if (token?.tag !== "PROPN" && !(continues && token?.tag === "NOUN")) return false;
  if (!/^\p{Lu}/u.test(token.text)) return false;
  return !continues || (!token.first && before !== undefined && token.begin === before.end + 1);
}

function entityOf(tokens: readonly Token[], at: number, end: number): Found | undefined {
  const own = tokens.slice(at, end);
  const [first, last] = [own[0] as Token, own.at(-1) as Token];
  const { countries, months, days } = calendarOf("en");
  const name = own.map(({ normal }) => normal).join(" ");
  const span = { begin: first.begin, end: last.end };
  if (countries.has(name)) return { ...span, type: "LOCATION", score: 0.99 };
  if (months.has(name) || days.has(name)) return { ...span, type: "DATE", score: 0.97 };
  const after = tokens[end];
  // The first word of a sentence has its capital whatever it is.
  if (own.length === 1 && first.first && after?.tag !== "VERB" && after?.tag !== "AUX" && after?.tag !== "PART")
    return undefined;
  const before = first.first ? undefined : tokens[at - 1]?.normal;
  return {
    ...span,
    ...typeOfName(
      own.map(({ normal }) => normal),
      { before, after: after?.normal },
    ),
  };
}
