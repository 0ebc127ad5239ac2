import { expect } from "chai";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { clientFor } from "../../../../../sandbox/kernel/client";
import type { FaultPlan } from "../../../../../sandbox/world/faults";
import { Bench, place, root } from "../support";

/** Keeps what it gets in its log; fails what the message says. */
const worker = `exports.handler = async (event) => {
  for (const r of event.Records) console.log("GOT " + r.body);
  if (event.Records.some((r) => r.body.includes("throw"))) throw new Error("thrown");
  const odd = event.Records.find((r) => r.body.startsWith("answer "));
  if (odd) return JSON.parse(odd.body.slice(7));
  return { batchItemFailures: event.Records.filter((r) => r.body.includes("fail")).map((r) => ({ itemIdentifier: r.messageId })) };
};`;

describe("Lambda's SQS event-source mapping", () => {
  let bench: Bench;
  let sqs: SQSClient;
  let url: string;
  let fnArn: string;
  let queueArn: string;

  async function setUp(
    mapping: Record<string, unknown> = {},
    options: { faults?: FaultPlan; actions?: string[]; source?: string } = {},
  ) {
    bench = new Bench(options.faults);
    sqs = clientFor(bench.cloud, SQSClient, "sqs", root, place.region);
    const queue = await bench.resource("aws:sqs/queue:Queue", "work", { name: "work", visibilityTimeoutSeconds: 30 });
    [url, queueArn] = [queue["url"] as string, queue["arn"] as string];
    const Action = options.actions ?? ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    fnArn = await bench.fn("worker", options.source ?? worker, {}, [{ Effect: "Allow", Action, Resource: queueArn }]);
    return bench.resource("aws:lambda/eventSourceMapping:EventSourceMapping", "work", {
      eventSourceArn: queueArn,
      functionName: "worker",
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...mapping,
    });
  }
  afterEach(() => bench.close());

  const send = (...bodies: string[]) =>
    Promise.all(bodies.map((MessageBody) => sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }))));
  const got = async () =>
    (await bench.logs("worker")).filter((line) => line.includes("GOT")).map((line) => line.split("GOT ")[1]);
  const depth = async () => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
    return (
      Number(Attributes?.["ApproximateNumberOfMessages"]) +
      Number(Attributes?.["ApproximateNumberOfMessagesNotVisible"])
    );
  };

  it("delivers records in Lambda's shape and deletes what succeeded", async () => {
    await setUp(
      {},
      { source: `exports.handler = async (event) => console.log("GOT " + JSON.stringify(event.Records[0]));` },
    );
    const attributes = { kind: { DataType: "String", StringValue: "x" } };
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "hello", MessageAttributes: attributes }));
    await bench.world.runFor(5_000);
    const record = JSON.parse((await got())[0] as string) as Record<string, unknown>;
    expect(record).to.include({
      body: "hello",
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: place.region,
    });
    expect(record["md5OfBody"]).to.equal("5d41402abc4b2a76b9719d911017c592");
    expect(record["messageAttributes"]).to.deep.equal({
      kind: { stringValue: "x", stringListValues: [], binaryListValues: [], dataType: "String" },
    });
    expect(record["attributes"]).to.include({ ApproximateReceiveCount: "1" });
    expect(await depth()).to.equal(0);
  });

  it("keeps failed items until their visibility timeout", async () => {
    await setUp();
    await send("a", "fail b", "c");
    await bench.world.runFor(25_000);
    expect((await got()).sort()).to.deep.equal(["a", "c", "fail b"]);
    expect(await depth()).to.equal(1);
    await bench.world.runFor(10_000);
    expect((await got()).filter((body) => body === "fail b")).to.have.length(2);
  });

  for (const answer of [
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    '{"batchItemFailures":[{"id":"x"}]}',
    '{"batchItemFailures":"all"}',
  ]) {
    it(`fails the whole batch on the malformed answer ${answer}`, async () => {
      await setUp({ maximumBatchingWindowInSeconds: 1 });
      await send("a", `answer ${answer}`);
      await bench.world.runFor(20_000);
      expect(await depth()).to.equal(2);
    });
  }

  it("fails the whole batch on an exception, and counts it", async () => {
    await setUp({ maximumBatchingWindowInSeconds: 1 });
    await send("a", "throw");
    await bench.world.runFor(10_000);
    expect(await depth()).to.equal(2);
    expect(bench.counts(fnArn)).to.include({ invocations: 1, errors: 1 });
  });

  it("gathers a window's messages into batches of the batch size", async () => {
    await setUp({ batchSize: 25, maximumBatchingWindowInSeconds: 5 });
    await send(...Array.from({ length: 60 }, (_, i) => `m${i}`));
    await bench.world.runFor(20_000);
    expect((await got()).length).to.equal(60);
    expect(bench.counts(fnArn)["invocations"]).to.equal(3);
    expect(await depth()).to.equal(0);
  });

  it("drops what its filter does not want", async () => {
    await setUp({ filterCriteria: { filters: [{ pattern: JSON.stringify({ body: { kind: ["a"] } }) }] } });
    await send('{"kind":"a"}', '{"kind":"b"}');
    await bench.world.runFor(10_000);
    expect(await got()).to.deep.equal(['{"kind":"a"}']);
    expect(await depth()).to.equal(0);
  });

  it("respects enabled, and goes on where it stopped", async () => {
    const { uuid } = await setUp({ enabled: false });
    await send("a");
    await bench.world.runFor(60_000);
    expect(await got()).to.deep.equal([]);
    await bench.lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid as string, Enabled: true }));
    await bench.world.runFor(5_000);
    expect(await got()).to.deep.equal(["a"]);
  });

  it("runs at most maximumConcurrency batches at once", async () => {
    const source = `exports.handler = async (e) => { console.log("GOT x"); await new Promise((r) => setTimeout(r, 2000)); };`;
    await setUp({ batchSize: 1, scalingConfig: { maximumConcurrency: 2 } }, { source });
    await send("a", "b", "c", "d");
    await bench.world.runFor(1_500);
    expect(bench.counts(fnArn)["coldStarts"]).to.equal(2);
    await bench.world.runFor(20_000);
    expect(bench.counts(fnArn)).to.include({ invocations: 4, coldStarts: 2 });
    expect(await depth()).to.equal(0);
  });

  for (const missing of ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]) {
    it(`cannot do without ${missing}`, async () => {
      const all = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
      await setUp({}, { actions: all.filter((action) => action !== missing) });
      await send("a");
      await bench.world.runFor(10_000);
      expect(await depth()).to.equal(1);
      expect(bench.cloud.ledger.denials()[0]?.access.action).to.equal(missing);
    });
  }

  it("delivers a batch twice where the fault plan says so", async () => {
    await setUp({}, { faults: { faults: [{ kind: "duplicate", service: "lambda", times: 1 }] } });
    await send("a");
    await bench.world.runFor(10_000);
    expect(await got()).to.deep.equal(["a", "a"]);
    expect(await depth()).to.equal(0);
  });
});
