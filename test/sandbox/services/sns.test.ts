import { PublishBatchCommand, PublishCommand, SNSClient, type PublishCommandInput } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { SqsService } from "../../../sandbox/services/sqs";
import { retryWait } from "../../../sandbox/services/sns/fan-out";
import type { Fault } from "../../../sandbox/world/faults";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const app = { account: "111111111111", region: "ap-south-1" };
const data = { account: "222222222222", region: "ap-south-1" };
const start = Date.parse("2026-11-02T00:00:00Z");

interface Named {
  readonly arn: string;
  readonly url: string;
}

describe("SNS", () => {
  let world: World;
  let cloud: Cloud;
  let topic: Named;
  let queue: Named;
  let dead: Named;

  const open = async (faults: Fault[] = []) => {
    world?.close();
    world = new World({ seed: 7, start, faults: { faults } });
    cloud = new Cloud(world);
    world.open();
    topic = await createResource<Named>(cloud, "aws:sns/topic:Topic", "post-events", { name: "post-events" }, app);
    queue = await createResource<Named>(cloud, "aws:sqs/queue:Queue", "posts", { name: "posts" }, data);
    dead = await createResource<Named>(cloud, "aws:sqs/queue:Queue", "dead", { name: "dead" }, data);
  };
  const policy = (Principal: object, Action: string, Resource: string, Condition?: object) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal, Action, Resource, ...(Condition && { Condition }) }],
    });
  const admitSubscriber = () => {
    const document = JSON.parse(policy({ AWS: data.account }, "sns:Subscribe", topic.arn)) as { Statement: object[] };
    document.Statement.push({
      Effect: "Allow",
      Principal: { AWS: app.account },
      Action: "sns:Publish",
      Resource: topic.arn,
    });
    const inputs = { arn: topic.arn, policy: JSON.stringify(document) };
    return createResource(cloud, "aws:sns/topicPolicy:TopicPolicy", "tp", inputs, app);
  };
  const admitTopic = ({ arn, url }: Named) => {
    const condition = { ArnEquals: { "aws:SourceArn": topic.arn } };
    const document = policy({ Service: "sns.amazonaws.com" }, "sqs:SendMessage", arn, condition);
    return createResource(
      cloud,
      "aws:sqs/queuePolicy:QueuePolicy",
      `p-${arn}`,
      { queueUrl: url, policy: document },
      data,
    );
  };
  const subscribe = (inputs: Record<string, unknown> = {}) =>
    createResource<Named>(
      cloud,
      "aws:sns/topicSubscription:TopicSubscription",
      "sub",
      { topic: topic.arn, protocol: "sqs", endpoint: queue.arn, rawMessageDelivery: true, ...inputs },
      data,
    );
  const client = () =>
    clientFor(
      cloud,
      SNSClient,
      "sns",
      { principal: { kind: "root", account: app.account }, account: app.account },
      app.region,
    );
  const publish = (Message: string, rest: Partial<PublishCommandInput> = {}) =>
    client().send(new PublishCommand({ TopicArn: topic.arn, Message, ...rest }));
  const bodies = ({ arn }: Named) =>
    cloud
      .service<SqsService>("sqs")
      .messages(arn)
      .map(({ body }) => body);
  const rejection = async (promise: Promise<unknown>) =>
    (await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    )) as Error;

  beforeEach(() => open());
  afterEach(() => world.close());

  it("refuses a subscription from an account that the topic's policy does not admit", async () => {
    expect((await rejection(subscribe())).message).to.contain("sns:Subscribe");
    await admitSubscriber();
    const { arn } = await subscribe();
    expect(arn).to.match(new RegExp(`^${topic.arn}:[0-9a-f-]{36}$`));
  });

  it("delivers raw to another account's queue, with attributes", async () => {
    await admitSubscriber();
    await subscribe();
    await admitTopic(queue);
    const eventName = { DataType: "String", StringValue: "INSERT" };
    await publish("{}", { MessageAttributes: { eventName } });
    await world.runFor(1_000);
    const [message] = cloud.service<SqsService>("sqs").messages(queue.arn);
    expect(message).to.deep.include({ body: "{}", attributes: { eventName }, senderId: "sns.amazonaws.com" });
  });

  it("wraps what is not raw", async () => {
    await admitSubscriber();
    await subscribe({ rawMessageDelivery: false });
    await admitTopic(queue);
    const n = { DataType: "Number", StringValue: "5" };
    const { MessageId } = await publish("text", { Subject: "s", MessageAttributes: { n } });
    await world.runFor(1_000);
    expect(JSON.parse(bodies(queue)[0] as string)).to.include({
      Type: "Notification",
      MessageId,
      TopicArn: topic.arn,
      Subject: "s",
      Message: "text",
      Timestamp: "2026-11-02T00:00:00.000Z",
    });
    expect(JSON.parse(bodies(queue)[0] as string)).to.deep.include({
      MessageAttributes: { n: { Type: "Number", Value: "5" } },
    });
  });

  it("sends to the dead-letter queue at once when the queue denies it, and loses it without one", async () => {
    await admitSubscriber();
    await subscribe({ redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) });
    await admitTopic(dead);
    await publish("kept");
    await world.runFor(1_000);
    expect(bodies(queue)).to.deep.equal([]);
    expect(bodies(dead)).to.deep.equal(["kept"]);
    expect(cloud.ledger.denials()).to.have.length(1);
    expect(JSON.stringify(cloud.service("sns").summary?.())).to.contain('"redriven":1');
    expect(cloud.service("sns").inFlight?.()).to.equal(0);
  });

  it("retries a failing queue by AWS's schedule until it answers", async () => {
    await open([{ kind: "error", service: "sqs", operation: "SendMessage", until: 10_000 }]);
    await admitSubscriber();
    await subscribe();
    await admitTopic(queue);
    await publish("stubborn");
    await world.runFor(9_000);
    expect(bodies(queue)).to.deep.equal([]);
    expect(cloud.service("sns").inFlight?.()).to.equal(1);
    await world.runFor(20_000);
    expect(bodies(queue)).to.deep.equal(["stubborn"]);
    const waits = [1, 3, 4, 5, 6, 15, 16, 100_015, 100_016].map(retryWait);
    expect(waits).to.deep.equal([0, 0, 1_000, 1_000, 1_000, 20_000, 20_000, 20_000, undefined]);
  });

  it("filters by attributes", async () => {
    await admitSubscriber();
    await subscribe({ filterPolicy: JSON.stringify({ schema: ["post/1"], weight: [{ numeric: [">", 1] }] }) });
    await admitTopic(queue);
    const schema = { DataType: "String", StringValue: "post/1" };
    const weight = (StringValue: string) => ({ DataType: "Number", StringValue });
    await publish("fits", { MessageAttributes: { schema, weight: weight("2.5") } });
    await publish("light", { MessageAttributes: { schema, weight: weight("1") } });
    await publish("bare");
    await world.runFor(1_000);
    expect(bodies(queue)).to.deep.equal(["fits"]);
    expect(JSON.stringify(cloud.service("sns").summary?.())).to.contain('"filteredOut":2');
  });

  it("fits no filter on attributes to a message without any, not even the absence of one", async () => {
    await admitSubscriber();
    await subscribe({ filterPolicy: JSON.stringify({ schema: [{ exists: false }] }) });
    await admitTopic(queue);
    await publish("bare");
    await publish("other", { MessageAttributes: { kind: { DataType: "String", StringValue: "x" } } });
    await world.runFor(1_000);
    expect(bodies(queue)).to.deep.equal(["other"]);
  });

  it("filters by the body", async () => {
    await admitSubscriber();
    const filterPolicy = JSON.stringify({ post: { tags: [{ prefix: "#c" }] } });
    await subscribe({ filterPolicy, filterPolicyScope: "MessageBody" });
    await admitTopic(queue);
    const fits = JSON.stringify({ post: { tags: ["#a", "#cricket"] } });
    for (const message of [fits, JSON.stringify({ post: { tags: ["#a"] } }), "no JSON"]) await publish(message);
    await world.runFor(1_000);
    expect(bodies(queue)).to.deep.equal([fits]);
  });

  it("refuses filters that SNS refuses, foreign dead-letter queues and unconfirmed endpoints", async () => {
    await admitSubscriber();
    const refusal = async (inputs: Record<string, unknown>) => (await rejection(subscribe(inputs))).message;
    expect(await refusal({ filterPolicy: JSON.stringify({ a: [{ wildcard: "*" }] }) })).to.contain("wildcard");
    expect(await refusal({ filterPolicy: JSON.stringify({ a: { b: ["c"] } }) })).to.contain("does not support nested");
    const far = dead.arn.replace(data.account, app.account);
    expect(await refusal({ redrivePolicy: JSON.stringify({ deadLetterTargetArn: far }) })).to.contain(
      "account and region",
    );
    expect(await refusal({ endpoint: far })).to.contain("confirmation");
    expect(await refusal({ deliveryPolicy: "{}" })).to.contain("deliveryPolicy: is not modelled");
  });

  it("publishes batches, and refuses what is too long", async () => {
    await admitSubscriber();
    await subscribe();
    await admitTopic(queue);
    const PublishBatchRequestEntries = [
      { Id: "a", Message: "one" },
      { Id: "b", Message: "" },
    ];
    const answer = await client().send(new PublishBatchCommand({ TopicArn: topic.arn, PublishBatchRequestEntries }));
    expect(answer.Successful?.map(({ Id }) => Id)).to.deep.equal(["a"]);
    expect(answer.Failed?.map(({ Id, Code }) => [Id, Code])).to.deep.equal([["b", "InvalidParameter"]]);
    expect((await rejection(publish("x".repeat(262_145)))).message).to.contain("too long");
    await world.runFor(1_000);
    expect(bodies(queue)).to.deep.equal(["one"]);
  });

  it("duplicates and reorders as the fault plan says", async () => {
    await open([
      { kind: "duplicate", service: "sns", times: 1 },
      { kind: "reorder", service: "sns", times: 1 },
    ]);
    await admitSubscriber();
    await subscribe();
    await admitTopic(queue);
    await publish("first");
    await publish("second");
    await world.runFor(70_000);
    expect(bodies(queue)).to.deep.equal(["second", "first", "first"]);
  });
});
