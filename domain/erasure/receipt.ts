import type { Instant } from "../time";
import { AUTHOR_MARKER_DAYS, receiptDigest } from "./markers";
import { later, type ErasedPost, type ErasureState, type Removed } from "./state";

/** How long the platform's settings keep what an erasure cannot reach, in days. */
export interface Retention {
  /** Point-in-time recovery of tables. */
  readonly tableRecovery: number;
  /** Log groups of functions. */
  readonly logs: number;
  /** Access logs of buckets and of CloudFront, their old versions included. */
  readonly accessLogs: number;
  /** Results of Athena's queries, their old versions included. */
  readonly queryResults: number;
  /** Records of the stream of changes. */
  readonly stream: number;
  /** Messages that wait in queues or were given up on. */
  readonly queues: number;
  readonly translationCache: number;
  readonly analysisCache: number;
}

/** Something that an erasure leaves, and until when. */
export interface Remainder {
  readonly place: string;
  readonly what: string;
  /** `null`: it stays, because it names nobody. */
  readonly until: Instant | null;
}

/** What an erasure has removed where, and what is left until when. `docs/erasure.md` has an example. */
export interface Receipt {
  readonly schema: "erasure-receipt/1";
  readonly erasureId: string;
  /** SHA-256 of the erasure's identifier, a blank, and the user's. */
  readonly user: string;
  readonly startedAt: Instant;
  readonly erasedAt: Instant;
  readonly passes: number;
  readonly posts: number;
  /** Regions whose buckets were worked on; tables' replicas follow by themselves. */
  readonly regions: readonly string[];
  readonly removed: Removed;
  readonly invalidations: readonly string[];
  readonly remaining: readonly Remainder[];
  /** When it is looked once more; from then on nothing knows the user's identifier. */
  readonly looksAgainAt: Instant;
  /** When that was done. */
  readonly closedAt?: Instant;
}

/** A day after the stream has forgotten its oldest record: nothing comes late any more. */
export function lookAgainDays(retention: Retention): number {
  return retention.stream + 1;
}

const DAY_SECONDS = 86_400;

export function receiptOf(
  state: ErasureState & { readonly userId: string },
  posts: readonly ErasedPost[],
  regions: readonly string[],
  retention: Retention,
  now: Instant,
): Receipt {
  const { erasureId, userId, startedAt, pass, removed, invalidations } = state;
  return {
    schema: "erasure-receipt/1",
    erasureId,
    user: receiptDigest(erasureId, userId),
    startedAt,
    erasedAt: now,
    passes: pass,
    posts: posts.length,
    regions,
    removed,
    invalidations,
    remaining: remaindersOf(posts.length > 0, retention, startedAt, now),
    looksAgainAt: later(now, lookAgainDays(retention) * DAY_SECONDS),
  };
}

function remaindersOf(some: boolean, kept: Retention, startedAt: Instant, now: Instant): readonly Remainder[] {
  const until = (days: number, from = now) => later(from, days * DAY_SECONDS);
  const marker = {
    place: "table erased-authors",
    what: "a digest of the user's identifier, by which late events are refused",
    until: until(AUTHOR_MARKER_DAYS, startedAt),
  };
  const open = {
    place: "table erasures",
    what: "the user's identifier and those of the posts, to look once more",
    until: until(lookAgainDays(kept)),
  };
  // What the table of erasures has had is in its own backups for as long again.
  const backups = {
    place: "point-in-time recovery of tables",
    what: "items as they were; a table that is restored has to be erased from again",
    until: until(some ? kept.tableRecovery : lookAgainDays(kept) + kept.tableRecovery),
  };
  if (!some) return [marker, open, backups];
  const erasures = {
    place: "point-in-time recovery of the table erasures",
    what: "the identifiers that it had",
    until: until(lookAgainDays(kept) + kept.tableRecovery),
  };
  return [
    marker,
    open,
    {
      place: "tables posts, post-updates, search-terms; raw and curated tombstones",
      what: "a marker for each post, with its identifier and times, so that nothing late brings it back",
      until: null,
    },
    backups,
    erasures,
    { place: "stream of changes", what: "records of changed items", until: until(kept.stream) },
    { place: "queues", what: "messages that wait or were given up on", until: until(kept.queues) },
    {
      place: "table analysis-cache",
      what: "answers by the digest of what was asked, without whose it was",
      until: until(kept.analysisCache),
    },
    {
      place: "table translation-cache",
      what: "translated sentences by digest, without whose they were",
      until: until(kept.translationCache),
    },
    { place: "logs of functions", what: "identifiers of posts", until: until(kept.logs) },
    {
      place: "access logs of buckets and of CloudFront",
      what: "keys of objects, which have identifiers of posts",
      until: until(kept.accessLogs),
    },
    { place: "results of Athena's queries", what: "rows that were asked for", until: until(kept.queryResults) },
  ];
}
