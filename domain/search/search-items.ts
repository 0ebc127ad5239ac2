import type { ConditionalWrite } from "../conditional-write";
import { compareStates, type StateOrder } from "../event-order";
import type { Instant } from "../time";
import { hash } from "../trends/fingerprint";
import { documentName, weighTerms, type SearchDocument, type SearchSource, type WeighedTerm } from "./documents";

/**
 * The table `search-terms`, by `termShard` and `postId`:
 *
 * | keys | item |
 * | --- | --- |
 * | `cricket#2026-11#2`, `p-1` | {@link Posting}: a post that a term finds, with one attribute `doc:<document>` a document |
 * | `post#p-1`, `text#hi` | {@link DocumentItem}: the terms that a document has in the index |
 * | `post#p-1`, `post` | {@link PostMarker}: whether the post is there at all |
 *
 * Terms hold no `#` but at their beginning. The shard begins with the month of the post, so that a search reads the newest postings of a
 * common term first and need not read the rest.
 */

/** One partition takes 1,000 writes a second; a month's postings of a term are spread over so many. */
export const TERM_SHARDS = 4;

/** What a document gives a term in a posting. */
export interface PostingEntry {
  readonly weight: number;
  readonly source: SearchSource;
  /** Version of the post that the document is of. */
  readonly version: number;
}

/** Keys, `createdAt`, and one attribute `doc:<document>` a document ({@link PostingEntry}); none is left of a post that is gone. */
export interface Posting extends Readonly<Record<string, unknown>> {
  readonly termShard: string;
  readonly postId: string;
  readonly createdAt: Instant;
}

/** The reverse item of a document. */
export interface DocumentItem {
  readonly termShard: string;
  /** The document's name: `captions#hi`. */
  readonly postId: string;
  readonly createdAt: Instant;
  readonly source: SearchSource;
  readonly order: StateOrder;
  readonly terms: readonly WeighedTerm[];
}

/** The reverse item of the post itself. */
export interface PostMarker extends StateOrder {
  readonly termShard: string;
  readonly postId: typeof POST;
  readonly removed: boolean;
}

const POST = "post";
const ENTRY = "doc:";

/** `cricket#2026-11#2`: the partition of a term that a post lies in. */
export function termShard(term: string, postId: string, createdAt: Instant): string {
  return `${term}#${createdAt.slice(0, 7)}#${hash(postId, 0) % TERM_SHARDS}`;
}

/** The partitions of a term, by month, the newest first: each inner list is read at once, and the next only if that was too little. */
export function termShards(term: string, now: Instant, months: number): readonly (readonly string[])[] {
  const [year, month] = [Number(now.slice(0, 4)), Number(now.slice(5, 7))];
  return Array.from({ length: months }, (_, back) => {
    const of = new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7);
    return Array.from({ length: TERM_SHARDS }, (_, shard) => `${term}#${of}#${shard}`);
  });
}

/** The keys of a post's marker; every document's item has the same partition. */
export function markerKey(postId: string) {
  return { termShard: `post#${postId}`, postId: POST };
}

/** The documents of a posting, by name. */
export function postingEntries(posting: Posting): readonly (readonly [document: string, entry: PostingEntry])[] {
  const entries: [string, PostingEntry][] = [];
  for (const name in posting) {
    if (name.startsWith(ENTRY)) entries.push([name.slice(ENTRY.length), posting[name] as PostingEntry]);
  }
  return entries;
}

/**
 * The transaction that brings the index from one state of a document to the next: its terms, its reverse item, and a check that the
 * post is not removed. At most 74 writes. None for a state that is not newer.
 *
 * When a condition does not hold, another writer was faster: the caller begins anew with the document's item as it is then.
 *
 * @param before the document's item; `undefined` when there is none yet
 */
export function indexWrites(
  before: DocumentItem | undefined,
  document: SearchDocument,
): readonly ConditionalWrite<"search-terms">[] {
  return documentWrites(before, document, weighTerms(document));
}

/** The transaction that takes a document out of the index: its captions are withdrawn, or its translation is. */
export function withdrawDocument(
  before: DocumentItem | undefined,
  document: Omit<SearchDocument, "text" | "tags">,
): readonly ConditionalWrite<"search-terms">[] {
  return documentWrites(before, document, []);
}

