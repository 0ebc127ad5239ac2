import type { Attributes } from "./digest";
import { POST_SCHEMA } from "./post-event";
import { parseInstant, type Instant } from "./time";

/** One message to publish. */
export interface FeedEntry {
  /** 1 for the first line of the feed. */
  readonly line: number;
  readonly at: Instant;
  readonly body: string;
  readonly attributes: Attributes;
}

/** A line that cannot be published, as a sentence with the line's number and the cure. */
export interface FeedError {
  readonly line: number;
  readonly error: string;
}

/**
 * Reads one line of a feed (NDJSON). A line is a post event, published at its `occurredAt` with its `eventName`, or
 * an envelope `{"at": …, "body": {…} or "text", "attributes": {…}}`, published as it says: that is how a feed holds
 * duplicates, late events and messages that are no post events at all. A blank line is `undefined`.
 */
export function parseFeedLine(text: string, line: number): FeedEntry | FeedError | undefined {
  const source = line === 1 ? text.replace(/^\uFEFF/, "") : text;
  if (source.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { line, error: `line ${line} is not JSON (${why}): write one JSON object a line` };
  }
  if (!isRecord(value)) return { line, error: `line ${line} is not a JSON object: write a post event or an envelope` };
  return "at" in value || "body" in value ? readEnvelope(value, line) : readEvent(value, line);
}

export function isFeedError(entry: FeedEntry | FeedError): entry is FeedError {
  return "error" in entry;
}

function readEvent(value: Readonly<Record<string, unknown>>, line: number): FeedEntry | FeedError {
  const at = typeof value["occurredAt"] === "string" ? parseInstant(value["occurredAt"]) : undefined;
  if (at === undefined) {
    const cure = `give it one such as "2026-11-02T05:31:07.120Z", or wrap it as {"at": …, "body": …} to send it as it is`;
    return { line, error: `line ${line} has no valid "occurredAt": ${cure}` };
  }
  const eventName = value["eventName"];
  const attributes = { ...(typeof eventName === "string" && eventName !== "" && { eventName }), schema: POST_SCHEMA };
  return { line, at, body: JSON.stringify(value), attributes };
}

function readEnvelope(value: Readonly<Record<string, unknown>>, line: number): FeedEntry | FeedError {
  const at = typeof value["at"] === "string" ? parseInstant(value["at"]) : undefined;
  if (at === undefined) {
    return {
      line,
      error: `line ${line} has no valid "at": give the UTC instant to publish it, as "2026-11-02T05:31:07Z"`,
    };
  }
  const { body, attributes } = value;
  if (typeof body !== "string" && !isRecord(body) && !Array.isArray(body)) {
    return { line, error: `line ${line} has no "body": give the message as an object, a list or a text` };
  }
  if (body === "") return { line, error: `line ${line} has an empty "body": a topic takes no empty message` };
  if (!isRecord(attributes) || !Object.values(attributes).every((text) => typeof text === "string" && text !== "")) {
    return { line, error: `line ${line} has bad "attributes": give an object of texts, none of them empty` };
  }
  const filtered = filteredOut(attributes as Attributes);
  if (filtered !== undefined) return { line, error: `line ${line} ${filtered}` };
  return {
    line,
    at,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: attributes as Attributes,
  };
}

/** Why the platform's subscription would pass a message over: it filters by attributes, and needs one to do so. */
function filteredOut(attributes: Attributes): string | undefined {
  const { schema } = attributes;
  if (Object.keys(attributes).length === 0) {
    return `has no attributes, and no filtered subscription takes such a message: give one, such as {"schema":"post/1"}`;
  }
  if (schema === undefined || schema.startsWith("post/")) return undefined;
  return `says that it is "${schema}", which the subscription filters out: a feed holds post events`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
