import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetDistributionCommand,
  GetInvalidationCommand,
} from "@aws-sdk/client-cloudfront";
import { PutObjectCommand, S3Client, type PutObjectCommandInput } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { behavioursOf, failureOf, type HttpReply, type Probe, type ViewRequest } from "../behaviour";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const ACCESS = `${GUIDE}/private-content-restricting-access-to-s3.html`;
const ERRORS = `${GUIDE}/HTTPStatusCodes.html`;
const HEADERS = `${GUIDE}/understanding-response-headers-policies.html`;
const COMPRESSED = `${GUIDE}/ServingCompressedFiles.html`;
const INVALIDATION = `${GUIDE}/Invalidation.html`;

interface Options {
  /** What the bucket's policy says of the distribution; it may read `captions/` and list when not given. */
  readonly admits?: (arn: string) => Readonly<Record<string, unknown>>;
  readonly actions?: readonly string[];
  readonly headers?: object;
  readonly distribution?: object;
}

interface Edge {
  readonly id: string;
  readonly bucket: string;
  readonly domainName: string;
  readonly get: (path: string, more?: Partial<ViewRequest>) => Promise<HttpReply>;
  readonly put: (Key: string, Body: string, more?: Partial<PutObjectCommandInput>) => Promise<unknown>;
}

