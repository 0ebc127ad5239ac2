import type { Cloud } from "../../../kernel/cloud";
import { Unsupported } from "../../../kernel/errors";
import type { Wafv2Service } from "../../wafv2";
import type { Distribution, EdgeResult, ErrorResponse } from "../state";
import type { Entry } from "./cache";
import { agreedEncoding, compressed, type Encoding } from "./compression";
import { isKeptError, ttlOf } from "./freshness";
import { ownPage, refusal, type EdgeResponse, type ViewerRequest } from "./messages";
import { fetchObject } from "./origin";
import { withPolicy } from "./response-headers";
import { checkConditions, selected } from "./selection";

/** What an edge location made of a request. */
export interface Outcome {
  readonly response: EdgeResponse;
  readonly result: EdgeResult;
}

/** An object that is looked for. */
interface Wanted {
  readonly path: string;
  readonly method: string;
  readonly encoding?: Encoding | undefined;
  /** What errors become. */
  readonly errors: ReadonlyMap<number, ErrorResponse>;
}

interface Found {
  readonly entry: Entry;
  readonly result: EdgeResult;
}

/** Seconds for which an error is kept when the distribution does not say. */
const errorTtl = 10;

/** An edge location: firewall, protocol and methods, then the cache, then the origin. */
export class Edge {
  constructor(private readonly cloud: Cloud) {}

  async answer(distribution: Distribution, request: ViewerRequest): Promise<Outcome> {
    return this.refused(distribution, request) ?? (await this.served(distribution, request));
  }

  private refused(distribution: Distribution, request: ViewerRequest): Outcome | undefined {
    const { behavior, webAclArn } = distribution;
    const { method, path, protocol, sourceIp } = request;
    const firewall = this.cloud.service<Wafv2Service>("wafv2");
    if (webAclArn !== undefined && firewall.inspect(webAclArn, sourceIp).action === "block") {
      return failed(
        refusal(403, "Request blocked. We can't connect to the server for this app or website at this time."),
      );
    }
    if (protocol === "http" && behavior.protocols === "redirect-to-https") return redirect(distribution, request);
    if (protocol === "http" && behavior.protocols === "https-only") return failed(refusal(403, "Bad request."));
    if (!behavior.methods.includes(method)) {
      return failed(
        refusal(403, "This distribution is not configured to allow the HTTP request method of this request."),
      );
    }
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorS3Origin.html#RequestS3-get-body
    if (request.body.byteLength > 0) return failed(refusal(403, "Bad request."));
    if (method === "OPTIONS") {
      throw new Unsupported(
        "OPTIONS requests to CloudFront: AWS does not say whether it or the bucket answers a preflight",
      );
    }
    return decoded(path) === undefined ? failed(refusal(400, "Bad request.")) : undefined;
  }

  private async served(distribution: Distribution, request: ViewerRequest): Promise<Outcome> {
    checkConditions(request);
    const { behavior, defaultRootObject, errors } = distribution;
    const { method, headers } = request;
    const path = request.path === "/" ? `/${defaultRootObject}` : request.path;
    // A range is one of the object as it is.
    const encoding = headers["range"] === undefined ? agreedEncoding(behavior, headers["accept-encoding"]) : undefined;
    const { entry, result } = await this.find(distribution, { path, method, encoding, errors });
    const { statusCode, headers: own, body } = selected(entry, request);
    const age = Math.floor((this.cloud.world.now() - entry.validated) / 1000);
    const aged = result === "Hit" || age > 0 ? { ...own, age: String(age) } : own;
    const answered = withPolicy(aged, behavior.responseHeaders, headers["origin"]);
    return { response: { statusCode, headers: answered, body: method === "HEAD" ? new Uint8Array() : body }, result };
  }

