import { expect } from "chai";
import { behavioursOf, type Probe } from "../behaviour";
import { arrival, receive } from "./sqs";

const GUIDE = "https://docs.aws.amazon.com/scheduler/latest/UserGuide";

interface Queue {
  readonly url: string;
  readonly arn: string;
}

async function scheduled(
  probe: Probe,
  inputs: Record<string, unknown>,
  input = "tick",
  allowed = true,
): Promise<Queue> {
  const queue = await probe.create<Queue>("aws:sqs/queue:Queue", { name: probe.name("heard") });
  const roleArn = await probe.role({
    name: probe.name("scheduler"),
    policy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: allowed ? "sqs:SendMessage" : "sqs:ReceiveMessage", Resource: queue.arn }],
    },
    trust: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
  });
  await probe.create("aws:scheduler/schedule:Schedule", {
    name: probe.name("schedule"),
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn: queue.arn, roleArn, input },
    ...inputs,
  });
  return queue;
}

/** A time as `at(…)` takes it. */
const at = (time: number) => `at(${new Date(time).toISOString().slice(0, 19)})`;

export const scheduler = behavioursOf("scheduler", GUIDE, [
  {
    id: "at",
    title: "a schedule at a time sends its input once, within the minute, not before",
    doc: `${GUIDE}/schedule-types.html#one-time`,
    run: async (probe) => {
      const due = probe.now() + 8_000;
      const queue = await scheduled(probe, { scheduleExpression: at(due) }, '{"n":1}');
      expect(await receive(probe, queue.url)).to.deep.equal([]);
      const { Body } = await arrival(probe, queue.url, 90_000);
      expect(probe.now()).to.be.at.least(due - 1_000);
      expect(Body).to.equal('{"n":1}');
    },
  },
  {
    id: "rate",
    title: "a schedule at a rate sends again and again",
    doc: `${GUIDE}/schedule-types.html#rate-based`,
    run: async (probe) => {
      const queue = await scheduled(probe, { scheduleExpression: "rate(1 minute)" });
      let count = 0;
      await probe.eventually(150_000, async () => {
        count += (await receive(probe, queue.url)).length;
        return count >= 2 ? true : undefined;
      });
    },
  },
  {
    id: "disabled",
    title: "a disabled schedule sends nothing",
    doc: `${GUIDE}/managing-schedule-state.html`,
    run: async (probe) => {
      const queue = await scheduled(probe, { scheduleExpression: at(probe.now() + 5_000), state: "DISABLED" });
      await probe.pass(70_000);
      expect(await receive(probe, queue.url)).to.deep.equal([]);
    },
  },
  {
    id: "role",
    title: "a schedule whose role may not call its target sends nothing",
    doc: `${GUIDE}/setting-up.html#setting-up-execution-role`,
    run: async (probe) => {
      const queue = await scheduled(probe, { scheduleExpression: at(probe.now() + 5_000) }, "tick", false);
      await probe.pass(70_000);
      expect(await receive(probe, queue.url)).to.deep.equal([]);
    },
  },
  {
    id: "time-zone",
    title: "a time is read in the schedule's time zone",
    doc: `${GUIDE}/schedule-types.html#time-zones`,
    run: async (probe) => {
      const halfPastFive = 5.5 * 3_600_000;
      const inputs = {
        scheduleExpression: at(probe.now() + 5_000 + halfPastFive),
        scheduleExpressionTimezone: "Asia/Kolkata",
      };
      const queue = await scheduled(probe, inputs);
      expect((await arrival(probe, queue.url, 90_000)).Body).to.equal("tick");
    },
  },
]);
