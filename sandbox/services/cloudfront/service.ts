import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel, Service } from "../../kernel/service";
import type { Random } from "../../world/random";
import type { LogsService } from "../logs";
import { accessEvent, edgeLocation } from "./access-log";
import { Edge } from "./edge/edge";
import type { EdgeResponse, ViewerRequest } from "./edge/messages";
import { publish } from "./metrics";
import { operations } from "./operations";
import { resources } from "./resources";
import type { CachePolicy, Distribution, OriginAccessControl, ResponseHeadersPolicy } from "./state";

/** AWS's own cache policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const managedCachePolicies: readonly CachePolicy[] = [
  {
    id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    name: "Managed-CachingOptimized",
    minTtl: 1,
    defaultTtl: 86_400,
    maxTtl: 31_536_000,
    gzip: true,
    brotli: true,
  },
  {
    id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    name: "Managed-CachingDisabled",
    minTtl: 0,
    defaultTtl: 0,
    maxTtl: 0,
    gzip: false,
    brotli: false,
  },
];

/**
 * CloudFront before S3: viewers' protocols and methods, the firewall, one edge cache, origin access control, response headers
 * policies, error responses, invalidations, access logs and metrics.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
 */
export class CloudFrontService implements Service {
  readonly name = "cloudfront";
  readonly sdk = "@aws-sdk/client-cloudfront";
  readonly denial = { code: "AccessDenied", statusCode: 403 };
  readonly throttling = { code: "Throttling", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  readonly accessControls = new Map<string, OriginAccessControl>();
  readonly cachePolicies = new Map(managedCachePolicies.map((policy) => [policy.id, policy]));
  readonly responseHeadersPolicies = new Map<string, ResponseHeadersPolicy>();
  readonly distributions = new Map<string, Distribution>();
  private readonly edge: Edge;
  private random: Random | undefined;

  constructor(private readonly cloud: Cloud) {
    this.edge = new Edge(cloud);
    this.operations = operations(this);
    this.resources = resources(this, cloud);
  }

  /** @throws AwsError NoSuchDistribution */
  distribution(id: string): Distribution {
    const distribution = this.distributions.get(id);
    if (!distribution) throw new AwsError("NoSuchDistribution", "The specified distribution does not exist.", 404);
    return distribution;
  }

  hasArn(arn: string): boolean {
    return [...this.distributions.values()].some((distribution) => distribution.arn === arn);
  }

  /** The distribution that answers to a host name. */
  byDomain(domainName: string): Distribution | undefined {
    return [...this.distributions.values()].find((distribution) => distribution.domainName === domainName);
  }

  /** Serves a request as an edge location does, access log and metrics included. */
  async serve(id: string, request: ViewerRequest): Promise<EdgeResponse> {
    const distribution = this.distribution(id);
    const started = this.cloud.world.now();
    const outcome = await this.edge.answer(distribution, request);
    const { results } = distribution;
    results.set(outcome.result, (results.get(outcome.result) ?? 0) + 1);
    const requestId = this.newId(56, base64Url);
    const headers = {
      ...outcome.response.headers,
      "x-cache": `${outcome.result} from cloudfront`,
      via: `1.1 ${this.newId(32, hex)}.cloudfront.net (CloudFront)`,
      "x-amz-cf-pop": edgeLocation,
      "x-amz-cf-id": requestId,
    };
    const response = { ...outcome.response, headers };
    publish(this.cloud, distribution, response);
    const took = this.cloud.world.now() - started;
    const event = accessEvent(distribution, request, { ...outcome, response }, { requestId, started, took });
    this.cloud.service<LogsService>("logs").deliveries.take(distribution.arn, event);
    return response;
  }

  newId(length: number, alphabet: string): string {
    this.random ??= this.cloud.world.random.fork("cloudfront");
    let id = "";
    while (id.length < length) id += alphabet[this.random.int(0, alphabet.length - 1)];
    return id;
  }

  summary(): unknown {
    const rows = [...this.distributions.values()].map(({ id, domainName, results, cache }) => {
      const byResult = [...results].sort(([a], [b]) => (a < b ? -1 : 1));
      return [id, { domainName, results: Object.fromEntries(byResult), cached: cache.size() }] as const;
    });
    return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

const hex = "0123456789abcdef";
const base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
