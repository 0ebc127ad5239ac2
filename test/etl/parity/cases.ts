import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { type EventName, parsePostEvent, POST_SCHEMA } from "../../../domain/post-event";

/** A line of the raw zone. */
export type RawRow = Readonly<Record<string, unknown>>;

/** New rows of a run: both folders of the raw zone. */
export interface Batch {
  readonly posts: readonly RawRow[];
  readonly updates: readonly RawRow[];
}

/** Rows that both engines are given, run by run. */
export interface ParityCase {
  readonly name: string;
  readonly batches: readonly Batch[];
}

/** The valid events of the samples: two days, then the third with what is late. */
export function samples(): ParityCase {
  const lines = readFileSync(join(__dirname, "..", "..", "..", "samples", "posts.ndjson"), "utf8")
    .trimEnd()
    .split("\n");
  const rows = lines.flatMap((line) => {
    const { eventName: named = "INSERT" } = JSON.parse(line.startsWith("{") ? line : "{}") as { eventName?: EventName };
    const parsed = parsePostEvent(line, { eventName: named, schema: POST_SCHEMA });
    if (!parsed.ok) return [];
    const { post, eventName, eventId, occurredAt } = parsed.event;
    return [{ ...post, deleted: eventName === "REMOVE", eventId, eventName, occurredAt }];
  });
  const cut = Math.floor((rows.length * 2) / 3);
  return { name: "samples", batches: [batchOf(rows.slice(0, cut)), batchOf(rows.slice(cut))] };
}

function batchOf(rows: readonly RawRow[]): Batch {
  const isInsert = ({ eventName }: RawRow) => eventName === "INSERT";
  return { posts: rows.filter(isInsert), updates: rows.filter((row) => !isInsert(row)) };
}

/** One word or more of each script, composed and decomposed, with joiners and with marks in either order. */
const WORDS = [
  "हिन्दी", "क़लम", "क\u093cलम", "বাংলা", "ড\u09bc", "\u09dc", "ਪੰਜਾਬੀ", "ਸ\u0a3c", "\u0a36", "ગુજરાતી", "ଓଡ଼ିଆ", "ଡ\u0b3c", "தமிழ்", "கொ",
  "க\u0bc6\u0bbe", "తెలుగు", "ಕನ್ನಡ", "ಕ\u0cc6\u0cd5", "മലയാളം", "ക\u0d46\u0d3e", "اردو", "آ", "ا\u0653", "English", "ÉCOLE", "E\u0301cole", "straße",
  "क्\u200dष", "ന്\u200d", "q\u0307\u0323",
] as const; // prettier-ignore

/** What breaks formats: quotes, ends of lines, separators, formulas, emoji with joiners, blanks, controls. */
const HOSTILE = [
  "", " ", '"', '""', 'say "hi", then', "a\nb", "a\r\nb", "a\rb", ",", ";", "\t", "'", "\\", "\\n", '\\"', "=1+1", "+1", "-1", "@x", "null", "NULL",
  "👩‍👩‍👧‍👦", "🇮🇳", "👍🏽", "\u00a0", "\u2028", "\u0001", "\ufeff", "$1", "%", "true", "2026-11-02", "0x1", "NaN",
] as const; // prettier-ignore

const word = fc.constantFrom(...WORDS);
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...WORDS, ...HOSTILE), { maxLength: 6 }).map((parts) => parts.join(" ")),
  },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
);
const tag = fc.oneof(
  word.map((each) => `#${each}`),
  word.map((each) => `#${each.toUpperCase()}`),
  fc.constantFrom(null, "", "#", '#"q",'),
);
const tags = fc.oneof(
  { weight: 4, arbitrary: fc.array(tag, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined, []) },
);
const optional = (...values: readonly string[]) => fc.constantFrom(null, undefined, ...values);

/** The borders of days, and moments within them. */
const DAYS = ["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02"] as const;
const TIMES = ["00:00:00.000Z", "00:00:00.001Z", "05:31:07.120Z", "12:00:00.000Z", "23:59:59.999Z"] as const;
const instant = fc.tuple(fc.constantFrom(...DAYS), fc.constantFrom(...TIMES)).map((parts) => parts.join("T"));

const counter = fc.oneof(fc.nat({ max: 50 }), fc.constantFrom(null, undefined, 0, 2 ** 40));

/** Few posts, few versions, few events: every tie that there is, and duplicates. A post's day never changes. */
const row = fc
  .record({
    number: fc.nat({ max: 400 }),
    version: fc.integer({ min: 1, max: 5 }),
    deleted: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(false, undefined) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    eventId: fc.nat({ max: 6 }).map((n) => `e-${n}`),
    occurredAt: instant,
    updatedAt: instant,
    text,
    tags,
    language: optional("hi", "ta", "en"),
    audioFile: optional("audio/u/a.mp3"),
    videoFile: optional("video/u/v.mp4"),
    image: optional("images/i.jpg"),
    likes: counter,
    heard: counter,
    fromUpdates: fc.boolean(),
  })
  .map(({ number, ...rest }) => ({
    ...rest,
    postId: `p-${number}`,
    userId: `u-${number % 17}`,
    createdAt: `${DAYS[number % DAYS.length]}T${TIMES[number % TIMES.length]}`,
    eventName: rest.fromUpdates ? "MODIFY" : "INSERT",
    recordedAt: rest.occurredAt,
  }));

/** Generated rows in three runs; the third repeats some of the first, as a delivery does. */
export function generated(seed: number, rows: number): ParityCase {
  const all = fc.sample(row, { seed, numRuns: rows }).map(({ fromUpdates: _, ...each }) => withoutContradiction(each));
  const [first, second] = [all.slice(0, rows / 2), all.slice(rows / 2)];
  const again = first.filter((_, i) => i % 9 === 0);
  return { name: `generated-${seed}`, batches: [first, second, again].map(batchOf) };
}

/**
 * An event is one thing: rows with the same post, version, time and identifier are the same row, as the application's are. Which of
 * two different ones counts is nobody's to say.
 */
const known = new Map<string, RawRow>();
function withoutContradiction(row: RawRow): RawRow {
  const key = [row["postId"], row["version"], row["occurredAt"], row["eventId"], row["deleted"] === true].join("|");
  const first = known.get(key) ?? row;
  known.set(key, first);
  return first;
}
