import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { behavioursOf, type Probe } from "../behaviour";
import { arrival, receive } from "./sqs";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";
const SQS_ERRORS = `${GUIDE}/services-sqs-errorhandling.html`;

/** Prints what it got, and fails every message whose body says so. */
const partial = `exports.handler = async (event) => {
  console.log(JSON.stringify({ probe: event.Records.map((r) => r.body) }));
  return { batchItemFailures: event.Records.filter((r) => r.body.startsWith("bad")).map((r) => ({ itemIdentifier: r.messageId })) };
};`;
const printing = `exports.handler = async (event) => { console.log(JSON.stringify({ probe: event })); };`;
const failing = `exports.handler = async (event) => {
  console.log(JSON.stringify({ probe: event.Records.map((r) => r.body) }));
  throw new Error("no");
};`;

interface Printed<T> {
  readonly probe: T;
}
interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** A queue with a dead-letter queue whose mapping runs a function. */
async function mapped(probe: Probe, source: string, mapping: Record<string, unknown>, maxReceiveCount = 2) {
  const dead = await probe.create<Queue>("aws:sqs/queue:Queue", { name: probe.name("dead") });
  const redrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount });
  const inputs = { name: probe.name("work"), visibilityTimeoutSeconds: 3, redrivePolicy };
  const queue = await probe.create<Queue>("aws:sqs/queue:Queue", inputs);
  const consume = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"];
  const statements = [{ Effect: "Allow", Action: consume, Resource: queue.arn }];
  const fn = await probe.fn(source, { statements, timeout: 3 });
  const wiring = { functionName: fn.name, eventSourceArn: queue.arn, ...mapping };
  await probe.create("aws:lambda/eventSourceMapping:EventSourceMapping", wiring);
  return { queue, dead, fn };
}

function sendAll(probe: Probe, { url: QueueUrl }: Queue, bodies: readonly string[]) {
  const Entries = bodies.map((MessageBody, i) => ({ Id: String(i), MessageBody }));
  return probe.client(SQSClient).send(new SendMessageBatchCommand({ QueueUrl, Entries }));
}

/** A stream whose mapping runs a function, with a queue for what fails. */
async function streaming(probe: Probe, source: string, mapping: Record<string, unknown>) {
  const { arn } = await probe.create<{ arn: string }>("aws:kinesis/stream:Stream", {
    name: probe.name("stream"),
    shardCount: 1,
  });
  const failed = await probe.create<Queue>("aws:sqs/queue:Queue", { name: probe.name("failed") });
  const read = [
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:ListShards",
    "kinesis:ListStreams",
  ];
  const statements = [
    { Effect: "Allow", Action: read, Resource: "*" },
    { Effect: "Allow", Action: "sqs:SendMessage", Resource: failed.arn },
  ];
  const fn = await probe.fn(source, { statements, timeout: 3 });
  await probe.create("aws:lambda/eventSourceMapping:EventSourceMapping", {
    functionName: fn.name,
    eventSourceArn: arn,
    startingPosition: "TRIM_HORIZON",
    destinationConfig: { onFailure: { destinationArn: failed.arn } },
    ...mapping,
  });
  return { arn, failed, fn };
}

function putRecords(probe: Probe, StreamARN: string, bodies: readonly string[]) {
  const Records = bodies.map((body) => ({ Data: Buffer.from(body), PartitionKey: "one" }));
  return probe.client(KinesisClient).send(new PutRecordsCommand({ StreamARN, Records }));
}

/** Prints the records of each batch and fails batches with a bad one. */
const strict = `exports.handler = async (event) => {
  const bodies = event.Records.map((r) => Buffer.from(r.kinesis.data, "base64").toString());
  console.log(JSON.stringify({ probe: bodies }));
  if (bodies.some((b) => b.startsWith("bad"))) throw new Error("bad record");
};`;

/** All that a function's batches held, once it holds what is waited for. */
function batches(probe: Probe, name: string, enough: (batches: string[][]) => boolean, within = 60_000) {
  return probe.eventually(within, async () => {
    const found = (await probe.printed<Printed<string[]>>(name)).map((line) => line.probe);
    return enough(found) ? found : undefined;
  });
}

