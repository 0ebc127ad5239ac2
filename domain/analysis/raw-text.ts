import type { ConditionalWrite } from "../conditional-write";
import { sha256 } from "../digest";
import type { Instant } from "../time";
import type { TextAnalysis } from "./text-analysis";

/**
 * The table `raw-text`, by `postId`: one {@link RawTextItem} a post, with a part for its own text and one for what is said in its media.
 *
 * Every writer reads the item, makes the next one, and puts it under the condition that nobody has written since (`revision`); who is
 * refused reads again. So each of the rules here is a function from one item to the next: an older version never wins, and what is removed
 * stays removed.
 */
export const ANALYSIS_PARTS = ["text", "speech"] as const;
export type AnalysisPart = (typeof ANALYSIS_PARTS)[number];

/** What is to be analysed. */
export interface PartSubject {
  /** The version of the post that has this text, or names this media. */
  readonly postVersion: number;
  /**
   * Tells contents of one version apart: of a text the digest of all that is analysed and suggested from, of speech its media version.
   */
  readonly content: string;
}

/**
 * - `wanted`: it is to be analysed; `analysis` is that of an earlier version, if there was one
 * - `analysed`: `analysis` is of this subject
 * - `withdrawn`: the post has no text, or no media, any more
 */
export interface RawPart extends PartSubject {
  readonly state: "wanted" | "analysed" | "withdrawn";
  readonly analysis?: TextAnalysis;
  /** What `analysis` was made from: the same texts are not analysed again. */
  readonly analysedDigest?: string;
  readonly analysedAt?: Instant;
}

/** What a post's item waits for; the partition of the index `pending`. */
export type AnalysisStage = "analyse" | "suggest";

export interface RawTextItem {
  readonly postId: string;
  /** Counts the writes. */
  readonly revision: number;
  readonly text?: RawPart;
  readonly speech?: RawPart;
  /** The version of the post at which it was removed. */
  readonly removedAt?: number;
  /** Counts what tags are made from: analyses that came, and parts and posts that went. `suggested`: the count that tags were made of. */
  readonly content: number;
  readonly suggested: number;
  /** Both or none: what is still to come, and since when it waits. */
  readonly pending?: string;
  readonly since?: Instant;
  /** When the sweep last sent it on its way again, and how often since it last got any further. */
  readonly nudgedAt?: Instant;
  readonly nudges?: number;
  /** Why the sweep gave it up. Another version of the post begins anew. */
  readonly gaveUp?: string;
  readonly updatedAt: Instant;
}

/** Spreads what waits over several keys of the index: one key takes 1,000 writes a second. */
export const ANALYSIS_SHARDS = 8;

/** `analyse#3`: the partition of the index that an item waits in. */
export function analysisPending(stage: AnalysisStage, postId: string): string {
  return `${stage}#${Number.parseInt(sha256(postId).slice(0, 8), 16) % ANALYSIS_SHARDS}`;
}

/** Every partition of the index of a stage. */
export function analysisPendingKeys(stage: AnalysisStage): readonly string[] {
  return Array.from({ length: ANALYSIS_SHARDS }, (_, shard) => `${stage}#${shard}`);
}

/** What comes next for an item: `undefined` when everything is done. */
export function stageOf(
  item: Pick<RawTextItem, "text" | "speech" | "content" | "suggested">,
): AnalysisStage | undefined {
  if (ANALYSIS_PARTS.some((part) => item[part]?.state === "wanted")) return "analyse";
  return item.suggested < item.content ? "suggest" : undefined;
}

/** What is there before anything has happened. */
export function emptyRawText(postId: string, now: Instant): RawTextItem {
  return { postId, revision: 0, content: 0, suggested: 0, updatedAt: now };
}

/** The item without some of its fields. */
export function without<Field extends keyof RawTextItem>(
  item: RawTextItem,
  ...fields: Field[]
): Omit<RawTextItem, Field> {
  const kept = Object.entries(item).filter(([field]) => !(fields as readonly string[]).includes(field));
  return Object.fromEntries(kept) as Omit<RawTextItem, Field>;
}

type Change = Partial<Pick<RawTextItem, "text" | "speech" | "removedAt" | "content" | "suggested">>;

