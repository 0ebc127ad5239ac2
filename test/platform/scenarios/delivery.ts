import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { createHash } from "node:crypto";
import type { Stage } from "../../support/stage";
import { event } from "../../support/stage";
import type { Scenario } from "./index";

const createdAt = "2026-11-02T08:00:00.000Z";
const start = "2026-11-02T08:00:00Z";

/** A post and a change of it reach the raw zone. */
async function deliver(stage: Stage, seconds = 420): Promise<object> {
  const post = { postId: "p-1", createdAt };
  await stage.publish(
    event("INSERT", "e-1", createdAt, post),
    event("MODIFY", "e-2", "2026-11-02T08:00:01.000Z", { ...post, version: 2, likes: 3 }),
  );
  await stage.pass(seconds);
  return {};
}

export const delivery: Scenario = { name: "changes reach the raw zone", start, play: (stage) => deliver(stage) };

/** S3 refuses for a while: Firehose says so in its log, and tries again. */
export const brokenDelivery: Scenario = {
  name: "delivery while S3 fails",
  start,
  faults: { faults: [{ kind: "error", service: "s3", operation: "PutObject", resource: "/posts/", times: 2 }] },
  play: (stage) => deliver(stage),
};

/** S3 has stored an object, and Firehose does not hear of it: it looks before it writes again. */
export const lostAnswer: Scenario = {
  name: "delivery when answers of S3 are lost",
  start,
  faults: { faults: [{ kind: "lost-answer", service: "s3", operation: "PutObject", resource: "/posts/", times: 1 }] },
  play: (stage) => deliver(stage),
};

/** Changes that fill an object larger than one part; S3 refuses a part once. */
export const largeDelivery: Scenario = {
  name: "delivery of a large object of which a part fails",
  start,
  faults: { faults: [{ kind: "error", service: "s3", operation: "UploadPart", times: 1 }] },
  async play(stage) {
    const client = stage.client(DynamoDBClient, "dynamodb");
    for (let i = 1; i <= 24; i++) {
      // Not a text: nobody but the lake has to read it.
      const Item = { postId: { S: `p-${i}` }, createdAt: { S: createdAt }, image: { S: noise(i, 300_000) } };
      const input = { TableName: stage.output("postsTable"), Item };
      await stage.until(() => client.send(new PutItemCommand(input)));
      await stage.pass(1);
    }
    await stage.pass(420);
    return {};
  },
};

/** Text that hardly compresses, the same every time. */
function noise(seed: number, length: number): string {
  const parts = Array.from({ length: Math.ceil(length / 86) }, (_, i) =>
    createHash("sha512").update(`${seed}/${i}`).digest("base64"),
  );
  return parts.join("").slice(0, length);
}

/** A record that is no change of a table: the transform says so, and Firehose keeps it aside. */
export const strangeRecord: Scenario = {
  name: "a record that the transform cannot read",
  start,
  async play(stage) {
    const input = { StreamName: stage.output("changesStream"), Data: Buffer.from("no change"), PartitionKey: "a" };
    await stage.until(() => stage.client(KinesisClient, "kinesis").send(new PutRecordCommand(input)));
    await stage.pass(420);
    return {};
  },
};
