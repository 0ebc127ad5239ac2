import { assignments, type ConditionalWrite } from "../conditional-write";
import type { Instant } from "../time";
import { hash } from "./fingerprint";
import { hourOf, hourText, parseHour, type Hour } from "./hours";
import { canonical, isLive, ledgerMark, type PostLedger } from "./observations";
import { TREND_PARAMETERS } from "./parameters";

/**
 * The table `tag-activity`, by `hourShard` and `tagAuthor`:
 *
 * | keys | item |
 * | --- | --- |
 * | `2026-11-02T05#3`, `#cricket#u-1` | {@link VoteItem}: one author's vote for a tag in an hour, with the posts that it rests on |
 * | `post#p-1`, `ledger` | {@link LedgerItem}: what was seen of a post, which its votes follow from |
 *
 * The hour is that of the post's creation: a tag that an edit puts into an old post is a vote of then.
 */

/**
 * Authors are spread over so many partitions of an hour. One takes 1,000 writes a second: eighty times the rate of the three million votes
 * that a computation reads at the most, and each costs that computation 71 queries.
 */
export const VOTE_SHARDS = 1;

/** One post of a vote. */
export interface VoteEntry {
  readonly createdAt: Instant;
  /** Version of the post that last had the tag. */
  readonly version: number;
  readonly live: boolean;
  readonly language?: string;
  readonly region?: string;
  /** Only while live: it is derived from what the author wrote. */
  readonly print?: string;
}

/** Keys, the time to live, and one attribute `post:<postId>` a post ({@link VoteEntry}). */
export interface VoteItem extends Readonly<Record<string, unknown>> {
  readonly hourShard: string;
  readonly tagAuthor: string;
  /** Seconds from 1970, for DynamoDB's time to live. */
  readonly expiresAt: number;
}

export interface LedgerItem extends PostLedger {
  readonly hourShard: string;
  readonly tagAuthor: "ledger";
  readonly mark: string;
  readonly expiresAt: number;
}

const ENTRY = "post:";
const HOUR_SECONDS = 3_600;

/** `2026-11-02T05#3`: the partition that an author's votes of an hour lie in. */
export function voteShard(hour: Hour, author: string): string {
  return `${hourText(hour)}#${hash(author, 0) % VOTE_SHARDS}`;
}

/** Every partition of an hour. */
export function voteShards(hour: Hour): readonly string[] {
  return Array.from({ length: VOTE_SHARDS }, (_, shard) => `${hourText(hour)}#${shard}`);
}

export function ledgerKey(postId: string): { readonly hourShard: string; readonly tagAuthor: "ledger" } {
  return { hourShard: `post#${postId}`, tagAuthor: "ledger" };
}

/** Reads the keys of a vote; `undefined` for those of a ledger. Neither tags nor authors hold a second `#`. */
export function parseVoteKey(item: { readonly hourShard: string; readonly tagAuthor: string }) {
  const { hourShard, tagAuthor } = item;
  const end = tagAuthor.indexOf("#", 1);
  if (end < 0 || !tagAuthor.startsWith("#")) return undefined;
  return { hour: cachedHour(hourShard.slice(0, 13)), tag: tagAuthor.slice(0, end), author: tagAuthor.slice(end + 1) };
}

const hours = new Map<string, Hour>();
/** Votes of one computation are of 71 hours: each is read once. */
function cachedHour(text: string): Hour {
  let hour = hours.get(text);
  if (hour === undefined) {
    if (hours.size > 1_000) hours.clear();
    hours.set(text, (hour = parseHour(text)));
  }
  return hour;
}

/** Whether a post of that time can still vote: neither older than votes are kept nor created more than an hour ahead. */
export function canVote(createdAt: Instant, now: Instant): boolean {
  const age = hourOf(now) - hourOf(createdAt);
  return age < TREND_PARAMETERS.retentionHours && age >= -1;
}

