import type { TimedLines } from "../subtitles";

const BLOCK = /^\d+\n(\d{2,}):(\d\d):(\d\d),(\d{3}) --> (\d{2,}):(\d\d):(\d\d),(\d{3})\n(.+)$/s;

/**
 * The cues of a file that `toSrt` wrote. SubRip has no escapes, so texts come back as they are; for files of others there are parsers
 * that forgive more.
 *
 * @throws RangeError for what `toSrt` does not write
 */
export function fromSrt(text: string): TimedLines[] {
  if (text === "") return [];
  return text
    .replace(/\n$/, "")
    .split("\n\n")
    .map((block, index) => {
      const match = BLOCK.exec(block);
      if (match === null) throw new RangeError(`Cue ${index + 1} of the SubRip file is malformed`);
      const parts = match.slice(1, 9).map(Number);
      return { start: milliseconds(parts.slice(0, 4)), end: milliseconds(parts.slice(4)), lines: linesOf(match[9]) };
    });
}

function milliseconds([hours = 0, minutes = 0, seconds = 0, rest = 0]: readonly number[]): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest;
}

function linesOf(text = ""): readonly string[] {
  return text.split("\n");
}
