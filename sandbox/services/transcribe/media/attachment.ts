import * as v from "valibot";

/**
 * A transcript attached to a media file, which the stand-in recognizer reads where the real service listens. Each container has
 * a place for data of one's own:
 *
 * | container | place |
 * | --- | --- |
 * | mp4, m4a | a `uuid` box at the top level, `ATTACHMENT_UUID` |
 * | wav | a chunk `ATTACHMENT_FOURCC` |
 * | mp3 | an ID3v2 `PRIV` frame of the owner `ATTACHMENT_NAME` |
 * | flac | an `APPLICATION` block of the id `ATTACHMENT_FOURCC` |
 * | ogg, webm | a comment or simple tag `ATTACHMENT_NAME` |
 *
 * Its content is JSON in UTF-8, as `attachmentSchema` says. amr has no such place. A file without one is silent.
 */
export interface Attachment {
  /** What is spoken, BCP 47: `hi-IN`, or `hi` alone. */
  readonly language: string;
  readonly segments: readonly SpokenSegment[];
  /** False for a recognizer that leaves punctuation out, as the service does for some languages. */
  readonly punctuated: boolean;
  /** Mean confidence of the words, 0 to 1. */
  readonly confidence: number;
}

/** What one speaker says in one go. */
export interface SpokenSegment {
  readonly text: string;
  /** Milliseconds in the media; without them segments follow one another and fill the time that there is. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly speaker?: string | undefined;
  /** Counted from 0. */
  readonly channel?: number | undefined;
  /** Where it differs from the attachment's. */
  readonly language?: string | undefined;
}

export const ATTACHMENT_NAME = "SANDBOX_TRANSCRIPT";
export const ATTACHMENT_FOURCC = "sbtx";
export const ATTACHMENT_UUID = "73616e64-626f-7820-8000-7472616e7363";

const language = v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/));
const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0));

const segment = v.pipe(
  v.strictObject({
    text: v.string(),
    start: v.optional(milliseconds),
    end: v.optional(milliseconds),
    speaker: v.optional(v.string()),
    channel: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1))),
    language: v.optional(language),
  }),
  v.check(({ start, end }) => (start === undefined) === (end === undefined), "start and end come together"),
  v.check(({ start = 0, end = 1 }) => start < end, "a segment ends after it starts"),
);

const common = {
  language,
  punctuated: v.optional(v.boolean(), true),
  confidence: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.95),
};

const attachmentSchema = v.union([
  v.strictObject({ ...common, text: v.string() }),
  v.strictObject({ ...common, segments: v.array(segment) }),
]);

/** @throws Error naming what is wrong: a malformed attachment is a mistake of whoever made the sample, not of its user */
export function parseAttachment(json: Uint8Array): Attachment {
  const parsed = v.safeParse(attachmentSchema, JSON.parse(Buffer.from(json).toString("utf8")));
  if (!parsed.success) {
    const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
    throw new Error(`The transcript attached to a media file is malformed: ${problems.join("; ")}.`);
  }
  const { output } = parsed;
  const segments = "text" in output ? [{ text: output.text }] : output.segments;
  return { language: output.language, segments, punctuated: output.punctuated, confidence: output.confidence };
}
