import type { Place } from "../../kernel/arn";
import type { RetryPolicy } from "../../kernel/delivery";
import type { Matcher } from "../../kernel/event-pattern";

/** An event as a service or an application makes it. */
export interface Emitted {
  readonly source: string;
  readonly "detail-type": string;
  readonly resources?: readonly string[];
  readonly detail: object;
  /** Epoch milliseconds; now when not given. */
  readonly time?: number;
}

/** An event as rules and targets see it: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, without fractions of a second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly description: string | undefined;
  readonly pattern?: { readonly text: string; readonly matches: Matcher } | undefined;
  readonly scheduleExpression: string | undefined;
  enabled: boolean;
  readonly targets: Map<string, Target>;
  readonly counts: { matched: number; delivered: number; deadLettered: number; lost: number };
}

export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly input?: string | undefined;
  readonly inputPath?: string | undefined;
  readonly inputTransformer?:
    { readonly inputPaths?: Readonly<Record<string, string>> | undefined; readonly inputTemplate: string } | undefined;
  readonly deadLetterArn?: string | undefined;
  readonly retryPolicy: RetryPolicy;
}
