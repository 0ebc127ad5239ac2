import type * as aws from "@pulumi/aws";
import { type Program } from "../program";
import { type Case, type Outcome, type Sketch } from "../specimen";
import { altered } from "../variants";
import { BUCKET, type PropsOf } from "./buckets";
import { ACCOUNT, KEY, withStatement } from "./keys";
import { EDGE, inDataAccount } from "./place";

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
export const ACCESS_CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl";
export const HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
export const LOG_SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
export const LOG_DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery";

type Props = Sketch["props"];
export type DistributionProps = PropsOf<aws.cloudfront.DistributionArgs>;

const ARN = `arn:aws:cloudfront::${ACCOUNT}:distribution/EMIRROR`;
const WEB_ACL_ARN = `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/huut-mirror/1`;

/** The name of a bucket of the data account: of the program `case`, which lies in Mumbai, or of another region. */
export function bucketName(part: string, region = "ap-south-1"): string {
  return `huut-case-${part}-${ACCOUNT}-${region}`;
}

/** An origin that is a bucket, behind an origin access control. */
export function bucketOrigin(originId: string, bucket: string, change: Props = {}): Props {
  const region = /[a-z]{2}-[a-z]+-\d$/.exec(bucket)?.[0] ?? "ap-south-1";
  const domainName = `${bucket}.s3.${region}.amazonaws.com`;
  return { originId, domainName, originAccessControlId: "EOAC", ...change };
}

/** An origin that is somebody's server. */
export function customOrigin(config: Props = {}, change: Props = {}) {
  const customOriginConfig = {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
    ...config,
  };
  return { originId: "api", domainName: "api.huut.example", customOriginConfig, ...change };
}

/** How requests are answered, from the group of two buckets. */
export function behavior(change: Props = {}): Props {
  return {
    targetOriginId: "captions",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    responseHeadersPolicyId: "mirror-headers",
    ...change,
  };
}

/** A distribution of one bucket and its copy that lacks nothing. */
function goodDistribution(bucket: string, copy: string, change: Props = {}): DistributionProps {
  return {
    enabled: true,
    aliases: ["captions.huut.example"],
    defaultRootObject: "index.html",
    origins: [bucketOrigin("here", bucket, change), bucketOrigin("there", copy, change)],
    originGroups: [
      {
        originId: "captions",
        failoverCriteria: { statusCodes: [500, 503] },
        members: [{ originId: "here" }, { originId: "there" }],
      },
    ],
    defaultCacheBehavior: behavior(),
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: {
      acmCertificateArn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1`,
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    },
    webAclId: WEB_ACL_ARN,
  };
}

const GOOD = goodDistribution(bucketName("published"), bucketName("published", "ap-southeast-1"));

export function distribution(change: DistributionProps = {}, rest: Partial<Sketch> = {}): Sketch {
  return { type: DISTRIBUTION, name: "mirror", props: { arn: ARN, ...GOOD, ...change }, ...rest };
}

/** A distribution whose origins are these, asked by default in turn. */
export function withOrigins(...origins: readonly unknown[]): DistributionProps {
  return { origins, originGroups: undefined };
}

/** A case with one distribution. */
export function on(title: string, is: Outcome, change: DistributionProps, rest: Partial<Case> = {}): Case {
  return { title, is, resources: [distribution(change)], ...rest };
}

/** A rule of a web ACL that blocks who asks too often. */
export function rateRule(counts: unknown = { limit: 2000, aggregateKeyType: "IP" }, action: unknown = { block: {} }) {
  return { name: "rate", priority: 0, action, statement: { rateBasedStatement: counts } };
}

export const webAcl: Sketch = {
  type: WEB_ACL,
  name: "mirror-firewall",
  props: {
    ...EDGE,
    name: "huut-mirror",
    arn: WEB_ACL_ARN,
    scope: "CLOUDFRONT",
    defaultAction: { allow: {} },
    rules: [rateRule()],
  },
};

export const accessControl: Sketch = {
  type: ACCESS_CONTROL,
  name: "mirror-access",
  props: { id: "EOAC", originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
};

export const headers: Sketch = {
  type: HEADERS,
  name: "mirror-headers",
  props: {
    id: "mirror-headers",
    securityHeadersConfig: {
      contentTypeOptions: { override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
    },
  },
};

export const logSource: Sketch = {
  type: LOG_SOURCE,
  name: "mirror-logs",
  props: { ...EDGE, name: "huut-mirror", logType: "ACCESS_LOGS", resourceArn: ARN },
};

export const logDelivery: Sketch = {
  type: LOG_DELIVERY,
  name: "mirror-delivery",
  props: {
    ...EDGE,
    deliverySourceName: "huut-mirror",
    deliveryDestinationArn: `arn:aws:logs:us-east-1:${ACCOUNT}:delivery-destination:huut-mirror`,
  },
};

/** A statement that lets the distribution do something. */
export function letsRead(Action: string, Resource: string): object {
  const Principal = { Service: "cloudfront.amazonaws.com" };
  return { Effect: "Allow", Principal, Action, Resource, Condition: { StringEquals: { "aws:SourceArn": ARN } } };
}

/** What a distribution that is added to the program is spoilt by. */
export interface Flaws {
  readonly distribution?: DistributionProps;
  /** Laid over both of its origins. */
  readonly origin?: Props;
  readonly webAcl?: Props;
  readonly accessControl?: Props;
  readonly headers?: Props;
  readonly logSource?: Props;
}

/** Gives the program one more distribution, before the bucket that it publishes in, and what belongs to it. */
export function addDistribution(program: Program, flaws: Flaws): void {
  const bucket = String(program.get(BUCKET, "published").props["bucket"]);
  const policy = "aws:s3/bucketPolicy:BucketPolicy";
  const reads = letsRead("s3:GetObject", `arn:aws:s3:::${bucket}/*`);
  program.set(policy, "published-policy", (old) => ({ policy: withStatement(old["policy"], reads) }));
  program.set(KEY, "lake", (old) => ({ policy: withStatement(old["policy"], letsRead("kms:Decrypt", "*")) }));
  const good = goodDistribution(bucket, bucket.replace(/ap-south-1$/, "ap-southeast-1"), flaws.origin);
  const added = [
    distribution({ ...good, ...flaws.distribution }),
    altered(webAcl, flaws.webAcl ?? {}),
    altered(accessControl, flaws.accessControl ?? {}),
    altered(headers, flaws.headers ?? {}),
    altered(logSource, flaws.logSource ?? {}),
    logDelivery,
  ];
  program.add(...inDataAccount(program, ...added));
}

/** Gives the program one more distribution, with a server beside its buckets. */
export function addServer(program: Program, server: Props): void {
  const bucket = String(program.get(BUCKET, "published").props["bucket"]);
  const { origins } = goodDistribution(bucket, bucket.replace(/ap-south-1$/, "ap-southeast-1"));
  addDistribution(program, { distribution: { origins: [...(origins as readonly unknown[]), server] } });
}
