import * as v from "valibot";
import type { Cloud } from "../../../kernel/cloud";
import { AwsError } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import type { Wafv2Service } from "../../wafv2";
import { EdgeCache } from "../edge/cache";
import type { CloudFrontService } from "../service";
import type { Behavior, ErrorResponse, S3Origin } from "../state";
import { arnOf, distributionId, domainOf, etagOf } from "./ids";

const origin = v.strictObject({
  originId: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  // Of a bucket, by its region: CloudFront follows redirects of the global name for hours after a bucket was made.
  domainName: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9.-]+\.s3\.[a-z0-9-]+\.amazonaws\.com$/, "is no regional domain name of a bucket"),
  ),
  originPath: v.optional(v.pipe(v.string(), v.regex(/^(\/.*[^/])?$/, "begins with a slash and ends with none")), ""),
  originAccessControlId: v.optional(v.string()),
});

const methodSets = ["GET,HEAD", "GET,HEAD,OPTIONS"];
const methods = v.pipe(
  v.array(v.string()),
  v.check(
    (list) => methodSets.includes([...list].sort().join(",")),
    "is none of the modelled sets (GET, HEAD, OPTIONS)",
  ),
);

const behavior = v.strictObject({
  targetOriginId: v.string(),
  viewerProtocolPolicy: v.picklist(["allow-all", "redirect-to-https", "https-only"]),
  allowedMethods: methods,
  cachedMethods: methods,
  compress: v.optional(v.boolean(), false),
  cachePolicyId: v.string(),
  responseHeadersPolicyId: v.optional(v.string()),
});

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html */
const errorCodes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
const errorResponse = v.strictObject({
  errorCode: v.picklist(errorCodes),
  errorCachingMinTtl: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 10),
  responseCode: v.optional(v.number()),
  responsePagePath: v.optional(v.pipe(v.string(), v.startsWith("/"))),
});

const inputs = v.strictObject({
  comment: v.optional(v.pipe(v.string(), v.maxLength(128)), ""),
  enabled: v.literal(true),
  origins: v.pipe(v.array(origin), v.minLength(1)),
  defaultCacheBehavior: behavior,
  customErrorResponses: v.optional(v.array(errorResponse), []),
  defaultRootObject: v.optional(v.pipe(v.string(), v.regex(/^(?!\/)/, "begins with a slash")), ""),
  httpVersion: v.optional(v.picklist(["http1.1", "http2", "http2and3", "http3"]), "http2"),
  isIpv6Enabled: v.optional(v.boolean(), false),
  priceClass: v.optional(v.picklist(["PriceClass_All", "PriceClass_200", "PriceClass_100"]), "PriceClass_All"),
  restrictions: v.strictObject({ geoRestriction: v.strictObject({ restrictionType: v.literal("none") }) }),
  viewerCertificate: v.strictObject({ cloudfrontDefaultCertificate: v.literal(true) }),
  webAclId: v.optional(v.string()),
  // They decide about how the provider works, not about the distribution.
  waitForDeployment: v.optional(v.boolean()),
  retainOnDelete: v.optional(v.boolean()),
  tags: v.optional(v.record(v.string(), v.string()), {}),
});
type Inputs = v.InferOutput<typeof inputs>;

/** Where names of distributions lie in Route 53. */
const hostedZoneId = "Z2FDTNDATAQYW2";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudfront/distribution/ */
export function distributionModel(service: CloudFrontService, cloud: Cloud): ResourceModel {
  return resourceModel({
    inputs,
    outputs: ({ place, id }) => {
      const own = distributionId(id);
      return {
        id: own,
        arn: arnOf(place.account, "distribution", own),
        domainName: domainOf(id),
        hostedZoneId,
        etag: etagOf(id),
        status: "Deployed",
        inProgressValidationBatches: 0,
        callerReference: `terraform-${id(26, "0123456789")}`,
      };
    },
    create: ({ inputs: given, outputs, place: { account } }) => {
      const { webAclId } = given;
      if (webAclId !== undefined && !cloud.service<Wafv2Service>("wafv2").has(webAclId)) {
        throw new AwsError("InvalidWebACLId", "Web ACL is not accessible by the requester.");
      }
      const { id, arn, etag, domainName, callerReference } = outputs;
      service.distributions.set(id, {
        ...{ id, arn, account, etag, domainName, callerReference },
        comment: given.comment,
        created: cloud.world.now(),
        tags: given.tags,
        httpVersion: given.httpVersion,
        ipv6: given.isIpv6Enabled,
        priceClass: given.priceClass,
        ...(webAclId !== undefined && { webAclArn: webAclId }),
        defaultRootObject: given.defaultRootObject,
        errors: new Map(given.customErrorResponses.map((each) => [each.errorCode, errorOf(each)])),
        behavior: behaviorOf(service, given, account),
        invalidations: new Map(),
        cache: new EdgeCache(),
        results: new Map(),
      });
    },
    remove: ({ outputs }) => void service.distributions.delete(outputs.id),
  });
}

function behaviorOf(service: CloudFrontService, given: Inputs, account: string): Behavior {
  const { defaultCacheBehavior: chosen } = given;
  const target = given.origins.find(({ originId }) => originId === chosen.targetOriginId);
  if (!target) {
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html
    throw new AwsError("NoSuchOrigin", "One or more of your origins do not exist.", 404);
  }
  const cachePolicy = service.cachePolicies.get(chosen.cachePolicyId);
  if (!cachePolicy) throw new AwsError("NoSuchCachePolicy", "The specified cache policy does not exist.", 404);
  const { responseHeadersPolicyId } = chosen;
  const responseHeaders =
    responseHeadersPolicyId === undefined ? undefined : service.responseHeadersPolicies.get(responseHeadersPolicyId);
  if (responseHeadersPolicyId !== undefined && !responseHeaders) {
    throw new AwsError("NoSuchResponseHeadersPolicy", "The specified response headers policy does not exist.", 404);
  }
  return {
    origin: originOf(service, target, account),
    protocols: chosen.viewerProtocolPolicy,
    methods: chosen.allowedMethods,
    compress: chosen.compress,
    cachePolicy,
    ...(responseHeaders && { responseHeaders }),
  };
}

function originOf(service: CloudFrontService, given: v.InferOutput<typeof origin>, account: string): S3Origin {
  const [, bucket = "", region = ""] = /^(.+)\.s3\.([a-z0-9-]+)\.amazonaws\.com$/.exec(given.domainName) ?? [];
  const { originAccessControlId } = given;
  const accessControl =
    originAccessControlId === undefined ? undefined : service.accessControls.get(originAccessControlId);
  if (originAccessControlId !== undefined && accessControl?.account !== account) {
    throw new AwsError("InvalidOriginAccessControl", "The origin access control does not exist.");
  }
  const { originId: id, domainName, originPath: path } = given;
  return { id, domainName, bucket, region, path, ...(accessControl && { accessControl }) };
}

function errorOf(given: v.InferOutput<typeof errorResponse>): ErrorResponse {
  const { errorCode: code, errorCachingMinTtl: cachingMinTtl, responseCode: status, responsePagePath: path } = given;
  if ((status === undefined) !== (path === undefined)) {
    throw new AwsError("InvalidArgument", "A response code and a response page path go together.");
  }
  return { code, cachingMinTtl, ...(status !== undefined && path !== undefined && { page: { path, status } }) };
}
