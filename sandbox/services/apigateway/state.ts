import type { Place } from "../../kernel/arn";
import type { Authorization, Authorizer } from "./authorization";
import type { Cors } from "./cors";
import type { RoutePattern } from "./routing";
import type { TokenBucket } from "../../kernel/token-bucket";

export interface Route {
  readonly id: string;
  readonly pattern: RoutePattern;
  readonly authorization: Authorization;
  /** Its id. */
  readonly integration: string;
}

export interface Integration {
  readonly id: string;
  readonly functionArn: string;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Requests a second, and at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/** What a stage says of a route, or of all. */
export interface RouteSettings {
  readonly throttle?: Throttle;
  readonly detailedMetrics?: boolean;
}

export interface Stage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly defaults: RouteSettings;
  /** By route key. */
  readonly settings: ReadonlyMap<string, RouteSettings>;
  readonly accessLog?: { readonly groupArn: string; readonly format: string };
  readonly created: number;
  /** By route key. */
  readonly buckets: Map<string, TokenBucket>;
}

export interface Api {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly endpoint: string;
  /** Whether the `execute-api` endpoint answers at all. */
  readonly enabled: boolean;
  readonly place: Place;
  readonly created: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly cors?: Cors;
  readonly routes: Map<string, Route>;
  readonly integrations: Map<string, Integration>;
  readonly authorizers: Map<string, Authorizer>;
  readonly stages: Map<string, Stage>;
  /** Answers by status. */
  readonly answers: Map<number, number>;
}

export function executionArn({ place, id }: Pick<Api, "place" | "id">): string {
  return `arn:aws:execute-api:${place.region}:${place.account}:${id}`;
}

export function domainName({ place, id }: Pick<Api, "place" | "id">): string {
  return `${id}.execute-api.${place.region}.amazonaws.com`;
}
