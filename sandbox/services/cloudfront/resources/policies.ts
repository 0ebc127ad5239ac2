import * as v from "valibot";
import { AwsError } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import type { CloudFrontService } from "../service";
import { arnOf, distributionId, etagOf, policyId, policyName, refuseDuplicate } from "./ids";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudfront/originaccesscontrol/ */
export function accessControlModel(service: CloudFrontService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      name: v.optional(v.pipe(v.string(), v.maxLength(64))),
      description: v.optional(v.string()),
      originAccessControlOriginType: v.literal("s3"),
      signingBehavior: v.picklist(["always", "never"]),
      signingProtocol: v.literal("sigv4"),
    }),
    outputs: ({ inputs, place, physicalName, id }) => {
      const own = distributionId(id);
      return {
        id: own,
        name: inputs.name ?? physicalName,
        arn: arnOf(place.account, "origin-access-control", own),
        etag: etagOf(id),
      };
    },
    create: ({ inputs, outputs, place: { account } }) => {
      const { id, name } = outputs;
      refuseDuplicate(service.accessControls.values(), name, account, "OriginAccessControlAlreadyExists");
      service.accessControls.set(id, { id, name, account, signing: inputs.signingBehavior });
    },
    remove: ({ outputs }) => void service.accessControls.delete(outputs.id),
  });
}

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Objects of S3 do not depend on cookies, headers or queries, so that a cache key with any of them is refused by name.
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudfront/cachepolicy/
 */
export function cachePolicyModel(service: CloudFrontService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      name: policyName,
      comment: v.optional(v.string()),
      minTtl: v.optional(seconds, 0),
      defaultTtl: v.optional(seconds, 86_400),
      maxTtl: v.optional(seconds, 31_536_000),
      parametersInCacheKeyAndForwardedToOrigin: v.strictObject({
        cookiesConfig: v.strictObject({ cookieBehavior: v.literal("none") }),
        headersConfig: v.strictObject({ headerBehavior: v.literal("none") }),
        queryStringsConfig: v.strictObject({ queryStringBehavior: v.literal("none") }),
        enableAcceptEncodingBrotli: v.optional(v.boolean(), false),
        enableAcceptEncodingGzip: v.optional(v.boolean(), false),
      }),
    }),
    outputs: ({ inputs, place, physicalName, id }) => {
      const own = policyId(id);
      return {
        id: own,
        name: inputs.name ?? physicalName,
        arn: arnOf(place.account, "cache-policy", own),
        etag: etagOf(id),
      };
    },
    create: ({ inputs, outputs, place: { account } }) => {
      const { id, name } = outputs;
      const { minTtl, defaultTtl, maxTtl, parametersInCacheKeyAndForwardedToOrigin: parameters } = inputs;
      refuseDuplicate(service.cachePolicies.values(), name, account, "CachePolicyAlreadyExists");
      if (minTtl > defaultTtl || defaultTtl > maxTtl) {
        throw new AwsError("InvalidArgument", "The parameter DefaultTTL lies outside of MinTTL and MaxTTL.");
      }
      const { enableAcceptEncodingBrotli: brotli, enableAcceptEncodingGzip: gzip } = parameters;
      service.cachePolicies.set(id, { id, name, account, minTtl, defaultTtl, maxTtl, gzip, brotli });
    },
    remove: ({ outputs }) => void service.cachePolicies.delete(outputs.id),
  });
}
