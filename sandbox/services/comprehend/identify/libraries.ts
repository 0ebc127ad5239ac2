import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { DOMINANT } from "../languages";

/** How likely languages are, by code; larger is likelier, comparable within one answer only. */
export type Guess = readonly (readonly [language: string, score: number])[];

/** Of a longer text this much is enough to tell its language. UTF-16 units. */
const ENOUGH = 1_500;

/** franc's codes (ISO 639-3, of the individual language) of languages that are not alone in their script. */
const FRANC: Readonly<Record<string, string>> = {
  ar: "arb",
  ba: "bak",
  be: "bel",
  bg: "bul",
  cv: "chv",
  fa: "pes",
  he: "heb",
  hi: "hin",
  kk: "kaz",
  ky: "kir",
  mk: "mkd",
  mn: "khk",
  mr: "mar",
  ne: "npi",
  ps: "pbu",
  ru: "rus",
  sa: "san",
  sr: "srp",
  tg: "tgk",
  tt: "tat",
  ug: "uig",
  uk: "ukr",
  ur: "urd",
  yi: "ydd",
};

const ofFranc = new Map(Object.entries(FRANC).map(([code, own]) => [own, code]));

/** Tells languages of one script apart, by trigrams. @returns none where it knows none of them */
export async function byTrigrams(words: string, languages: readonly string[]): Promise<Guess> {
  const { francAll } = await import("franc-all");
  const only = languages.flatMap((code) => FRANC[code] ?? []);
  return francAll(words.slice(0, ENOUGH), { only, minLength: 1 }).flatMap(([own, score]) => {
    const code = ofFranc.get(own);
    return code === undefined ? [] : [[code, score] as const];
  });
}

/** Tells languages in Latin letters, by ngrams. @returns none where it sees none */
export async function inLatin(words: string): Promise<Guess> {
  const { eld } = await loadEld();
  const scores = Object.entries(eld.detect(words.slice(0, ENOUGH)).getScores());
  return scores.filter(([code]) => DOMINANT.has(code)).sort(([, a], [, b]) => b - a);
}

/** The package exports its files to `import` only, which TypeScript makes a `require` of: it has to be named by its path. */
async function loadEld() {
  const manifest = findPackageJSON("eld", __filename);
  if (manifest === undefined) throw new Error('The package "eld" is not installed: run "npm ci".');
  const file = join(dirname(manifest), "src", "entries", "static.extrasmall.js");
  return (await import(file)) as typeof import("eld/extrasmall");
}
