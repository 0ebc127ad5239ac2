/**
 * One form for the spellings of a word that people use without meaning different words. Index and query are folded alike, so a rule
 * only has to be safe: what it merges must nearly always be one word. Each rule says why it is.
 */
export function foldTerm(word: string): string {
  let term = word.normalize("NFKC");
  if (/^[\x20-\x7e]*$/.test(term)) return term.toLowerCase().replaceAll("'", "");
  for (const [written, letter] of WITH_JOINER) term = term.replaceAll(written, letter);
  // What goes, goes first: a joiner between a letter and its mark would hide them from each other.
  term = arabic(term.replace(JOINERS, ""));
  term = indic(latin(term));
  return digits(term).normalize("NFC");
}

/** Joiners choose a shape, not a word. Where they do make a letter (chillus, khanda ta), that letter is put in their place before. */
const JOINERS = /[\u200b-\u200d\u2060\ufeff'’ʼ]/gu;

/**
 * Case: upper case first, so that `ß` becomes `ss`. Accents of Latin and Greek letters go: `café` is typed `cafe`, and Sanskrit in
 * scholars' letters (`rāga`) is typed `raga`. Marks of any other script stay: in Indic scripts they are the vowels, in Cyrillic other letters.
 */
function latin(text: string): string {
  const lower = text.toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return lower
    .normalize("NFD")
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu, "$1")
    .normalize("NFC");
}

/** The Indic blocks lie in parallel since ISCII: a letter has the same offset from the beginning of each. */
const OFFSET = { candrabindu: 0x01, anusvara: 0x02, nukta: 0x3c, virama: 0x4d } as const;
const DEVANAGARI = 0x0900;
const GURMUKHI = 0x0a00;
const GUJARATI = 0x0a80;
const ODIA = 0x0b00;
const TELUGU = 0x0c00;
const KANNADA = 0x0c80;

/** Offsets of the stops of each class, first and last, and of its nasal. */
const CLASSES = [
  [0x15, 0x18, 0x19],
  [0x1a, 0x1d, 0x1e],
  [0x1f, 0x22, 0x23],
  [0x24, 0x27, 0x28],
  [0x2a, 0x2d, 0x2e],
] as const;

const at = (block: number, offset: number) => String.fromCharCode(block + offset);

/**
 * The nukta marks borrowed sounds there and is left out as often as written (`ज़िंदगी`, `जिंदगी`). In Bengali, Odia and Assamese it makes
 * letters of their own (`য়` is not `য`), so it stays.
 */
const NUKTAS = new RegExp(
  `[${[DEVANAGARI, GURMUKHI, GUJARATI, KANNADA].map((block) => at(block, OFFSET.nukta)).join("")}]`,
  "gu",
);

/** Blocks whose writers put the anusvara for the nasal of the following stop's class (`हिन्दी`, `हिंदी`). Bengali and Malayalam do not. */
const NASALS = [DEVANAGARI, GUJARATI, ODIA, TELUGU, KANNADA].flatMap((block) =>
  CLASSES.map(([first, last, nasal]) => ({
    written: new RegExp(
      `${at(block, nasal)}${at(block, OFFSET.virama)}(?=[${at(block, first)}-${at(block, last)}])`,
      "gu",
    ),
    folded: at(block, OFFSET.anusvara),
  })),
);

/** Candrabindu and anusvara are one sign to most who type (`चाँद`, `चांद`); in Gurmukhi tippi and bindi are one nasal. */
const NASAL_SIGNS = [
  ...[DEVANAGARI, GUJARATI].map((block) => [at(block, OFFSET.candrabindu), at(block, OFFSET.anusvara)] as const),
  ["\u0a01", "\u0a02"],
  ["\u0a70", "\u0a02"],
] as const;

/** Letters that older texts write with a joiner: Malayalam's chillus (Unicode 5.1) and Bengali's khanda ta (4.1). */
const WITH_JOINER: readonly (readonly [string, string])[] = [
  ["\u0d23\u0d4d\u200d", "\u0d7a"],
  ["\u0d28\u0d4d\u200d", "\u0d7b"],
  ["\u0d30\u0d4d\u200d", "\u0d7c"],
  ["\u0d32\u0d4d\u200d", "\u0d7d"],
  ["\u0d33\u0d4d\u200d", "\u0d7e"],
  ["\u0d15\u0d4d\u200d", "\u0d7f"],
  ["\u09a4\u09cd\u200d", "\u09ce"],
];

const INDIC = /[\u0900-\u0d7f]/u;

function indic(text: string): string {
  if (!INDIC.test(text)) return text;
  let folded = text;
  for (const [written, letter] of WITH_JOINER) folded = folded.replaceAll(written, letter);
  folded = folded
    .replace(/[\u200c\u200d]/gu, "")
    .normalize("NFD")
    .replace(NUKTAS, "")
    .normalize("NFC");
  for (const { written, folded: sign } of NASALS) folded = folded.replace(written, sign);
  for (const [written, sign] of NASAL_SIGNS) folded = folded.replaceAll(written, sign);
  return folded;
}

/** Urdu is typed on Arabic and Persian keyboards, too: their ye, kaf and he are other characters that look the same. */
const ARABIC_LETTERS: Readonly<Record<string, string>> = {
  ي: "ی",
  ى: "ی",
  ك: "ک",
  ه: "ہ",
  ة: "ہ",
  ۃ: "ہ",
  ۂ: "ہ",
  ە: "ہ",
  ۓ: "ے",
  أ: "ا",
  إ: "ا",
  ٱ: "ا",
};

/**
 * Vowel points are written or left out at will, and the tatweel is only length. Madda and hamza (U+0653 to U+0655) stay: `آم` (mango) is
 * not `ام`, and Kashmiri writes vowels with them. So does the two-eyed he, which is aspiration (`بھ`).
 */
function arabic(text: string): string {
  const letters = text.replace(/[يىكهةۃۂەۓأإٱ]/gu, (letter) => ARABIC_LETTERS[letter] ?? letter);
  return letters.replace(/[\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed]/gu, "");
}

/** Zeros of the digits that people of the platform's languages write; each is followed by the other nine. */
const ZEROS = [
  0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x1c50, 0xabf0,
] as const;

/** Digits of every script as ASCII: `२०२६` is the year 2026 to whoever looks for it. */
function digits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((each) => code >= each && code <= each + 9);
    return zero === undefined ? digit : String(code - zero);
  });
}
