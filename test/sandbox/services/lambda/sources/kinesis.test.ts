import { expect } from "chai";
import { UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientFor } from "../../../../../sandbox/kernel/client";
import { Bench, place, root } from "../support";

/** Logs each record's data; throws on data with "throw", reports data with "fail". */
const worker = `exports.handler = async (event) => {
  const all = event.Records.map((r) => ({ id: r.kinesis.sequenceNumber, data: Buffer.from(r.kinesis.data, "base64").toString() }));
  console.log("GOT " + all.map((r) => r.data).join(","));
  if (all.some((r) => r.data.includes("throw"))) throw new Error("thrown");
  return { batchItemFailures: all.filter((r) => r.data.includes("fail")).map((r) => ({ itemIdentifier: r.id })) };
};`;

const reads = ["DescribeStream", "DescribeStreamSummary", "ListShards", "GetShardIterator", "GetRecords"].map(
  (name) => `kinesis:${name}`,
);

describe("Lambda's Kinesis event-source mapping", () => {
  let bench: Bench;
  let fnArn: string;
  let streamArn: string;
  let deadUrl: string;

  async function setUp(mapping: Record<string, unknown> = {}, actions = reads, source = worker) {
    bench = new Bench();
    streamArn = (await bench.resource("aws:kinesis/stream:Stream", "s", { name: "s", shardCount: 1 }))["arn"] as string;
    const dead = await bench.resource("aws:sqs/queue:Queue", "dead", { name: "dead" });
    deadUrl = dead["url"] as string;
    fnArn = await bench.fn("worker", source, {}, [
      { Effect: "Allow", Action: actions, Resource: streamArn },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: dead["arn"] },
    ]);
    return bench.resource("aws:lambda/eventSourceMapping:EventSourceMapping", "s", {
      eventSourceArn: streamArn,
      functionName: "worker",
      startingPosition: "TRIM_HORIZON",
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: dead["arn"] } },
      ...mapping,
    });
  }
  afterEach(() => bench.close());

  async function put(...items: string[]) {
    const kinesis = clientFor(bench.cloud, KinesisClient, "kinesis", root, place.region);
    const Records = items.map((data) => ({ Data: Buffer.from(data), PartitionKey: data.split(":")[0] as string }));
    return (await kinesis.send(new PutRecordsCommand({ StreamARN: streamArn, Records }))).Records ?? [];
  }
  const got = async () =>
    (await bench.logs("worker")).filter((line) => line.includes("GOT")).map((line) => line.split("GOT ")[1]);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async function dead(): Promise<any[]> {
    const sqs = clientFor(bench.cloud, SQSClient, "sqs", root, place.region);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadUrl, MaxNumberOfMessages: 10 }));
    return (Messages ?? []).map(({ Body }) => JSON.parse(Body as string) as unknown);
  }

  it("delivers records in order and in Lambda's shape", async () => {
    await setUp(
      {},
      reads,
      `exports.handler = async (event) => console.log("GOT " + JSON.stringify(event.Records[1]));`,
    );
    const [, second] = await put("k:a", "k:b");
    await bench.world.runFor(5_000);
    const record = JSON.parse((await got())[0] as string) as any; // eslint-disable-line @typescript-eslint/no-explicit-any
    expect(record).to.include({
      eventSource: "aws:kinesis",
      eventName: "aws:kinesis:record",
      eventSourceARN: streamArn,
    });
    expect(record.eventID).to.equal(`shardId-000000000000:${second?.SequenceNumber}`);
    expect(record.kinesis).to.include({ partitionKey: "k", data: Buffer.from("k:b").toString("base64") });
    expect(record.kinesis.approximateArrivalTimestamp).to.equal(Date.UTC(2026, 10, 2) / 1000);
  });

  it("begins with what comes after its creation when it starts at the latest", async () => {
    await setUp({ startingPosition: "LATEST", enabled: false });
    await put("k:old");
    await bench.world.runFor(1_000);
    const [uuid] = await bench.mappings();
    await bench.lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: true }));
    await put("k:new");
    await bench.world.runFor(5_000);
    expect(await got()).to.deep.equal(["k:new"]);
  });

  it("goes on from the first failed record, and keeps later ones waiting", async () => {
    await setUp({ batchSize: 3, maximumRetryAttempts: 1 });
    await put("k:1", "k:fail", "k:3", "k:4");
    await bench.world.runFor(120_000);
    expect(await got()).to.deep.equal(["k:1,k:fail,k:3", "k:fail,k:3", "k:fail,k:3", "k:4"]);
    const [record] = await dead();
    expect(record.requestContext).to.include({ condition: "RetryAttemptsExhausted", functionArn: fnArn });
    expect(record.KinesisBatchInfo).to.include({ batchSize: 2, shardId: "shardId-000000000000", streamArn });
  });

  it("halves a batch that fails until the record that fails is alone", async () => {
    await setUp({ maximumRetryAttempts: 0, bisectBatchOnFunctionError: true });
    await put("k:1", "k:2", "k:throw", "k:4");
    await bench.world.runFor(120_000);
    expect(await got()).to.deep.equal(["k:1,k:2,k:throw,k:4", "k:1,k:2", "k:throw,k:4", "k:throw", "k:4"]);
    expect((await dead()).map((record) => record.KinesisBatchInfo.batchSize as number)).to.deep.equal([1]);
  });

  it("retries with growing pauses while nothing limits it, and gives up what is too old", async () => {
    await setUp({ maximumRecordAgeInSeconds: 100 });
    await put("k:throw");
    await bench.world.runFor(600_000);
    expect(bench.counts(fnArn)["invocations"]).to.be.within(6, 9);
    expect((await dead())[0].requestContext.condition).to.equal("RecordAgeExceeded");
  });

  it("keeps keys in order but not shards when it is parallel", async () => {
    await setUp({ parallelizationFactor: 10, maximumRetryAttempts: 3 });
    await put("a:throw", "b:1", "a:2", "c:1", "b:2");
    await bench.world.runFor(2_000);
    const batches = (await got()).map((line) => (line as string).split(","));
    const others = batches.flat().filter((data) => !data.startsWith("a"));
    expect(others).to.have.members(["b:1", "b:2", "c:1"]);
    expect(others.indexOf("b:1")).to.be.below(others.indexOf("b:2"));
    for (const batch of batches) if (batch.includes("a:2")) expect(batch).to.include("a:throw");
  });

  it("waits for its window, and stops and goes on as it is switched", async () => {
    await setUp({ maximumBatchingWindowInSeconds: 10 });
    const [uuid] = await bench.mappings();
    await put("k:1");
    await bench.world.runFor(5_000);
    await put("k:2");
    expect(await got()).to.deep.equal([]);
    await bench.world.runFor(10_000);
    expect(await got()).to.deep.equal(["k:1,k:2"]);
    await bench.lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: false }));
    await put("k:3");
    await bench.world.runFor(600_000);
    expect(await got()).to.have.length(1);
    await bench.lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: true }));
    await bench.world.runFor(20_000);
    expect((await got())[1]).to.equal("k:3");
  });

  for (const missing of reads) {
    it(`cannot do without ${missing}`, async () => {
      await setUp(
        {},
        reads.filter((action) => action !== missing),
      );
      await put("k:1");
      await bench.world.runFor(10_000);
      expect(await got()).to.deep.equal([]);
      expect(bench.cloud.ledger.denials()[0]?.access.action).to.equal(missing);
    });
  }
});
