/** A script, and the languages that may be meant by it. */
export interface Script {
  readonly name: string;
  readonly letters: RegExp;
  readonly languages: readonly string[];
}

const script = (name: string, languages: string, letters = `\\p{Script=${name}}`): Script => ({
  name,
  letters: new RegExp(letters, "u"),
  languages: languages.split(" "),
});

/** Those of the languages that can be told, the most likely first. Latin letters have a library of their own. */
export const SCRIPTS: readonly Script[] = [
  script("Latin", ""),
  script("Devanagari", "hi mr ne sa"),
  script("Bengali", "bn as"),
  script("Tamil", "ta"),
  script("Telugu", "te"),
  script("Kannada", "kn"),
  script("Malayalam", "ml"),
  script("Gujarati", "gu"),
  script("Gurmukhi", "pa"),
  script("Oriya", "or"),
  script("Arabic", "ur ar fa ps ug sd"),
  script("Sinhala", "si"),
  script("Cyrillic", "ru uk be bg mk sr kk ky tg tt ba mn cv"),
  script("Hebrew", "he yi"),
  script("Greek", "el"),
  script("Armenian", "hy"),
  script("Georgian", "ka"),
  script("Ethiopic", "am"),
  script("Thai", "th"),
  script("Myanmar", "my"),
  script("Khmer", "km"),
  script("Hangul", "ko"),
  script("Kana", "ja", "[\\p{Script=Hiragana}\\p{Script=Katakana}]"),
  script("Han", "zh zh-TW"),
];

/** The letters of one script in a text. */
export interface Part {
  readonly script: Script;
  /** Its words, with spaces between. */
  readonly words: string;
  /** How many letters and marks. */
  readonly letters: number;
}

const WORD = /[\p{L}\p{M}]+(?:[\u200c\u200d'’][\p{L}\p{M}]+)*/gu;

/** A text by scripts, the one with most letters first. Words in a script that no language here is written in are left out. */
export function byScript(text: string): Part[] {
  const found = new Map<Script, { words: string[]; letters: number }>();
  let latest: Script | undefined;
  for (const [word] of text.matchAll(WORD)) {
    const own = latest?.letters.test(word) ? latest : SCRIPTS.find(({ letters }) => letters.test(word));
    if (!own) continue;
    latest = own;
    let part = found.get(own);
    if (!part) found.set(own, (part = { words: [], letters: 0 }));
    part.words.push(word);
    part.letters += word.length;
  }
  const parts = [...found].map(([own, { words, letters }]) => ({ script: own, words: words.join(" "), letters }));
  return parts.sort((a, b) => b.letters - a.letters);
}
