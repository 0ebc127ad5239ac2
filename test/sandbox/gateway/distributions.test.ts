import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetDistributionCommand,
  NoSuchDistribution,
} from "@aws-sdk/client-cloudfront";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { ServedBench } from "./support";

/** Managed-CachingOptimized. */
const cachePolicyId = "658327ea-f89d-4fab-a63d-7e88639e58f6";

describe("the gateway before CloudFront", () => {
  let bench: ServedBench;
  let id: string;
  let domainName: string;

  beforeEach(async () => {
    bench = new ServedBench();
    const gateway = await bench.serve();
    await bench.resource("aws:s3/bucket:Bucket", "films", { bucket: "films" });
    const control = await bench.resource("aws:cloudfront/originAccessControl:OriginAccessControl", "films", {
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const distribution = await bench.resource("aws:cloudfront/distribution:Distribution", "films", {
      enabled: true,
      origins: [
        {
          originId: "films",
          domainName: "films.s3.ap-south-1.amazonaws.com",
          originAccessControlId: control.id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "films",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId,
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    [id, domainName] = [distribution.id, String(distribution["domainName"])];
    const statement = {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: ["s3:GetObject", "s3:ListBucket"],
      Resource: ["arn:aws:s3:::films", "arn:aws:s3:::films/*"],
      Condition: { StringEquals: { "aws:SourceArn": distribution["arn"] } },
    };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await bench.resource("aws:s3/bucketPolicy:BucketPolicy", "films", { bucket: "films", policy });
    const object = { Bucket: "films", Key: "captions/p 1.vtt", Body: "WEBVTT", ContentType: "text/vtt" };
    await bench.client(S3Client).send(new PutObjectCommand(object));
    expect(gateway.distributionUrl(id)).to.equal(`${bench.url}/_distributions/${id}`);
  });
  afterEach(async () => {
    await bench.shut();
  });

  it("serves by the distribution's name as the host, and by a path", async () => {
    const byHost = await bench.fetch("/captions/p%201.vtt", { host: domainName });
    expect([byHost.status, byHost.text, byHost.headers["x-cache"]]).to.deep.equal([
      200,
      "WEBVTT",
      "Miss from cloudfront",
    ]);
    const byPath = await bench.fetch(`/_distributions/${id}/captions/p%201.vtt?a=1`);
    expect([byPath.status, byPath.text, byPath.headers["x-cache"]]).to.deep.equal([
      200,
      "WEBVTT",
      "Hit from cloudfront",
    ]);
    expect(byPath.headers["content-type"]).to.equal("text/vtt");
  });

  it("tells the size of what HEAD asks for, and nothing of what has not changed", async () => {
    const head = await bench.fetch("/captions/p%201.vtt", { host: domainName }, "HEAD");
    expect([head.status, head.headers["content-length"], head.text]).to.deep.equal([200, "6", ""]);
    const headers = { host: domainName, "if-none-match": String(head.headers["etag"]) };
    const same = await bench.fetch("/captions/p%201.vtt", headers);
    expect([same.status, same.text]).to.deep.equal([304, ""]);
  });

  it("stands for the edge's TLS, unless a request says that it came without", async () => {
    const { status, headers } = await bench.fetch("/captions/a?b=c", { host: domainName, "x-forwarded-proto": "http" });
    expect([status, headers.location]).to.deep.equal([301, `https://${domainName}/captions/a?b=c`]);
  });

  it("answers 404 for a distribution that is not there, and 501 for what is not modelled", async () => {
    expect((await bench.fetch("/a", { host: "d0123456789abc.cloudfront.net" })).status).to.equal(404);
    expect((await bench.fetch("/_distributions/E0/a")).status).to.equal(404);
    const preflight = await bench.fetch("/captions/a", { host: domainName }, "OPTIONS");
    expect([preflight.status, preflight.text]).to.deep.include(501);
    expect(preflight.text).to.contain("does not support OPTIONS requests to CloudFront");
  });

  it("takes CloudFront's own calls, signed", async () => {
    const client = bench.client(CloudFrontClient);
    const { Distribution } = await client.send(new GetDistributionCommand({ Id: id }));
    expect(Distribution?.DomainName).to.equal(domainName);
    const InvalidationBatch = { CallerReference: "r", Paths: { Quantity: 1, Items: ["/*"] } };
    const made = await client.send(new CreateInvalidationCommand({ DistributionId: id, InvalidationBatch }));
    expect(made.Invalidation?.Status).to.equal("InProgress");
    const error = await client.send(new GetDistributionCommand({ Id: "E0" })).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(NoSuchDistribution);
  });
});
