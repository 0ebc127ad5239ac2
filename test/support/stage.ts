import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { marshall } from "@aws-sdk/util-dynamodb";
import { gzipSync } from "node:zlib";
import { deployBesideApplication } from "../../cli/start/media";
import type { FaultPlan, Sandbox, StackGraph } from "../../sandbox";
import { parseArn, type Place } from "../../sandbox/kernel/arn";

/** A post event as the application publishes it. */
export interface SentEvent {
  readonly eventId: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly occurredAt: string;
  readonly post: Readonly<Record<string, unknown>> & { readonly postId: string; readonly createdAt: string };
}

/** A valid event; what a test is about, it gives in `post`. */
export function event(
  eventName: SentEvent["eventName"],
  eventId: string,
  occurredAt: string,
  post: { readonly postId: string; readonly createdAt: string } & Readonly<Record<string, unknown>>,
): SentEvent {
  const rest = { userId: "u-1", updatedAt: occurredAt, version: 1, text: "नमस्ते", tags: [], likes: 0, heard: 0 };
  return { eventId, eventName, occurredAt, post: { ...rest, ...post } };
}

/** The platform deployed in a world of its own, and what a test does there: everything as the accounts' root. */
export class Stage {
  readonly outputs: Readonly<Record<string, string>>;
  readonly place: Place;

  constructor(readonly sandbox: Sandbox) {
    const [stack = ""] = sandbox.stacks.keys();
    this.outputs = sandbox.outputs(stack) as Record<string, string>;
    const { account, region } = parseArn(this.output("keyArn"));
    this.place = { account, region };
  }

  static async open(graphs: readonly StackGraph[], start: string, faults?: FaultPlan, seed = 1): Promise<Stage> {
    const options = { start: new Date(start), seed, ...(faults && { faults }) };
    return new Stage(await deployBesideApplication(graphs, options));
  }

  output(name: string): string {
    const value = this.outputs[name];
    if (value === undefined) throw new Error(`The stack has no output "${name}".`);
    return value;
  }

  client<C>(Client: new (config: never) => C, service: string): C {
    return this.sandbox.client(Client, service, this.place.account, this.place.region);
  }

  /** Lets virtual time pass, in seconds. */
  async pass(seconds: number): Promise<void> {
    await this.sandbox.world.runFor(seconds * 1000);
  }

  /** Lets time pass until `work` is done. @returns what it answers, or the name of the error it throws */
  async until<T>(work: () => Promise<T>, longest = 900): Promise<T | { readonly error: string }> {
    let outcome: { value: T | { readonly error: string } } | undefined;
    work().then(
      (value) => void (outcome = { value }),
      (error: Error) => void (outcome = { value: { error: error.name } }),
    );
    for (let seconds = 0; seconds < longest; seconds++) {
      await this.sandbox.world.settle();
      if (outcome) return outcome.value;
      await this.pass(1);
    }
    throw new Error(`Nothing came of it in ${longest} s.`);
  }

  async publish(...messages: (SentEvent | string)[]): Promise<void> {
    const client = this.client(SNSClient, "sns");
    for (const message of messages) {
      const body = typeof message === "string" ? message : JSON.stringify(message);
      const names = typeof message === "string" ? {} : { eventName: message.eventName };
      const attributes = Object.entries({ ...names, schema: "post/1" }).map(
        ([name, StringValue]) => [name, { DataType: "String", StringValue }] as const,
      );
      const MessageAttributes = Object.fromEntries(attributes);
      const input = { TopicArn: this.output("topicArn"), Message: body, MessageAttributes };
      const answer = await this.until(() => client.send(new PublishCommand(input)));
      if ("error" in answer) throw new Error(answer.error);
    }
  }

  /** Invokes a function and waits. @returns its payload and its error, if it has one */
  invoke(functionName: string, payload: object): Promise<unknown> {
    return this.until(async () => {
      const input = { FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload)) };
      const { Payload, FunctionError } = await this.client(LambdaClient, "lambda").send(new InvokeCommand(input));
      return FunctionError ?? (JSON.parse(Buffer.from(Payload ?? []).toString()) as unknown);
    });
  }

  async put(bucket: string, key: string, body: Buffer | string): Promise<void> {
    const input = { Bucket: bucket, Key: key, Body: body };
    const answer = await this.until(() => this.client(S3Client, "s3").send(new PutObjectCommand(input)));
    if ("error" in answer) throw new Error(answer.error);
  }

  async delete(bucket: string, key: string): Promise<void> {
    const input = { Bucket: bucket, Key: key };
    const answer = await this.until(() => this.client(S3Client, "s3").send(new DeleteObjectCommand(input)));
    if ("error" in answer) throw new Error(answer.error);
  }

  async putItem(table: string, item: object): Promise<void> {
    const input = { TableName: table, Item: marshall(item, { removeUndefinedValues: true }) };
    const answer = await this.until(() => this.client(DynamoDBClient, "dynamodb").send(new PutItemCommand(input)));
    if ("error" in answer) throw new Error(answer.error);
  }

  /** Lines of the raw zone, as Firehose writes them. */
  async putRaw(
    table: "posts" | "post_updates" | "captions",
    day: string,
    name: string,
    lines: readonly object[],
  ): Promise<void> {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const key = `${table}/created_date=${day}/created_hour=05/${name}.gz`;
    await this.put(this.output("rawBucket"), key, gzipSync(text));
  }

  close(): void {
    this.sandbox.close();
  }
}

/** A line of the raw zone. */
export function rawLine(post: Readonly<Record<string, unknown>> & { readonly postId: string }): object {
  const at = "2026-11-02T05:00:00.000Z";
  const table = post["eventName"] === "MODIFY" || post["eventName"] === "REMOVE" ? "post_updates" : "posts";
  const times = { createdAt: at, updatedAt: at, occurredAt: at, recordedAt: at };
  const rest = { userId: "u-1", version: 1, deleted: false, eventId: `e-${post.postId}`, eventName: "INSERT" };
  return { table, ...times, ...rest, text: "வணக்கம்", tags: ["#a"], likes: 1, heard: 2, ...post };
}
