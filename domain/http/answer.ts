import { sha256 } from "../digest";
import { PROBLEM_MEDIA_TYPE, type Problem } from "./problem";

/** What the API answers. */
export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Lambda takes answers of six megabytes, escapes of JSON and headers included. */
export const MAX_ANSWER_BYTES = 5_500_000;

export function jsonAnswer(status: number, value: object, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  const kept = { "content-type": "application/json", "cache-control": "no-store", ...headers };
  return { status, headers: kept, body: JSON.stringify(value) };
}

export function problemAnswer(problem: Problem, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return jsonAnswer(problem.status, problem, { "content-type": PROBLEM_MEDIA_TYPE, ...headers });
}

/** The entity tag of a text, with its quotes. */
export function etagOf(text: string): string {
  return `"${sha256(text).slice(0, 32)}"`;
}

/**
 * A document that may be kept for a minute by who asked, and by no shared cache; 304 where the caller has it already.
 *
 * @param ifNoneMatch the call's header
 */
export function taggedAnswer(value: object, ifNoneMatch: string | undefined): HttpAnswer {
  const answer = jsonAnswer(200, value);
  const headers = { "cache-control": "private, max-age=60", etag: etagOf(answer.body) };
  if (isKnown(ifNoneMatch, headers.etag)) return { status: 304, headers, body: "" };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Bytes of an answer as Lambda counts them: the body is a text within JSON. */
export function answerBytes({ body }: HttpAnswer): number {
  return Buffer.byteLength(JSON.stringify(body), "utf8");
}

/**
 * Whether a condition of `If-None-Match` names an entity tag, so that the caller has it already. Weak comparison:
 * https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match
 */
export function isKnown(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false;
  if (condition.trim() === "*") return true;
  const opaque = (tag: string) => tag.replace(/^W\//, "");
  return (condition.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => opaque(tag) === opaque(etag));
}
