import * as sanscript from "@indic-transliteration/sanscript";

// The package's types name a default export that its CommonJS build has as its members.
const { t: transliterate } = sanscript as unknown as { t(text: string, from: string, to: string): string };

/** Scripts that the library reads and writes, with its names for them. */
const SCHEMES = [
  [/\p{Script=Devanagari}/u, "devanagari", ["hi", "mr"]],
  [/\p{Script=Bengali}/u, "bengali", ["bn"]],
  [/\p{Script=Gujarati}/u, "gujarati", ["gu"]],
  [/\p{Script=Gurmukhi}/u, "gurmukhi", ["pa"]],
  [/\p{Script=Tamil}/u, "tamil", ["ta"]],
  [/\p{Script=Telugu}/u, "telugu", ["te"]],
  [/\p{Script=Kannada}/u, "kannada", ["kn"]],
  [/\p{Script=Malayalam}/u, "malayalam", ["ml"]],
  [/\p{Script=Oriya}/u, "oriya", []],
  [/\p{Script=Sinhala}/u, "sinhala", ["si"]],
] as const;

/** Latin letters are read as people type Indian languages in them. */
const TYPED = "optitrans";

/** Dots below letters make sounds that most other scripts have no letter for. */
const NUKTAS = /[\u093c\u09bc\u0abc\u0a3c\u0b3c\u0cbc]/gu;

/**
 * A word in the script of another language, by its sound. A word whose script the library does not read (Arabic, Han, …)
 * stays as it is; where it does not write the target's script, the word comes out in Latin letters.
 */
export function inScriptOf(language: string, word: string): string {
  const source = schemeOf(word);
  const target = SCHEMES.find(([, , languages]) => (languages as readonly string[]).includes(language))?.[1];
  if (source === undefined || source === target) return word;
  const plain = word.normalize("NFC").replace(NUKTAS, "");
  const from = source === "latin" ? TYPED : source;
  const spelled = source === "latin" ? withoutMarks(plain.toLowerCase()) : plain;
  if (target !== undefined) return transliterate(spelled, from, target);
  // Urdu is written without the signs for short vowels.
  if (language === "ur") return transliterate(spelled, from, "urdu").replace(/[\u064b-\u0652]/gu, "");
  return source === "latin" ? word : withoutMarks(transliterate(plain, from, "iast"));
}

function schemeOf(word: string): string | undefined {
  if (/\p{Script=Latin}/u.test(word)) return "latin";
  return SCHEMES.find(([script]) => script.test(word))?.[1];
}

function withoutMarks(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}
