import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  type ReceiveMessageCommandInput,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { SqsService } from "../../../sandbox/services/sqs";
import type { Fault } from "../../../sandbox/world/faults";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const here = { account: "111111111111", region: "ap-south-1" };
const other = { account: "222222222222", region: "ap-south-1" };
const start = Date.parse("2026-11-02T00:00:00Z");

describe("SQS", () => {
  let world: World;
  let cloud: Cloud;
  let client: SQSClient;
  let stranger: SQSClient;

  const open = (faults: Fault[] = []) => {
    world?.close();
    world = new World({ seed: 7, start, faults: { faults } });
    cloud = new Cloud(world);
    world.open();
    client = clientOf(here.account);
    stranger = clientOf(other.account);
  };
  const clientOf = (account: string) =>
    clientFor(cloud, SQSClient, "sqs", { principal: { kind: "root", account }, account }, here.region);
  const queue = (name: string, inputs: Record<string, unknown> = {}) =>
    createResource<{ arn: string; url: string }>(cloud, "aws:sqs/queue:Queue", name, { name, ...inputs }, here);
  const send = (QueueUrl: string, MessageBody: string, rest: object = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...rest }));
  const receive = async (QueueUrl: string, rest: Partial<ReceiveMessageCommandInput> = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, ...rest })))
      .Messages ?? [];
  const rejection = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error as Error;
  };

  beforeEach(() => open());
  afterEach(() => world.close());

  it("hides a received message until its visibility timeout ends, and forgets a deleted one", async () => {
    const { url, arn } = await queue("q", { visibilityTimeoutSeconds: 30 });
    await send(url, "one");
    const [first] = await receive(url);
    expect(first?.Body).to.equal("one");
    expect(await receive(url)).to.deep.equal([]);
    await world.runFor(29_000);
    expect(await receive(url)).to.deep.equal([]);
    await world.runFor(1_000);
    const [second] = await receive(url, { MessageSystemAttributeNames: ["All"] });
    expect(second?.MessageId).to.equal(first?.MessageId);
    expect(second?.Attributes).to.include({ ApproximateReceiveCount: "2", SenderId: here.account });
    expect(second?.Attributes).to.include({
      SentTimestamp: String(start),
      ApproximateFirstReceiveTimestamp: String(start),
    });
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    expect(cloud.service<SqsService>("sqs").depth(arn)).to.deep.equal({ visible: 0, inFlight: 1, delayed: 0 });
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: second?.ReceiptHandle }));
    await world.runFor(60_000);
    expect(await receive(url)).to.deep.equal([]);
  });

  it("changes the visibility of one in flight, and refuses it for a stale handle", async () => {
    const { url } = await queue("q", { visibilityTimeoutSeconds: 30 });
    await send(url, "one");
    const [first] = await receive(url);
    const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout }));
    await change(first?.ReceiptHandle, 100);
    await world.runFor(99_000);
    expect(await receive(url)).to.have.length(0);
    await world.runFor(1_000);
    expect((await rejection(change(first?.ReceiptHandle, 10))).name).to.equal("MessageNotInflight");
    const [second] = await receive(url);
    expect((await rejection(change(first?.ReceiptHandle, 0))).message).to.contain("not available for visibility");
    await change(second?.ReceiptHandle, 0);
    expect(await receive(url)).to.have.length(1);
    expect((await rejection(change("nonsense", 0))).name).to.equal("ReceiptHandleIsInvalid");
  });

  it("delays by queue and by message, and expires what nobody takes", async () => {
    const { url } = await queue("q", { delaySeconds: 10, messageRetentionSeconds: 60 });
    await send(url, "late");
    await send(url, "soon", { DelaySeconds: 1 });
    await world.runFor(1_000);
    expect((await receive(url, { VisibilityTimeout: 0 })).map(({ Body }) => Body)).to.deep.equal(["soon"]);
    await world.runFor(9_000);
    expect(await receive(url, { VisibilityTimeout: 0 })).to.have.length(2);
    await world.runFor(50_000);
    expect(await receive(url)).to.have.length(0);
  });

  it("gives up after maxReceiveCount, keeps id, attributes and enqueue time, and redrives as new messages", async () => {
    const dead = await queue("dead", {
      redriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [`arn:aws:sqs:ap-south-1:${here.account}:q`],
      }),
    });
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const { url, arn } = await queue("q", { visibilityTimeoutSeconds: 10, redrivePolicy });
    const attribute = { DataType: "String", StringValue: "INSERT" };
    const { MessageId } = await send(url, "bad", { MessageAttributes: { eventName: attribute } });
    for (let i = 0; i < 2; i++) {
      expect(await receive(url)).to.have.length(1);
      await world.runFor(10_000);
    }
    expect(await receive(url)).to.have.length(0);
    const all = { MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"], VisibilityTimeout: 0 } as const;
    const [lost] = await receive(dead.url, all as never);
    expect(lost).to.deep.include({ MessageId, Body: "bad", MessageAttributes: { eventName: attribute } });
    expect(lost?.Attributes).to.include({ SentTimestamp: String(start), DeadLetterQueueSourceArn: arn });
    await world.runFor(1);
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
    await world.runFor(5_000);
    const [again] = await receive(url, all as never);
    expect(again?.Body).to.equal("bad");
    expect(again?.MessageId).to.not.equal(MessageId);
    expect(again?.Attributes).to.include({ ApproximateReceiveCount: "1" });
    expect(Number(again?.Attributes?.["SentTimestamp"])).to.be.greaterThan(start);
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }));
    expect(Results?.[0]).to.include({ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1 });
    expect((await rejection(client.send(new StartMessageMoveTaskCommand({ SourceArn: arn })))).message).to.contain(
      "Dead Letter Queue",
    );
  });

  it("refuses a dead-letter queue that is absent or does not admit the source", async () => {
    const dead = await queue("dead", { redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }) });
    const to = (deadLetterTargetArn: string) => ({
      redrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }),
    });
    expect((await rejection(queue("q", to(dead.arn)))).message).to.contain("does not admit");
    expect((await rejection(queue("q", to(`${dead.arn}-2`)))).message).to.contain("does not exist");
    const far = dead.arn.replace(here.region, "ap-southeast-1");
    expect((await rejection(queue("q", to(far)))).message).to.contain("account and region");
  });

  it("wakes listeners once per moment, and long polls in virtual time", async () => {
    const { url, arn } = await queue("q", { receiveWaitTimeSeconds: 20 });
    let woken = 0;
    const stop = cloud.service<SqsService>("sqs").onMessages(arn, () => void woken++);
    await send(url, "a");
    await send(url, "b");
    await world.runFor(0);
    expect(woken).to.equal(1);
    stop();
    await client.send(new PurgeQueueCommand({ QueueUrl: url }));
    const polled = client.send(new ReceiveMessageCommand({ QueueUrl: url }));
    world.after(5_000, async () => void (await send(url, "c")));
    await world.runFor(6_000);
    expect((await polled).Messages?.[0]?.Body).to.equal("c");
    const empty = client.send(new ReceiveMessageCommand({ QueueUrl: url }));
    await world.runFor(20_000);
    expect((await empty).Messages).to.equal(undefined);
    expect(woken).to.equal(1);
  });

  it("sends and deletes batches entry by entry, within their limits", async () => {
    const { url } = await queue("q", { maxMessageSize: 1024 });
    const sendAll = (Entries: { Id: string; MessageBody: string }[]) =>
      client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    const answer = await sendAll([
      { Id: "a", MessageBody: "fine" },
      { Id: "b", MessageBody: "x".repeat(1025) },
      { Id: "c", MessageBody: "\u0000" },
    ]);
    expect(answer.Successful?.map(({ Id }) => Id)).to.deep.equal(["a"]);
    expect(answer.Failed?.map(({ Id, Code }) => [Id, Code])).to.deep.equal([
      ["b", "InvalidParameterValue"],
      ["c", "InvalidMessageContents"],
    ]);
    expect((await rejection(sendAll([]))).name).to.equal("EmptyBatchRequest");
    const eleven = Array.from({ length: 11 }, (_, i) => ({ Id: `${i}`, MessageBody: "m" }));
    expect((await rejection(sendAll(eleven))).name).to.equal("TooManyEntriesInBatchRequest");
    const twins = [
      { Id: "a", MessageBody: "1" },
      { Id: "a", MessageBody: "2" },
    ];
    expect((await rejection(sendAll(twins))).name).to.equal("BatchEntryIdsNotDistinct");
    const big = await queue("big", { maxMessageSize: 1_048_576 });
    const halves = ["a", "b", "c"].map((Id) => ({ Id, MessageBody: "x".repeat(400_000) }));
    const tooLong = client.send(new SendMessageBatchCommand({ QueueUrl: big.url, Entries: halves }));
    expect((await rejection(tooLong)).name).to.equal("BatchRequestTooLong");
    const [message] = await receive(url);
    const Entries = [
      { Id: "x", ReceiptHandle: message?.ReceiptHandle },
      { Id: "y", ReceiptHandle: "bad" },
    ];
    const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(deleted.Successful).to.deep.equal([{ Id: "x" }]);
    expect(deleted.Failed?.[0]).to.include({ Id: "y", Code: "ReceiptHandleIsInvalid", SenderFault: true });
  });

  it("admits other accounts by the queue's policy only", async () => {
    const { url, arn } = await queue("q");
    const command = () => new SendMessageCommand({ QueueUrl: url, MessageBody: "hello" });
    expect((await rejection(stranger.send(command()))).name).to.match(/AccessDenied/);
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: other.account }, Action: "sqs:SendMessage", Resource: arn }],
    });
    await createResource(cloud, "aws:sqs/queuePolicy:QueuePolicy", "p", { queueUrl: url, policy }, here);
    await stranger.send(command());
    expect((await receive(url))[0]?.Body).to.equal("hello");
    expect((await rejection(stranger.send(new ReceiveMessageCommand({ QueueUrl: url })))).name).to.match(
      /AccessDenied/,
    );
  });

  it("answers where a queue is and how it is set up", async () => {
    const { url, arn } = await queue("q", { visibilityTimeoutSeconds: 77 });
    expect((await client.send(new GetQueueUrlCommand({ QueueName: "q" }))).QueueUrl).to.equal(url);
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: "q" }))).QueueUrls).to.deep.equal([url]);
    expect((await rejection(client.send(new GetQueueUrlCommand({ QueueName: "z" })))).name).to.equal(
      "QueueDoesNotExist",
    );
    await send(url, "a");
    await send(url, "b");
    await receive(url, { MaxNumberOfMessages: 1 });
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
    expect(Attributes).to.include({
      QueueArn: arn,
      VisibilityTimeout: "77",
      MaximumMessageSize: "262144",
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
    });
  });

  it("duplicates and holds back as the fault plan says", async () => {
    open([
      { kind: "duplicate", service: "sqs", times: 1, delay: 5_000 },
      { kind: "reorder", service: "sqs", times: 1, delay: 5_000 },
    ]);
    const { url } = await queue("q");
    await send(url, "first");
    await send(url, "second");
    expect((await receive(url)).map(({ Body }) => Body)).to.deep.equal(["second"]);
    await world.runFor(5_000);
    const late = await receive(url);
    expect(late.map(({ Body }) => Body)).to.deep.equal(["first", "first"]);
    expect(new Set(late.map(({ MessageId }) => MessageId)).size).to.equal(1);
  });

  it("refuses FIFO queues and inputs that it does not know, by name", async () => {
    expect((await rejection(queue("q.fifo", { fifoQueue: true }))).message).to.contain("FIFO");
    expect((await rejection(queue("q", { colour: "red" }))).message).to.contain("colour: is not modelled");
    expect((await rejection(queue("q", { visibilityTimeoutSeconds: 43_201 }))).message).to.contain("visibilityTimeout");
    const call = { principal: { kind: "root" as const, account: here.account }, place: here, service: "sqs" };
    const input = { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111111111111/q", MessageBody: "m" };
    expect((await rejection(cloud.call({ ...call, operation: "SendMessage", input }))).name).to.equal("InvalidAddress");
  });
});
