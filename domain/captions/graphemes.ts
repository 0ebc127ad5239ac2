let segmenter: Intl.Segmenter | undefined;

/** The segmenter of user-perceived characters: the same for every locale (https://unicode.org/reports/tr29/). */
function characters(): Intl.Segmenter {
  return (segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" }));
}

/** Printable ASCII: each unit is a grapheme, and most Latin words are nothing else. */
const ASCII = /^[\x20-\x7e]*$/;
/** A mark or joiner after a space makes one grapheme with it. */
const MARK_AFTER_SPACE = / [\p{M}\u200c\u200d]/u;

/** The user-perceived characters of a text: `क्षि` and a flag are one each. */
export function graphemesOf(text: string): string[] {
  return ASCII.test(text) ? [...text] : Array.from(characters().segment(text), ({ segment }) => segment);
}

/**
 * How many user-perceived characters a text has. Counts word by word and remembers words, because speech repeats them and each
 * segmentation copies tables outside of the heap: a long file would hold hundreds of megabytes of them.
 */
export function countGraphemes(text: string): number {
  if (ASCII.test(text)) return text.length;
  if (MARK_AFTER_SPACE.test(text)) return segmented(text);
  const words = text.split(" ");
  return words.reduce((sum, word) => sum + counted(word), words.length - 1);
}

const remembered = new Map<string, number>();
const MOST_REMEMBERED = 20_000;
/** Words of one segmentation; as many as keep its tables small beside the words themselves. */
const AT_ONCE = 500;

/**
 * Counts many words at once, for `countGraphemes` to know them: line feeds, which nothing joins, keep them apart, and one
 * segmentation does for hundreds.
 */
export function rememberGraphemes(words: Iterable<string>): void {
  const unknown = [...new Set(words)].filter(
    (word) => !ASCII.test(word) && !/[\s\p{Cc}]/u.test(word) && !remembered.has(word),
  );
  if (remembered.size + unknown.length > MOST_REMEMBERED) remembered.clear();
  for (let from = 0; from < Math.min(unknown.length, MOST_REMEMBERED); from += AT_ONCE) {
    const some = unknown.slice(from, from + AT_ONCE);
    let index = 0;
    let count = 0;
    for (const { segment } of characters().segment(`${some.join("\n")}\n`)) {
      if (segment !== "\n") {
        count += 1;
        continue;
      }
      remembered.set(some[index] as string, count);
      index += 1;
      count = 0;
    }
  }
}

function counted(word: string): number {
  if (ASCII.test(word)) return word.length;
  const known = remembered.get(word);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const count = segmented(word);
  remembered.set(word, count);
  return count;
}

function segmented(text: string): number {
  return graphemesOf(text).length;
}

/** A counter for those who count many texts. */
export function graphemeCounter(): (text: string) => number {
  return countGraphemes;
}
