import { createHash } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { behavioursOf, failureOf, type Probe } from "../behaviour";

const GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

async function queue(probe: Probe, inputs: Record<string, unknown> = {}): Promise<{ url: string; arn: string }> {
  return probe.create("aws:sqs/queue:Queue", { name: probe.name("queue"), ...inputs });
}

const send = (probe: Probe, QueueUrl: string, MessageBody: string, more = {}) =>
  probe.client(SQSClient).send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

export async function receive(probe: Probe, QueueUrl: string, more = {}): Promise<Message[]> {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more });
  return (await probe.client(SQSClient).send(command)).Messages ?? [];
}

/** Receives until there is a message. */
export function arrival(probe: Probe, url: string, within = 10_000, more = {}): Promise<Message> {
  return probe.eventually(within, async () => (await receive(probe, url, more))[0]);
}

export const sqs = behavioursOf("sqs", GUIDE, [
  {
    id: "redrive",
    title: "a message received more than maxReceiveCount times goes to the dead-letter queue, with its body",
    doc: `${GUIDE}/sqs-dead-letter-queues.html`,
    run: async (probe) => {
      const dead = await queue(probe);
      const redrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
      const { url } = await queue(probe, { visibilityTimeoutSeconds: 1, redrivePolicy });
      await send(probe, url, "poison");
      for (let i = 0; i < 2; i++) {
        expect((await arrival(probe, url)).Body).to.equal("poison");
        await probe.pass(1_200);
      }
      expect(await receive(probe, url)).to.deep.equal([]);
      expect((await arrival(probe, dead.url)).Body).to.equal("poison");
    },
  },
  {
    id: "receive-count",
    title: "ApproximateReceiveCount counts receipts; SentTimestamp is milliseconds",
    doc: `${GUIDE}/sqs-message-metadata.html`,
    run: async (probe) => {
      const { url } = await queue(probe, { visibilityTimeoutSeconds: 1 });
      const before = probe.now();
      await send(probe, url, "m");
      const more = { MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"] };
      const first = await arrival(probe, url, 10_000, more);
      expect(first.Attributes?.["ApproximateReceiveCount"]).to.equal("1");
      expect(Number(first.Attributes?.["SentTimestamp"])).to.be.within(before - 60_000, probe.now() + 60_000);
      await probe.pass(1_200);
      const second = await arrival(probe, url, 10_000, more);
      expect(second.Attributes?.["ApproximateReceiveCount"]).to.equal("2");
    },
  },
  {
    id: "visibility",
    title: "a received message is hidden until its visibility timeout is over",
    doc: `${GUIDE}/sqs-visibility-timeout.html`,
    run: async (probe) => {
      const { url } = await queue(probe, { visibilityTimeoutSeconds: 4 });
      await send(probe, url, "m");
      await arrival(probe, url);
      expect(await receive(probe, url)).to.deep.equal([]);
      await probe.pass(4_200);
      expect((await arrival(probe, url)).Body).to.equal("m");
    },
  },
  {
    id: "visibility/zero",
    title: "a visibility timeout of 0 gives the message back at once",
    doc: `${GUIDE}/sqs-visibility-timeout.html`,
    run: async (probe) => {
      const { url: QueueUrl } = await queue(probe, { visibilityTimeoutSeconds: 60 });
      await send(probe, QueueUrl, "m");
      const { ReceiptHandle } = await arrival(probe, QueueUrl);
      const change = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      await probe.client(SQSClient).send(new ChangeMessageVisibilityCommand(change));
      expect((await arrival(probe, QueueUrl, 3_000)).Body).to.equal("m");
    },
  },
  {
    id: "visibility/longer",
    title: "a changed visibility timeout counts from the change",
    doc: `${GUIDE}/sqs-visibility-timeout.html`,
    run: async (probe) => {
      const { url: QueueUrl } = await queue(probe, { visibilityTimeoutSeconds: 2 });
      await send(probe, QueueUrl, "m");
      const { ReceiptHandle } = await arrival(probe, QueueUrl);
      const change = { QueueUrl, ReceiptHandle, VisibilityTimeout: 6 };
      await probe.client(SQSClient).send(new ChangeMessageVisibilityCommand(change));
      await probe.pass(3_000);
      expect(await receive(probe, QueueUrl)).to.deep.equal([]);
    },
  },
  {
    id: "delete",
    title: "a deleted message does not come back; deleting it again is no error",
    doc: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html",
    run: async (probe) => {
      const { url: QueueUrl } = await queue(probe, { visibilityTimeoutSeconds: 1 });
      await send(probe, QueueUrl, "m");
      const { ReceiptHandle } = await arrival(probe, QueueUrl);
      const gone = new DeleteMessageCommand({ QueueUrl, ReceiptHandle });
      await probe.client(SQSClient).send(gone);
      await probe.client(SQSClient).send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      await probe.pass(1_500);
      expect(await receive(probe, QueueUrl)).to.deep.equal([]);
    },
  },
  {
    id: "delay",
    title: "a delayed message comes after its delay",
    doc: `${GUIDE}/sqs-message-timers.html`,
    run: async (probe) => {
      const { url } = await queue(probe);
      await send(probe, url, "m", { DelaySeconds: 2 });
      expect(await receive(probe, url)).to.deep.equal([]);
      await probe.pass(2_200);
      expect((await arrival(probe, url)).Body).to.equal("m");
    },
  },
  {
    id: "long-poll",
    title: "a long poll waits for a message that comes meanwhile",
    doc: `${GUIDE}/sqs-short-and-long-polling.html`,
    run: async (probe) => {
      const { url } = await queue(probe);
      const polled = receive(probe, url, { WaitTimeSeconds: 5 });
      await send(probe, url, "late", { DelaySeconds: 1 });
      expect((await polled).map(({ Body }) => Body)).to.deep.equal(["late"]);
    },
  },
  {
    id: "md5",
    title: "bodies and attributes are answered with their MD5, whatever the script",
    doc: `${GUIDE}/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation`,
    run: async (probe) => {
      const { url } = await queue(probe);
      const MessageAttributes = {
        eventName: { DataType: "String", StringValue: "INSERT" },
        count: { DataType: "Number", StringValue: "7" },
        bytes: { DataType: "Binary", BinaryValue: Buffer.from([0, 255]) },
      };
      // The client itself compares both digests with its own and refuses others.
      const sent = await send(probe, url, "नमस्ते", { MessageAttributes });
      expect(sent.MD5OfMessageBody).to.equal(md5("नमस्ते"));
      const got = await arrival(probe, url, 10_000, { MessageAttributeNames: ["All"] });
      expect(got.MD5OfBody).to.equal(md5("नमस्ते"));
      expect(got.MD5OfMessageAttributes)
        .to.equal(sent.MD5OfMessageAttributes)
        .and.to.match(/^[0-9a-f]{32}$/);
      expect(got.MessageAttributes?.["eventName"]?.StringValue).to.equal("INSERT");
      expect(Buffer.from(got.MessageAttributes?.["bytes"]?.BinaryValue ?? []).toString("hex")).to.equal("00ff");
    },
  },
  {
    id: "attributes-on-request",
    title: "message attributes come on request only, by name or prefix",
    doc: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html",
    run: async (probe) => {
      const { url } = await queue(probe, { visibilityTimeoutSeconds: 1 });
      const text = (StringValue: string) => ({ DataType: "String", StringValue });
      await send(probe, url, "m", { MessageAttributes: { "a.x": text("1"), "a.y": text("2"), b: text("3") } });
      expect(await arrival(probe, url)).not.to.have.property("MessageAttributes");
      await probe.pass(1_200);
      const named = await arrival(probe, url, 10_000, { MessageAttributeNames: ["b"] });
      expect(Object.keys(named.MessageAttributes ?? {})).to.deep.equal(["b"]);
      await probe.pass(1_200);
      const prefixed = await arrival(probe, url, 10_000, { MessageAttributeNames: ["a.*"] });
      expect(Object.keys(prefixed.MessageAttributes ?? {}).sort()).to.deep.equal(["a.x", "a.y"]);
    },
  },
  {
    id: "batch",
    title: "a batch answers each entry; ids must differ, be there, and be at most ten",
    doc: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html",
    run: async (probe) => {
      const { url: QueueUrl } = await queue(probe);
      const entries = (count: number, id = (i: number) => `e${i}`) =>
        Array.from({ length: count }, (_, i) => ({ Id: id(i), MessageBody: `m${i}` }));
      const batch = (Entries: { Id: string; MessageBody: string }[]) =>
        probe.client(SQSClient).send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      expect((await batch(entries(10))).Successful).to.have.length(10);
      expect((await failureOf(batch(entries(11)))).name).to.match(/TooManyEntriesInBatchRequest/);
      expect((await failureOf(batch(entries(2, () => "same")))).name).to.match(/BatchEntryIdsNotDistinct/);
      expect((await failureOf(batch([]))).name).to.match(/EmptyBatchRequest/);
    },
  },
  {
    id: "delete-batch",
    title: "DeleteMessageBatch answers a wrong handle as a failed entry",
    doc: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html",
    run: async (probe) => {
      const { url: QueueUrl } = await queue(probe);
      await send(probe, QueueUrl, "m");
      const { ReceiptHandle } = await arrival(probe, QueueUrl);
      const Entries = [
        { Id: "right", ReceiptHandle },
        { Id: "wrong", ReceiptHandle: "nonsense" },
      ];
      const answer = await probe.client(SQSClient).send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      expect(answer.Successful?.map(({ Id }) => Id)).to.deep.equal(["right"]);
      expect(answer.Failed?.map(({ Id, SenderFault }) => [Id, SenderFault])).to.deep.equal([["wrong", true]]);
    },
  },
  {
    id: "missing-queue",
    title: "a queue that is not there is QueueDoesNotExist",
    doc: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
    run: async (probe) => {
      const { url } = await queue(probe);
      const error = await failureOf(send(probe, `${url}-not`, "m"));
      expect(error.name).to.match(/QueueDoesNotExist|NonExistentQueue/);
    },
  },
  {
    id: "empty-body",
    title: "an empty body is refused",
    doc: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
    run: async (probe) => {
      const { url } = await queue(probe);
      expect((await failureOf(send(probe, url, ""))).name).to.match(/MissingParameter|InvalidParameterValue/);
    },
  },
  {
    id: "counts",
    title: "a queue's attributes count visible, hidden and delayed messages apart",
    doc: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html",
    run: async (probe) => {
      const { url: QueueUrl } = await queue(probe);
      await send(probe, QueueUrl, "seen");
      await arrival(probe, QueueUrl);
      await send(probe, QueueUrl, "waiting");
      await send(probe, QueueUrl, "delayed", { DelaySeconds: 300 });
      const names = ["", "NotVisible", "Delayed"].map((kind) => `ApproximateNumberOfMessages${kind}`);
      const counts = await probe.eventually(60_000, async () => {
        const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
        const { Attributes = {} } = await probe.client(SQSClient).send(command);
        const found = names.map((name) => (Attributes as Record<string, string>)[name]);
        return found.every((count) => count === "1") ? found : undefined;
      });
      expect(counts).to.have.length(3);
    },
  },
]);
