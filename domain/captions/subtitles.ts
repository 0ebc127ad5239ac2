import type { Cue } from "./cues";

/** What a subtitle file needs of a cue. */
export type TimedLines = Pick<Cue, "start" | "end" | "lines">;

/** Line breaks, and what a reader may take for one: they would end the cue. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
const RTL_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}]/u;

/**
 * SubRip: numbered from 1, `HH:MM:SS,mmm`. It has no escapes: the text stands as it is.
 * @see https://www.loc.gov/preservation/digital/formats/fdd/fdd000569.shtml
 */
export function toSrt(cues: readonly TimedLines[]): string {
  return cues
    .map(
      ({ start, end, lines }, i) =>
        `${i + 1}\n${time(start, ",")} --> ${time(end, ",")}\n${textOf(lines).join("\n")}\n`,
    )
    .join("\n");
}

export interface VttOptions {
  /** BCP 47, told in a comment: the format has no field for it. */
  readonly language?: string;
  /** A comment at the beginning of the file, for instance that a machine translated it. */
  readonly note?: string;
}

/**
 * WebVTT. The cues' numbers, from 1, are their identifiers. A line of right-to-left text that begins with a Latin word gets
 * a mark before it, because players take a line's direction from its first letter.
 * @see https://www.w3.org/TR/webvtt1/
 */
export function toVtt(cues: readonly TimedLines[], { language, note }: VttOptions = {}): string {
  const comments = [
    ...(language === undefined ? [] : [`Language: ${language}`]),
    ...(note === undefined ? [] : [note]),
  ];
  const blocks = cues.map(({ start, end, lines }, i) => {
    const directed = rightToLeft(lines) ? textOf(lines).map(marked) : textOf(lines).map(escaped);
    return `${i + 1}\n${time(start, ".")} --> ${time(end, ".")}\n${directed.join("\n")}\n`;
  });
  return ["WEBVTT\n", ...comments.map((comment) => `NOTE ${commented(comment)}\n`), ...blocks].join("\n");
}

/** Lines as a file may hold them: an empty one would end the cue, and a cue has at least one. */
function textOf(lines: readonly string[]): string[] {
  const texts = lines.map((line) => line.replace(BREAKS, " ").trim()).filter((line) => line !== "");
  return texts.length > 0 ? texts : ["\u00a0"];
}

function escaped(line: string): string {
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function marked(line: string): string {
  const first = /\p{L}/u.exec(line)?.[0];
  return first === undefined || RTL_LETTER.test(first) ? escaped(line) : `&rlm;${escaped(line)}`;
}

function rightToLeft(lines: readonly string[]): boolean {
  const letters = lines.join("").match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => RTL_LETTER.test(letter)).length * 2 > letters.length;
}

function commented(text: string): string {
  return text.replace(BREAKS, " ").replaceAll("-->", "→").trim();
}

function time(milliseconds: number, point: "," | "."): string {
  const part = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, "0");
  const [hours, minutes] = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60];
  return `${part(hours, 2)}:${part(minutes, 2)}:${part((milliseconds / 1_000) % 60, 2)}${point}${part(milliseconds % 1_000, 3)}`;
}
