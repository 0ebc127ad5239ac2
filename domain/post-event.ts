import * as v from "valibot";
import type { Attributes } from "./digest";
import { MAX_TAG_LENGTH, normalizeTag } from "./tags";
import { parseInstant } from "./time";

/** The version of the event's shape, in the message attribute `schema`. */
export const POST_SCHEMA = "post/1";

export const EVENT_NAMES = ["INSERT", "MODIFY", "REMOVE"] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** Longest text of a post in bytes of UTF-8; an item and its history row stay far below DynamoDB's 400 KB. */
export const MAX_TEXT_BYTES = 65_536;
export const MAX_TAGS = 50;

const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;

/** Whether a text can be the identifier of a post, an event or an author. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** A value as a reason quotes it: JSON, at most 60 characters. */
function quote(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function expected(what: string): (issue: { readonly input: unknown }) => string {
  return (issue) => `expected ${what}, got ${quote(issue.input)}`;
}

function text(what: string) {
  return v.string(expected(what));
}

function identifier() {
  const what = "an identifier of 1 to 128 letters, digits, '.', '_', ':' or '-'";
  return v.pipe(text(what), v.regex(IDENTIFIER, expected(what)));
}

function instant() {
  const what = "a UTC instant such as 2026-11-02T05:31:07.120Z";
  return v.pipe(
    text(what),
    v.check((input) => parseInstant(input) !== undefined, expected(what)),
    v.transform((input) => parseInstant(input) ?? input),
  );
}

function count(atLeast: number) {
  const what = `a whole number of at least ${atLeast}`;
  return v.pipe(v.number(expected(what)), v.safeInteger(expected(what)), v.minValue(atLeast, expected(what)));
}

function mediaKey(folder: string) {
  const what = `an object key under ${folder}/`;
  const key = new RegExp(`^${folder}/(?!(.*/)?\\.\\.?(/|$))[^\\s\\u0000-\\u001f]{1,900}$`, "u");
  return v.optional(v.pipe(text(what), v.regex(key, expected(what))));
}

const postText = v.pipe(
  text("a text"),
  // DynamoDB stores UTF-8: a lone surrogate would come back as another character.
  v.check((input) => input.isWellFormed(), "expected well-formed Unicode, got a lone surrogate"),
  v.check(
    (input) => Buffer.byteLength(input, "utf8") <= MAX_TEXT_BYTES,
    (issue) =>
      `expected at most ${MAX_TEXT_BYTES} bytes of UTF-8, got ${Buffer.byteLength(String(issue.input), "utf8")}`,
  ),
  v.transform((input) => input.normalize("NFC")),
);

const tagRule = `# and then letters, marks, digits, emoji or _, at most ${MAX_TAG_LENGTH} characters`;
const tags = v.pipe(
  v.array(
    v.pipe(
      text(tagRule),
      v.check((input) => normalizeTag(input) !== undefined, expected(tagRule)),
      v.transform((input) => normalizeTag(input) ?? input),
    ),
    expected("a list of hashtags"),
  ),
  v.maxLength(MAX_TAGS, (issue) => `expected at most ${MAX_TAGS} tags, got ${String(issue.received)}`),
  v.transform((input): readonly string[] => [...new Set(input)]),
);

const post = v.pipe(
  v.object(
    {
      postId: identifier(),
      userId: identifier(),
      createdAt: instant(),
      updatedAt: instant(),
      version: count(1),
      text: postText,
      tags,
      language: v.optional(
        v.pipe(
          text("a language code such as hi or en-IN"),
          v.regex(LANGUAGE, expected("a language code such as hi or en-IN")),
        ),
      ),
      audioFile: mediaKey("audio"),
      videoFile: mediaKey("video"),
      image: mediaKey("images"),
      likes: count(0),
      heard: count(0),
    },
    missingOr("a post"),
  ),
  v.forward(
    v.check(
      (input) => input.createdAt <= input.updatedAt,
      (issue) =>
        `expected an instant not before createdAt ${quote(issue.input.createdAt)}, got ${quote(issue.input.updatedAt)}`,
    ),
    ["updatedAt"],
  ),
);

const eventName = v.picklist(EVENT_NAMES, expected(`one of ${EVENT_NAMES.join(", ")}`));
const postEvent = v.object(
  { eventId: identifier(), eventName, occurredAt: instant(), post },
  missingOr("a JSON object with eventId, eventName, occurredAt and post"),
);

/** The message of an object schema serves two cases: a value of another type, and a key that is not there. */
function missingOr(what: string): (issue: v.ObjectIssue) => string {
  return (issue) => (issue.expected.startsWith('"') ? "is missing" : expected(what)(issue));
}

/** A post as the application publishes it; absent optional fields are absent, never `null`. */
export type Post = v.InferOutput<typeof post>;

/** A valid post event: known fields only, texts and tags in NFC, instants with three decimals. */
export type PostEvent = v.InferOutput<typeof postEvent>;

export type ParsedEvent =
  { readonly ok: true; readonly event: PostEvent } | { readonly ok: false; readonly reasons: readonly string[] };

/**
 * Reads one message of the topic `post-events`. Fields that the platform does not know are stripped, not refused.
 * Each reason names the path of what is wrong, what is expected there and what was found:
 * `post.likes: expected a whole number of at least 0, got -3`.
 */
export function parsePostEvent(body: string, attributes: Attributes): ParsedEvent {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return {
      ok: false,
      reasons: [`body: expected JSON, got ${quote(body)}`, ...attributeReasons(attributes, undefined)],
    };
  }
  // An array passes for an object without keys: it would be told off for every key it lacks.
  const result = v.safeParse(postEvent, Array.isArray(value) ? `a list of ${value.length}` : value);
  const reasons = result.success ? [] : result.issues.map(reasonOf);
  const all = [...reasons, ...attributeReasons(attributes, value)];
  return result.success && all.length === 0 ? { ok: true, event: result.output } : { ok: false, reasons: all };
}

function attributeReasons(attributes: Attributes, body: unknown): readonly string[] {
  const reasons: string[] = [];
  if (attributes["schema"] !== POST_SCHEMA) {
    reasons.push(`attributes.schema: expected "${POST_SCHEMA}", got ${quote(attributes["schema"])}`);
  }
  const name = attributes["eventName"];
  const named = typeof body === "object" && body !== null && "eventName" in body ? body.eventName : undefined;
  if (name === undefined) reasons.push(`attributes.eventName: is missing`);
  else if (named !== undefined && named !== name) {
    reasons.push(`attributes.eventName: expected the body's eventName ${quote(named)}, got ${quote(name)}`);
  }
  return reasons;
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  let path = "";
  for (const { key } of issue.path ?? []) {
    path += typeof key === "number" ? `[${key}]` : `${path === "" ? "" : "."}${String(key)}`;
  }
  return `${path === "" ? "body" : path}: ${issue.message}`;
}