/**
 * The write that lets a post vanish from every search at once, or be found again in a newer state: searches drop what a marker
 * says is removed. The documents are then withdrawn one by one.
 */
export function markWrite(postId: string, removed: boolean, order: StateOrder): ConditionalWrite<"search-terms"> {
  const { version, occurredAt, eventId } = order;
  const item: PostMarker = { ...markerKey(postId), postId: POST, removed, version, occurredAt, eventId };
  return {
    table: "search-terms",
    item: { ...item },
    condition:
      "attribute_not_exists(#postId) OR #version < :version OR (#version = :version AND " +
      "(#occurredAt < :occurredAt OR (#occurredAt = :occurredAt AND #eventId <= :eventId)))",
    names: { "#postId": "postId", "#version": "version", "#occurredAt": "occurredAt", "#eventId": "eventId" },
    values: { ":version": version, ":occurredAt": occurredAt, ":eventId": eventId },
  };
}

function documentWrites(
  before: DocumentItem | undefined,
  document: Omit<SearchDocument, "text" | "tags">,
  terms: readonly WeighedTerm[],
): readonly ConditionalWrite<"search-terms">[] {
  const { postId, createdAt, order } = document;
  if (before !== undefined && compareStates(order, before.order) <= 0) return [];
  const entry = `${ENTRY}${documentName(document)}`;
  const shard = (term: string) => termShard(term, postId, createdAt);
  const next = new Map(terms.map(({ term, weight }) => [term, weight]));
  const gone = (before?.terms ?? []).filter(({ term }) => !next.has(term));
  const guard = { ...postGuard(postId, order), condition: NOT_REMOVED };
  return [
    // A document that is withdrawn goes from a removed post, too.
    ...(terms.length === 0 ? [] : [guard]),
    reverseWrite(before, document, terms),
    ...gone.map(({ term }) => takeOut(shard(term), postId, entry, order)),
    ...terms.map(({ term, weight }) => putIn(shard(term), document, entry, weight)),
  ];
}

const NOT_REMOVED = "attribute_not_exists(#removed) OR #removed = :no OR #version < :version";

function postGuard(postId: string, { version }: StateOrder): Omit<ConditionalWrite<"search-terms">, "condition"> {
  return {
    table: "search-terms",
    key: markerKey(postId),
    names: { "#removed": "removed", "#version": "version" },
    values: { ":no": false, ":version": version },
  };
}

function reverseWrite(
  before: DocumentItem | undefined,
  document: Omit<SearchDocument, "text" | "tags">,
  terms: readonly WeighedTerm[],
): ConditionalWrite<"search-terms"> {
  const { createdAt, source, order } = document;
  const { version, occurredAt, eventId } = order;
  const item: DocumentItem = {
    termShard: markerKey(document.postId).termShard,
    postId: documentName(document),
    createdAt,
    source,
    order: { version, occurredAt, eventId },
    terms,
  };
  if (before === undefined) {
    const condition = "attribute_not_exists(#order)";
    return { table: "search-terms", item: { ...item }, condition, names: { "#order": "order" }, values: {} };
  }
  return {
    table: "search-terms",
    item: { ...item },
    condition: "#order = :before",
    names: { "#order": "order" },
    values: { ":before": { ...before.order } },
  };
}

/** The entry's own version stands guard, too: a writer with an old item must not bring back what it took for news. */
const NOT_NEWER = "attribute_not_exists(#entry) OR #entry.#version <= :version";

function putIn(
  shard: string,
  { postId, createdAt, source, order }: Omit<SearchDocument, "text" | "tags">,
  entry: string,
  weight: number,
): ConditionalWrite<"search-terms"> {
  const given: PostingEntry = { weight, source, version: order.version };
  return {
    table: "search-terms",
    key: { termShard: shard, postId },
    update: "SET #entry = :entry, #createdAt = :createdAt",
    condition: NOT_NEWER,
    names: { "#entry": entry, "#version": "version", "#createdAt": "createdAt" },
    values: { ":entry": given, ":version": order.version, ":createdAt": createdAt },
  };
}

function takeOut(shard: string, postId: string, entry: string, order: StateOrder): ConditionalWrite<"search-terms"> {
  return {
    table: "search-terms",
    key: { termShard: shard, postId },
    update: "REMOVE #entry",
    condition: NOT_NEWER,
    names: { "#entry": entry, "#version": "version" },
    values: { ":version": order.version },
  };
}
