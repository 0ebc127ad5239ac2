import type { ConditionalWrite } from "../conditional-write";
import { sha256 } from "../digest";
import { partitionOf, type Instant } from "../time";
import { extractTags, isHashtag } from "./extract";
import { aliasesOf, type Alias } from "./aliases";
import { changedKey, createdKey, type ExportKey } from "./export-keys";
import type { Contribution, Suggestion } from "./suggest/types";
import { normalizeTags } from "../tags";

/**
 * The table `hashtags`, by `postId` and `sourceTag`:
 *
 * | keys | item |
 * | --- | --- |
 * | `p-1`, `manual` | {@link TagHead}: which version of the post the manual tags are of, and which they are |
 * | `p-1`, `manual#क्रिकेट` | {@link TagItem}: a tag that the author has set |
 * | `p-1`, `automated`, `automated#मैच` | the same of the tags that were suggested |
 *
 * All tags of a source are written in one transaction with their head. The head's version decides: a write of an older version, or of the same
 * version from less, finds its condition refused, whether or not it knew the tags that there are. A tag that a post has no longer stays as
 * a withdrawn item without `tagDayShard` and `exportShard`, so that it leaves the indexes.
 */
export const TAG_SOURCES = ["manual", "automated"] as const;
export type TagSource = (typeof TAG_SOURCES)[number];

/** The name of the table's index by `tagDayShard`, with `createdAt` as its sort key. */
export const TAG_INDEX = "tagDayShard";

/** Posts of one tag and day are spread over so many partitions of the index: one takes 1,000 writes a second. */
export const TAG_SHARDS = 4;

/** Tags of a source that are kept, so that old ones, new ones and the head fit in one transaction of 100. */
export const MAX_STORED_TAGS = 45;

/** What all of a post's items are made from. */
export interface TaggedPost {
  readonly postId: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly version: number;
  readonly language?: string;
}

/** A tag to be stored. */
export interface StoredTag {
  readonly tag: string;
  readonly aliases: readonly Alias[];
  /** Of suggestions only. */
  readonly score?: number;
  readonly why?: { readonly sentence: string; readonly contributions?: readonly Contribution[] };
}

export interface TagItem extends StoredTag, Partial<ExportKey> {
  readonly postId: string;
  /** `manual#क्रिकेट`: the source, then the tag. */
  readonly sourceTag: string;
  readonly source: TagSource;
  readonly state: "live" | "withdrawn";
  readonly postVersion: number;
  /** Order among the tags of its source, from 1. */
  readonly rank: number;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly language?: string;
  /** `#क्रिकेट#2026-11-02#3`; absent when withdrawn. */
  readonly tagDayShard?: string;
  readonly updatedAt: Instant;
}

export interface TagHead extends Partial<ExportKey> {
  readonly postId: string;
  readonly sourceTag: TagSource;
  readonly postVersion: number;
  /** How much the tags were made from, of one version: more wins. See {@link TagBasis}. */
  readonly basis: number;
  /** The live tags, best first. */
  readonly tags: readonly string[];
  /** Set when the post is gone. */
  readonly removed?: true;
  readonly updatedAt: Instant;
}

/** What tags of one version were made from. */
export const TagBasis = { text: 0, captions: 1, removal: 2 } as const;

/** The author's tags: those that the application lists, then those in the text, each once, without numbers alone. */
export function manualTags(post: { readonly tags?: readonly string[]; readonly text?: string }): readonly StoredTag[] {
  const listed = normalizeTags(post.tags ?? []).filter(isHashtag);
  const tags = [...new Set([...listed, ...extractTags(post.text ?? "")])];
  return tags.map((tag) => ({ tag, aliases: aliasesOf(tag), why: { sentence: "The author has set it." } }));
}

/** Suggestions as they are stored: all that they say. */
export function automatedTags(suggestions: readonly Suggestion[]): readonly StoredTag[] {
  return suggestions.map(({ tag, score, why, aliases }) => ({ tag, score, why, aliases }));
}

/** The partition of the index that a post's tag lies in. */
export function tagDayShard(tag: string, { postId, createdAt }: Pick<TaggedPost, "postId" | "createdAt">): string {
  return `${tag}#${partitionOf(createdAt).date}#${Number.parseInt(sha256(postId).slice(0, 8), 16) % TAG_SHARDS}`;
}

/** Every partition of the index with a tag's posts of a day (`2026-11-02`). */
export function tagDayShards(tag: string, day: string): readonly string[] {
  return Array.from({ length: TAG_SHARDS }, (_, shard) => `${tag}#${day}#${shard}`);
}

/** Whether tags of this version and basis are news to a source that has this head. */
export function isNewer(version: number, basis: number, head: TagHead | undefined): boolean {
  if (head === undefined || version > head.postVersion) return true;
  return version === head.postVersion && basis >= head.basis && head.removed === undefined;
}

