import type { Language } from "../languages";
import { segmentWords, type Word } from "../text/words";
import { calendarOf, fold } from "./calendar";
import { typeOfName } from "./clues";
import type { Found } from ".";

/** Languages that write names, and little else within a sentence, with a capital. */
const WITH_CAPITALS: ReadonlySet<Language> = new Set<Language>(["es", "fr", "it", "pt"]);

const DIGITS = String.raw`[\p{Nd}][\p{Nd}.,٫٬]*`;

/** Amounts, dates and times in digits of any script. */
const FIGURES: readonly (readonly [type: "DATE" | "QUANTITY", pattern: RegExp, score: number])[] = [
  ["DATE", /\p{Nd}{1,4}[/-]\p{Nd}{1,2}[/-]\p{Nd}{1,4}/gu, 0.98],
  ["DATE", /\p{Nd}{1,2}:\p{Nd}{2}/gu, 0.95],
  ["DATE", /(?<!\p{Nd})(?:19|20|१९|२०)\p{Nd}{2}(?!\p{Nd})/gu, 0.9],
  ["QUANTITY", new RegExp(String.raw`[₹$€£¥]\s?${DIGITS}|${DIGITS}\s?[₹$€£¥%]`, "gu"), 0.98],
  ["QUANTITY", /\p{Nd}+(?:[.,]\p{Nd}+)*/gu, 0.85],
];

/** Words before a name of a person, in Hindi, which has no capitals to know a name by. */
const HINDI_TITLES = new Set("श्री श्रीमती डॉ डॉक्टर प्रोफ़ेसर कप्तान पंडित उस्ताद".normalize("NFC").split(" "));

/** Times, amounts and countries, and names by their capitals or titles. */
export function otherEntities(text: string, language: Exclude<Language, "en">): Found[] {
  const words = segmentWords(text, language);
  const figures = FIGURES.flatMap(([type, pattern, score]) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
      type,
      begin: index,
      end: index + found.length,
      score,
    })),
  );
  return [...known(text, words, language), ...figures, ...named(text, words, language)];
}

/** Days, months and countries; a country's name may have several words. */
function known(text: string, words: readonly Word[], language: Language): Found[] {
  const { months, days, near, countries } = calendarOf(language);
  return words.flatMap((word, at): Found[] => {
    const found: Found[] = [];
    const own = fold(word.text);
    if (months.has(own) || days.has(own) || near.has(own))
      found.push({ type: "DATE", begin: word.begin, end: word.end, score: 0.95 });
    for (const last of words.slice(at, at + 3)) {
      if (countries.has(fold(text.slice(word.begin, last.end))))
        found.unshift({ type: "LOCATION", begin: word.begin, end: last.end, score: 0.98 });
    }
    return found;
  });
}

function named(text: string, words: readonly Word[], language: Language): Found[] {
  if (language === "hi") return titled(text, words);
  if (!WITH_CAPITALS.has(language)) return [];
  const found: Found[] = [];
  for (let at = 0; at < words.length; at++) {
    let end = at;
    while (isCapital(words[end]) && (end === at || isNext(text, words[end - 1], words[end]))) end++;
    const [first, last] = [words[at], words[end - 1]];
    if (end === at || !first || !last) continue;
    // The first word of a sentence has its capital whatever it is.
    if (end - at > 1 || !beginsSentence(text, first)) {
      const own = words.slice(at, end).map((word) => word.text.toLowerCase());
      found.push({ begin: first.begin, end: last.end, ...typeOfName(own, { before: undefined, after: undefined }) });
    }
    at = end - 1;
  }
  return found;
}

/** The two words after a title. */
function titled(text: string, words: readonly Word[]): Found[] {
  return words.flatMap((word, at): Found[] => {
    if (!HINDI_TITLES.has(fold(word.text))) return [];
    const [first, second] = [words[at + 1], words[at + 2]];
    if (!first) return [];
    const last = isNext(text, first, second) ? (second as Word) : first;
    return [{ type: "PERSON", begin: first.begin, end: last.end, score: 0.9 }];
  });
}

function isCapital(word: Word | undefined): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word.text);
}

function isNext(text: string, before: Word | undefined, after: Word | undefined): boolean {
  return before !== undefined && after !== undefined && text.slice(before.end, after.begin) === " ";
}

/** Judged by a few characters before the word, so that a long text is not read again for each of its words. */
function beginsSentence(text: string, { begin }: Word): boolean {
  const near = text.slice(Math.max(0, begin - 8), begin);
  const [opening = ""] = /[\s"'«“]*$/u.exec(near) ?? [];
  const before = near.slice(0, near.length - opening.length);
  return before === "" || opening.includes("\n") || /[.!?…¡¿:]$/u.test(before);
}
