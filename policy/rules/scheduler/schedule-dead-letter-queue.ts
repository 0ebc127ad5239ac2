import { expect, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "schedule-dead-letter-queue",
  title: "A schedule keeps what it could not start in a dead-letter queue",
  why: "A run that its target refused is gone without a trace: nobody misses an hour of trends until people ask.",
  cure: "Set target.deadLetterConfig.arn.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html"],
  types: ["aws:scheduler/schedule:Schedule"],
  check: (schedule) => {
    const queue = schedule.at("target.deadLetterConfig.arn");
    return expect(queue.present(), String(queue));
  },
});
