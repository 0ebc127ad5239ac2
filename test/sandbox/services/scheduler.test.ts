import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { SqsService } from "../../../sandbox/services/sqs";
import type { Fault } from "../../../sandbox/world/faults";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const here = { account: "111111111111", region: "ap-south-1" };
const start = Date.parse("2026-11-02T00:00:00Z");
const minute = 60_000;

interface Named {
  readonly arn: string;
  readonly url: string;
}

describe("EventBridge Scheduler", () => {
  let world: World;
  let cloud: Cloud;
  let queue: Named;
  let dead: Named;
  let role: Named;

  const open = async (faults: Fault[] = []) => {
    world?.close();
    world = new World({ seed: 7, start, faults: { faults } });
    cloud = new Cloud(world);
    world.open();
    queue = await createResource<Named>(cloud, "aws:sqs/queue:Queue", "q", { name: "q" }, here);
    dead = await createResource<Named>(cloud, "aws:sqs/queue:Queue", "dead", { name: "dead" }, here);
    role = await roleFor("scheduler.amazonaws.com", "schedules");
  };
  const roleFor = (Service: string, name: string) => {
    const Condition = {
      ArnEquals: { "aws:SourceArn": `arn:aws:scheduler:ap-south-1:${here.account}:schedule-group/default` },
    };
    const Statement = [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", Condition }];
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
    return createResource<Named>(cloud, "aws:iam/role:Role", name, { name, assumeRolePolicy }, here);
  };
  const grant = (...queues: Named[]) => {
    const Statement = [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queues.map(({ arn }) => arn) }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    return createResource(
      cloud,
      "aws:iam/rolePolicy:RolePolicy",
      "grant",
      { role: "schedules", name: "grant", policy },
      here,
    );
  };
  const schedule = (inputs: Record<string, unknown>, target: Record<string, unknown> = {}) =>
    createResource(
      cloud,
      "aws:scheduler/schedule:Schedule",
      "s",
      {
        name: "s",
        flexibleTimeWindow: { mode: "OFF" },
        ...inputs,
        target: { arn: queue.arn, roleArn: role.arn, deadLetterConfig: { arn: dead.arn }, ...target },
      },
      here,
    );
  const messages = ({ arn }: Named) => cloud.service<SqsService>("sqs").messages(arn);
  const bodies = (of: Named) => messages(of).map(({ body }) => body);
  const rejection = async (promise: Promise<unknown>) =>
    (await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    )) as Error;
  const input = JSON.stringify({ at: "<aws.scheduler.scheduled-time>", attempt: "<aws.scheduler.attempt-number>" });

  beforeEach(() => open());
  afterEach(() => world.close());

  it("invokes by cron in a time zone, with context attributes, in its role", async () => {
    await grant(queue);
    await schedule({ scheduleExpression: "cron(0 9 * * ? *)", scheduleExpressionTimezone: "Asia/Kolkata" }, { input });
    await world.runFor(48 * 60 * minute);
    expect(bodies(queue).map((body) => JSON.parse(body) as unknown)).to.deep.equal([
      { at: "2026-11-02T03:30:00Z", attempt: "1" },
      { at: "2026-11-03T03:30:00Z", attempt: "1" },
    ]);
    expect(messages(queue)[0]?.senderId).to.match(/:schedule-s$/);
  });

  it("begins a rate at once or at its start date, and ends it at its end date", async () => {
    await grant(queue);
    await schedule({ scheduleExpression: "rate(10 minutes)", endDate: "2026-11-02T00:25:00Z" }, { input: "now" });
    await world.runFor(60 * minute);
    expect(messages(queue).map(({ sentAt }) => Math.floor((sentAt - start) / minute))).to.deep.equal([0, 10, 20]);
    await open();
    await grant(queue);
    await schedule({ scheduleExpression: "rate(1 hour)", startDate: "2026-11-01T23:45:00Z" });
    await world.runFor(60 * minute);
    expect(messages(queue).map(({ sentAt }) => Math.floor((sentAt - start) / minute))).to.deep.equal([45]);
    expect(JSON.parse(bodies(queue)[0] as string)).to.include({ source: "aws.scheduler", detail: "{}" });
  });

  it("invokes once at a time and forgets itself when asked to", async () => {
    await grant(queue);
    const client = clientFor(
      cloud,
      SchedulerClient,
      "scheduler",
      { principal: { kind: "root", account: here.account }, account: here.account },
      here.region,
    );
    await schedule({ scheduleExpression: "at(2026-11-02T05:00:00)", actionAfterCompletion: "DELETE" }, { input });
    expect(await client.send(new GetScheduleCommand({ Name: "s" }))).to.deep.include({
      State: "ENABLED",
      GroupName: "default",
      ScheduleExpression: "at(2026-11-02T05:00:00)",
    });
    expect((await client.send(new ListSchedulesCommand({}))).Schedules).to.have.length(1);
    await world.runFor(24 * 60 * minute);
    expect(bodies(queue)).to.have.length(1);
    expect((await rejection(client.send(new GetScheduleCommand({ Name: "s" })))).name).to.equal(
      "ResourceNotFoundException",
    );
  });

  it("does nothing while disabled", async () => {
    await grant(queue);
    await schedule({ scheduleExpression: "rate(1 minute)", state: "DISABLED" });
    await world.runFor(10 * minute);
    expect(bodies(queue)).to.deep.equal([]);
  });

  it("spreads invocations over a flexible window", async () => {
    await grant(queue);
    await schedule({
      scheduleExpression: "rate(1 hour)",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 30 },
    });
    await world.runFor(10 * 60 * minute - 1);
    const late = messages(queue).map(({ sentAt }) => ((sentAt - start) / minute) % 60);
    expect(late).to.have.length(10);
    expect(Math.max(...late)).to.be.within(1, 30);
    expect(new Set(late).size).to.be.greaterThan(5);
  });

  it("sends to the dead-letter queue what its role may not do, and loses it when it may not do that either", async () => {
    await grant(dead);
    await schedule({ scheduleExpression: "at(2026-11-02T00:01:00)" }, { input });
    await world.runFor(2 * minute);
    const [message] = messages(dead);
    expect(message?.body).to.equal('{"at":"2026-11-02T00:01:00Z","attempt":"1"}');
    expect(message?.attributes["ERROR_CODE"]?.StringValue).to.equal("NO_PERMISSIONS");
    await open();
    await schedule({ scheduleExpression: "at(2026-11-02T00:01:00)" }, { input });
    await world.runFor(2 * minute);
    expect(bodies(dead)).to.deep.equal([]);
    expect(JSON.stringify(cloud.service("scheduler").summary?.())).to.contain('"lost":1');
  });

  it("retries within its policy and counts its attempts", async () => {
    await open([{ kind: "throttle", service: "sqs", operation: "SendMessage", resource: ":q", times: 2 }]);
    await grant(queue, dead);
    await schedule(
      { scheduleExpression: "at(2026-11-02T00:01:00)" },
      { input, retryPolicy: { maximumRetryAttempts: 3 } },
    );
    await world.runFor(5 * minute);
    expect(bodies(queue)).to.deep.equal(['{"at":"2026-11-02T00:01:00Z","attempt":"3"}']);
  });

  it("refuses a role that does not trust it, and targets and expressions that it cannot honour", async () => {
    const { arn: roleArn } = await roleFor("lambda.amazonaws.com", "other");
    const rate = { scheduleExpression: "rate(1 minute)" };
    expect((await rejection(schedule(rate, { roleArn }))).message).to.contain("sts:AssumeRole");
    expect((await rejection(schedule(rate, { arn: "arn:aws:scheduler:::aws-sdk:ecs:runTask" }))).message).to.contain(
      "ecs:runTask",
    );
    expect((await rejection(schedule({ scheduleExpression: "cron(0 9 * * *)" }))).message).to.contain("6 fields");
    expect((await rejection(schedule({ ...rate, kmsKeyArn: "k" }))).message).to.contain("kmsKeyArn: is not modelled");
    expect((await rejection(schedule({ ...rate, groupName: "none" }))).message).to.contain("none");
  });
});
