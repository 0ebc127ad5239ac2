import type { ConditionalWrite } from "../conditional-write";
import type { Instant } from "../time";
import type { TrendScope } from "./scopes";

/**
 * What a moderator decides about a tag:
 *
 * - `allow`: distrust does not hold it any more
 * - `block`: it stands in no list, nor among what is to be reviewed
 * - `hold`: it stands in no list until somebody decides, and among what is to be reviewed
 */
export const REVIEW_DECISIONS = ["allow", "block", "hold"] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** A decision, or that there is none any more: the votes alone decide again. */
export type ReviewChange = ReviewDecision | "withdraw";

/**
 * The newest decision about a tag, in the table `trends`: one for everywhere, and one for each scope that somebody decided about by itself.
 * The earlier ones stand beside it, each by its revision (see {@link reviewWrites}).
 */
export interface ReviewItem {
  readonly scope: "holds";
  /** The tag; of one scope, `#tag lang#ta`: no tag has a blank. */
  readonly windowStart: string;
  readonly tag: string;
  /** Absent: everywhere. */
  readonly appliesTo?: TrendScope;
  readonly decision: ReviewChange;
  readonly reason: string;
  /** From then on it is as if it had been withdrawn. */
  readonly until?: Instant;
  /** Who, as `sub` of the token. */
  readonly decidedBy: string;
  readonly decidedAt: Instant;
  /** Counts the decisions about the tag there, from 1. */
  readonly revision: number;
}

export function reviewKey(tag: string, appliesTo?: TrendScope) {
  return { scope: "holds", windowStart: appliesTo === undefined ? tag : `${tag} ${appliesTo}` } as const;
}

/** A decision in the order of its tag's: `#tag lang#ta 00000003`. */
export function pastReviewKey({ windowStart, revision }: Pick<ReviewItem, "windowStart" | "revision">) {
  return { scope: "decisions", windowStart: `${windowStart} ${String(revision).padStart(8, "0")}` } as const;
}

/** The writes of a decision, both or none: refused where somebody has decided since the revision before it. */
export function reviewWrites(item: ReviewItem): readonly ConditionalWrite<"trends">[] {
  const first = item.revision === 1;
  return [
    {
      table: "trends",
      item: { ...item },
      condition: first ? "attribute_not_exists(#scope)" : "#revision = :before",
      names: first ? { "#scope": "scope" } : { "#revision": "revision" },
      values: first ? {} : { ":before": item.revision - 1 },
    },
    {
      table: "trends",
      item: { ...item, ...pastReviewKey(item) },
      condition: "attribute_not_exists(#scope)",
      names: { "#scope": "scope" },
      values: {},
    },
  ];
}

/** The part of a decision that lists follow from. */
export type DecidedTag = Pick<ReviewItem, "windowStart" | "decision" | "until">;

/** What is decided about tags in scopes at an instant. */
export class Decisions {
  readonly #inForce: ReadonlyMap<string, ReviewDecision>;

  constructor(items: readonly DecidedTag[], at: Instant) {
    this.#inForce = new Map(
      items.flatMap((item) => {
        const decision = decisionAt(item, at);
        return decision === undefined ? [] : [[item.windowStart, decision] as const];
      }),
    );
  }

  /** The decision about a scope, else the one about everywhere. */
  of(tag: string, scope: TrendScope): ReviewDecision | undefined {
    return this.#inForce.get(reviewKey(tag, scope).windowStart) ?? this.#inForce.get(tag);
  }

  /** Tags that are blocked everywhere. */
  blocked(): ReadonlySet<string> {
    const everywhere = [...this.#inForce].filter(([key, decision]) => decision === "block" && !key.includes(" "));
    return new Set(everywhere.map(([tag]) => tag));
  }
}

/** What a decision says at an instant: nothing once it is withdrawn, or over. */
export function decisionAt({ decision, until }: DecidedTag, at: Instant): ReviewDecision | undefined {
  return decision === "withdraw" || (until !== undefined && until <= at) ? undefined : decision;
}