/** A bucket behind a distribution. */
async function edge(probe: Probe, { admits, actions, headers, distribution }: Options = {}): Promise<Edge> {
  const bucket = probe.name("films");
  await probe.create("aws:s3/bucket:Bucket", { bucket });
  const control = await probe.create("aws:cloudfront/originAccessControl:OriginAccessControl", {
    name: probe.name("films"),
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  const cachePolicy = await probe.create("aws:cloudfront/cachePolicy:CachePolicy", {
    name: probe.name("films"),
    minTtl: 0,
    defaultTtl: 3_600,
    maxTtl: 86_400,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  });
  const policy =
    headers &&
    (await probe.create("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", {
      name: probe.name("films"),
      ...headers,
    }));
  const made = await probe.create<{ arn: string; domainName: string }>("aws:cloudfront/distribution:Distribution", {
    enabled: true,
    origins: [
      {
        originId: "films",
        domainName: `${bucket}.s3.${probe.region}.amazonaws.com`,
        originAccessControlId: control.id,
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: "films",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: cachePolicy.id,
      ...(policy && { responseHeadersPolicyId: policy.id }),
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
    ...distribution,
  });
  const Condition = (admits ?? ((arn: string) => ({ StringEquals: { "aws:SourceArn": arn } })))(made.arn);
  const statement = {
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: actions ?? ["s3:GetObject", "s3:ListBucket"],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/captions/*`],
    Condition,
  };
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await probe.create("aws:s3/bucketPolicy:BucketPolicy", { bucket, policy: document });
  const s3 = probe.client(S3Client);
  const { domainName, id } = made;
  return {
    id,
    bucket,
    domainName,
    get: (path, more) => probe.view(domainName, { path, ...more }),
    put: (Key, Body, more) =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: "text/vtt", ...more })),
  };
}

const KEY = "captions/p-1/hi.vtt";
const PATH = `/${KEY}`;

const corsConfig = {
  accessControlAllowCredentials: false,
  accessControlAllowHeaders: { items: ["*"] },
  accessControlAllowMethods: { items: ["GET", "HEAD"] },
  accessControlAllowOrigins: { items: ["*"] },
  accessControlExposeHeaders: { items: ["ETag"] },
  accessControlMaxAgeSec: 600,
  originOverride: true,
};
const securityHeadersConfig = {
  contentTypeOptions: { override: true },
  strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, includeSubdomains: true, override: true },
};
const long = "a line of a text that is long enough\n".repeat(60);

export const cloudfront = behavioursOf("cloudfront", GUIDE, [
  {
    id: "serves",
    title: "an object comes with the bucket's headers and the edge's own",
    doc: `${GUIDE}/RequestAndResponseBehaviorS3Origin.html#ResponseBehaviorS3Origin`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put(KEY, "WEBVTT", { CacheControl: "max-age=60" });
      const reply = await get(PATH);
      expect([reply.status, reply.body]).to.deep.equal([200, "WEBVTT"]);
      expect(reply.headers).to.include({ "content-type": "text/vtt", "cache-control": "max-age=60" });
      expect(reply.headers["etag"]).to.match(/^"[0-9a-f]{32}"$/);
      expect(reply.headers["via"]).to.match(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/);
      expect(reply.headers["x-cache"]).to.equal("Miss from cloudfront");
      expect(reply.headers).to.include.keys("x-amz-cf-id", "x-amz-cf-pop");
    },
  },
  {
    id: "head",
    title: "HEAD answers without a body, and with its size",
    doc: `${GUIDE}/RequestAndResponseBehaviorS3Origin.html#RequestS3HTTPMethods`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put(KEY, "WEBVTT");
      const reply = await get(PATH, { method: "HEAD" });
      expect([reply.status, reply.body, reply.headers["content-length"]]).to.deep.equal([200, "", "6"]);
    },
  },
  {
    id: "path",
    title: "the path is decoded into the key; the query is neither part of the key nor passed on",
    doc: `${GUIDE}/understanding-the-cache-key.html`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put("captions/p 1/हि.vtt", "WEBVTT");
      const reply = await get(`/captions/p%201/${encodeURIComponent("हि")}.vtt?response-content-type=text/plain`);
      expect([reply.status, reply.headers["content-type"]]).to.deep.equal([200, "text/vtt"]);
    },
  },
  {
    id: "access/other-distribution",
    title: "a bucket that admits another distribution denies this one",
    doc: ACCESS,
    run: async (probe) => {
      const admits = (arn: string) => ({ StringEquals: { "aws:SourceArn": `${arn}X` } });
      const { get, put } = await edge(probe, { admits });
      await put(KEY, "WEBVTT");
      const reply = await get(PATH);
      expect(reply.status).to.equal(403);
      expect(reply.body).to.contain("<Code>AccessDenied</Code>");
    },
  },
  {
    id: "access/pattern",
    title: "a bucket may admit all distributions of an account, by a pattern",
    doc: ACCESS,
    run: async (probe) => {
      const pattern = `arn:aws:cloudfront::${probe.account}:distribution/*`;
      const { get, put } = await edge(probe, { admits: () => ({ ArnLike: { "aws:SourceArn": pattern } }) });
      await put(KEY, "WEBVTT");
      expect((await get(PATH)).status).to.equal(200);
    },
  },
  {
    id: "access/prefix",
    title: "what the bucket's policy does not name stays forbidden",
    doc: ACCESS,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put("drafts/p-1.vtt", "WEBVTT");
      expect((await get("/drafts/p-1.vtt")).status).to.equal(403);
    },
  },
  {
    id: "missing/listed",
    title: "a missing object is 404 where the bucket lets the distribution list",
    doc: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax",
    run: async (probe) => {
      const { get } = await edge(probe);
      const reply = await get("/captions/none");
      expect(reply.status).to.equal(404);
      expect(reply.body).to.contain("<Code>NoSuchKey</Code>");
      expect(reply.headers["x-cache"]).to.equal("Error from cloudfront");
    },
  },
  {
    id: "missing/not-listed",
    title: "a missing object is 403 where the bucket does not",
    doc: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax",
    run: async (probe) => {
      const { get } = await edge(probe, { actions: ["s3:GetObject"] });
      expect((await get("/captions/none")).status).to.equal(403);
    },
  },
  {
    id: "protocol",
    title: "http is redirected to https by 301, with its query",
    doc: `${GUIDE}/using-https-viewers-to-cloudfront.html`,
    run: async (probe) => {
      const { get, domainName } = await edge(probe);
      const reply = await get(`${PATH}?a=1`, { protocol: "http" });
      expect([reply.status, reply.headers["location"]]).to.deep.equal([301, `https://${domainName}${PATH}?a=1`]);
    },
  },
  {
    id: "protocol/x-cache",
    title: "a redirect says so in X-Cache",
    doc: `${GUIDE}/standard-logs-reference.html#BasicDistributionFileFormat`,
    run: async (probe) => {
      const { get } = await edge(probe);
      const reply = await get(PATH, { protocol: "http" });
      expect(reply.headers["x-cache"]).to.equal("Redirect from cloudfront");
    },
  },
  {
    id: "methods",
    title: "a method that is not allowed is 403, with a page of the edge's own",
    doc: `${GUIDE}/http-403-permission-denied.html`,
    run: async (probe) => {
      const { get } = await edge(probe);
      const reply = await get(PATH, { method: "POST" });
      expect([reply.status, reply.headers["content-type"]]).to.deep.equal([403, "text/html"]);
      expect(reply.headers["x-cache"]).to.equal("Error from cloudfront");
    },
  },
  {
    id: "root",
    title: "the root is the default root object",
    doc: `${GUIDE}/DefaultRootObject.html`,
    run: async (probe) => {
      const { get, put } = await edge(probe, { distribution: { defaultRootObject: "captions/index.html" } });
      await put("captions/index.html", "<p>hi</p>", { ContentType: "text/html" });
      expect((await get("/")).body).to.equal("<p>hi</p>");
    },
  },
  {
    id: "cache/hit",
    title: "an object is served from the cache while it is fresh, and says how old it is",
    doc: `${GUIDE}/Expiration.html`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put(KEY, "WEBVTT");
      await get(PATH);
      await put(KEY, "changed");
      await probe.pass(1_100);
      const reply = await get(PATH);
      expect([reply.body, reply.headers["x-cache"]]).to.deep.equal(["WEBVTT", "Hit from cloudfront"]);
      expect(Number(reply.headers["age"])).to.be.at.least(1);
    },
  },
  {
    id: "cache/max-age",
    title: "an object's own max-age decides when the edge asks again whether it has changed",
    doc: `${GUIDE}/Expiration.html#ExpirationDownloadDist`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put(KEY, "WEBVTT", { CacheControl: "max-age=1" });
      await get(PATH);
      await probe.pass(2_100);
      const reply = await get(PATH);
      expect([reply.body, reply.headers["x-cache"]]).to.deep.equal(["WEBVTT", "RefreshHit from cloudfront"]);
    },
  },
  {
    id: "cache/no-store",
    title: "an object that forbids it is not kept",
    doc: `${GUIDE}/Expiration.html#ExpirationDownloadDist`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put(KEY, "WEBVTT", { CacheControl: "no-store" });
      await get(PATH);
      await put(KEY, "changed", { CacheControl: "no-store" });
      const reply = await get(PATH);
      expect([reply.body, reply.headers["x-cache"]]).to.deep.equal(["changed", "Miss from cloudfront"]);
    },
  },
  {
    id: "cache/error",
    title: "a 404 is kept for ten seconds",
    doc: `${ERRORS}#HTTPStatusCodes-cached-errors`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await get(PATH);
      await put(KEY, "WEBVTT");
      expect((await get(PATH)).status).to.equal(404);
      await probe.pass(11_000);
      expect((await get(PATH)).status).to.equal(200);
    },
  },
  {
    id: "cache/denied",
    title: "a 403 of the bucket's is not kept",
    doc: `${ERRORS}#HTTPStatusCodes-cached-errors-with-cache-control`,
    run: async (probe) => {
      const { get, put } = await edge(probe, { actions: ["s3:GetObject"] });
      expect((await get(PATH)).status).to.equal(403);
      await put(KEY, "WEBVTT");
      expect((await get(PATH)).status).to.equal(200);
    },
  },
  {
    id: "conditional",
    title: "an ETag that the viewer has is answered by 304",
    doc: `${GUIDE}/RequestAndResponseBehaviorS3Origin.html#RequestS3ConditionalGETs`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put(KEY, "WEBVTT");
      const { headers } = await get(PATH);
      const same = await get(PATH, { headers: { "if-none-match": headers["etag"] ?? "" } });
      expect([same.status, same.body, same.headers["etag"]]).to.deep.equal([304, "", headers["etag"]]);
      expect((await get(PATH, { headers: { "if-none-match": '"other"' } })).status).to.equal(200);
    },
  },
  {
    id: "range",
    title: "a range is answered by 206",
    doc: `${GUIDE}/RangeGETs.html`,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put(KEY, "0123456789");
      const part = await get(PATH, { headers: { range: "bytes=2-4" } });
      expect([part.status, part.body, part.headers["content-range"]]).to.deep.equal([206, "234", "bytes 2-4/10"]);
      const tail = await get(PATH, { headers: { range: "bytes=-2" } });
      expect([tail.status, tail.body]).to.deep.equal([206, "89"]);
    },
  },
  {
    id: "compression",
    title: "a text of at least 1,000 bytes is compressed for those who take it, with a weak ETag",
    doc: COMPRESSED,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put("captions/long.txt", long, { ContentType: "text/plain" });
      const plain = await get("/captions/long.txt");
      expect(plain.headers).to.not.have.property("content-encoding");
      const reply = await get("/captions/long.txt", { headers: { "accept-encoding": "gzip" } });
      expect(reply.headers["content-encoding"]).to.equal("gzip");
      expect(reply.headers["etag"]).to.equal(`W/${plain.headers["etag"]}`);
    },
  },
  {
    id: "compression/not",
    title: "short texts and WebVTT are not compressed",
    doc: COMPRESSED,
    run: async (probe) => {
      const { get, put } = await edge(probe);
      await put("captions/short.txt", "short", { ContentType: "text/plain" });
      await put(KEY, long);
      for (const path of ["/captions/short.txt", PATH]) {
        const reply = await get(path, { headers: { "accept-encoding": "gzip, br" } });
        expect(reply.headers, path).to.not.have.property("content-encoding");
      }
    },
  },
  {
    id: "headers/security",
    title: "security headers are set on every answer, errors too",
    doc: HEADERS,
    run: async (probe) => {
      const { get, put } = await edge(probe, { headers: { securityHeadersConfig } });
      await put(KEY, "WEBVTT");
      for (const path of [PATH, "/captions/none"]) {
        expect((await get(path)).headers, path).to.include({
          "x-content-type-options": "nosniff",
          "strict-transport-security": "max-age=31536000; includeSubDomains",
        });
      }
    },
  },
  {
    id: "headers/cors",
    title: "CORS headers are set for requests that name an origin, and for no others",
    doc: `${HEADERS}#understanding-response-headers-policies-cors`,
    run: async (probe) => {
      const { get, put } = await edge(probe, { headers: { corsConfig } });
      await put(KEY, "WEBVTT");
      expect((await get(PATH)).headers).to.not.have.property("access-control-allow-origin");
      const { headers } = await get(PATH, { headers: { origin: "https://huut.example" } });
      expect(headers).to.include({ "access-control-allow-origin": "*", "access-control-expose-headers": "ETag" });
    },
  },
  {
    id: "headers/preflight-only",
    title: "allowed methods, allowed headers and the maximal age are for preflights only",
    doc: `${HEADERS}#understanding-response-headers-policies-cors`,
    run: async (probe) => {
      const { get, put } = await edge(probe, { headers: { corsConfig } });
      await put(KEY, "WEBVTT");
      const { headers } = await get(PATH, { headers: { origin: "https://huut.example" } });
      const preflight = ["methods", "headers"].map((name) => `access-control-allow-${name}`);
      for (const name of [...preflight, "access-control-max-age"]) expect(headers).to.not.have.property(name);
    },
  },
  {
    id: "headers/removed",
    title: "headers of the origin can be removed",
    doc: `${HEADERS}#understanding-response-headers-policies-remove-headers`,
    run: async (probe) => {
      const removeHeadersConfig = { items: [{ header: "Cache-Control" }] };
      const { get, put } = await edge(probe, { headers: { removeHeadersConfig } });
      await put(KEY, "WEBVTT", { CacheControl: "max-age=60" });
      expect((await get(PATH)).headers).to.not.have.property("cache-control");
    },
  },
  {
    id: "error-page",
    title: "a page of the origin's stands for an error, with the status that it is told",
    doc: `${GUIDE}/GeneratingCustomErrorResponses.html`,
    run: async (probe) => {
      const customErrorResponses = [{ errorCode: 403, responseCode: 410, responsePagePath: "/captions/gone.html" }];
      const { get, put } = await edge(probe, { distribution: { customErrorResponses } });
      await put("captions/gone.html", "<p>gone</p>", { ContentType: "text/html" });
      const reply = await get("/drafts/none");
      expect([reply.status, reply.body]).to.deep.equal([410, "<p>gone</p>"]);
    },
  },
  {
    id: "distribution",
    title: "a distribution has an ARN without a region, a name at cloudfront.net and a version",
    doc: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistribution.html",
    run: async (probe) => {
      const { id } = await edge(probe);
      const client = probe.client(CloudFrontClient);
      const { Distribution, ETag } = await client.send(new GetDistributionCommand({ Id: id }));
      expect(Distribution?.ARN).to.equal(`arn:aws:cloudfront::${probe.account}:distribution/${id}`);
      expect(Distribution?.DomainName).to.match(/^d[a-z0-9]+\.cloudfront\.net$/);
      expect(Distribution?.Status).to.equal("Deployed");
      expect(ETag).to.match(/^.+$/);
      const error = await failureOf(client.send(new GetDistributionCommand({ Id: "E0123456789ABC" })));
      expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["NoSuchDistribution", 404]);
    },
  },
  {
    id: "invalidation",
    title: "an invalidation takes out what was kept, and is then completed",
    doc: INVALIDATION,
    run: async (probe) => {
      const { id, get, put } = await edge(probe);
      await put(KEY, "old");
      await get(PATH);
      await put(KEY, "new");
      const { Invalidation } = await invalidate(probe, id, "r-1", "/captions/*");
      const client = probe.client(CloudFrontClient);
      await probe.eventually(900_000, async () => {
        const input = { DistributionId: id, Id: Invalidation?.Id };
        const { Invalidation: now } = await client.send(new GetInvalidationCommand(input));
        return now?.Status === "Completed" ? true : undefined;
      });
      expect((await get(PATH)).body).to.equal("new");
    },
  },
  {
    id: "invalidation/in-progress",
    title: "an invalidation begins in progress",
    doc: INVALIDATION,
    run: async (probe) => {
      const { id } = await edge(probe);
      const { Invalidation } = await invalidate(probe, id, "r-1", "/a");
      expect(Invalidation?.Status).to.equal("InProgress");
      expect(Invalidation?.InvalidationBatch?.Paths).to.deep.equal({ Quantity: 1, Items: ["/a"] });
    },
  },
  {
    id: "invalidation/caller-reference",
    title: "the same batch with the same caller reference is the same invalidation",
    doc: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_InvalidationBatch.html",
    run: async (probe) => {
      const { id } = await edge(probe);
      const first = await invalidate(probe, id, "r-1", "/a");
      const second = await invalidate(probe, id, "r-1", "/a");
      expect(second.Invalidation?.Id).to.equal(first.Invalidation?.Id);
    },
  },
  ...["captions/a", "/captions/*/hi.vtt"].map((path, i) => ({
    id: `invalidation/path/${i + 1}`,
    title: `${path} is no path to invalidate`,
    doc: `${INVALIDATION}#invalidation-specifying-objects-paths`,
    run: async (probe: Probe) => {
      const { id } = await edge(probe);
      const error = await failureOf(invalidate(probe, id, "r-1", path));
      expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["InvalidArgument", 400]);
    },
  })),
  {
    id: "invalidation/missing",
    title: "an invalidation that is not there is NoSuchInvalidation",
    doc: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetInvalidation.html",
    run: async (probe) => {
      const { id } = await edge(probe);
      const read = new GetInvalidationCommand({ DistributionId: id, Id: "I0123456789ABC" });
      const error = await failureOf(probe.client(CloudFrontClient).send(read));
      expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["NoSuchInvalidation", 404]);
    },
  },
]);

function invalidate(probe: Probe, DistributionId: string, CallerReference: string, ...Items: string[]) {
  const InvalidationBatch = { CallerReference, Paths: { Quantity: Items.length, Items } };
  return probe.client(CloudFrontClient).send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
}
