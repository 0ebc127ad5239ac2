import { csvLine } from "../csv";
import type { Instant } from "../time";
import type { TagItem, TagSource } from "./tag-items";
import { tagKey } from "./tag-key";

/** A tag of a post as it is exported. There is no author in it: whoever leaves is erased with the posts. */
export interface TagRow {
  readonly post_id: string;
  readonly tag: string;
  /** What spellings of one tag have in common. */
  readonly tag_key: string;
  readonly source: TagSource;
  /** The post's. */
  readonly language: string | undefined;
  /** Of automated tags only. */
  readonly score: number | undefined;
  /** One line. */
  readonly why: string | undefined;
  /** Among the post's tags of this source, from 1. */
  readonly rank: number;
  /** The post's. */
  readonly created_at: Instant;
  /** When the tag was written last. */
  readonly updated_at: Instant;
}

/** Columns of a row in their order, by their types in the catalog. */
export const TAG_COLUMNS = {
  post_id: "string",
  tag: "string",
  tag_key: "string",
  source: "string",
  language: "string",
  score: "double",
  why: "string",
  rank: "bigint",
  created_at: "timestamp",
  updated_at: "timestamp",
} as const satisfies Readonly<Record<keyof TagRow, string>>;

const NAMES = Object.keys(TAG_COLUMNS) as (keyof TagRow)[];

/** Attributes of a tag's item that a row is made of. */
export const EXPORTED_ATTRIBUTES = [
  "tag",
  "source",
  "language",
  "score",
  "why",
  "rank",
  "createdAt",
  "updatedAt",
] as const;

/** The part of an item that is in the index. */
export type ExportedItem = Pick<TagItem, "postId" | (typeof EXPORTED_ATTRIBUTES)[number]>;

/** Ends of lines, Unicode's too. Athena splits a CSV into lines before it looks at quotes. */
const LINE_ENDS = /\s*[\n\v\f\r\u0085\u2028\u2029]\s*/gu;

export function tagRow(item: ExportedItem): TagRow {
  return {
    post_id: item.postId,
    tag: item.tag,
    tag_key: tagKey(item.tag),
    source: item.source,
    language: item.language,
    score: item.score,
    why: item.why?.sentence.replaceAll(LINE_ENDS, " "),
    rank: item.rank,
    created_at: item.createdAt,
    updated_at: item.updatedAt,
  };
}

/** The first line of a CSV file. */
export const TAG_CSV_HEADER = csvLine(NAMES);

/** A row as a line of CSV: instants as they are, nothing for what is absent. */
export function tagCsvLine(row: TagRow): string {
  return csvLine(NAMES.map((name) => row[name]));
}
