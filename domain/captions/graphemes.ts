let segmenter: Intl.Segmenter | undefined;

/** The segmenter of user-perceived characters: the same for every locale (https://unicode.org/reports/tr29/). */
function characters(): Intl.Segmenter {
  return (segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" }));
}

/** Printable ASCII: each unit is a grapheme, and most Latin words are nothing else. */
const ASCII = /^[\x20-\x7e]*$/;

/** The user-perceived characters of a text: `क्षि` and a flag are one each. */
export function graphemesOf(text: string): string[] {
  return ASCII.test(text) ? [...text] : Array.from(characters().segment(text), ({ segment }) => segment);
}

/** How many user-perceived characters a text has. */
export function countGraphemes(text: string): number {
  if (ASCII.test(text)) return text.length;
  let count = 0;
  for (const _ of characters().segment(text)) count += 1;
  return count;
}

/** Counts as `countGraphemes` does and remembers every text: a transcript repeats its words. */
export function graphemeCounter(): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const count = countGraphemes(text);
    known.set(text, count);
    return count;
  };
}
