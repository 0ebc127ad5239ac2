import { isHashtag } from "../hashtags/extract";
import { jsonAnswer, type HttpAnswer } from "../http/answer";
import { accept, bodyOf, callerOf, invalid, invalidField, refuse, strangeParameter, wholeNumber } from "../http/call";
import type { Checked, HttpCall } from "../http/call";
import { problem, type Problem } from "../http/problem";
import { revisionOf } from "../http/revision";
import { normalizeTag } from "../tags";
import { parseInstant, type Instant } from "../time";
import type { HeldItem } from "./review-list";
import { decisionAt, REVIEW_DECISIONS, reviewKey, type ReviewChange, type ReviewItem } from "./reviews";
import { parseScope, type TrendScope } from "./scopes";

/** The scope that deciding about tags takes, and reading what was decided. */
export const TRENDS_MODERATE_SCOPE = "trends/moderate";

/** Longest reason, UTF-16 units. */
export const MAX_REASON_LENGTH = 500;
/** Most decisions of an answer. */
export const MAX_REVIEWS = 500;

/** What `PUT /v1/trends/reviews/{tag}` asks for. */
export interface ReviewCall {
  readonly path: string;
  readonly subject: string;
  readonly tag: string;
  readonly appliesTo?: TrendScope;
  readonly decision: ReviewChange;
  readonly reason: string;
  readonly until?: Instant;
  /** The revision that the caller has seen; 0 where nobody has decided. */
  readonly revision: number;
}

const FIELDS = ["decision", "reason", "scope", "until", "revision"];
const CHANGES: readonly ReviewChange[] = [...REVIEW_DECISIONS, "withdraw"];

/** Checks a decision. @param now when the call came */
export function parseReview(call: HttpCall, now: Instant): Checked<ReviewCall> {
  const { path } = call;
  const subject = callerOf(call);
  if (!subject.ok) return subject;
  const tag = tagOf(path, call.parameters["tag"] ?? "");
  if (!tag.ok) return tag;
  const body = bodyOf(call, FIELDS);
  if (!body.ok) return body;
  const decision = CHANGES.find((each) => each === body.value["decision"]);
  if (decision === undefined) {
    return invalidField(path, "decision", "is no decision", `give one of: ${CHANGES.join(", ")}`);
  }
  const reason = reasonOf(path, body.value["reason"]);
  if (!reason.ok) return reason;
  const appliesTo = scopeField(path, body.value["scope"]);
  if (!appliesTo.ok) return appliesTo;
  const until = untilOf(path, body.value["until"], decision, now);
  if (!until.ok) return until;
  const cure = "give the decision's revision, as GET /v1/trends/reviews says it; 0 where there is none";
  const revision = revisionOf(call, body.value["revision"], cure);
  if (!revision.ok) return revision;
  return accept({
    path,
    subject: subject.value,
    tag: tag.value,
    ...(appliesTo.value !== undefined && { appliesTo: appliesTo.value }),
    decision,
    reason: reason.value,
    ...(until.value !== undefined && { until: until.value }),
    revision: revision.value,
  });
}

