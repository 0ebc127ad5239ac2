import { countGraphemes, graphemesOf, rememberGraphemes } from "./graphemes";
import { isIndic } from "./parameters";
import { shown, spaced, type Word } from "./words";

/** What stays together on a line: a word, or a part of one that is longer than a line. */
export interface Unit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly graphemes: number;
  /** Whether a space stands before it, when it is not the first of its line: 1 or 0. */
  readonly space: 0 | 1;
  readonly indic: boolean;
  /** Index of its word. */
  readonly word: number;
  /** Whether its word begins with it. */
  readonly begins: boolean;
}

/**
 * The units of words. A word is cut at its own spaces (a vocabulary's display form may have some) and, where a part is longer than a
 * line, after as many graphemes as a line takes; its time is shared out by length. Times are made monotonic: a caller may have
 * put a corrected word between two others.
 */
export function unitsOf(words: readonly Word[], maxLineGraphemes: number): Unit[] {
  const units: Unit[] = [];
  rememberGraphemes(words.map(shown));
  let free = 0;
  let before = "";
  words.forEach((word, index) => {
    const start = Math.max(word.start, free);
    const end = Math.max(word.end, start + 1);
    const parts = partsOf(shown(word), maxLineGraphemes);
    const total = parts.reduce((sum, { graphemes }) => sum + graphemes, 0);
    let done = 0;
    parts.forEach((part, i) => {
      const from = start + Math.floor(((end - start) * done) / total);
      done += part.graphemes;
      const until = start + Math.floor(((end - start) * done) / total);
      const space = before !== "" && spaced(before, part.text) ? 1 : 0;
      const { text, graphemes } = part;
      units.push({
        text,
        start: from,
        end: until,
        graphemes,
        space,
        indic: isIndic(text),
        word: index,
        begins: i === 0,
      });
      before = text;
    });
    if (parts.length > 0) free = end;
  });
  return units;
}

interface Part {
  readonly text: string;
  readonly graphemes: number;
}

function partsOf(text: string, most: number): Part[] {
  // Nearly every word: no spaces, and short.
  if (!/\s/u.test(text)) return text === "" ? [] : piecesOf(text, most);
  return text.split(/\s+/u).flatMap((part) => (part === "" ? [] : piecesOf(part, most)));
}

function piecesOf(text: string, most: number): Part[] {
  const graphemes = countGraphemes(text);
  if (graphemes <= most) return [{ text, graphemes }];
  const letters = graphemesOf(text);
  // Each piece but the last fills a line, so that no space ever stands between two.
  const pieces: Part[] = [];
  for (let from = 0; from < letters.length; from += most) {
    const piece = letters.slice(from, from + most);
    pieces.push({ text: piece.join(""), graphemes: piece.length });
  }
  return pieces;
}
