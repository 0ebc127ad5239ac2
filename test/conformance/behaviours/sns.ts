import {
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  type MessageAttributeValue,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { behavioursOf, failureOf, type Behaviour, type Probe } from "../behaviour";
import { arrival, receive } from "./sqs";

const GUIDE = "https://docs.aws.amazon.com/sns/latest/dg";
const FILTERS = `${GUIDE}/sns-subscription-filter-policies.html`;

interface Wired {
  readonly topic: string;
  readonly queue: { readonly url: string; readonly arn: string };
}

/** A queue that admits the topic. */
async function queueFor(probe: Probe, topic: string, account = probe.account): Promise<Wired["queue"]> {
  const as = { account };
  const queue = await probe.create<Wired["queue"]>("aws:sqs/queue:Queue", { name: probe.name("queue") }, as);
  const Condition = { ArnEquals: { "aws:SourceArn": topic } };
  const Principal = { Service: "sns.amazonaws.com" };
  const statement = { Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: queue.arn, Condition };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await probe.create("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: queue.url, policy }, as);
  return queue;
}

async function wired(probe: Probe, subscription: Record<string, unknown> = {}): Promise<Wired> {
  const { arn: topic } = await probe.create<{ arn: string }>("aws:sns/topic:Topic", { name: probe.name("topic") });
  const queue = await queueFor(probe, topic);
  const inputs = { topic, protocol: "sqs", endpoint: queue.arn, ...subscription };
  await probe.create("aws:sns/topicSubscription:TopicSubscription", inputs);
  return { topic, queue };
}

type Attributes = Record<string, MessageAttributeValue>;
const text = (StringValue: string): MessageAttributeValue => ({ DataType: "String", StringValue });
const number = (value: number): MessageAttributeValue => ({ DataType: "Number", StringValue: String(value) });
const list = (...values: unknown[]): MessageAttributeValue => ({
  DataType: "String.Array",
  StringValue: JSON.stringify(values),
});

const publish = (probe: Probe, TopicArn: string, Message: string, MessageAttributes?: Attributes) =>
  probe.client(SNSClient).send(new PublishCommand({ TopicArn, Message, MessageAttributes }));

type Row = readonly [policy: object, matching: readonly Attributes[], passedOver: readonly Attributes[]];

const byAttributes: readonly Row[] = [
  [{ e: ["a"] }, [{ e: text("a") }, { e: text("a"), f: text("x") }], [{ e: text("b") }, {}, { f: text("a") }]],
  [{ e: ["a", "b"] }, [{ e: text("a") }, { e: text("b") }], [{ e: text("c") }, { e: text("A") }]],
  [{ e: ["a"], f: ["x"] }, [{ e: text("a"), f: text("x") }], [{ e: text("a") }, { f: text("x") }]],
  [{ e: [{ prefix: "po" }] }, [{ e: text("post") }, { e: text("po") }], [{ e: text("p") }, { e: text("repo") }]],
  [{ e: [{ suffix: "st" }] }, [{ e: text("post") }], [{ e: text("sta") }]],
  [{ e: [{ "anything-but": ["a", "b"] }] }, [{ e: text("c") }], [{ e: text("a") }, { e: text("b") }]],
  [{ e: [{ "anything-but": { prefix: "po" } }] }, [{ e: text("x") }], [{ e: text("post") }]],
  [{ e: [{ exists: true }] }, [{ e: text("c") }], [{ f: text("a") }, {}]],
  [{ e: [{ exists: false }] }, [{ f: text("c") }], [{ e: text("a") }, {}]],
  [{ n: [{ numeric: ["=", 5] }] }, [{ n: number(5) }], [{ n: number(6) }]],
  [
    { n: [{ numeric: [">", 0, "<=", 10] }] },
    [{ n: number(10) }, { n: number(0.5) }],
    [{ n: number(0) }, { n: number(11) }],
  ],
  [{ e: ["a"] }, [{ e: list("b", "a") }], [{ e: list("b", "c") }]],
  [{ e: [{ "equals-ignore-case": "Post" }] }, [{ e: text("pOST") }], [{ e: text("posts") }]],
  [{ $or: [{ e: ["a"] }, { f: ["x"] }] }, [{ e: text("a") }, { f: text("x") }], [{ e: text("x") }]],
];

type BodyRow = readonly [policy: object, matching: readonly object[], passedOver: readonly object[]];

const byBody: readonly BodyRow[] = [
  [
    { post: { language: ["hi"] } },
    [{ post: { language: "hi" } }],
    [{ post: { language: "ta" } }, { language: "hi" }, {}],
  ],
  [{ tags: ["#a"] }, [{ tags: ["#b", "#a"] }], [{ tags: ["#b"] }, { tags: [] }]],
  [{ likes: [{ numeric: [">=", 10] }] }, [{ likes: 10 }], [{ likes: 9 }]],
  [{ deleted: [true] }, [{ deleted: true }], [{ deleted: false }]],
  [{ image: [null] }, [{ image: null }], [{ image: "" }, {}]],
];

/** Publishes all, then looks at what came: what should be passed over would have come before the mark. */
async function filters(
  probe: Probe,
  subscription: Record<string, unknown>,
  send: (topic: string) => Promise<void>,
  mark: (topic: string) => Promise<unknown>,
  expected: readonly string[],
): Promise<void> {
  const { topic, queue } = await wired(probe, { rawMessageDelivery: true, ...subscription });
  await send(topic);
  await mark(topic);
  const got = new Set<string>();
  await probe.eventually(20_000, async () => {
    for (const { Body = "" } of await receive(probe, queue.url)) got.add(Body);
    return got.size >= expected.length ? true : undefined;
  });
  for (const { Body = "" } of await receive(probe, queue.url)) got.add(Body);
  expect([...got].sort()).to.deep.equal([...expected].sort());
}

const attributeFilters: readonly Omit<Behaviour, "service">[] = byAttributes.map(
  ([policy, matching, passedOver], i) => ({
    id: `filter/attributes/${String(i + 1).padStart(2, "0")}`,
    title: `the filter policy ${JSON.stringify(policy)}`,
    doc: FILTERS,
    run: (probe) =>
      filters(
        probe,
        { filterPolicy: JSON.stringify(policy) },
        async (topic) => {
          for (const [j, attributes] of passedOver.entries()) await publish(probe, topic, `over ${j}`, attributes);
          for (const [j, attributes] of matching.slice(1).entries())
            await publish(probe, topic, `match ${j}`, attributes);
        },
        (topic) => publish(probe, topic, "last", matching[0]),
        ["last", ...matching.slice(1).map((_, j) => `match ${j}`)],
      ),
  }),
);

const bodyFilters: readonly Omit<Behaviour, "service">[] = byBody.map(([policy, matching, passedOver], i) => ({
  id: `filter/body/${String(i + 1).padStart(2, "0")}`,
  title: `the filter policy ${JSON.stringify(policy)} on bodies`,
  doc: `${GUIDE}/sns-message-filtering-scope.html`,
  run: (probe) =>
    filters(
      probe,
      { filterPolicy: JSON.stringify(policy), filterPolicyScope: "MessageBody" },
      async (topic) => {
        for (const body of passedOver) await publish(probe, topic, JSON.stringify(body));
      },
      (topic) => publish(probe, topic, JSON.stringify(matching[0])),
      [JSON.stringify(matching[0])],
    ),
}));

export const sns: readonly Behaviour[] = behavioursOf("sns", GUIDE, [
  ...attributeFilters,
  ...bodyFilters,
  {
    id: "envelope",
    title: "without raw delivery a queue gets a Notification envelope",
    doc: `${GUIDE}/sns-sqs-as-subscriber.html`,
    run: async (probe) => {
      const { topic, queue } = await wired(probe);
      const { MessageId } = await publish(probe, topic, "नमस्ते", { eventName: text("INSERT") });
      const { Body = "" } = await arrival(probe, queue.url);
      const envelope = JSON.parse(Body) as Record<string, unknown>;
      expect(envelope).to.include({ Type: "Notification", TopicArn: topic, Message: "नमस्ते", MessageId });
      expect(envelope["MessageAttributes"]).to.deep.equal({ eventName: { Type: "String", Value: "INSERT" } });
      expect(envelope["Timestamp"]).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    },
  },
  {
    id: "raw",
    title: "with raw delivery a queue gets the message as it is, its attributes as message attributes",
    doc: `${GUIDE}/sns-large-payload-raw-message-delivery.html`,
    run: async (probe) => {
      const { topic, queue } = await wired(probe, { rawMessageDelivery: true });
      await publish(probe, topic, "नमस्ते", { eventName: text("INSERT"), likes: number(3) });
      const got = await arrival(probe, queue.url, 10_000, { MessageAttributeNames: ["All"] });
      expect(got.Body).to.equal("नमस्ते");
      expect(got.MessageAttributes?.["eventName"]).to.deep.include({ DataType: "String", StringValue: "INSERT" });
      expect(got.MessageAttributes?.["likes"]).to.deep.include({ DataType: "Number", StringValue: "3" });
    },
  },
  {
    id: "cross-account",
    title: "an account subscribes its queue to another account's topic when the topic's policy admits it",
    doc: `${GUIDE}/sns-send-message-to-sqs-cross-account.html`,
    run: async (probe) => {
      const { arn: topic } = await probe.create<{ arn: string }>("aws:sns/topic:Topic", { name: probe.name("topic") });
      const account = probe.otherAccount;
      const queue = await queueFor(probe, topic, account);
      const subscription = { topic, protocol: "sqs", endpoint: queue.arn, rawMessageDelivery: true };
      const statement = {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sns:Subscribe",
        Resource: topic,
      };
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      await probe.create("aws:sns/topicPolicy:TopicPolicy", { arn: topic, policy });
      await probe.create("aws:sns/topicSubscription:TopicSubscription", subscription, { account });
      await publish(probe, topic, "across");
      const found = await probe.eventually(10_000, async () => {
        const { ReceiveMessageCommand, SQSClient } = await import("@aws-sdk/client-sqs");
        const command = new ReceiveMessageCommand({ QueueUrl: queue.url });
        return (await probe.client(SQSClient, { account }).send(command)).Messages?.[0];
      });
      expect(found.Body).to.equal("across");
    },
  },
  {
    id: "cross-account/denied",
    title: "an account may not subscribe to another account's topic whose policy does not admit it",
    doc: `${GUIDE}/sns-access-policy-use-cases.html`,
    run: async (probe) => {
      const { arn: topic } = await probe.create<{ arn: string }>("aws:sns/topic:Topic", { name: probe.name("topic") });
      const account = probe.otherAccount;
      const queue = await queueFor(probe, topic, account);
      const subscribe = new SubscribeCommand({ TopicArn: topic, Protocol: "sqs", Endpoint: queue.arn });
      const error = await failureOf(probe.client(SNSClient, { account }).send(subscribe));
      expect(error.name).to.match(/AuthorizationError/);
    },
  },
  {
    id: "queue-denies",
    title: "a queue whose policy does not admit the topic gets nothing",
    doc: `${GUIDE}/subscribe-sqs-queue-to-sns-topic.html`,
    run: async (probe) => {
      const { arn: topic } = await probe.create<{ arn: string }>("aws:sns/topic:Topic", { name: probe.name("topic") });
      const open = await queueFor(probe, topic);
      const closed = await queueFor(probe, `${topic}-other`);
      for (const { arn: endpoint } of [closed, open]) {
        await probe.create("aws:sns/topicSubscription:TopicSubscription", { topic, protocol: "sqs", endpoint });
      }
      await publish(probe, topic, "m");
      await arrival(probe, open.url);
      expect(await receive(probe, closed.url)).to.deep.equal([]);
    },
  },
  {
    id: "batch",
    title: "PublishBatch takes ten entries of different ids",
    doc: `${GUIDE}/sns-batch-api-actions.html`,
    run: async (probe) => {
      const { topic, queue } = await wired(probe, { rawMessageDelivery: true });
      const entries = (count: number, id = (i: number) => `e${i}`) =>
        Array.from({ length: count }, (_, i) => ({ Id: id(i), Message: `m${i}` }));
      const batch = (PublishBatchRequestEntries: { Id: string; Message: string }[]) =>
        probe.client(SNSClient).send(new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries }));
      expect((await batch(entries(10))).Successful).to.have.length(10);
      expect((await failureOf(batch(entries(11)))).name).to.match(/TooManyEntriesInBatchRequest/);
      expect((await failureOf(batch(entries(2, () => "x")))).name).to.match(/BatchEntryIdsNotDistinct/);
      await arrival(probe, queue.url);
    },
  },
  {
    id: "missing-topic",
    title: "a topic that is not there is NotFound",
    doc: "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html",
    run: async (probe) => {
      const { topic } = await wired(probe);
      expect((await failureOf(publish(probe, `${topic}-not`, "m"))).name).to.match(/NotFound/);
    },
  },
]);
