import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { EventsService } from "../../../sandbox/services/events";
import { fillTemplate, valueAt } from "../../../sandbox/services/events/input";
import type { SqsService } from "../../../sandbox/services/sqs";
import type { Fault } from "../../../sandbox/world/faults";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const here = { account: "111111111111", region: "ap-south-1" };
const start = Date.parse("2026-11-02T00:00:00Z");

interface Named {
  readonly arn: string;
  readonly url: string;
}

describe("EventBridge", () => {
  let world: World;
  let cloud: Cloud;
  let queue: Named;
  let dead: Named;

  const open = async (faults: Fault[] = []) => {
    world?.close();
    world = new World({ seed: 7, start, faults: { faults } });
    cloud = new Cloud(world);
    world.open();
    queue = await createResource<Named>(cloud, "aws:sqs/queue:Queue", "q", { name: "q" }, here);
    dead = await createResource<Named>(cloud, "aws:sqs/queue:Queue", "dead", { name: "dead" }, here);
  };
  const admit = ({ arn, url }: Named) => {
    const Condition = { ArnEquals: { "aws:SourceArn": `arn:aws:events:ap-south-1:${here.account}:rule/r` } };
    const Principal = { Service: "events.amazonaws.com" };
    const Statement = [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: arn, Condition }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    return createResource(cloud, "aws:sqs/queuePolicy:QueuePolicy", arn, { queueUrl: url, policy }, here);
  };
  const rule = (inputs: Record<string, unknown>) =>
    createResource(cloud, "aws:cloudwatch/eventRule:EventRule", "r", { name: "r", ...inputs }, here);
  const target = (inputs: Record<string, unknown> = {}) =>
    createResource(
      cloud,
      "aws:cloudwatch/eventTarget:EventTarget",
      "t",
      { rule: "r", targetId: "t", arn: queue.arn, deadLetterConfig: { arn: dead.arn }, ...inputs },
      here,
    );
  const emit = (detail: object) =>
    cloud
      .service<EventsService>("events")
      .emit(here, { source: "aws.glue", "detail-type": "Glue Job State Change", detail });
  const messages = ({ arn }: Named) => cloud.service<SqsService>("sqs").messages(arn);
  const client = () =>
    clientFor(
      cloud,
      EventBridgeClient,
      "events",
      { principal: { kind: "root", account: here.account }, account: here.account },
      here.region,
    );
  const rejection = async (promise: Promise<unknown>) =>
    (await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    )) as Error;

  const failed = JSON.stringify({ source: ["aws.glue"], detail: { state: ["FAILED"] } });

  beforeEach(() => open());
  afterEach(() => world.close());

  it("takes matching events to targets, and others nowhere", async () => {
    await rule({ eventPattern: failed });
    await target();
    await admit(queue);
    const id = emit({ state: "FAILED", job: "etl" });
    emit({ state: "SUCCEEDED" });
    await world.runFor(1_000);
    expect(messages(queue).map(({ body }) => JSON.parse(body) as unknown)).to.deep.equal([
      {
        version: "0",
        id,
        "detail-type": "Glue Job State Change",
        source: "aws.glue",
        account: here.account,
        time: "2026-11-02T00:00:00Z",
        region: here.region,
        resources: [],
        detail: { state: "FAILED", job: "etl" },
      },
    ]);
  });

  it("runs on a schedule, and not while disabled", async () => {
    await rule({ scheduleExpression: "rate(5 minutes)" });
    await target({ inputPath: "$.detail-type" });
    await admit(queue);
    await world.runFor(11 * 60_000);
    expect(messages(queue).map(({ body }) => body)).to.deep.equal(['"Scheduled Event"', '"Scheduled Event"']);
    await client().send(new DisableRuleCommand({ Name: "r" }));
    expect((await client().send(new DescribeRuleCommand({ Name: "r" }))).State).to.equal("DISABLED");
    await world.runFor(11 * 60_000);
    expect(messages(queue)).to.have.length(2);
  });

  it("gives up at once what the target denies, with the reasons beside the event", async () => {
    await rule({ eventPattern: failed });
    await target();
    await admit(dead);
    emit({ state: "FAILED" });
    await world.runFor(1_000);
    const [message] = messages(dead);
    expect(JSON.parse(message?.body as string)).to.deep.include({ source: "aws.glue" });
    const texts = Object.fromEntries(
      Object.entries(message?.attributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
    );
    expect(texts).to.include({ ERROR_CODE: "NO_PERMISSIONS", RETRY_ATTEMPTS: "0", TARGET_ARN: queue.arn });
    expect(texts).to.not.have.property("EXHAUSTED_RETRY_CONDITION");
  });

  it("retries a failing target within its policy, then gives up", async () => {
    await open([{ kind: "error", service: "sqs", operation: "SendMessage", resource: ":q" }]);
    await rule({ eventPattern: failed });
    await target({ retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 } });
    await admit(queue);
    await admit(dead);
    emit({ state: "FAILED" });
    await world.runFor(60_000);
    const attributes = messages(dead)[0]?.attributes;
    expect(attributes?.["RETRY_ATTEMPTS"]).to.deep.include({ StringValue: "3" });
    expect(attributes?.["EXHAUSTED_RETRY_CONDITION"]).to.deep.include({ StringValue: "MaximumRetryAttempts" });
    expect(cloud.service("events").inFlight?.()).to.equal(0);
  });

  it("stops retrying when the event is too old", async () => {
    await open([{ kind: "error", service: "sqs", operation: "SendMessage", resource: ":q" }]);
    await rule({ eventPattern: failed });
    await target({ retryPolicy: { maximumEventAgeInSeconds: 60 } });
    await admit(dead);
    emit({ state: "FAILED" });
    await world.runFor(61_000);
    expect(messages(dead)[0]?.attributes["EXHAUSTED_RETRY_CONDITION"]).to.deep.include({
      StringValue: "MaximumEventAgeInSeconds",
    });
  });

  it("puts applications' events, entry by entry", async () => {
    await rule({ eventPattern: JSON.stringify({ source: [{ prefix: "huut." }] }) });
    await target({ input: '{"fixed":true}' });
    await admit(queue);
    const entry = { Source: "huut.app", DetailType: "d", Detail: "{}" };
    const Entries = [
      entry,
      { ...entry, Source: "aws.s3" },
      { ...entry, Detail: "[1]" },
      { DetailType: "d", Detail: "{}" },
    ];
    const answer = await client().send(new PutEventsCommand({ Entries }));
    expect(answer.FailedEntryCount).to.equal(3);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).to.deep.equal([
      undefined,
      "NotAuthorizedForSourceException",
      "MalformedDetail",
      "InvalidArgument",
    ]);
    await world.runFor(1_000);
    expect(messages(queue).map(({ body }) => body)).to.deep.equal(['{"fixed":true}']);
    const { Targets } = await client().send(new ListTargetsByRuleCommand({ Rule: "r" }));
    expect(Targets?.[0]).to.deep.include({ Id: "t", Arn: queue.arn, DeadLetterConfig: { Arn: dead.arn } });
  });

  it("transforms input", () => {
    const values = new Map<string, unknown>([
      ["state", 'so "so"'],
      ["list", [1, 2]],
    ]);
    const filled = fillTemplate('{"state": <state>, "text": "is <state> of <list>", "list": <list>}', values);
    expect(JSON.parse(filled)).to.deep.equal({ state: 'so "so"', text: 'is so "so" of [1,2]', list: [1, 2] });
    expect(() => fillTemplate("<missing>", values)).to.throw("<missing>");
    const event = { detail: { "a-b": [{ c: 1 }] }, "detail-type": "t" };
    expect(valueAt("$.detail.a-b[0].c", event)).to.equal(1);
    expect(valueAt("$['detail-type']", event)).to.equal("t");
    expect(valueAt("$.detail.none.c", event)).to.equal(undefined);
    expect(() => valueAt("$..c", event)).to.throw("JSONPath");
  });

  it("duplicates as the fault plan says", async () => {
    await open([{ kind: "duplicate", service: "events", times: 1 }]);
    await rule({ eventPattern: failed });
    await target();
    await admit(queue);
    emit({ state: "FAILED" });
    await world.runFor(61_000);
    expect(messages(queue).map(({ body }) => (JSON.parse(body) as { id: string }).id)).to.have.length(2);
  });

  it("refuses rules and targets that it cannot honour", async () => {
    expect((await rejection(rule({}))).message).to.contain("eventPattern or a scheduleExpression");
    expect((await rejection(rule({ eventPattern: '{"a":"b"}' }))).message).to.contain("pattern.a");
    expect((await rejection(rule({ eventPattern: failed, eventBusName: "mine" }))).message).to.contain("eventBusName");
    await rule({ eventPattern: failed });
    expect(
      (await rejection(target({ arn: "arn:aws:states:ap-south-1:111111111111:stateMachine:x" }))).message,
    ).to.contain("stateMachine");
    expect((await rejection(target({ arn: queue.arn.replace(here.region, "us-east-1") }))).message).to.contain(
      "not in",
    );
    expect((await rejection(target({ ecsTarget: {} }))).message).to.contain("ecsTarget: is not modelled");
  });
});