/** The item with a change: what it waits for follows from the rest, and it starts to wait when it begins to wait for something else. */
function changed(item: RawTextItem, change: Change, now: Instant): RawTextItem {
  const { pending: before, since } = item;
  const rest = without(item, "pending", "since", "nudgedAt", "nudges", "gaveUp");
  const next = { ...rest, ...change, revision: item.revision + 1, updatedAt: now };
  const stage = stageOf(next);
  if (stage === undefined) return next;
  const pending = analysisPending(stage, item.postId);
  return { ...next, pending, since: pending === before && since !== undefined ? since : now };
}

/** Whether a part has seen a subject, or a newer one, or the post has gone. */
function isNews(
  { removedAt = -1, ...item }: RawTextItem,
  part: AnalysisPart,
  { postVersion, content }: PartSubject,
): boolean {
  if (postVersion <= removedAt) return false;
  const seen = item[part];
  if (seen === undefined || postVersion > seen.postVersion) return true;
  return postVersion === seen.postVersion && content !== seen.content;
}

/** A part is to be analysed. @returns the next item; `undefined` when this is no news */
export function wantPart(
  item: RawTextItem,
  part: AnalysisPart,
  subject: PartSubject,
  now: Instant,
): RawTextItem | undefined {
  if (!isNews(item, part, subject)) return undefined;
  return changed(item, { [part]: { ...item[part], ...subject, state: "wanted" } }, now);
}

/**
 * A part has gone: the post has no text, or no transcript, of the wanted version or a newer one.
 *
 * @returns the next item; `undefined` when the part waits for another one, or for nothing
 */
export function withdrawPart(
  item: RawTextItem,
  part: AnalysisPart,
  { postVersion, content }: PartSubject,
  now: Instant,
): RawTextItem | undefined {
  const seen = item[part];
  if (seen?.state !== "wanted" || postVersion < seen.postVersion) return undefined;
  return changed(item, { [part]: { postVersion, content, state: "withdrawn" }, content: item.content + 1 }, now);
}

/** The post has gone, and all that was found in it. @returns the next item; `undefined` when this is no news */
export function removeRawText(item: RawTextItem, postVersion: number, now: Instant): RawTextItem | undefined {
  const newest = Math.max(...ANALYSIS_PARTS.map((part) => item[part]?.postVersion ?? -1));
  if (postVersion <= (item.removedAt ?? -1) || postVersion < newest) return undefined;
  return changed(without(item, "text", "speech"), { removedAt: postVersion, content: item.content + 1 }, now);
}

/** What a part was found to say. */
export interface AnalysedPart extends PartSubject {
  /** Of all that was read and stated. */
  readonly digest: string;
  readonly analysis: TextAnalysis;
}

/**
 * A part has been analysed, this subject of it or a newer one than was wanted.
 *
 * @returns the next item; `undefined` when the part waits for another one, or for nothing
 */
export function analysedPart(
  item: RawTextItem,
  part: AnalysisPart,
  { postVersion, content, digest, analysis }: AnalysedPart,
  now: Instant,
): RawTextItem | undefined {
  const seen = item[part];
  if (seen?.state !== "wanted" || postVersion < seen.postVersion) return undefined;
  const next: RawPart = { postVersion, content, state: "analysed", analysis, analysedDigest: digest, analysedAt: now };
  return changed(item, { [part]: next, content: item.content + 1 }, now);
}

/** Tags were made of the item as it was. @returns the next item; `undefined` when more has come since */
export function suggestedFrom(item: RawTextItem, content: number, now: Instant): RawTextItem | undefined {
  return item.suggested >= content ? undefined : changed(item, { suggested: content }, now);
}

/** Puts the next item where nobody has written since the last one was read. */
export function rawTextWrite(next: RawTextItem): ConditionalWrite<"rawText"> {
  const put = { table: "rawText", item: { ...next } } as const;
  if (next.revision === 1) {
    return { ...put, condition: "attribute_not_exists(#postId)", names: { "#postId": "postId" }, values: {} };
  }
  return {
    ...put,
    condition: "#revision = :seen",
    names: { "#revision": "revision" },
    values: { ":seen": next.revision - 1 },
  };
}