  /** The object from the cache while it is fresh, else from the origin. */
  private async find(distribution: Distribution, wanted: Wanted): Promise<Found> {
    const { cache, behavior } = distribution;
    const { path, method, encoding } = wanted;
    const cached =
      cache.get(path, variantOf({ ...wanted, method: "GET" })) ??
      (method === "HEAD" ? cache.get(path, variantOf(wanted)) : undefined);
    if (cached && this.cloud.world.now() < cached.freshUntil) {
      return { entry: cached, result: cached.statusCode >= 400 ? "Error" : "Hit" };
    }
    const stale = cached && cached.statusCode < 400 ? cached : undefined;
    const key = keyOf(distribution, path);
    const etag = stale?.headers["etag"]?.replace(/^W\//, "");
    const answer = await fetchObject(this.cloud, distribution, behavior.origin, { method, key, etag });
    if (stale && answer.statusCode === 304) return this.keep(distribution, wanted, stale, "RefreshHit");
    // An object that has expired is better than none: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
    if (stale && answer.statusCode >= 500) {
      const ttl = wanted.errors.get(answer.statusCode)?.cachingMinTtl ?? errorTtl;
      const entry = { ...stale, freshUntil: this.cloud.world.now() + ttl * 1000 };
      cache.set(path, variantOf(wanted), entry);
      return { entry, result: "Hit" };
    }
    if (answer.statusCode >= 400) return this.fail(distribution, wanted, answer);
    return this.keep(distribution, wanted, compressed(answer, encoding), "Miss");
  }

  private keep(distribution: Distribution, wanted: Wanted, object: EdgeResponse, result: EdgeResult): Found {
    const { cache, behavior } = distribution;
    const ttl = ttlOf(object.headers["cache-control"], behavior.cachePolicy);
    const now = this.cloud.world.now();
    const entry = { ...object, validated: now, freshUntil: now + (ttl ?? 0) * 1000 };
    if (ttl === undefined) cache.delete(wanted.path, variantOf(wanted));
    else cache.set(wanted.path, variantOf(wanted), entry);
    return { entry, result };
  }

  /** An error goes to the viewer as it is or as the page that stands for it, and is kept for a while where it is of that kind. */
  private async fail(distribution: Distribution, wanted: Wanted, answer: EdgeResponse): Promise<Found> {
    const setting = wanted.errors.get(answer.statusCode);
    const page = setting?.page && (await this.page(distribution, setting.page));
    const now = this.cloud.world.now();
    const ttl = setting?.cachingMinTtl ?? errorTtl;
    const entry = { ...(page ?? answer), validated: now, freshUntil: now + ttl * 1000 };
    if (isKeptError(answer.statusCode)) distribution.cache.set(wanted.path, variantOf(wanted), entry);
    else distribution.cache.delete(wanted.path, variantOf(wanted));
    return { entry, result: "Error" };
  }

  private async page(distribution: Distribution, { path, status }: NonNullable<ErrorResponse["page"]>) {
    const { entry } = await this.find(distribution, { path, method: "GET", errors: new Map() });
    return entry.statusCode < 400 ? { ...entry, statusCode: status } : undefined;
  }
}

function failed(response: EdgeResponse): Outcome {
  return { response, result: "Error" };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html */
function redirect({ domainName }: Distribution, { method, path, rawQuery }: ViewerRequest): Outcome {
  const statusCode = method === "GET" || method === "HEAD" ? 301 : 307;
  const page = ownPage(statusCode, "Moved", "The document has moved.");
  const location = `https://${domainName}${path}${rawQuery === "" ? "" : `?${rawQuery}`}`;
  return { response: { ...page, headers: { ...page.headers, location } }, result: "Redirect" };
}

function variantOf({ method, encoding }: Pick<Wanted, "method" | "encoding">): string {
  return `${method} ${encoding ?? ""}`;
}

function keyOf({ behavior, domainName }: Distribution, path: string): string {
  const key = decoded(`${behavior.origin.path}${path}`)?.slice(1);
  if (key) return key;
  throw new Unsupported(`https://${domainName}/ without a default root object: it is the list of the bucket`);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
