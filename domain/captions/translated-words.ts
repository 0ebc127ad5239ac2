import { countGraphemes, graphemesOf } from "./graphemes";
import { CUE_PARAMETERS } from "./parameters";
import { endsClause, endsSentence } from "./punctuation";

/** A piece of translated text that stays in one line. */
export interface TextUnit {
  readonly text: string;
  /** Graphemes. */
  readonly width: number;
  /** Whether it continues the word before it, without a space: only where a word was too long for a line. */
  readonly glued: boolean;
}

/** A run of units with what cutting it anywhere needs to know. */
export interface UnitRun {
  readonly units: readonly TextUnit[];
  /** Graphemes before each unit, and of all of them at the end; spaces between units count. */
  readonly positions: readonly number[];
  /** For each unit, the first one that no longer fits into a cue which begins with it. */
  readonly reaches: readonly number[];
}

const { maxLineGraphemes: LINE, maxLines: LINES } = CUE_PARAMETERS;

/** Punctuation that some translators put apart from the word that it ends: `है ।` */
const APART = /\s+(?=[.,;:!?…।॥۔؟،؛][\p{Pe}\p{Pf}]?(\s|$))/gu;

/** The words of a text with their punctuation; one that is longer than a line is cut between graphemes. */
export function unitsOf(text: string): readonly TextUnit[] {
  return text
    .replace(APART, "")
    .split(/\s+/u)
    .filter((word) => word !== "")
    .flatMap((word) => {
      const width = countGraphemes(word);
      if (width <= LINE) return [{ text: word, width, glued: false }];
      const graphemes = graphemesOf(word);
      return Array.from({ length: Math.ceil(width / LINE) }, (_, index) => {
        const piece = graphemes.slice(index * LINE, (index + 1) * LINE);
        return { text: piece.join(""), width: piece.length, glued: index > 0 };
      });
    });
}

export function runOf(units: readonly TextUnit[]): UnitRun {
  const positions = [0];
  for (const [index, unit] of units.entries()) {
    const space = index + 1 < units.length && units[index + 1]?.glued !== true ? 1 : 0;
    positions.push((positions[index] ?? 0) + unit.width + space);
  }
  const run = { units, positions };
  const lineEnds: number[] = [];
  let end = 0;
  for (let from = 0; from < units.length; from += 1) {
    end = Math.max(end, from + 1);
    while (end < units.length && widthOf(run, from, end + 1) <= LINE) end += 1;
    lineEnds.push(end);
  }
  const reaches = lineEnds.map((first) => {
    let reach = first;
    for (let line = 1; line < LINES; line += 1) reach = lineEnds[reach] ?? reach;
    return reach;
  });
  return { units, positions, reaches };
}

/** Graphemes of the units `[from, to)` in one line. */
export function widthOf({ units, positions }: Omit<UnitRun, "reaches">, from: number, to: number): number {
  if (to <= from) return 0;
  return (positions[to - 1] ?? 0) + (units[to - 1]?.width ?? 0) - (positions[from] ?? 0);
}

/** The units `[from, to)` as one text. */
export function textOfUnits({ units }: Pick<UnitRun, "units">, from: number, to: number): string {
  return units
    .slice(from, to)
    .map((unit, index) => (index === 0 || unit.glued ? unit.text : ` ${unit.text}`))
    .join("");
}

/** How bad a cut before a unit is: 0 after a sentence, 1 between any two words, more inside names, numbers and words. */
export function cutCost({ units }: Pick<UnitRun, "units">, cut: number): number {
  const before = units[cut - 1];
  const after = units[cut];
  if (before === undefined || after === undefined) return 0;
  if (after.glued) return 6;
  if (endsSentence(before.text)) return 0;
  if (endsClause(before.text)) return 0.4;
  // A number and what it counts; two capitalised words in a row, which are a name in the middle of a sentence.
  if (/^\p{N}+([.,:]\p{N}+)*$/u.test(before.text)) return 3;
  if (/^\p{Lu}/u.test(before.text) && /^\p{Lu}/u.test(after.text)) return 3;
  return 1;
}

/** The units `[from, to)` as the lines of a cue, balanced; they must fit (`reaches`). */
export function linesOf(run: UnitRun, from: number, to: number): readonly string[] {
  if (to <= from) return [];
  if (widthOf(run, from, to) <= LINE) return [textOfUnits(run, from, to)];
  let best: number | undefined;
  let leastCost = Infinity;
  for (let cut = from + 1; cut < to; cut += 1) {
    const [first, second] = [widthOf(run, from, cut), widthOf(run, cut, to)];
    if (first > LINE || second > LINE) continue;
    const cost = Math.abs(first - second) / LINE + cutCost(run, cut) * 0.6;
    if (cost >= leastCost) continue;
    leastCost = cost;
    best = cut;
  }
  if (best === undefined) throw new RangeError(`"${textOfUnits(run, from, to)}" does not fit into a cue`);
  return [textOfUnits(run, from, best), textOfUnits(run, best, to)];
}
