import type { CachePolicy } from "../state";

/**
 * For how many seconds an object is fresh, by what its origin says of it and the bounds of the cache policy; undefined when it
 * is not kept at all.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#ExpirationDownloadDist
 */
export function ttlOf(cacheControl: string | undefined, policy: CachePolicy): number | undefined {
  const { minTtl, defaultTtl, maxTtl } = policy;
  if (maxTtl === 0) return undefined;
  const directives = directivesOf(cacheControl ?? "");
  const forbidden = ["no-store", "private"].some((name) => directives.has(name));
  if (forbidden && minTtl === 0) return undefined;
  if (forbidden || directives.has("no-cache")) return minTtl;
  const stated = seconds(directives.get("s-maxage")) ?? seconds(directives.get("max-age"));
  return stated === undefined ? Math.max(minTtl, defaultTtl) : Math.min(Math.max(stated, minTtl), maxTtl);
}

function directivesOf(cacheControl: string): Map<string, string> {
  const pairs = cacheControl.split(",").map((directive) => {
    const [name = "", value = ""] = directive.trim().toLowerCase().split("=");
    return [name, value.replaceAll('"', "")] as const;
  });
  return new Map(pairs);
}

function seconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Errors that are kept for the time of error caching. Others would have to say themselves how long, which S3's do not. */
const keptErrors: ReadonlySet<number> = new Set([404, 405, 414, 500, 501, 502, 503, 504]);

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-cached-errors */
export function isKeptError(statusCode: number): boolean {
  return keptErrors.has(statusCode);
}
