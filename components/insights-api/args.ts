import type * as pulumi from "@pulumi/pulumi";
import { type EncryptionKey, type FunctionLayer, type Grant, type LogRetentionDays, type Place } from "../shared";

/** Where insights' queries run. */
export interface QuerySource {
  /** Athena's workgroup, whose settings enforce encryption, the place of results and a limit. */
  readonly workgroup: pulumi.Input<string>;
  /** The database that holds the curated tables. */
  readonly database: string;
  /** What starting a query needs. */
  readonly startGrants: readonly Grant[];
  /** What reading a query's state and results needs. */
  readonly resultGrants: readonly Grant[];
}

/** Whose tokens the API accepts. */
export interface TokenSource {
  /** An https URL: `<issuer>/.well-known/openid-configuration` names the keys. */
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** Arguments of {@link InsightsApi}. */
export interface InsightsApiArgs {
  readonly place: Place;
  readonly key: EncryptionKey;
  readonly layer: FunctionLayer;
  readonly queries: QuerySource;
  readonly tokens: TokenSource;
  /** Origins of pages that may call the API from a browser: `https://huut.example`. Absent: none may. */
  readonly webOrigins?: readonly string[];
  /** When insights are computed: an expression of EventBridge Scheduler, in UTC. */
  readonly schedule: string;
  /** Whether schedules and rules run here; a standby answers what the other region computed. */
  readonly active: boolean;
  readonly protect: boolean;
  readonly logRetentionDays: LogRetentionDays;
  /** Requests a second that the API accepts, over all callers. Default 50. */
  readonly rateLimit?: number;
  /** Requests at once beyond the rate. Default 100. */
  readonly burstLimit?: number;
}

export const DEFAULTS = { rateLimit: 50, burstLimit: 100 } as const;

/** What a part of the component is given. */
export interface InsightsPart {
  readonly args: InsightsApiArgs;
  readonly parent: pulumi.Resource;
}