/** The votes that follow from a ledger, by their keys as one text. */
export function votesOf(ledger: PostLedger): ReadonlyMap<string, Placed> {
  const votes = new Map<string, Placed>();
  for (const [tag, use] of Object.entries(ledger.tags)) {
    const { userId, createdAt, version, language, region, print } = use;
    const live = isLive(ledger, use);
    const entry: VoteEntry = {
      createdAt,
      version,
      live,
      ...(language !== undefined && { language }),
      ...(region !== undefined && { region }),
      ...(live && print !== undefined && { print }),
    };
    const hour = hourOf(createdAt);
    const key = { hourShard: voteShard(hour, userId), tagAuthor: `${tag}#${userId}` };
    votes.set(`${key.hourShard} ${key.tagAuthor}`, { key, hour, entry });
  }
  return votes;
}

interface Placed {
  readonly key: { readonly hourShard: string; readonly tagAuthor: string };
  readonly hour: Hour;
  readonly entry: VoteEntry;
}

/**
 * The writes that bring the table from one ledger to the next, for one transaction: none when nothing is new. The ledger's mark
 * is the lock: when its condition fails, somebody else was faster, and the caller begins anew with the item that DynamoDB shows.
 *
 * @param before as it was read; `undefined` when there is no item yet
 */
export function voteWrites(
  before: PostLedger | undefined,
  after: PostLedger,
): readonly ConditionalWrite<"tag-activity">[] {
  if (before !== undefined && ledgerMark(before) === ledgerMark(after)) return [];
  const [old, next] = [before === undefined ? new Map<string, Placed>() : votesOf(before), votesOf(after)];
  const attribute = `${ENTRY}${after.postId}`;
  const gone = [...old].filter(([key]) => !next.has(key)).map(([, placed]) => takeOut(placed, attribute));
  const news = [...next].filter(([key, { entry }]) => !same(old.get(key)?.entry, entry));
  return [ledgerWrite(before, after), ...gone, ...news.map(([, placed]) => putIn(placed, attribute))];
}

function ledgerWrite(before: PostLedger | undefined, after: PostLedger): ConditionalWrite<"tag-activity"> {
  const hours = Object.values(after.tags).map(({ createdAt }) => hourOf(createdAt));
  const seen = after.newest?.occurredAt ?? after.moderation?.decidedAt;
  if (hours.length === 0 && seen !== undefined) hours.push(hourOf(seen));
  const item: LedgerItem = {
    ...canonical(after),
    ...ledgerKey(after.postId),
    mark: ledgerMark(after),
    expiresAt: expiry(hours),
  };
  return before === undefined
    ? {
        table: "tag-activity",
        item: { ...item },
        condition: "attribute_not_exists(#mark)",
        names: { "#mark": "mark" },
        values: {},
      }
    : {
        table: "tag-activity",
        item: { ...item },
        condition: "#mark = :before",
        names: { "#mark": "mark" },
        values: { ":before": ledgerMark(before) },
      };
}

/** The entry's own version stands guard, too: a writer with an old ledger must not bring back what it took for news. */
function putIn({ key, hour, entry }: Placed, attribute: string): ConditionalWrite<"tag-activity"> {
  const { update, names, values } = assignments({ expiresAt: expiry([hour]) }, []);
  return {
    table: "tag-activity",
    key,
    update: `${update}, #entry = :entry`,
    condition: "attribute_not_exists(#entry) OR #entry.#version <= :version",
    names: { ...names, "#entry": attribute, "#version": "version" },
    values: { ...values, ":entry": entry, ":version": entry.version },
  };
}

function takeOut({ key, entry }: Placed, attribute: string): ConditionalWrite<"tag-activity"> {
  return {
    table: "tag-activity",
    key,
    update: "REMOVE #entry",
    condition: "attribute_not_exists(#entry) OR #entry.#version <= :version",
    names: { "#entry": attribute, "#version": "version" },
    values: { ":version": entry.version },
  };
}

function expiry(hours: readonly Hour[]): number {
  return (Math.max(0, ...hours) + 1 + TREND_PARAMETERS.retentionHours) * HOUR_SECONDS;
}

function same(a: VoteEntry | undefined, b: VoteEntry): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

/** Whether an attribute of a vote's item is one of its posts. */
export function isEntry(attribute: string): boolean {
  return attribute.startsWith(ENTRY);
}
