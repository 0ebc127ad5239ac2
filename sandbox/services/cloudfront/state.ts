import type { EdgeCache } from "./edge/cache";

/** How requests to an S3 origin are signed. */
export interface OriginAccessControl {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly signing: "always" | "never";
}

/** Seconds. */
export interface CachePolicy {
  readonly id: string;
  readonly name: string;
  /** Of AWS's own policies: none. */
  readonly account?: string;
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
  readonly gzip: boolean;
  readonly brotli: boolean;
}

export interface HeaderSetting {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  /** Whether it takes the place of what the origin says. */
  readonly override: boolean;
}

export interface CorsSetting {
  /** Origins as browsers send them, or `*`. */
  readonly origins: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  readonly override: boolean;
}

export interface ResponseHeadersPolicy {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly cors?: CorsSetting;
  readonly set: readonly HeaderSetting[];
  /** Lower case. */
  readonly remove: readonly string[];
}

/** A bucket behind a distribution. */
export interface S3Origin {
  readonly id: string;
  readonly domainName: string;
  readonly bucket: string;
  readonly region: string;
  /** Put before every path; empty, or with a slash at its front only. */
  readonly path: string;
  readonly accessControl?: OriginAccessControl;
}

export interface ErrorResponse {
  readonly code: number;
  /** Seconds. */
  readonly cachingMinTtl: number;
  /** What viewers get in place of the error. */
  readonly page?: { readonly path: string; readonly status: number };
}

export type ViewerProtocolPolicy = "allow-all" | "redirect-to-https" | "https-only";

export interface Behavior {
  readonly origin: S3Origin;
  readonly protocols: ViewerProtocolPolicy;
  readonly methods: readonly string[];
  readonly compress: boolean;
  readonly cachePolicy: CachePolicy;
  readonly responseHeaders?: ResponseHeadersPolicy;
}

export interface Invalidation {
  readonly id: string;
  readonly paths: readonly string[];
  readonly callerReference: string;
  readonly created: number;
  status: "InProgress" | "Completed";
}

export interface Distribution {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly etag: string;
  readonly domainName: string;
  readonly comment: string;
  readonly callerReference: string;
  readonly created: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly httpVersion: string;
  readonly ipv6: boolean;
  readonly priceClass: string;
  readonly webAclArn?: string;
  readonly defaultRootObject: string;
  readonly errors: ReadonlyMap<number, ErrorResponse>;
  readonly behavior: Behavior;
  readonly invalidations: Map<string, Invalidation>;
  readonly cache: EdgeCache;
  /** Requests by what the edge made of them. */
  readonly results: Map<EdgeResult, number>;
}

/** As access logs name it: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html */
export type EdgeResult = "Hit" | "RefreshHit" | "Miss" | "Error" | "Redirect";
