/** A problem document: https://www.rfc-editor.org/rfc/rfc9457, with the parameter at fault and the cure beside it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong with this request, and how to mend it. */
  readonly detail: string;
  /** The path of the request. */
  readonly instance: string;
  readonly parameter?: string;
  readonly cure?: string;
}

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

const TITLES = {
  "invalid-parameter": { title: "A parameter is invalid", status: 400 },
  "missing-scope": { title: "The token lacks a scope", status: 403 },
  "unknown-insight": { title: "There is no such insight", status: 404 },
  "unknown-route": { title: "There is no such resource", status: 404 },
  internal: { title: "Something went wrong on our side", status: 500 },
} as const;

export type ProblemKind = keyof typeof TITLES;

export function problem(
  kind: ProblemKind,
  instance: string,
  detail: string,
  more: { readonly parameter?: string; readonly cure?: string } = {},
): Problem {
  return { type: `urn:huut:problem:${kind}`, ...TITLES[kind], detail, instance, ...more };
}
