import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CURATED_POST } from "../../../components/data-lake/columns";
import { EXPORT_COLUMNS } from "../../../components/hashtag-engine/export";
import type { Columns } from "../../../components/shared";
import { projectFolder } from "../../../cli/shared";

type Value = string | number | null | readonly string[];
type Row = Readonly<Record<string, Value>>;

/** Tables that the insights read, by name, with their partition. */
const TABLES: Readonly<Record<string, Columns>> = {
  posts: { ...CURATED_POST, created_date: "string" },
  hashtags: { ...EXPORT_COLUMNS, created_date: "string" },
};

/** Rows of tables. */
export type RowSet = Readonly<Record<"posts" | "hashtags", readonly Row[]>>;

/** Names of columns by the types of Trino; DuckDB knows the same names. */
const TYPES: Readonly<Record<string, string>> = {
  string: "varchar",
  bigint: "bigint",
  double: "double",
  timestamp: "timestamp(3)",
  "array<string>": "array(varchar)",
};

/** Rows of one INSERT: the engine compiles each list of values. */
const ROWS_AT_ONCE = 200;

interface SampleEvent {
  readonly eventId: string;
  readonly eventName: string;
  readonly occurredAt: string;
  readonly post: Readonly<Record<string, unknown>> & { readonly postId: string; readonly version: number };
}

/** The newest state of each post of the samples that was not removed, and the tags that their authors gave them. */
export function sampleRows(): RowSet {
  const lines = readFileSync(join(projectFolder, "samples", "posts.ndjson"), "utf8").split("\n");
  const newest = new Map<string, SampleEvent>();
  for (const line of lines) {
    const event = eventOf(line);
    if (event === undefined) continue;
    const before = newest.get(event.post.postId);
    if (before === undefined || event.post.version >= before.post.version) newest.set(event.post.postId, event);
  }
  const kept = [...newest.values()].filter(({ eventName }) => eventName !== "REMOVE");
  return { posts: kept.map(postRow), hashtags: kept.flatMap(tagRows) };
}

/** The event of a line; lines that are no valid event are none. */
function eventOf(line: string): SampleEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<SampleEvent>;
    const { postId, userId, createdAt, version } = (event.post ?? {}) as Record<string, unknown>;
    const texts = [postId, userId, createdAt, event.eventId, event.occurredAt];
    const whole = texts.every((text) => typeof text === "string" && text !== "") && Number.isSafeInteger(version);
    return whole && !Number.isNaN(Date.parse(String(createdAt))) ? (event as SampleEvent) : undefined;
  } catch {
    return undefined;
  }
}

const text = (value: unknown) => (typeof value === "string" ? value : null);
const count = (value: unknown) => (typeof value === "number" && Number.isSafeInteger(value) ? value : 0);
const instant = (value: unknown) => new Date(String(value)).toISOString().slice(0, -1).replace("T", " ");

function postRow({ eventId, occurredAt, post }: SampleEvent): Row {
  return {
    post_id: post.postId,
    user_id: text(post["userId"]),
    created_at: instant(post["createdAt"]),
    updated_at: instant(post["updatedAt"] ?? post["createdAt"]),
    version: post.version,
    text: text(post["text"]),
    tags: Array.isArray(post["tags"]) ? post["tags"].map(String) : null,
    language: text(post["language"]),
    audio_file: text(post["audioFile"]),
    video_file: text(post["videoFile"]),
    image: text(post["image"]),
    likes: count(post["likes"]),
    heard: count(post["heard"]),
    occurred_at: instant(occurredAt),
    event_id: eventId,
    created_date: instant(post["createdAt"]).slice(0, 10),
  };
}

