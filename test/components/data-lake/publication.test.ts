import { expect } from "chai";
import type { DataLake } from "../../../components/data-lake";
import { type Recording, record } from "../../support/recording";
import { type Policy, lakeOf } from "./lake-of";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const NAME = "huut-dev-published";
const DISTRIBUTION_ARN = "arn:aws:mock:::Distribution/published";
const LOGS = "arn:aws:s3:::huut-dev-logs-222222222222-ap-south-1";

describe("What the lake publishes", () => {
  let made: Recording<DataLake>;
  before(async () => {
    made = await record("dev", () => lakeOf());
  });

  it("is one distribution with what it needs, and nothing besides", () => {
    const own = /:(Distribution|OriginAccessControl|CachePolicy|ResponseHeadersPolicy|WebAcl|LogDelivery\w*)$/;
    const found = made.resources.filter(({ type }) => own.test(type));
    const types = found.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    expect(types.sort()).to.deep.equal([
      "CachePolicy published-cache",
      "Distribution published",
      "LogDelivery published-log-delivery",
      "LogDeliveryDestination published-log-destination",
      "LogDeliverySource published-log-source",
      "OriginAccessControl published-access",
      "ResponseHeadersPolicy published-headers",
      "WebAcl published-firewall",
    ]);
  });

  it("reads the published bucket only, signed, and serves it over HTTPS, HTTP/3 and IPv6 as far as India", () => {
    expect(made.inputs(DISTRIBUTION, "published")).to.deep.equal({
      comment: `Captions of ${NAME}`,
      enabled: true,
      origins: [
        {
          originId: "published",
          domainName: "huut-dev-published-222222222222-ap-south-1.s3.ap-south-1.amazonaws.com",
          originAccessControlId: "published-access-id",
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "published",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: "published-cache-id",
        responseHeadersPolicyId: "published-headers-id",
      },
      defaultRootObject: "index.html",
      customErrorResponses: [{ errorCode: 404, errorCachingMinTtl: 10 }],
      webAclId: "arn:aws:mock:::WebAcl/published-firewall",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_200",
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    expect(made.inputs("aws:cloudfront/originAccessControl:OriginAccessControl", "published-access")).to.include({
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
      name: NAME,
    });
  });

  it("is kept at the edge as long as files say, five minutes where they say nothing, a day at most", () => {
    expect(made.inputs("aws:cloudfront/cachePolicy:CachePolicy", "published-cache")).to.deep.include({
      name: NAME,
      minTtl: 0,
      defaultTtl: 300,
      maxTtl: 86_400,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
      },
    });
  });

  it("is for pages of any origin, and tells nobody the key", () => {
    const headers = made.inputs("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "published-headers");
    expect(headers["corsConfig"]).to.deep.include({
      accessControlAllowCredentials: false,
      accessControlAllowOrigins: { items: ["*"] },
      accessControlAllowMethods: { items: ["GET", "HEAD"] },
      accessControlExposeHeaders: { items: ["ETag", "Content-Length"] },
    });
    expect(headers["securityHeadersConfig"]).to.deep.equal({
      contentTypeOptions: { override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, includeSubdomains: true, override: true },
    });
    expect(headers["removeHeadersConfig"]).to.deep.equal({
      items: [{ header: "x-amz-server-side-encryption-aws-kms-key-id" }],
    });
  });

  it("lets the distribution read captions and tell what is missing, by policy and key, and no other one", () => {
    const { Statement } = made.json<Policy>("aws:s3/bucketPolicy:BucketPolicy", "published-policy", "policy");
    const bucket = "arn:aws:s3:::huut-dev-published-222222222222-ap-south-1";
    const reader = {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceArn": DISTRIBUTION_ARN } },
    };
    expect(Statement.slice(1)).to.deep.equal([
      { ...reader, Sid: "DistributionReads", Action: "s3:GetObject", Resource: `${bucket}/captions/*` },
      { ...reader, Sid: "DistributionSeesMissing", Action: "s3:ListBucket", Resource: bucket },
    ]);
    const key = made.json<Policy>("aws:kms/key:Key", "lake", "policy");
    expect(key.Statement.at(-1)).to.deep.equal({
      Sid: "UsedByDistributions",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: ["kms:Decrypt"],
      Resource: "*",
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::222222222222:distribution/*" } },
    });
  });

  it("stands behind a firewall in us-east-1 that stops floods, then what AWS knows", () => {
    const acl = made.inputs(WEB_ACL, "published-firewall");
    expect(acl).to.deep.include({ name: NAME, scope: "CLOUDFRONT", region: "us-east-1", defaultAction: { allow: {} } });
    const rules = acl["rules"] as Record<string, unknown>[];
    expect(
      rules.map(({ priority, statement, action, overrideAction }) => ({ priority, statement, action, overrideAction })),
    ).to.deep.equal([
      {
        priority: 0,
        statement: { rateBasedStatement: { aggregateKeyType: "IP", limit: 10_000, evaluationWindowSec: 300 } },
        action: { block: {} },
        overrideAction: undefined,
      },
      ...["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet"].map((name, index) => ({
        priority: index + 1,
        statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
        action: undefined,
        overrideAction: { none: {} },
      })),
    ]);
    const metrics = [acl, ...rules].map(
      ({ visibilityConfig }) =>
        (visibilityConfig as { metricName: string; cloudwatchMetricsEnabled: boolean }).metricName,
    );
    expect(metrics).to.deep.equal([NAME, `${NAME}-requests-by-address`, `${NAME}-bad-addresses`, `${NAME}-attacks`]);
  });

  it("logs its readers to the bucket for logs, from us-east-1, as JSON by hour", () => {
    expect(made.inputs("aws:cloudwatch/logDeliverySource:LogDeliverySource", "published-log-source")).to.deep.equal({
      name: NAME,
      region: "us-east-1",
      logType: "ACCESS_LOGS",
      resourceArn: DISTRIBUTION_ARN,
    });
    expect(
      made.inputs("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", "published-log-destination"),
    ).to.deep.equal({
      name: NAME,
      region: "us-east-1",
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: `${LOGS}/cloudfront` },
    });
    expect(made.inputs("aws:cloudwatch/logDelivery:LogDelivery", "published-log-delivery")).to.deep.equal({
      region: "us-east-1",
      deliverySourceName: NAME,
      deliveryDestinationArn: "arn:aws:mock:::LogDeliveryDestination/published-log-destination",
      s3DeliveryConfigurations: [
        { enableHiveCompatiblePath: true, suffixPath: "{distributionid}/{yyyy}/{MM}/{dd}/{HH}" },
      ],
    });
    const { Statement } = made.json<Policy>("aws:s3/bucketPolicy:BucketPolicy", "logs-policy", "policy");
    expect(Statement.find(({ Sid }) => Sid === "AccessLogsOfDistribution")).to.deep.equal({
      Sid: "AccessLogsOfDistribution",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${LOGS}/cloudfront/*`,
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": "222222222222" },
        ArnLike: { "aws:SourceArn": `arn:aws:logs:us-east-1:222222222222:delivery-source:${NAME}` },
      },
    });
  });

  it("has an address for programs that name its files", async () => {
    const { url, domainName } = made.result.publication;
    const read = (output: unknown) => (output as { promise(): Promise<unknown> }).promise();
    expect(await read(url)).to.equal("https://published.domain.example");
    expect(await read(domainName)).to.equal("published.domain.example");
  });
});
