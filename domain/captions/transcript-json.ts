import { TranscriptProblem } from "./transcript";

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const AGAIN = "Fetch the file from the job's TranscriptFileUri again; it may be cut off or edited.";

/** @throws TranscriptProblem when the value is there and is no list of objects */
export function listAt(path: string, value: unknown): readonly Fields[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TranscriptProblem(path, `a list is expected, not ${described(value)}.`, AGAIN);
  value.forEach((each, i) => {
    if (!isFields(each)) {
      throw new TranscriptProblem(`${path}[${i}]`, `an object is expected, not ${described(each)}.`, AGAIN);
    }
  });
  return value as readonly Fields[];
}

/** @throws TranscriptProblem when the value is there and is no object */
export function fieldsAt(path: string, value: unknown): Fields {
  if (value === undefined || value === null) return {};
  if (!isFields(value)) throw new TranscriptProblem(path, `an object is expected, not ${described(value)}.`, AGAIN);
  return value;
}

/** A text; anything else is as good as absent. */
export function textAt(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A number, which Transcribe writes as a string in most places and as a number in some. */
export function numberAt(value: unknown): number | undefined {
  if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Seconds as whole milliseconds.
 * @throws TranscriptProblem when they are missing or no time
 */
export function timeAt(path: string, value: unknown): number {
  const seconds = numberAt(value);
  if (seconds === undefined || seconds < 0) {
    throw new TranscriptProblem(path, `seconds are expected, such as "4.86", not ${described(value)}.`, AGAIN);
  }
  return Math.round(seconds * 1_000);
}

export function described(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
