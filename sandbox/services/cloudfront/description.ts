import type { Behavior, Distribution, ErrorResponse, S3Origin } from "./state";

const none = { Quantity: 0 };
const nobody = { Enabled: false, Quantity: 0 };

/** A distribution's configuration as the API gives it back. */
export function configOf(distribution: Distribution): object {
  return {
    CallerReference: distribution.callerReference,
    Aliases: none,
    DefaultRootObject: distribution.defaultRootObject,
    Origins: listOf([originOf(distribution.behavior.origin)]),
    OriginGroups: none,
    DefaultCacheBehavior: behaviorOf(distribution.behavior),
    CacheBehaviors: none,
    CustomErrorResponses: listOf([...distribution.errors.values()].map(errorOf)),
    Comment: distribution.comment,
    Logging: { Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" },
    PriceClass: distribution.priceClass,
    Enabled: true,
    ...common(distribution),
    ContinuousDeploymentPolicyId: "",
  };
}

/** What lists tell of a distribution. */
export function summaryOf(distribution: Distribution): object {
  return {
    Id: distribution.id,
    ARN: distribution.arn,
    Status: "Deployed",
    LastModifiedTime: new Date(distribution.created),
    DomainName: distribution.domainName,
    Aliases: none,
    Origins: listOf([originOf(distribution.behavior.origin)]),
    OriginGroups: none,
    DefaultCacheBehavior: behaviorOf(distribution.behavior),
    CacheBehaviors: none,
    CustomErrorResponses: listOf([...distribution.errors.values()].map(errorOf)),
    Comment: distribution.comment,
    PriceClass: distribution.priceClass,
    Enabled: true,
    ...common(distribution),
  };
}

function common({ webAclArn = "", httpVersion, ipv6 }: Distribution): object {
  return {
    ViewerCertificate: {
      CloudFrontDefaultCertificate: true,
      SSLSupportMethod: "vip",
      MinimumProtocolVersion: "TLSv1",
      CertificateSource: "cloudfront",
    },
    Restrictions: { GeoRestriction: { RestrictionType: "none", Quantity: 0 } },
    WebACLId: webAclArn,
    HttpVersion: httpVersion,
    IsIPV6Enabled: ipv6,
    Staging: false,
  };
}

function originOf({ id, domainName, path, accessControl }: S3Origin): object {
  return {
    Id: id,
    DomainName: domainName,
    OriginPath: path,
    CustomHeaders: none,
    S3OriginConfig: { OriginAccessIdentity: "" },
    ConnectionAttempts: 3,
    ConnectionTimeout: 10,
    OriginShield: { Enabled: false },
    OriginAccessControlId: accessControl?.id ?? "",
  };
}

function behaviorOf({ origin, protocols, methods, compress, cachePolicy, responseHeaders }: Behavior): object {
  const cached = ["GET", "HEAD"];
  return {
    TargetOriginId: origin.id,
    TrustedSigners: nobody,
    TrustedKeyGroups: nobody,
    ViewerProtocolPolicy: protocols,
    AllowedMethods: { ...listOf(methods), CachedMethods: listOf(cached) },
    SmoothStreaming: false,
    Compress: compress,
    LambdaFunctionAssociations: none,
    FunctionAssociations: none,
    FieldLevelEncryptionId: "",
    CachePolicyId: cachePolicy.id,
    ...(responseHeaders && { ResponseHeadersPolicyId: responseHeaders.id }),
  };
}

function errorOf({ code, cachingMinTtl, page }: ErrorResponse): object {
  return {
    ErrorCode: code,
    ResponsePagePath: page?.path ?? "",
    ResponseCode: page === undefined ? "" : String(page.status),
    ErrorCachingMinTTL: cachingMinTtl,
  };
}

function listOf<T>(items: readonly T[]): { Quantity: number; Items?: T[] } {
  return { Quantity: items.length, ...(items.length > 0 && { Items: [...items] }) };
}