/** A tag of the path or the query, where `#` would have to be written as `%23`: it may be left out. */
function tagOf(path: string, text: string): Checked<string> {
  const tag = normalizeTag(/^[#＃﹟]/u.test(text) ? text : `#${text}`);
  if (tag !== undefined && isHashtag(tag)) return accept(tag);
  return refuse(invalid(path, "tag", `"${text}" is no hashtag`, "give one such as cricket or %23cricket"));
}

function reasonOf(path: string, text: unknown): Checked<string> {
  const reason = typeof text === "string" ? text.normalize("NFC").replace(/\s+/gu, " ").trim() : "";
  const cure = `say in 1 to ${MAX_REASON_LENGTH} characters why`;
  if (reason === "") return invalidField(path, "reason", "is missing", cure);
  if (reason.length > MAX_REASON_LENGTH) return invalidField(path, "reason", `has ${reason.length} characters`, cure);
  return reason.isWellFormed() ? accept(reason) : invalidField(path, "reason", "is broken text", "send UTF-8");
}

function scopeField(path: string, text: unknown): Checked<TrendScope | undefined> {
  if (text === undefined) return accept(undefined);
  const scope = typeof text === "string" ? parseScope(text) : undefined;
  if (scope?.ok === true) return accept(scope.scope);
  const cure = "give global, lang#hi or region#IN-TN, or leave it out for everywhere";
  return invalidField(path, "scope", "is no scope of trends", cure);
}

function untilOf(path: string, text: unknown, decision: ReviewChange, now: Instant): Checked<Instant | undefined> {
  if (text === undefined) return accept(undefined);
  if (decision === "withdraw") {
    return invalidField(path, "until", "goes with no withdrawal", "leave it out: what is withdrawn stays so");
  }
  const until = typeof text === "string" ? parseInstant(text) : undefined;
  if (until !== undefined && until > now) return accept(until);
  const cure = "give an instant to come, such as 2026-11-02T05:31:07Z, or leave it out for good";
  return invalidField(path, "until", until === undefined ? "is no instant" : "is over", cure);
}

/** What a decision leads to, given the one that is there. */
export type ReviewStep =
  /** To be written by `reviewWrites`. */
  | { readonly kind: "write"; readonly item: ReviewItem }
  /** The same call was made before. */
  | { readonly kind: "there"; readonly item: ReviewItem }
  | { readonly kind: "refuse"; readonly problem: Problem };

/** @param current the newest decision about the tag there */
export function reviewStep(call: ReviewCall, current: ReviewItem | undefined, now: Instant): ReviewStep {
  const { path, tag, appliesTo, decision, reason, until, subject, revision } = call;
  const seen = current?.revision ?? 0;
  if (current !== undefined && [seen, seen - 1].includes(revision) && isSame(call, current)) {
    return { kind: "there", item: current };
  }
  if (revision !== seen) {
    const cure = "look at the decision that is there, and send its revision";
    const detail = `revision: ${revision} was seen, and there is ${seen}; ${cure}`;
    const more = {
      parameter: "revision",
      cure,
      current: current === undefined ? { revision: 0 } : shown(current, now),
    };
    return { kind: "refuse", problem: problem("stale-revision", path, detail, more) };
  }
  const said = { tag, ...(appliesTo && { appliesTo }), decision, reason, ...(until && { until }) };
  const item = { ...reviewKey(tag, appliesTo), ...said, decidedBy: subject, decidedAt: now, revision: seen + 1 };
  return { kind: "write", item };
}

function isSame(call: ReviewCall, item: ReviewItem): boolean {
  const { decision, reason, until, subject } = call;
  return [decision, reason, until, subject].join() === [item.decision, item.reason, item.until, item.decidedBy].join();
}

/** A decision as moderators see it. */
function shown(item: ReviewItem, now: Instant): object {
  const { tag, appliesTo, decision, reason, until, decidedBy, decidedAt, revision } = item;
  const over = decision === "withdraw" ? "withdrawn" : "expired";
  const state = decisionAt(item, now) === undefined ? over : "in-force";
  const where = appliesTo === undefined ? {} : { scope: appliesTo };
  return { tag, ...where, decision, state, reason, ...(until && { until }), decidedBy, decidedAt, revision };
}

export function reviewAnswer(item: ReviewItem, now: Instant): HttpAnswer {
  return jsonAnswer(200, shown(item, now), { etag: `"${item.revision}"` });
}

/** What `GET /v1/trends/reviews` asks for. */
export interface ReviewsQuery {
  /** Every decision about this tag, with the earlier ones; what is held is left out. */
  readonly tag?: string;
  /** What is held in this scope. */
  readonly scope?: TrendScope;
  readonly after?: string;
  readonly limit: number;
}

export function parseGetReviews(call: HttpCall): Checked<ReviewsQuery> {
  const { path, query } = call;
  const stranger = strangeParameter(call, ["tag", "scope", "after", "limit"]);
  if (stranger !== undefined) return refuse(stranger);
  const tag = query["tag"] === undefined ? undefined : tagOf(path, query["tag"]);
  if (tag?.ok === false) return tag;
  const scope = query["scope"] === undefined ? undefined : parseScope(query["scope"]);
  if (scope?.ok === false) {
    const cure = "give global, lang#hi or region#IN-TN, with %23 for # in a URL";
    return refuse(invalid(path, "scope", scope.reason.replace(/\.$/, ""), cure));
  }
  const after = query["after"];
  if (after !== undefined && (!after.startsWith("#") || after.length > 200)) {
    return refuse(invalid(path, "after", `"${after}" is no place in the list`, "give next of the answer before"));
  }
  const limit = wholeNumber(call, "limit", "100", MAX_REVIEWS);
  if (!limit.ok) return limit;
  return accept({
    ...(tag !== undefined && { tag: tag.value }),
    ...(scope !== undefined && { scope: scope.scope }),
    ...(after !== undefined && { after }),
    limit: limit.value,
  });
}

/** Partition and keys of the decisions that are asked for. */
export function reviewsRange({ tag, after }: ReviewsQuery) {
  const last = "\u{10ffff}";
  // Nothing that a tag may have sorts before a blank, so what follows a key begins there.
  if (tag !== undefined) return { scope: "decisions", from: `${after ?? tag} `, to: `${tag} ${last}` };
  return { scope: "holds", from: after === undefined ? "#" : `${after} `, to: last };
}

/** @param items of the range, one more than the limit where there are more */
export function reviewsAnswer(
  { tag, scope, limit }: ReviewsQuery,
  held: HeldItem | undefined,
  items: readonly ReviewItem[],
  now: Instant,
): HttpAnswer {
  const page = items.slice(0, limit);
  const waiting = (held?.held ?? []).filter(({ places }) => !scope || places.some((place) => place.scope === scope));
  return jsonAnswer(200, {
    ...(tag === undefined ? { ...(held && { asOf: held.asOf }), held: waiting } : { tag }),
    decisions: page.map((item) => shown(item, now)),
    ...(items.length > limit && { next: page.at(-1)?.windowStart }),
  });
}