/**
 * The writes that make these the tags of a source: one transaction, the head first. Nothing when the head is newer. When the head's condition is refused,
 * somebody else has written since it was read: read it and ask again.
 *
 * @param head the source's head as it was read, `undefined` when there is none
 */
export function tagWrites(
  post: TaggedPost,
  source: TagSource,
  tags: readonly StoredTag[],
  basis: number,
  head: TagHead | undefined,
  now: Instant,
): readonly ConditionalWrite<"hashtags">[] {
  if (!isNewer(post.version, basis, head)) return [];
  const kept = tags.slice(0, MAX_STORED_TAGS);
  const live = kept.map(({ tag }) => tag);
  const gone = (head?.tags ?? []).filter((tag) => !live.includes(tag));
  const next: TagHead = {
    postId: post.postId,
    sourceTag: source,
    postVersion: post.version,
    basis,
    tags: live,
    ...(basis === TagBasis.removal ? { removed: true } : {}),
    updatedAt: now,
    ...changedKey(post.postId, post.createdAt, now),
  };
  const items = kept.map((tag, index) => itemOf(post, source, tag, index + 1, now));
  return [headWrite(next, head), ...items.map(putItem), ...gone.map((tag) => withdrawal(post, source, tag, now))];
}

/** The writes that take all tags of a source from a post that is gone. */
export function removedTagWrites(
  post: TaggedPost,
  source: TagSource,
  head: TagHead | undefined,
  now: Instant,
): readonly ConditionalWrite<"hashtags">[] {
  return tagWrites(post, source, [], TagBasis.removal, head, now);
}

function headWrite(next: TagHead, head: TagHead | undefined): ConditionalWrite<"hashtags"> {
  const put = { table: "hashtags", item: { ...next } } as const;
  if (head === undefined) {
    return { ...put, condition: "attribute_not_exists(#postId)", names: { "#postId": "postId" }, values: {} };
  }
  return {
    ...put,
    condition: "#postVersion = :seenVersion AND #basis = :seenBasis AND #updatedAt = :seenAt",
    names: { "#postVersion": "postVersion", "#basis": "basis", "#updatedAt": "updatedAt" },
    values: { ":seenVersion": head.postVersion, ":seenBasis": head.basis, ":seenAt": head.updatedAt },
  };
}

function itemOf(post: TaggedPost, source: TagSource, stored: StoredTag, rank: number, now: Instant): TagItem {
  const { postId, userId, createdAt, version, language } = post;
  return {
    ...stored,
    postId,
    sourceTag: `${source}${stored.tag}`,
    source,
    state: "live",
    postVersion: version,
    rank,
    userId,
    createdAt,
    ...(language === undefined ? {} : { language }),
    tagDayShard: tagDayShard(stored.tag, post),
    updatedAt: now,
    ...createdKey(postId, createdAt, source, rank),
  };
}

/** The head has decided already; the condition is what keeps a wrong caller from doing harm. */
const NOT_OLDER = "attribute_not_exists(#postId) OR #postVersion <= :postVersion";

function putItem(item: TagItem): ConditionalWrite<"hashtags"> {
  return {
    table: "hashtags",
    item: { ...item },
    condition: NOT_OLDER,
    names: { "#postId": "postId", "#postVersion": "postVersion" },
    values: { ":postVersion": item.postVersion },
  };
}

function withdrawal(post: TaggedPost, source: TagSource, tag: string, now: Instant): ConditionalWrite<"hashtags"> {
  const { postId, userId, createdAt, version } = post;
  const keys = { postId, sourceTag: `${source}${tag}` };
  const item = { ...keys, source, tag, state: "withdrawn", postVersion: version, userId, createdAt, updatedAt: now };
  return {
    table: "hashtags",
    item,
    condition: NOT_OLDER,
    names: { "#postId": "postId", "#postVersion": "postVersion" },
    values: { ":postVersion": version },
  };
}

/** A post's tags as people see them: both kinds apart, each in its order. */
export interface TagsOfPost {
  readonly manual: readonly TagItem[];
  readonly automated: readonly TagItem[];
}

/**
 * The live tags among all items of a post. A suggestion that the author has set in the meantime is the author's.
 *
 * @param items every item with the post's `postId`, heads too, in any order
 */
export function tagsOfPost(items: readonly (TagItem | TagHead)[]): TagsOfPost {
  const live = items.filter((item): item is TagItem => "state" in item && item.state === "live");
  const of = (source: TagSource): readonly TagItem[] =>
    live.filter((item) => item.source === source).sort((a, b) => a.rank - b.rank);
  const manual = of("manual");
  const own = new Set(manual.map(({ tag }) => tag));
  return { manual, automated: of("automated").filter(({ tag }) => !own.has(tag)) };
}