function tagRows({ occurredAt, post }: SampleEvent): Row[] {
  const tags = Array.isArray(post["tags"]) ? post["tags"].map(String) : [];
  // Every other tag is suggested as well, for there is no suggestion in the feed.
  return tags.flatMap((tag, i) =>
    (i % 2 === 0 ? ["manual", "automated"] : ["manual"]).map((source) => ({
      post_id: post.postId,
      tag,
      tag_key: tag.replace(/^#/, ""),
      source,
      language: text(post["language"]),
      score: source === "manual" ? null : 0.5,
      why: null,
      rank: source === "manual" ? null : i + 1,
      created_at: instant(post["createdAt"]),
      updated_at: instant(occurredAt),
      created_date: instant(post["createdAt"]).slice(0, 10),
    })),
  );
}

/** Identifiers and languages that a careless query or reader trips over. */
const STRANGE = ["u-1", "u'2", 'u"3', "u\n4", "u\\5", "🙂", "যু", "e\u0301", "é", "", " u", "U-1", "%", "--", "null"];
/** Days about which weeks, months, years and leap days turn. */
const DAYS = [
  "2025-12-28",
  "2025-12-29",
  "2025-12-31",
  "2026-01-01",
  "2026-01-04",
  "2026-01-05",
  "2026-01-31",
  "2026-02-01",
];
const TIMES = ["00:00:00.000", "23:59:59.999", "12:00:00.100", "05:31:07.120"];

/** Posts and tags with nulls, emoji, quotes, newlines, ties and the borders of days. */
export function strangeRows(): RowSet {
  const posts = Array.from({ length: 600 }, (_, i): Row => {
    const day = DAYS[(i * 7) % DAYS.length] as string;
    const at = `${day} ${TIMES[i % TIMES.length]}`;
    return {
      post_id: `p-${i}`,
      user_id: STRANGE[(i * i) % STRANGE.length] as string,
      created_at: at,
      updated_at: at,
      version: 1,
      text: i % 5 === 0 ? null : `'"\n🙂 ${i}`,
      tags: i % 3 === 0 ? null : [`#${i}`, "#it's"],
      language: i % 4 === 0 ? null : (STRANGE[i % STRANGE.length] as string),
      audio_file: i % 2 === 0 ? null : "a",
      video_file: i % 6 === 0 ? "v" : null,
      image: i % 3 === 0 ? "i" : null,
      likes: i % 11,
      heard: i % 17 === 0 ? Number.MAX_SAFE_INTEGER / 1_000_000 - ((Number.MAX_SAFE_INTEGER / 1_000_000) % 1) : i % 7,
      occurred_at: at,
      event_id: `e-${i}`,
      created_date: day,
    };
  });
  const hashtags = posts.slice(0, 300).flatMap((post, i) =>
    ["manual", "automated"].map((source, k): Row => ({
      post_id: `p-${Math.floor(i / 2)}`,
      tag: `#${STRANGE[(i + k) % STRANGE.length]}`,
      tag_key: STRANGE[(i + k * (i % 2)) % STRANGE.length] as string,
      source,
      language: null,
      score: 1 / (i + 1),
      why: null,
      rank: i % 5,
      created_at: post["created_at"] ?? null,
      updated_at: post["occurred_at"] ?? null,
      created_date: post["created_date"] ?? null,
    })),
  );
  return { posts, hashtags };
}

/** Statements that make the tables of a set; both engines take the same. Trino without a server has no plain CREATE TABLE. */
export function statementsFor(set: RowSet): string[] {
  return Object.entries(TABLES).flatMap(([table, columns]) => {
    const rows = set[table as keyof RowSet];
    const nulls = Object.entries(columns).map(([name, type]) => `${literal(null, TYPES[type] ?? type)} AS ${name}`);
    const inserts: string[] = [];
    for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
      const values = rows.slice(first, first + ROWS_AT_ONCE).map((row) => {
        const cells = Object.entries(columns).map(([name, type]) => literal(row[name] ?? null, TYPES[type] ?? type));
        return `(${cells.join(", ")})`;
      });
      inserts.push(`INSERT INTO ${table} VALUES ${values.join(", ")}`);
    }
    return [`CREATE TABLE ${table} AS SELECT * FROM (SELECT ${nulls.join(", ")}) WHERE 1 = 0`, ...inserts];
  });
}

function literal(value: Value, type: string): string {
  if (value === null) return `CAST(NULL AS ${type})`;
  const quoted = (each: string) => `'${each.replaceAll("'", "''")}'`;
  if (typeof value === "string") return `CAST(${quoted(value)} AS ${type})`;
  if (typeof value === "number") return `CAST(${value} AS ${type})`;
  return `CAST(ARRAY[${value.map(quoted).join(", ")}] AS ${type})`;
}
