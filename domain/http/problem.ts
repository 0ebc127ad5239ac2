/** A problem document: https://www.rfc-editor.org/rfc/rfc9457, with the parameter at fault and the cure beside it. */
export interface Problem extends ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong with this request, and how to mend it. */
  readonly detail: string;
  /** The path of the request. */
  readonly instance: string;
}

/** What a problem may say beside its sentence, for programs. */
export interface ProblemDetails {
  /** What of the request is at fault: a name of its path, query, header or body. */
  readonly parameter?: string;
  /** What to do. */
  readonly cure?: string;
  /** How far the work on what was asked for has come. */
  readonly state?: string;
  /** Languages that there are captions in. */
  readonly ready?: readonly string[];
  /** What is there at present, in place of what the request expected. */
  readonly current?: object;
}

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

/** Every kind of problem: docs/api.md tells them all. */
export const PROBLEMS = {
  "invalid-parameter": { title: "A parameter is invalid", status: 400 },
  "invalid-body": { title: "The body is invalid", status: 400 },
  "missing-scope": { title: "The token lacks a scope", status: 403 },
  "missing-subject": { title: "The token names nobody", status: 403 },
  "not-the-author": { title: "Only the author of a post may do this", status: 403 },
  "not-the-user": { title: "Only the user itself may do this", status: 403 },
  "unknown-insight": { title: "There is no such insight", status: 404 },
  "unknown-route": { title: "There is no such resource", status: 404 },
  "unknown-post": { title: "There is no such post", status: 404 },
  "unknown-request": { title: "There is no such request", status: 404 },
  "unknown-cue": { title: "There is no such cue", status: 404 },
  "captions-missing": { title: "There are no captions in this language yet", status: 404 },
  "captions-unsupported": { title: "Captions cannot be made", status: 404 },
  "captions-failed": { title: "Captions could not be made", status: 404 },
  "not-acceptable": { title: "The answer has no such form", status: 406 },
  "captions-not-ready": { title: "The captions are not ready", status: 409 },
  "captions-withdrawn": { title: "The post was removed", status: 410 },
  "stale-revision": { title: "It was changed meanwhile", status: 412 },
  "body-too-large": { title: "The body is too large", status: 413 },
  "unsupported-media-type": { title: "The body has another media type", status: 415 },
  "no-media": { title: "The post has neither audio nor video", status: 422 },
  "unfit-text": { title: "The text does not fit into a cue", status: 422 },
  "key-used-before": { title: "The idempotency key was used for another request", status: 422 },
  "revision-required": { title: "The request names no revision", status: 428 },
  "too-many-requests": { title: "The day's requests are used up", status: 429 },
  internal: { title: "Something went wrong on our side", status: 500 },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

export function problem(kind: ProblemKind, instance: string, detail: string, more: ProblemDetails = {}): Problem {
  return { type: `urn:huut:problem:${kind}`, ...PROBLEMS[kind], detail, instance, ...more };
}
