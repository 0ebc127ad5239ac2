import { createHash } from "node:crypto";
import { readTable } from "../../cli/start/evidence";
import type { Sandbox } from "../../sandbox";

/** Tables of topics that a replay rebuilds, by the stack's output that names each, with their keys. */
const TABLES = {
  trendsTable: ["scope", "windowStart"],
  hashtagsTable: ["postId", "sourceTag"],
  tagActivityTable: ["hourShard", "tagAuthor"],
  searchTermsTable: ["termShard", "postId"],
} as const;
export type TopicTable = keyof typeof TABLES;
export const TOPIC_TABLES = Object.keys(TABLES) as TopicTable[];

/** What a table says, an item a line in the order of their keys. */
export type TopicLines = Readonly<Record<TopicTable, readonly string[]>>;

type Item = Readonly<Record<string, unknown>>;

/** Something that a checksum does not cover: attributes of some items of a table. */
interface LeftOut {
  readonly table: TopicTable;
  /** Paths, with a dot before an inner attribute. */
  readonly attributes: readonly string[];
  readonly of: (item: Item) => boolean;
  readonly why: string;
}

/** All that a checksum does not cover. Times to live are covered: they follow from when a post was created. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    table: "hashtagsTable",
    attributes: ["updatedAt"],
    of: () => true,
    why: "It is the time of the clock at which the item was written.",
  },
  {
    table: "hashtagsTable",
    attributes: ["exportShard", "exportSort"],
    of: ({ source }) => source === undefined,
    why: "Heads lie in the index of the export by the day on which they were written; tags lie there by their post's.",
  },
  {
    table: "searchTermsTable",
    attributes: ["order.occurredAt"],
    of: ({ source }) => source === "captions" || source === "captions-translation",
    why: "Captions are made anew by Transcribe and Translate, and their items say when.",
  },
];

/** Items of what moderators decide and of what the newest run holds: they are not of an hour of the feed. */
const NOT_OF_FEED = new Set(["holds", "decisions", "reviews"]);

/**
 * What the tables say of a feed.
 *
 * @param until the last instant of which lists count
 */
export function topicLines(sandbox: Sandbox, stack: string, until: string): TopicLines {
  const outputs = sandbox.outputs(stack);
  const lines = TOPIC_TABLES.map((table) => {
    const items = readTable(sandbox, String(outputs[table])).filter((item) => isOfFeed(table, item, until));
    const keyOf = (item: Item) => TABLES[table].map((name) => String(item[name])).join(" ");
    const keyed = items.map((item) => [keyOf(item), item] as const).sort(([a], [b]) => (a < b ? -1 : 1));
    return [table, keyed.map(([key, item]) => `${key} ${canonicalJson(table, item)}`)];
  });
  return Object.fromEntries(lines) as TopicLines;
}

/** A SHA-256 a table. */
export function checksums(lines: TopicLines): Readonly<Record<TopicTable, string>> {
  const sum = (table: TopicTable) => createHash("sha256").update(lines[table].join("\n")).digest("hex");
  return Object.fromEntries(TOPIC_TABLES.map((table) => [table, sum(table)])) as Record<TopicTable, string>;
}

function isOfFeed(table: TopicTable, item: Item, until: string): boolean {
  if (table !== "trendsTable") return true;
  return !NOT_OF_FEED.has(String(item["scope"])) && String(item["asOf"]) <= until;
}

/** JSON with keys in one order, without what is left out. */
export function canonicalJson(table: TopicTable, item: Item): string {
  const own = LEFT_OUT.filter((each) => each.table === table && each.of(item));
  const gone = new Set(own.flatMap(({ attributes }) => attributes));
  return JSON.stringify(canonical(item, "", gone));
}

function canonical(value: unknown, path: string, gone: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => canonical(each, path, gone));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !gone.has(path + name));
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, inner]) => [name, canonical(inner, `${path}${name}.`, gone)]));
}
