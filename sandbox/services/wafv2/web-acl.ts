import type { RateCounter } from "./rate-counter";

/** What becomes of a request, or of one that matches a rule. */
export type Action = "allow" | "block" | "count";

interface RuleBase {
  readonly name: string;
  /** Lower ones are asked first. */
  readonly priority: number;
  /** The dimension `Rule` of its metrics; absent: no metrics. */
  readonly metric?: string;
}

/** Counts requests by source address, and acts on those above the limit. */
export interface RateRule extends RuleBase {
  readonly kind: "rate";
  readonly action: Action;
  readonly counter: RateCounter;
}

/** A group of rules that AWS keeps to itself: it stands here, and matches nothing. */
export interface ManagedRule extends RuleBase {
  readonly kind: "managed";
  readonly group: string;
}

export interface WebAcl {
  readonly arn: string;
  readonly account: string;
  readonly defaultAction: "allow" | "block";
  /** The dimension `WebACL` of its metrics; absent: no metrics. */
  readonly metric?: string;
  /** By priority. */
  readonly rules: readonly (RateRule | ManagedRule)[];
  /** Requests by what became of them. */
  readonly counts: Record<"allowed" | "blocked", number>;
}

/** What a web ACL says of a request, and which rule said so; `counted` are the rules that only count. */
export interface Verdict {
  readonly action: "allow" | "block";
  readonly rule?: RateRule;
  readonly counted: readonly RateRule[];
}

/**
 * Asks the rules in their order: the first that allows or blocks ends it.
 * https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing.html
 * @param now epoch milliseconds
 */
export function judge(acl: WebAcl, sourceIp: string, now: number): Verdict {
  const counted: RateRule[] = [];
  for (const rule of acl.rules) {
    if (rule.kind === "managed" || !rule.counter.exceeded(sourceIp, now)) continue;
    if (rule.action !== "count") return { action: rule.action, rule, counted };
    counted.push(rule);
  }
  return { action: acl.defaultAction, counted };
}