export const lambda = behavioursOf("lambda", GUIDE, [
  {
    id: "sqs/partial",
    title: "with ReportBatchItemFailures only the failed messages come back, and end in the dead-letter queue",
    doc: `${SQS_ERRORS}#services-sqs-batchfailurereporting`,
    run: async (probe) => {
      const { queue, dead, fn } = await mapped(probe, partial, {
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
      });
      await sendAll(probe, queue, ["good 1", "bad 1", "good 2"]);
      const message = await arrival(probe, dead.url, 60_000);
      expect(message.Body).to.equal("bad 1");
      const seen = (await batches(probe, fn.name, (all) => all.flat().length >= 4)).flat();
      expect(seen.filter((body) => body === "bad 1")).to.have.length(2);
      expect(seen.filter((body) => body.startsWith("good")).sort()).to.deep.equal(["good 1", "good 2"]);
    },
  },
  {
    id: "sqs/throw",
    title: "a function that throws fails the whole batch, also with ReportBatchItemFailures",
    doc: SQS_ERRORS,
    run: async (probe) => {
      const { queue, dead } = await mapped(
        probe,
        failing,
        { batchSize: 10, functionResponseTypes: ["ReportBatchItemFailures"] },
        1,
      );
      await sendAll(probe, queue, ["a", "b"]);
      const bodies = new Set<string>();
      await probe.eventually(60_000, async () => {
        for (const { Body = "" } of await receive(probe, dead.url)) bodies.add(Body);
        return bodies.size === 2 ? true : undefined;
      });
      expect([...bodies].sort()).to.deep.equal(["a", "b"]);
    },
  },
  {
    id: "sqs/event",
    title: "a message arrives with its body, attributes, MD5 and source",
    doc: `${GUIDE}/with-sqs.html`,
    run: async (probe) => {
      const { queue, fn } = await mapped(probe, printing, { batchSize: 1 });
      await sendAll(probe, queue, ["नमस्ते"]);
      const [line] = await probe.eventually(60_000, async () => {
        const lines = await probe.printed<Printed<{ Records: Record<string, unknown>[] }>>(fn.name);
        return lines.length > 0 ? lines : undefined;
      });
      const record = line?.probe.Records[0] ?? {};
      expect(record).to.include({
        body: "नमस्ते",
        eventSource: "aws:sqs",
        eventSourceARN: queue.arn,
        awsRegion: probe.region,
      });
      expect(record).to.include.keys("messageId", "receiptHandle", "md5OfBody", "messageAttributes");
      expect(record["attributes"]).to.include({ ApproximateReceiveCount: "1" });
    },
  },
  {
    id: "sqs/filter",
    title: "a filter on the body takes what does not match off the queue without an invocation",
    doc: `${GUIDE}/with-sqs-filtering.html`,
    run: async (probe) => {
      const filters = [{ pattern: JSON.stringify({ body: { kind: ["wanted"] } }) }];
      const { queue, dead, fn } = await mapped(probe, partial, { batchSize: 10, filterCriteria: { filters } });
      await sendAll(
        probe,
        queue,
        [{ kind: "other" }, { kind: "wanted" }].map((body) => JSON.stringify(body)),
      );
      const seen = await batches(probe, fn.name, (all) => all.flat().length >= 1);
      expect(seen.flat()).to.deep.equal(['{"kind":"wanted"}']);
      await probe.pass(5_000);
      expect(await receive(probe, queue.url)).to.deep.equal([]);
      expect(await receive(probe, dead.url)).to.deep.equal([]);
    },
  },
  {
    id: "kinesis/bisect",
    title: "a failing batch is halved until the bad record stands alone; the others are processed",
    doc: `${GUIDE}/kinesis-on-failure-destination.html`,
    run: async (probe) => {
      const mapping = {
        batchSize: 10,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 5,
        maximumBatchingWindowInSeconds: 2,
      };
      const { arn, failed, fn } = await streaming(probe, strict, mapping);
      await putRecords(probe, arn, ["a", "b", "bad", "c"]);
      const { Body = "{}" } = await arrival(probe, failed.url, 120_000);
      expect(JSON.parse(Body)).to.have.nested.property("KinesisBatchInfo.batchSize", 1);
      const good = (all: string[][]) => new Set(all.filter((batch) => !batch.includes("bad")).flat());
      const seen = await batches(probe, fn.name, (all) => good(all).size === 3, 60_000);
      expect([...good(seen)].sort()).to.deep.equal(["a", "b", "c"]);
    },
  },
  {
    id: "kinesis/retries",
    title: "a batch is tried once and again maximumRetryAttempts times, then goes to the failure destination",
    doc: `${GUIDE}/kinesis-on-failure-destination.html`,
    run: async (probe) => {
      const { arn, failed, fn } = await streaming(probe, strict, { batchSize: 1, maximumRetryAttempts: 2 });
      await putRecords(probe, arn, ["bad"]);
      const { Body = "{}" } = await arrival(probe, failed.url, 120_000);
      const told = JSON.parse(Body) as Record<string, Record<string, unknown>>;
      expect(told["requestContext"]).to.include({ condition: "RetryAttemptsExhausted", approximateInvokeCount: 3 });
      expect(told["KinesisBatchInfo"]).to.include({ batchSize: 1, streamArn: arn });
      const seen = await batches(probe, fn.name, (all) => all.length >= 3);
      expect(seen).to.deep.equal([["bad"], ["bad"], ["bad"]]);
    },
  },
  {
    id: "kinesis/order",
    title: "records of a shard come in order, and a stuck batch holds back those behind it",
    doc: `${GUIDE}/with-kinesis.html`,
    run: async (probe) => {
      const { arn, fn } = await streaming(probe, strict, { batchSize: 1, maximumRetryAttempts: 1 });
      await putRecords(probe, arn, ["1", "bad", "2"]);
      const seen = await batches(probe, fn.name, (all) => all.flat().includes("2"), 120_000);
      expect(seen.flat()).to.deep.equal(["1", "bad", "bad", "2"]);
    },
  },
  {
    id: "kinesis/event",
    title: "a stream's record arrives with base64 data, partition key, sequence number and event id",
    doc: `${GUIDE}/with-kinesis.html`,
    run: async (probe) => {
      const { arn, fn } = await streaming(probe, printing, { batchSize: 1 });
      await putRecords(probe, arn, ["नमस्ते"]);
      const [line] = await probe.eventually(60_000, async () => {
        const lines = await probe.printed<Printed<{ Records: Record<string, unknown>[] }>>(fn.name);
        return lines.length > 0 ? lines : undefined;
      });
      const record = line?.probe.Records[0] as { kinesis: Record<string, string> } & Record<string, string>;
      expect(Buffer.from(record.kinesis["data"] ?? "", "base64").toString()).to.equal("नमस्ते");
      expect(record.kinesis).to.include({ partitionKey: "one", kinesisSchemaVersion: "1.0" });
      expect(record).to.include({ eventSource: "aws:kinesis", eventSourceARN: arn, eventName: "aws:kinesis:record" });
      expect(record["eventID"]).to.equal(`shardId-000000000000:${record.kinesis["sequenceNumber"]}`);
    },
  },
  {
    id: "invoke/error",
    title: "a function that throws answers 200 with FunctionError and the error as its payload",
    doc: `${GUIDE}/nodejs-exceptions.html`,
    run: async (probe) => {
      const { name } = await probe.fn(`exports.handler = async () => { throw new TypeError("broken"); };`);
      const answer = await probe.client(LambdaClient).send(new InvokeCommand({ FunctionName: name }));
      expect([answer.StatusCode, answer.FunctionError]).to.deep.equal([200, "Unhandled"]);
      const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as object;
      expect(payload).to.include({ errorType: "TypeError", errorMessage: "broken" });
    },
  },
  {
    id: "invoke/timeout",
    title: "a function that takes too long ends in Sandbox.Timedout",
    doc: `${GUIDE}/configuration-timeout.html`,
    run: async (probe) => {
      const source = `exports.handler = () => new Promise((resolve) => setTimeout(resolve, 20000));`;
      const { name } = await probe.fn(source, { timeout: 1 });
      const answer = await probe.client(LambdaClient).send(new InvokeCommand({ FunctionName: name }));
      expect(answer.FunctionError).to.equal("Unhandled");
      const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as Record<string, string>;
      expect(payload["errorMessage"]).to.match(/Task timed out after 1\.00 seconds/);
    },
  },
  {
    id: "async/destination",
    title: "an asynchronous invocation that fails for good goes to its failure destination with request and response",
    doc: `${GUIDE}/invocation-async-retain-records.html`,
    run: async (probe) => {
      const failed = await probe.create<Queue>("aws:sqs/queue:Queue", { name: probe.name("failed") });
      const statements = [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: failed.arn }];
      const { name } = await probe.fn(`exports.handler = async () => { throw new Error("no"); };`, { statements });
      await probe.create("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
        functionName: name,
        maximumRetryAttempts: 0,
        destinationConfig: { onFailure: { destination: failed.arn } },
      });
      const Payload = Buffer.from(JSON.stringify({ a: 1 }));
      const invoke = new InvokeCommand({ FunctionName: name, InvocationType: "Event", Payload });
      expect((await probe.client(LambdaClient).send(invoke)).StatusCode).to.equal(202);
      const { Body = "{}" } = await arrival(probe, failed.url, 60_000);
      const told = JSON.parse(Body) as Record<string, Record<string, unknown>>;
      expect(told["requestContext"]).to.include({ condition: "RetriesExhausted", approximateInvokeCount: 1 });
      expect(told["requestPayload"]).to.deep.equal({ a: 1 });
      expect(told["responsePayload"]).to.include({ errorMessage: "no" });
    },
  },
]);
