import { expect } from "chai";
import { readPublished } from "../../cli/start/publication";
import type { StackGraph } from "../../sandbox";
import type { LogsService } from "../../sandbox/services/logs";
import type { S3Service } from "../../sandbox/services/s3";
import { graphOf } from "../support/platform";
import { Stage } from "../support/stage";

const key = "captions/p-1/1/hi.vtt";
const vtt = "WEBVTT\n\n00:00.000 --> 00:01.000\nनमस्ते\n";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const KEY = "aws:kms/key:Key";

/** The graphs as a program would register them whose policy lacks a statement. */
function withoutStatement(graphs: readonly StackGraph[], type: string, name: string, sid: string): StackGraph[] {
  let found = 0;
  const changed = graphs.map((graph) => ({
    ...graph,
    resources: graph.resources.map((resource) => {
      if (resource.type !== type || resource.name !== name) return resource;
      const policy = JSON.parse(String(resource.inputs["policy"])) as { Statement: { Sid: string }[] };
      const Statement = policy.Statement.filter(({ Sid }) => Sid !== sid);
      found += policy.Statement.length - Statement.length;
      const text = { policy: JSON.stringify({ ...policy, Statement }) };
      return { ...resource, inputs: { ...resource.inputs, ...text }, outputs: { ...resource.outputs, ...text } };
    }),
  }));
  if (found !== 1) throw new Error(`${found} statements of ${name} are ${sid}.`);
  return changed;
}

describe("The publication of captions", function () {
  this.timeout(300_000);
  let graphs: StackGraph[];
  let stage: Stage | undefined;
  before(async () => {
    graphs = await graphOf("dev");
  });
  afterEach(() => stage?.close());

  const open = async (deployed: readonly StackGraph[] = graphs) => {
    stage = await Stage.open(deployed, "2026-11-02T08:00:00Z");
    await stage.put(stage.output("publishedBucket"), key, vtt);
    const { sandbox } = stage;
    return {
      stage,
      read: async (path: string, headers?: Record<string, string>) => {
        const answer = await readPublished(sandbox, "dev", path, headers);
        return { ...answer, text: Buffer.from(answer.body).toString("utf8") };
      },
    };
  };

  it("serves a caption to pages of any origin, from the edge for five minutes", async () => {
    const { stage: world, read } = await open();
    const first = await read(`/${key}`, { origin: "https://huut.example" });
    expect([first.statusCode, first.text]).to.deep.equal([200, vtt]);
    expect(first.headers).to.include({
      "x-cache": "Miss from cloudfront",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "ETag, Content-Length",
      "x-content-type-options": "nosniff",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
    });
    expect(first.headers).to.not.have.property("x-amz-server-side-encryption-aws-kms-key-id");
    await world.pass(290);
    expect((await read(`/${key}`)).headers["x-cache"]).to.equal("Hit from cloudfront");
    await world.pass(20);
    expect((await read(`/${key}`)).headers["x-cache"]).to.equal("RefreshHit from cloudfront");
    expect(world.sandbox.cloud.ledger.denials()).to.deep.equal([]);
  });

  it("tells a caption that is still to come, soon after it has come", async () => {
    const { stage: world, read } = await open();
    expect((await read("/captions/p-1/1/ta.vtt")).statusCode).to.equal(404);
    await world.put(world.output("publishedBucket"), "captions/p-1/1/ta.vtt", vtt);
    await world.pass(10);
    expect((await read("/captions/p-1/1/ta.vtt")).statusCode).to.equal(200);
  });

  it("shows neither what lies elsewhere in the bucket nor a list of it", async () => {
    const { stage: world, read } = await open();
    await world.put(world.output("publishedBucket"), "drafts/a.vtt", vtt);
    for (const path of ["/drafts/a.vtt", "/", "/index.html"]) {
      const { statusCode, text } = await read(path);
      expect(statusCode, path).to.equal(403);
      expect(text).to.not.contain("captions");
    }
  });

  const statements: readonly (readonly [type: string, name: string, sid: string, there: number, missing: number])[] = [
    [BUCKET_POLICY, "published-policy", "DistributionReads", 403, 403],
    [BUCKET_POLICY, "published-policy", "DistributionSeesMissing", 200, 403],
    [KEY, "lake", "UsedByDistributions", 403, 404],
  ];
  for (const [type, name, sid, there, missing] of statements) {
    it(`needs ${sid}: without it viewers get ${there}, and ${missing} for what is missing`, async () => {
      const { read } = await open(withoutStatement(graphs, type, name, sid));
      expect((await read(`/${key}`)).statusCode).to.equal(there);
      expect((await read("/captions/none")).statusCode).to.equal(missing);
    });
  }

  const logged = (world: Stage) => {
    const objects = [
      ...world.sandbox.cloud.service<S3Service>("s3").objects(world.output("logsBucket"), "cloudfront/"),
    ];
    const { deliveries } = world.sandbox.cloud.service<LogsService>("logs");
    return { keys: objects.map((object) => object.key), files: deliveries.files() };
  };

  it("logs its readers by hour", async () => {
    const { stage: world, read } = await open();
    await read(`/${key}`);
    await world.pass(600);
    const { keys, files } = logged(world);
    expect(keys).to.have.length(1);
    expect(keys[0]).to.match(
      /^cloudfront\/distributionid=E\w{13}\/year=2026\/month=11\/day=02\/hour=08\/E\w{13}\.2026-11-02-08\.\w{8}\.gz$/,
    );
    expect(files).to.deep.equal({ delivered: 1, undelivered: 0 });
  });

  it("needs AccessLogsOfDistribution: without it no log arrives", async () => {
    const sid = "AccessLogsOfDistribution";
    const { stage: world, read } = await open(withoutStatement(graphs, BUCKET_POLICY, "logs-policy", sid));
    await read(`/${key}`);
    await world.pass(600);
    expect(logged(world)).to.deep.equal({ keys: [], files: { delivered: 0, undelivered: 1 } });
  });

  it("delivers logs only after the bucket's policy, so that AWS finds nothing to mend in it", () => {
    const resources = graphs.flatMap((graph) => graph.resources);
    const delivery = resources.find(({ type }) => type === "aws:cloudwatch/logDelivery:LogDelivery");
    expect(delivery?.dependencies.filter((urn) => urn.endsWith("::logs-policy"))).to.have.length(1);
  });
});
