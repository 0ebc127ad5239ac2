import { problem, type Problem } from "./problem";

/** A call of the HTTP API, as API Gateway hands it on. */
export interface HttpCall {
  /** The path as it came, for problem documents. */
  readonly path: string;
  /** Names of the route's path: `{id}`. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** A name that comes several times has its values joined with commas. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  /** Who calls: the token's `sub`. */
  readonly subject?: string;
}

/** What a check found: what the call says, or why it cannot be answered. */
export type Checked<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export function accept<Value>(value: Value): Checked<Value> {
  return { ok: true, value };
}

export function refuse<Value>(reason: Problem): Checked<Value> {
  return { ok: false, problem: reason };
}

/** A parameter that is wrong: what is wrong with it, and the cure. */
export function invalid(path: string, parameter: string, what: string, cure: string): Problem {
  return problem("invalid-parameter", path, `${parameter}: ${what}; ${cure}`, { parameter, cure });
}

/** A problem if the query has a parameter that the route does not know. */
export function strangeParameter({ path, query }: HttpCall, known: readonly string[]): Problem | undefined {
  const stranger = Object.keys(query).find((name) => !known.includes(name));
  if (stranger === undefined) return undefined;
  const cure = known.length === 0 ? "leave it out; there are none" : `leave it out; there are ${known.join(", ")}`;
  return invalid(path, stranger, "is no parameter", cure);
}

/** A parameter of the query that is a number from 1 to `most`. */
export function wholeNumber(call: HttpCall, parameter: string, usual: string, most: number): Checked<number> {
  const text = call.query[parameter] ?? usual;
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return accept(value);
  return refuse(invalid(call.path, parameter, `"${text}" is out of range`, `give a whole number from 1 to ${most}`));
}

/** Who calls, where the answer depends on it. */
export function subjectOf({ path, subject }: HttpCall): Checked<string> {
  if (subject !== undefined && subject !== "") return accept(subject);
  const cure = "ask for a token of a person, with sub";
  return refuse(problem("missing-subject", path, `the token has no claim sub; ${cure}`, { cure }));
}

/** Who calls, of a route without a query whose answer depends on it. */
export function callerOf(call: HttpCall): Checked<string> {
  const stranger = strangeParameter(call, []);
  return stranger === undefined ? subjectOf(call) : refuse(stranger);
}

/** Bodies are a few names and texts; API Gateway would take ten megabytes. */
export const MAX_BODY_BYTES = 16_384;

/** The fields of a JSON body: an object of these names, and of no other. */
export function bodyOf(call: HttpCall, fields: readonly string[]): Checked<Readonly<Record<string, unknown>>> {
  const { path, headers, body = "" } = call;
  const wanted = `send a JSON object with ${fields.join(", ")}`;
  const type = headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    const cure = "send JSON with the header Content-Type: application/json";
    const detail = `Content-Type: "${type}" is not application/json; ${cure}`;
    return refuse(problem("unsupported-media-type", path, detail, { parameter: "Content-Type", cure }));
  }
  if (Buffer.byteLength(body, "utf8") > MAX_BODY_BYTES) {
    const cure = `send at most ${MAX_BODY_BYTES} bytes`;
    return refuse(problem("body-too-large", path, `the body is too large; ${cure}`, { cure }));
  }
  const value = parsed(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const detail = `the body is ${value === undefined ? "not JSON" : "no object"}; ${wanted}`;
    return refuse(problem("invalid-body", path, detail, { cure: wanted }));
  }
  const stranger = Object.keys(value).find((name) => !fields.includes(name));
  if (stranger !== undefined) {
    const detail = `the body has a field "${stranger}" that is not known; ${wanted}`;
    return refuse(problem("invalid-body", path, detail, { parameter: stranger, cure: wanted }));
  }
  return accept(value as Record<string, unknown>);
}

/** A field of the body that is wrong. */
export function invalidField<Value>(path: string, parameter: string, what: string, cure: string): Checked<Value> {
  return refuse(problem("invalid-body", path, `${parameter}: ${what}; ${cure}`, { parameter, cure }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}
