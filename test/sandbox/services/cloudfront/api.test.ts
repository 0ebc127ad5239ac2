import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetInvalidationCommand,
  ListDistributionsCommand,
  ListInvalidationsCommand,
} from "@aws-sdk/client-cloudfront";
import { expect } from "chai";
import { ttlOf } from "../../../../sandbox/services/cloudfront/edge/freshness";
import type { CachePolicy } from "../../../../sandbox/services/cloudfront/state";
import { account, cachePolicy, EdgeBench, type Plan } from "./bench";

describe("CloudFront's API", () => {
  let bench: EdgeBench;
  let client: CloudFrontClient;
  beforeEach(() => {
    bench = new EdgeBench();
    client = bench.client(CloudFrontClient, "cloudfront");
  });
  afterEach(() => bench.close());

  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (reason: unknown) => reason as Error & { readonly code?: string },
    );
  const invalidate = (CallerReference: string, ...Items: string[]) =>
    client.send(
      new CreateInvalidationCommand({
        DistributionId: bench.distributionId,
        InvalidationBatch: { CallerReference, Paths: { Quantity: Items.length, Items } },
      }),
    );

  it("gives distributions back with their configuration", async () => {
    await bench.deploy({ distribution: { customErrorResponses: [{ errorCode: 404, errorCachingMinTtl: 5 }] } });
    const Id = bench.distributionId;
    const { Distribution, ETag } = await client.send(new GetDistributionCommand({ Id }));
    expect(Distribution).to.include({
      Id,
      ARN: `arn:aws:cloudfront::${account}:distribution/${Id}`,
      Status: "Deployed",
      DomainName: bench.domainName,
      InProgressInvalidationBatches: 0,
    });
    const { DistributionConfig } = await client.send(new GetDistributionConfigCommand({ Id }));
    expect(DistributionConfig).to.deep.equal(Distribution?.DistributionConfig);
    expect(DistributionConfig?.Origins?.Items?.[0]).to.include({ DomainName: "films.s3.ap-south-1.amazonaws.com" });
    expect(DistributionConfig?.DefaultCacheBehavior).to.include({ ViewerProtocolPolicy: "redirect-to-https" });
    expect(DistributionConfig?.DefaultCacheBehavior?.AllowedMethods?.Items).to.deep.equal(["GET", "HEAD", "OPTIONS"]);
    expect(DistributionConfig?.CustomErrorResponses?.Items).to.deep.equal([
      { ErrorCode: 404, ErrorCachingMinTTL: 5, ResponseCode: "", ResponsePagePath: "" },
    ]);
    const { DistributionList } = await client.send(new ListDistributionsCommand({}));
    expect(DistributionList?.Items?.map((each) => each.Id)).to.deep.equal([Id]);
    expect(ETag).to.match(/^E[A-Z0-9]{12}$/);
    expect(Id).to.match(/^E[A-Z0-9]{13}$/);
    expect(bench.domainName).to.match(/^d[a-z0-9]{13}\.cloudfront\.net$/);
  });

  it("does not know distributions of others", async () => {
    await bench.deploy();
    expect(await failure(client.send(new GetDistributionCommand({ Id: "E0" })))).to.have.property(
      "name",
      "NoSuchDistribution",
    );
    const call = {
      principal: { kind: "root" as const, account: "111111111111" },
      place: { account: "111111111111", region: "us-east-1" },
      service: "cloudfront",
    };
    const input = { Id: bench.distributionId };
    const other = bench.cloud.call({ ...call, operation: "GetDistribution", input });
    expect(await failure(other)).to.have.property("code", "NoSuchDistribution");
  });

  it("refuses operations that it does not model, by name", async () => {
    await bench.deploy();
    const call = {
      principal: { kind: "root" as const, account },
      place: { account, region: "us-east-1" },
      service: "cloudfront",
    };
    const error = await failure(bench.cloud.call({ ...call, operation: "UpdateDistribution", input: {} }));
    expect(error?.message).to.match(/the operation cloudfront:UpdateDistribution/);
  });

  describe("invalidations", () => {
    beforeEach(async () => {
      await bench.deploy();
      for (const key of ["captions/p-1/hi.vtt", "captions/p-1/ta.vtt", "captions/p-2/hi.vtt"]) {
        await bench.put(key, "old");
        await bench.get(`/${key}`);
        await bench.put(key, "new");
      }
    });
    const texts = async () => {
      const found: string[] = [];
      for (const key of ["p-1/hi", "p-1/ta", "p-2/hi"]) found.push((await bench.get(`/captions/${key}.vtt`)).text);
      return found;
    };

    it("take out one object, when they are completed", async () => {
      const { Invalidation, Location } = await invalidate("r-1", "/captions/p-1/hi.vtt");
      expect(Invalidation).to.include({ Status: "InProgress" });
      expect(Location).to.match(/\/invalidation\/I[A-Z0-9]{13}$/);
      expect(await texts()).to.deep.equal(["old", "old", "old"]);
      const state = async () => {
        const input = { DistributionId: bench.distributionId, Id: Invalidation?.Id };
        return (await client.send(new GetInvalidationCommand(input))).Invalidation?.Status;
      };
      expect(await state()).to.equal("InProgress");
      await bench.pass(60);
      expect(await state()).to.equal("Completed");
      expect(await texts()).to.deep.equal(["new", "old", "old"]);
    });

    it("take out everything below a beginning, and leave what was stored since", async () => {
      await bench.pass(1);
      await invalidate("r-1", "/captions/p-1/*");
      await bench.pass(1);
      await bench.put("captions/p-1/later.vtt", "old");
      await bench.get("/captions/p-1/later.vtt");
      await bench.put("captions/p-1/later.vtt", "new");
      await bench.pass(59);
      expect(await texts()).to.deep.equal(["new", "new", "old"]);
      expect((await bench.get("/captions/p-1/later.vtt")).text).to.equal("old");
    });

    it("take out missing objects and all variants, too", async () => {
      await bench.get("/captions/none");
      await bench.put("captions/none", "here");
      await bench.get("/captions/p-2/hi.vtt", { headers: { "accept-encoding": "br" } });
      await invalidate("r-1", "/*");
      await bench.world.runFor(1);
      expect((await bench.get("/captions/none")).status).to.equal(404);
      await bench.pass(60);
      expect((await bench.get("/captions/none")).text).to.equal("here");
      expect(await texts()).to.deep.equal(["new", "new", "new"]);
    });

    it("are the same for the same caller reference, and another batch needs another", async () => {
      const first = await invalidate("r-1", "/a");
      const again = await invalidate("r-1", "/a");
      expect(again.Invalidation?.Id).to.equal(first.Invalidation?.Id);
      expect(await failure(invalidate("r-1", "/b"))).to.have.property("name", "InvalidArgument");
      await invalidate("r-2", "/b");
      const { InvalidationList } = await client.send(
        new ListInvalidationsCommand({ DistributionId: bench.distributionId }),
      );
      expect(InvalidationList?.Items).to.have.length(2);
    });

    it("refuse paths that are none, quantities that do not fit, and too many at once", async () => {
      for (const path of ["captions/a", "/captions/*/hi.vtt", "", "/a**"]) {
        expect(await failure(invalidate(`r${path}`, path)), path).to.have.property("name", "InvalidArgument");
      }
      const Paths = { Quantity: 2, Items: ["/a"] };
      const wrong = new CreateInvalidationCommand({
        DistributionId: bench.distributionId,
        InvalidationBatch: { CallerReference: "r", Paths },
      });
      expect(await failure(client.send(wrong))).to.have.property("name", "InconsistentQuantities");
      const many = Array.from({ length: 15 }, (_, i) => `/${i}/*`);
      await invalidate("many", ...many);
      expect(await failure(invalidate("more", "/x/*"))).to.have.property("name", "TooManyInvalidationsInProgress");
      await bench.pass(60);
      await invalidate("more", "/x/*");
    });

    it("are not known when they are not there", async () => {
      const input = { DistributionId: bench.distributionId, Id: "I0" };
      expect(await failure(client.send(new GetInvalidationCommand(input)))).to.have.property(
        "name",
        "NoSuchInvalidation",
      );
    });
  });

  describe("distributions", () => {
    const rows: readonly (readonly [title: string, plan: Plan, message: RegExp])[] = [
      ["aliases", { distribution: { aliases: ["x.example"] } }, /aliases: is not modelled/],
      ["origin groups", { distribution: { originGroups: [] } }, /originGroups: is not modelled/],
      ["other behaviours", { distribution: { orderedCacheBehaviors: [] } }, /orderedCacheBehaviors: is not modelled/],
      ["legacy logs", { distribution: { loggingConfig: {} } }, /loggingConfig: is not modelled/],
      ["custom origins", { origin: { customOriginConfig: {} } }, /customOriginConfig: is not modelled/],
      ["the global name of a bucket", { origin: { domainName: "films.s3.amazonaws.com" } }, /no regional domain name/],
      ["writing methods", { behavior: { allowedMethods: ["GET", "HEAD", "PUT"] } }, /none of the modelled sets/],
      ["functions at the edge", { behavior: { functionAssociations: [] } }, /functionAssociations: is not modelled/],
      ["an origin that is not there", { behavior: { targetOriginId: "x" } }, /origins do not exist/],
      ["a cache policy that is not there", { behavior: { cachePolicyId: "x" } }, /cache policy does not exist/],
      [
        "a headers policy that is not there",
        { behavior: { responseHeadersPolicyId: "x" } },
        /headers policy does not exist/,
      ],
      [
        "an access control that is not there",
        { origin: { originAccessControlId: "x" } },
        /access control does not exist/,
      ],
      [
        "a status without a page",
        { distribution: { customErrorResponses: [{ errorCode: 404, responseCode: 200 }] } },
        /go together/,
      ],
      ["time to live out of bounds", { policy: { defaultTtl: 10, minTtl: 20 } }, /DefaultTTL lies outside/],
      [
        "queries in the cache key",
        {
          policy: {
            parametersInCacheKeyAndForwardedToOrigin: {
              ...cachePolicy.parametersInCacheKeyAndForwardedToOrigin,
              queryStringsConfig: { queryStringBehavior: "all" },
            },
          },
        },
        /queryStringBehavior/,
      ],
      [
        "headers that cannot be removed",
        { headers: { removeHeadersConfig: { items: [{ header: "X-Cache" }] } } },
        /x-cache cannot be removed/,
      ],
    ];
    for (const [title, plan, message] of rows) {
      it(`refuse ${title}`, async () => {
        expect((await failure(bench.deploy(plan)))?.message).to.match(message);
      });
    }

    it("refuse a second policy of the same name", async () => {
      await bench.deploy();
      const second = bench.make("cloudfront/cachePolicy:CachePolicy", "second", cachePolicy);
      expect(await failure(second)).to.have.property("code", "CachePolicyAlreadyExists");
    });
  });

  describe("freshness", () => {
    const policy = (minTtl: number, defaultTtl: number, maxTtl: number): CachePolicy => ({
      ...{ id: "p", name: "p", gzip: false, brotli: false },
      ...{ minTtl, defaultTtl, maxTtl },
    });
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#ExpirationDownloadDist
    const rows: readonly (readonly [string | undefined, readonly [number, number, number], number | undefined])[] = [
      [undefined, [0, 300, 86_400], 300],
      [undefined, [600, 600, 86_400], 600],
      ["max-age=60", [0, 300, 86_400], 60],
      ["max-age=604800", [0, 300, 86_400], 86_400],
      ["max-age=60", [120, 300, 86_400], 120],
      ["max-age=60, s-maxage=600", [0, 300, 86_400], 600],
      ["public, Max-Age=60", [0, 300, 86_400], 60],
      ["max-age=0", [0, 300, 86_400], 0],
      ["public", [0, 300, 86_400], 300],
      ["max-age=soon", [0, 300, 86_400], 300],
      ["no-cache", [0, 300, 86_400], 0],
      ["no-cache", [60, 300, 86_400], 60],
      ["no-store", [0, 300, 86_400], undefined],
      ["private, max-age=60", [0, 300, 86_400], undefined],
      ["no-store", [60, 300, 86_400], 60],
      ["max-age=60", [0, 0, 0], undefined],
    ];
    for (const [cacheControl, [min, byDefault, max], ttl] of rows) {
      it(`of ${cacheControl ?? "nothing"} between ${min}, ${byDefault} and ${max} is ${ttl ?? "none"}`, () => {
        expect(ttlOf(cacheControl, policy(min, byDefault, max))).to.equal(ttl);
      });
    }
  });
});
