import { expect } from "chai";
import { gunzipSync } from "node:zlib";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { FirehoseService } from "../../../sandbox/services/firehose";
import type { S3Service } from "../../../sandbox/services/s3";
import type { FaultPlan } from "../../../sandbox/world/faults";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const place = { account: "222222222222", region: "ap-south-1" };
const lake = "arn:aws:s3:::lake";
const reading = ["kinesis:DescribeStream", "kinesis:ListShards", "kinesis:GetShardIterator", "kinesis:GetRecords"];
const writing = [
  "s3:PutObject",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:GetBucketLocation",
  "s3:ListBucketMultipartUploads",
];
const query = "{table:.table,day:.at[0:10]}";

describe("Firehose model", () => {
  let world: World;
  let cloud: Cloud;
  let source: string;
  let roleArn: string;

  const open = async (faults?: FaultPlan) => {
    world = new World({ seed: 9, start: Date.UTC(2026, 10, 2), ...(faults && { faults }) });
    cloud = new Cloud(world);
    world.open();
    await make("s3/bucket:Bucket", "lake", { bucket: "lake" });
    const onDemand = { name: "changes", streamModeDetails: { streamMode: "ON_DEMAND" } };
    source = (await make("kinesis/stream:Stream", "changes", onDemand))["arn"] as string;
    const trust = {
      Effect: "Allow",
      Principal: { Service: "firehose.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": place.account } },
    };
    const inputs = { name: "delivery", assumeRolePolicy: policy(trust) };
    roleArn = (await make("iam/role:Role", "delivery", inputs))["arn"] as string;
  };
  const reopen = (faults: FaultPlan) => {
    world.close();
    return open(faults);
  };
  beforeEach(() => open());
  afterEach(() => world.close());

  const make = (type: string, name: string, inputs: Record<string, unknown>) =>
    createResource(cloud, `aws:${type}`, name, inputs, place);
  const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const allow = (name: string, ...actions: string[]) =>
    make("iam/rolePolicy:RolePolicy", name, {
      name,
      role: "delivery",
      policy: policy({ Effect: "Allow", Action: actions, Resource: [source, lake, `${lake}/*`] }),
    });
  const deliveryStream = (changes: object = {}) =>
    make("kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "d", {
      name: "d",
      destination: "extended_s3",
      kinesisSourceConfiguration: { kinesisStreamArn: source, roleArn },
      extendedS3Configuration: {
        roleArn,
        bucketArn: lake,
        prefix: "!{partitionKeyFromQuery:table}/day=!{partitionKeyFromQuery:day}/",
        errorOutputPrefix: "errors/!{firehose:error-output-type}/",
        bufferingSize: 64,
        bufferingInterval: 60,
        compressionFormat: "GZIP",
        dynamicPartitioningConfiguration: { enabled: true, retryDuration: 60 },
        processingConfiguration: {
          enabled: true,
          processors: [
            {
              type: "MetadataExtraction",
              parameters: [
                { parameterName: "JsonParsingEngine", parameterValue: "JQ-1.6" },
                { parameterName: "MetadataExtractionQuery", parameterValue: query },
              ],
            },
          ],
        },
        ...changes,
      },
    });
  const put = (text: string, PartitionKey = text) =>
    cloud.call({
      principal: { kind: "root", account: place.account },
      place,
      service: "kinesis",
      operation: "PutRecord",
      input: { StreamARN: source, PartitionKey, Data: Buffer.from(text) },
    });
  const objects = () => [...cloud.service<S3Service>("s3").objects("lake")];
  const firehose = () => cloud.service<FirehoseService>("firehose");
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => "no error",
      (error: Error) => error.message,
    );

  it("partitions by what jq finds, and writes what it cannot read below the error prefix", async () => {
    await allow("all", ...reading, ...writing);
    await deliveryStream();
    await put('{"table":"posts","at":"2026-11-01T23:00Z","n":1}\n', "k");
    await put('{"table":"posts","at":"2026-11-01T23:30Z","n":2}\n', "k");
    await put('{"table":"captions","at":"2026-11-02T00:00Z"}\n');
    await put("no json");
    await put('{"table":null,"at":"2026-11-02"}');
    expect(firehose().inFlight()).to.be.oneOf([0, 5]);
    await world.runFor(30_000);
    expect(firehose().inFlight()).to.equal(5);
    await world.runFor(120_000);
    expect(firehose().inFlight()).to.equal(0);
    const found = new Map(objects().map(({ key, body }) => [key.slice(0, key.lastIndexOf("/")), { key, body }]));
    expect([...found.keys()]).to.deep.equal([
      "captions/day=2026-11-02",
      "errors/dynamic-partitioning-failed",
      "errors/metadata-extraction-failed",
      "posts/day=2026-11-01",
    ]);
    const posts = found.get("posts/day=2026-11-01");
    expect(posts?.key).to.match(/\/d-1-2026-11-02-00-01-0\d-[0-9a-f-]{36}\.gz$/);
    const lines = gunzipSync(posts?.body as Buffer)
      .toString()
      .trim()
      .split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).to.deep.equal([1, 2]);
    const error = JSON.parse(String(found.get("errors/metadata-extraction-failed")?.body)) as Record<string, string>;
    expect(Buffer.from(error["rawData"] as string, "base64").toString()).to.equal("no json");
    expect(error["errorCode"]).to.equal("DynamicPartitioning.MetadataExtractionFailed");
  });

  it("reads nothing without permission, and goes on where it stood once it has it", async () => {
    await allow("write", ...writing);
    await deliveryStream();
    await put('{"table":"posts","at":"2026-11-01"}');
    await world.runFor(200_000);
    expect(objects()).to.deep.equal([]);
    expect(cloud.ledger.denials().some(({ access }) => access.action === "kinesis:DescribeStream")).to.equal(true);
    await allow("read", ...reading);
    await world.runFor(200_000);
    expect(objects().length).to.equal(1);
  });

  it("sends more than 500 active partitions to the error prefix", async () => {
    await allow("all", ...reading, ...writing);
    await deliveryStream();
    for (let i = 0; i < 510; i++) await put(JSON.stringify({ table: `t${i}`, at: "2026-11-01" }));
    await world.runFor(200_000);
    const errors = objects().filter(({ key }) => key.startsWith("errors/"));
    expect(objects().length - errors.length).to.equal(500);
    expect(errors.flatMap(({ body }) => String(body).trim().split("\n")).length).to.equal(10);
  });

  it("tries again while S3 refuses, and then writes to the error prefix", async () => {
    await allow("read", ...reading);
    await make("iam/rolePolicy:RolePolicy", "errors", {
      name: "errors",
      role: "delivery",
      policy: policy({ Effect: "Allow", Action: "s3:*", Resource: [lake, `${lake}/errors/*`] }),
    });
    await deliveryStream();
    await put('{"table":"posts","at":"2026-11-01"}');
    await world.runFor(600_000);
    expect(objects().map(({ key }) => key.slice(0, key.lastIndexOf("/")))).to.deep.equal(["errors/processing-failed"]);
    const line = JSON.parse(String(objects()[0]?.body)) as { errorCode: string; attemptsMade: number };
    expect(line.errorCode).to.equal("S3.AccessDenied");
    expect(line.attemptsMade).to.be.greaterThan(2);
  });

  it("looks for an object whose answer was lost, and writes it once", async () => {
    await reopen({ faults: [{ kind: "lost-answer", service: "s3", operation: "PutObject", times: 1 }] });
    await allow("all", ...reading, ...writing);
    await deliveryStream();
    await put('{"table":"posts","at":"2026-11-01"}');
    await world.runFor(200_000);
    expect(world.faults.counts().map(({ struck }) => struck)).to.deep.equal([1]);
    const bucket = cloud.service<S3Service>("s3").store.bucket("lake");
    expect(objects().map(({ key }) => bucket.history(key).length)).to.deep.equal([1]);
    expect(firehose().inFlight()).to.equal(0);
  });

  for (const [may, actions, left] of [
    ["aborts them", ["s3:AbortMultipartUpload"], 0],
    ["leaves them where it may not abort them", [], 1],
  ] as const) {
    it(`writes a large object in parts, and when one fails ${may}`, async () => {
      await reopen({ faults: [{ kind: "error", service: "s3", operation: "UploadPart", times: 1 }] });
      await allow("all", ...reading, ...writing, ...actions);
      await deliveryStream({ compressionFormat: "UNCOMPRESSED" });
      const line = JSON.stringify({ table: "posts", at: "2026-11-01", text: "x".repeat(900_000) });
      for (let i = 0; i < 7; i++) {
        await put(line, "k");
        await world.runFor(1_000);
      }
      await world.runFor(200_000);
      const [object, ...others] = objects();
      expect(others).to.deep.equal([]);
      expect(object?.body.length).to.equal(7 * line.length);
      expect(object?.etag).to.match(/-2"$/);
      expect(cloud.service<S3Service>("s3").store.bucket("lake").uploads.size).to.equal(left);
    });
  }

  it("refuses what Firehose refuses", async () => {
    expect(await failure(deliveryStream({ bufferingSize: 5 }))).to.match(/bufferingSize is 5; it must be 64 to 128/);
    expect(await failure(deliveryStream({ bufferingInterval: 30 }))).to.match(/it must be 60 to 900/);
    expect(await failure(deliveryStream({ errorOutputPrefix: "" }))).to.match(/ErrorOutputPrefix/);
    expect(await failure(deliveryStream({ dynamicPartitioningConfiguration: undefined }))).to.match(
      /dynamic partitioning/,
    );
  });
});
