import { unmarshall } from "@aws-sdk/util-dynamodb";
import {
  balanceOf,
  fatesOf,
  quarantinedDigest,
  type Balance,
  type EventFate,
  type PublishedMessage,
} from "@huut/domain";
import type { Sandbox } from "../../sandbox";
import type { DynamoDbService } from "../../sandbox/services/dynamodb";
import type { S3Service } from "../../sandbox/services/s3";
import type { SqsService } from "../../sandbox/services/sqs";
import type { Replay } from "./replay";

/** A message in quarantine that was not replayed, with its reasons. */
export interface Quarantined {
  readonly key: string;
  readonly reasons: readonly string[];
}

export interface Account {
  readonly balance: Balance;
  readonly fates: readonly EventFate[];
  readonly quarantined: readonly Quarantined[];
}

/** What became of every published event, read from the stores and not from anybody's counters. */
export function takeAccount({ sandbox, stack, published }: Replay): Account {
  const outputs = sandbox.outputs(stack);
  const quarantined = readQuarantine(sandbox, String(outputs["rawBucket"]));
  const posts = readTable(sandbox, String(outputs["postsTable"]));
  const updates = readTable(sandbox, String(outputs["postUpdatesTable"]));
  const stored = [...posts.map((post) => post["insertDigest"]), ...updates.map((update) => update["digest"])];
  const fates = fatesOf(published, {
    storedDigests: new Set(stored.filter((digest) => typeof digest === "string")),
    quarantinedDigests: new Set(quarantined.map(({ key }) => quarantinedDigest(key) as string)),
    deadLettered: readDeadLetters(sandbox),
  });
  return { balance: balanceOf(fates), fates, quarantined };
}

/** The items of a table, as plain values. */
export function readTable(sandbox: Sandbox, name: string): Record<string, unknown>[] {
  const tables = sandbox.cloud.service<DynamoDbService>("dynamodb");
  const graph = [...sandbox.stacks.values()].flatMap(({ resources }) => resources);
  const table = graph.find(({ type, id }) => type === "aws:dynamodb/table:Table" && id === name);
  return [...tables.items(String(table?.outputs["arn"]))].map((item) => unmarshall(item));
}

function readQuarantine(sandbox: Sandbox, bucketName: string): Quarantined[] {
  const bucket = sandbox.cloud.service<S3Service>("s3").store.bucket(bucketName);
  const found: Quarantined[] = [];
  for (const key of bucket.keysFrom("quarantine/")) {
    const object = bucket.current(key);
    if (!object || quarantinedDigest(key) === undefined) continue;
    const { reasons } = JSON.parse(object.body.toString("utf8")) as { reasons: string[] };
    found.push({ key, reasons });
  }
  return found;
}

/** Whatever lies in queues that take what others gave up on. */
function readDeadLetters(sandbox: Sandbox): PublishedMessage[] {
  const sqs = sandbox.cloud.service<SqsService>("sqs");
  const deadLetterQueues = sqs.queueArns().filter((arn) => sqs.isDeadLetterQueue(arn) || /undelivered/.test(arn));
  return deadLetterQueues.flatMap((arn) =>
    sqs.messages(arn).map(({ body, attributes }) => ({
      body,
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue ?? ""]),
      ),
    })),
  );
}
