import { parseLanguage } from "../captions/language-tag";
import { sha256 } from "../digest";
import { compareStates, type StateOrder } from "../event-order";
import { normalizeTags } from "../tags";
import type { Instant } from "../time";
import { fingerprintOf, fingerprintText } from "./fingerprint";
import { TREND_PARAMETERS } from "./parameters";
import { normalizeRegion } from "./scopes";

/**
 * What trends keep of one post, whatever order its states are seen in. It is a set of registers in which the newest state wins
 * (a state-based CRDT: Shapiro et al., SSS 2011), so any order of the same observations, with any repeated, ends in
 * the same ledger, and the votes are a function of it.
 */
export interface PostLedger {
  readonly postId: string;
  /** The newest state seen, tags or not; absent while only a moderator has spoken. */
  readonly newest?: StateOrder & { readonly deleted: boolean };
  /** Of each tag that any state had: what the newest state with it said. */
  readonly tags: Readonly<Record<string, TagUse>>;
  /** The newest decision of a moderator. */
  readonly moderation?: Moderation;
}

/** A tag in the newest state that had it. */
export interface TagUse extends StateOrder {
  readonly userId: string;
  readonly createdAt: Instant;
  readonly language?: string;
  readonly region?: string;
  readonly print?: string;
}

export interface Moderation {
  readonly hidden: boolean;
  readonly decidedAt: Instant;
  readonly decisionId: string;
}

/** A state of a post, as an event or the image of a stream record shows it. */
export interface PostObservation extends StateOrder {
  readonly postId: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly deleted: boolean;
  readonly tags?: readonly string[] | undefined;
  /** Stated or identified: any spelling. */
  readonly language?: string | undefined;
  /** ISO 3166-2, where the application knows it. */
  readonly region?: string | undefined;
  readonly text?: string | undefined;
}

export function emptyLedger(postId: string): PostLedger {
  return { postId, tags: {} };
}

/**
 * A ledger after one more state of its post. The very same object when the state says nothing new. A removed state says no
 * tags, so a reader of the stream `posts` shows both images of a record, the old one too: that is how a removal that comes
 * first still counts as a withdrawn vote.
 */
export function observePost(ledger: PostLedger, seen: PostObservation): PostLedger {
  const { version, occurredAt, eventId, deleted } = seen;
  const order: StateOrder = { version, occurredAt, eventId };
  const newer = ledger.newest === undefined || compareStates(order, ledger.newest) > 0;
  const uses = Object.entries(usesOf(seen, order)).filter(
    ([tag, use]) => ledger.tags[tag] === undefined || compareStates(use, ledger.tags[tag]) > 0,
  );
  if (!newer && uses.length === 0) return ledger;
  const newest = newer ? { ...order, deleted } : ledger.newest;
  const tags = Object.entries({ ...ledger.tags, ...Object.fromEntries(uses) });
  return canonical({ ...ledger, ...(newest && { newest }), tags: Object.fromEntries(tags) });
}

/**
 * Whether a change of a post can change its votes. Readers of the stream pass over the others, which are most: a like is a new version
 * and says nothing about tags.
 */
export function concernsTrends(before: Partial<PostObservation> | undefined, after: Partial<PostObservation>): boolean {
  const what = (state: Partial<PostObservation>) => {
    const { userId, createdAt, deleted = false, tags = [], language, region, text } = state;
    return JSON.stringify([userId, createdAt, deleted, tags, language, region, text]);
  };
  return before === undefined || what(before) !== what(after);
}

/** A ledger after a moderator's decision about its post. */
export function moderatePost(ledger: PostLedger, decision: Moderation): PostLedger {
  const { moderation } = ledger;
  const text = (each: Moderation) => `${each.decidedAt} ${each.decisionId}`;
  if (moderation !== undefined && text(moderation) >= text(decision)) return ledger;
  const { hidden, decidedAt, decisionId } = decision;
  return { ...ledger, moderation: { hidden, decidedAt, decisionId } };
}

/** Whether a tag of the ledger counts now: in the newest state, of a post that is neither removed nor hidden. */
export function isLive({ newest, moderation }: PostLedger, use: TagUse): boolean {
  if (newest === undefined || newest.deleted || moderation?.hidden === true) return false;
  return compareStates(use, newest) === 0;
}

/** What tells one content of a ledger from another: the lock of its item. 16 hexadecimal digits. */
export function ledgerMark(ledger: PostLedger): string {
  return sha256(JSON.stringify(canonical(ledger))).slice(0, 16);
}

/**
 * A ledger with its parts in one order and nothing else: DynamoDB keeps no order of a map's keys. The fingerprint, which is
 * derived from what the author wrote, stays only while the tag is in the post.
 */
export function canonical({ postId, newest, tags, moderation }: PostLedger): PostLedger {
  const uses = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const current = (use: TagUse) => newest !== undefined && !newest.deleted && compareStates(use, newest) === 0;
  return {
    postId,
    ...(newest && { newest: { ...orderOf(newest), deleted: newest.deleted } }),
    tags: Object.fromEntries(uses.map(([tag, use]) => [tag, useOf(use, current(use))])),
    ...(moderation && {
      moderation: {
        hidden: moderation.hidden,
        decidedAt: moderation.decidedAt,
        decisionId: moderation.decisionId,
      },
    }),
  };
}

function orderOf({ version, occurredAt, eventId }: StateOrder): StateOrder {
  return { version, occurredAt, eventId };
}

function useOf(use: TagUse, current: boolean): TagUse {
  const { userId, createdAt, language, region, print } = use;
  return {
    ...orderOf(use),
    userId,
    createdAt,
    ...(language !== undefined && { language }),
    ...(region !== undefined && { region }),
    ...(current && print !== undefined && { print }),
  };
}

function usesOf(seen: PostObservation, order: StateOrder): Record<string, TagUse> {
  const tags = seen.deleted ? [] : normalizeTags(seen.tags ?? []).slice(0, TREND_PARAMETERS.tagsPerPost);
  if (tags.length === 0) return {};
  const language = seen.language === undefined ? undefined : parseLanguage(seen.language)?.language;
  const region = seen.region === undefined ? undefined : normalizeRegion(seen.region);
  const print = seen.text === undefined ? undefined : fingerprintOf(seen.text);
  const use: TagUse = {
    ...order,
    userId: seen.userId,
    createdAt: seen.createdAt,
    ...(language !== undefined && { language }),
    ...(region !== undefined && { region }),
    ...(print !== undefined && { print: fingerprintText(print) }),
  };
  return Object.fromEntries(tags.map((tag) => [tag, use]));
}
