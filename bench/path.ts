import { join } from "node:path";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { realTime } from "../sandbox/world/real-time";
import type { Probe } from "../test/conformance/behaviour";
import { openMiniStack } from "../test/conformance/peers";
import { sandbox } from "../test/conformance/targets/sandbox";
import type { Target } from "../test/conformance/targets/target";
import type { Figure } from "./figures";

const messages = 1_000;
const repetitions = 3;
const minutes = 60_000;

/** Puts each message into a table, with the SDK of the runtime. `ENDPOINT` is empty where the runtime knows it. */
const handler = `
const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");
let client;
exports.handler = async ({ Records }) => {
  client ??= new DynamoDBClient(process.env.ENDPOINT ? { endpoint: process.env.ENDPOINT } : {});
  for (const { messageId, body } of Records) {
    const Item = { id: { S: messageId }, body: { S: body } };
    await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
  }
  return { batchItemFailures: [] };
};`;

/**
 * The same way of the same messages (queue, function, table) through the sandbox and through MiniStack, both over their
 * ports: how many times as fast the sandbox is. Nothing where MiniStack cannot be had, and that is said.
 */
export async function pathAgainstPeer(): Promise<Figure[]> {
  const say = (line: string) => console.error(line);
  const peer = await openMiniStack(join(__dirname, ".."), say);
  if ("missing" in peer) {
    say(`Skipped the comparison with MiniStack: ${peer.missing}.`);
    return [];
  }
  try {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      ours.push(await milliseconds(sandbox));
      theirs.push(await milliseconds(peer.target));
    }
    return [comparison(middle(ours), middle(theirs))];
  } finally {
    await peer.stop();
  }
}

function middle(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

function comparison(ours: number, theirs: number): Figure {
  const written = (time: number) => `${(time / 1_000).toFixed(2)} s`;
  return {
    group: "path",
    name: "SQS → Lambda → DynamoDB, MiniStack's time by the sandbox's",
    value: theirs / ours,
    unit: "×",
    limit: { least: 5 },
    note: `${messages} messages in batches of 10, medians of ${repetitions} in turns: ${written(ours)} and ${written(theirs)} wall`,
  };
}

/** Real time from the first message sent to the last one in the table. */
async function milliseconds(target: Target): Promise<number> {
  let took = 0;
  const behaviour = { id: "bench/path", service: "lambda", title: "", doc: "", run: () => Promise.resolve() } as const;
  await target.with(behaviour, async (probe) => {
    const { queueUrl, table } = await build(probe, target);
    const start = realTime.now();
    await send(probe, queueUrl);
    await probe.eventually(10 * minutes, async () => ((await stored(probe, table)) === messages ? true : undefined));
    took = realTime.now() - start;
  });
  return took;
}

async function build(probe: Probe, target: Target): Promise<{ queueUrl: string; table: string }> {
  const queue = await probe.create<{ url: string; arn: string }>("aws:sqs/queue:Queue", {
    name: probe.name("path"),
    visibilityTimeoutSeconds: 180,
  });
  const table = await probe.create<{ name: string; arn: string }>("aws:dynamodb/table:Table", {
    name: probe.name("path"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
  });
  const consume = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  const fn = await probe.fn(handler, {
    statements: [
      { Effect: "Allow", Action: consume, Resource: queue.arn },
      { Effect: "Allow", Action: "dynamodb:PutItem", Resource: table.arn },
    ],
    timeout: 30,
    environment: {
      TABLE: table.name,
      ENDPOINT:
        target.name === "sandbox"
          ? ""
          : ((await probe.client(DynamoDBClient).config.endpoint?.().then(addressOf)) ?? ""),
    },
  });
  await probe.create("aws:lambda/eventSourceMapping:EventSourceMapping", {
    functionName: fn.name,
    eventSourceArn: queue.arn,
    batchSize: 10,
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
  return { queueUrl: queue.url, table: table.name };
}

function addressOf({ protocol, hostname, port }: { protocol: string; hostname: string; port?: number }): string {
  return `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`;
}

async function send(probe: Probe, QueueUrl: string): Promise<void> {
  const sqs = probe.client(SQSClient);
  for (let batch = 0; batch < messages / 10; batch++) {
    const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: String(i), MessageBody: `message ${batch * 10 + i}` }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

async function stored(probe: Probe, TableName: string): Promise<number> {
  const { Count = 0 } = await probe.client(DynamoDBClient).send(new ScanCommand({ TableName, Select: "COUNT" }));
  return Count;
}
