import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Bucket, type Place, arnOf, resourceName } from "../shared";
import { EDGE_REGION, makeFirewall } from "./firewall";

/** What the name of every part begins with. */
const PART = "published";

/** What everybody may read; nothing else in the bucket leaves it. */
export const PUBLISHED_PREFIX = "captions/";

/** Seconds for which the edge keeps a file that does not say so itself: as long as a corrected caption may be stale. */
const DEFAULT_TTL = 300;

/** Seconds for which the edge keeps any file at most, whatever it says. */
const MAX_TTL = 86_400;

/** Seconds for which the edge remembers that a file is missing: captions come while viewers wait for them. */
const MISSING_TTL = 10;

/** Seconds for which browsers remember to come by HTTPS: a year. */
const HTTPS_SECONDS = 31_536_000;

/** Below it lie the access logs of the distribution in the bucket for logs. */
const LOG_PREFIX = "cloudfront";

/** What is published, and where its readers are logged. */
export interface PublicationArgs {
  readonly place: Place;
  readonly published: Bucket;
  readonly logs: Bucket;
}

/** The distribution before the published bucket. */
export interface Publication {
  readonly distribution: aws.cloudfront.Distribution;
  /** Such as `d111111abcdef8.cloudfront.net`. */
  readonly domainName: pulumi.Output<string>;
  /** An https URL without a slash at its end; the key of a file follows behind a slash. */
  readonly url: pulumi.Output<string>;
}

/** Puts CloudFront before what is published, the only bucket that it reads. */
export function makePublication(args: PublicationArgs, parent: pulumi.Resource): Publication {
  const firewall = makeFirewall(PART, args.place, parent);
  const distribution = makeDistribution(args, firewall, parent);
  admitReader(args.published, distribution);
  admitLogs(args);
  const { domainName } = distribution;
  return { distribution, domainName, url: pulumi.interpolate`https://${domainName}` };
}

function makeDistribution(
  { place, published }: PublicationArgs,
  firewall: aws.wafv2.WebAcl,
  parent: pulumi.Resource,
): aws.cloudfront.Distribution {
  const originId = PART;
  const methods = ["GET", "HEAD"];
  return new aws.cloudfront.Distribution(
    PART,
    {
      comment: `Captions of ${resourceName(place, PART)}`,
      enabled: true,
      origins: [
        {
          originId,
          // Known in previews, unlike the bucket's own output; the global name would be redirected for hours.
          domainName: pulumi.interpolate`${published.name}.s3.${place.region}.amazonaws.com`,
          originAccessControlId: makeAccessControl(place, parent).id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: originId,
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: [...methods, "OPTIONS"],
        cachedMethods: methods,
        compress: true,
        cachePolicyId: makeCachePolicy(place, parent).id,
        responseHeadersPolicyId: makeResponseHeaders(place, parent).id,
      },
      // Without one, the root would be a list of the bucket; there is no such object, so that the root is forbidden.
      defaultRootObject: "index.html",
      customErrorResponses: [{ errorCode: 404, errorCachingMinTtl: MISSING_TTL }],
      webAclId: firewall.arn,
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      // North America, Europe, the Middle East, Africa and Asia with India, where the readers are.
      priceClass: "PriceClass_200",
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    },
    { parent },
  );
}

function makeAccessControl(place: Place, parent: pulumi.Resource): aws.cloudfront.OriginAccessControl {
  return new aws.cloudfront.OriginAccessControl(
    `${PART}-access`,
    {
      name: resourceName(place, PART),
      description: "Signs every request to the bucket",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    { parent },
  );
}

/** A file decides itself how long it is kept, within bounds; cookies, headers and queries decide nothing. */
function makeCachePolicy(place: Place, parent: pulumi.Resource): aws.cloudfront.CachePolicy {
  return new aws.cloudfront.CachePolicy(
    `${PART}-cache`,
    {
      name: resourceName(place, PART),
      comment: "As long as a file says",
      minTtl: 0,
      defaultTtl: DEFAULT_TTL,
      maxTtl: MAX_TTL,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
      },
    },
    { parent },
  );
}

/** Players of any page may read captions; browsers take them for nothing else. */
function makeResponseHeaders(place: Place, parent: pulumi.Resource): aws.cloudfront.ResponseHeadersPolicy {
  return new aws.cloudfront.ResponseHeadersPolicy(
    `${PART}-headers`,
    {
      name: resourceName(place, PART),
      comment: "Captions for players of any page",
      corsConfig: {
        accessControlAllowCredentials: false,
        accessControlAllowHeaders: { items: ["*"] },
        accessControlAllowMethods: { items: ["GET", "HEAD"] },
        accessControlAllowOrigins: { items: ["*"] },
        accessControlExposeHeaders: { items: ["ETag", "Content-Length"] },
        accessControlMaxAgeSec: 86_400,
        originOverride: true,
      },
      securityHeadersConfig: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAgeSec: HTTPS_SECONDS, includeSubdomains: true, override: true },
      },
      // Account and key are nobody's business.
      removeHeadersConfig: { items: [{ header: "x-amz-server-side-encryption-aws-kms-key-id" }] },
    },
    { parent },
  );
}

/**
 * Lets the distribution read what is published, and nobody else. Without the right to list, S3 answers 403 for what is missing, too:
 * then nobody could tell a caption that is still to come from a broken policy. It lists nothing: no request reaches the root.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
function admitReader(published: Bucket, distribution: aws.cloudfront.Distribution): void {
  const reader = {
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceArn": distribution.arn } },
  } as const;
  const captions = pulumi.interpolate`${published.arn}/${PUBLISHED_PREFIX}*`;
  published.allow({ ...reader, Sid: "DistributionReads", Action: "s3:GetObject", Resource: captions });
  published.allow({ ...reader, Sid: "DistributionSeesMissing", Action: "s3:ListBucket", Resource: published.arn });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html */
function admitLogs({ place, logs }: PublicationArgs): void {
  const source = arnOf({ ...place, region: EDGE_REGION }, "logs", `delivery-source:${resourceName(place, PART)}`);
  logs.allow({
    Sid: "AccessLogsOfDistribution",
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${logs.arn}/${LOG_PREFIX}/*`,
    Condition: {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": place.account },
      ArnLike: { "aws:SourceArn": source },
    },
  });
}

/**
 * Delivers the distribution's access logs, as JSON by hour, so that Athena can read them. Whoever makes a delivery has AWS mend the
 * bucket's policy where a statement lacks: so the policy comes first, and stays the program's.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export function deliverAccessLogs(
  { place, logs }: PublicationArgs,
  { distribution }: Publication,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.LogDelivery {
  const name = resourceName(place, PART);
  const region = EDGE_REGION;
  const source = new aws.cloudwatch.LogDeliverySource(
    `${PART}-log-source`,
    { name, region, logType: "ACCESS_LOGS", resourceArn: distribution.arn },
    opts,
  );
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    `${PART}-log-destination`,
    {
      name,
      region,
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: pulumi.interpolate`${logs.arn}/${LOG_PREFIX}` },
    },
    opts,
  );
  return new aws.cloudwatch.LogDelivery(
    `${PART}-log-delivery`,
    {
      region,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      s3DeliveryConfigurations: [
        { enableHiveCompatiblePath: true, suffixPath: "{distributionid}/{yyyy}/{MM}/{dd}/{HH}" },
      ],
    },
    opts,
  );
}
