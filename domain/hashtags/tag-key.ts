/** Consonants of Devanagari and Gujarati by the nasal of their row, which may be written as an anusvara before them. */
const ROWS = [0x0900, 0x0a80].map((block) => {
  const letters = (from: number, to: number): string =>
    `[${String.fromCodePoint(block + from)}-${String.fromCodePoint(block + to)}]`;
  const virama = String.fromCodePoint(block + 0x4d);
  const rows = [
    [0x19, 0x15, 0x18],
    [0x1e, 0x1a, 0x1d],
    [0x23, 0x1f, 0x22],
    [0x28, 0x24, 0x27],
    [0x2e, 0x2a, 0x2d],
  ] as const;
  const alternatives = rows.map(([nasal, from, to]) => `${letters(nasal, nasal)}${virama}(?=${letters(from, to)})`);
  return { nasals: new RegExp(alternatives.join("|"), "gu"), anusvara: String.fromCodePoint(block + 0x02) };
});

/** Letter, virama and joiner, as Malayalam's chillus were written before Unicode 5.1, and the letters that stand for them since. */
const CHILLUS = new Map([
  ["ണ", "ൺ"],
  ["ന", "ൻ"],
  ["ര", "ർ"],
  ["ല", "ൽ"],
  ["ള", "ൾ"],
  ["ക", "ൿ"],
]);

const remembered = new Map<string, string>();
const MOST_REMEMBERED = 20_000;

/**
 * What spellings of one tag have in common, for comparing only; never shown. Joiners, `_` and `-` go; so do what many keyboards and authors leave
 * out: nuktas of Devanagari and Gurmukhi (#फ़िल्म, #फिल्म), vowel marks of Urdu; candrabindu and nasals before consonants of their row
 * become anusvara in Devanagari and Gujarati (#हिन्दी, #हिंदी); yeh and kaf of Arabic become those of Urdu.
 *
 * Nuktas of Bengali and Odia stay: there they make other letters.
 *
 * @param tag normalized, as `normalizeTag` and `findTags` give it
 */
export function tagKey(tag: string): string {
  const known = remembered.get(tag);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const key = folded(tag);
  remembered.set(tag, key);
  return key;
}

function folded(tag: string): string {
  if (/^[\u0020-\u007e]*$/u.test(tag)) return tag.replaceAll(/[_-]/gu, "");
  let key = tag
    .normalize("NFC")
    .replaceAll(/([ണനരലളക])\u0d4d\u200d/gu, (whole, letter: string) => CHILLUS.get(letter) ?? whole)
    .replaceAll(/[\u200c\u200d_-]/gu, "")
    .normalize("NFD")
    .replaceAll(/[\u093c\u0a3c\u064b-\u0652]/gu, "")
    .normalize("NFC")
    .replaceAll("\u0901", "\u0902")
    .replaceAll("\u0a81", "\u0a82")
    .replaceAll("ي", "ی")
    .replaceAll("ك", "ک");
  for (const { nasals, anusvara } of ROWS) key = key.replaceAll(nasals, anusvara);
  return key;
}
