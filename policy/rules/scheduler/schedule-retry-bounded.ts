import { resourceRule } from "../../model";

export const rule = resourceRule({
  id: "schedule-retry-bounded",
  title: "A schedule says how often and for how long it tries again, and ends soon",
  why: "By itself a schedule tries 185 times over a day: runs of yesterday arrive among those of today.",
  cure: "Set target.retryPolicy.maximumRetryAttempts and target.retryPolicy.maximumEventAgeInSeconds.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html"],
  options: {
    attempts: { type: "integer", description: "How many times at most", default: 10, minimum: 0, maximum: 185 },
    seconds: { type: "integer", description: "For how long at most", default: 21_600, minimum: 60, maximum: 86_400 },
  },
  types: ["aws:scheduler/schedule:Schedule"],
  check: (schedule, { attempts, seconds }) => {
    const policy = schedule.at("target.retryPolicy");
    const [tries, age] = [policy.at("maximumRetryAttempts"), policy.at("maximumEventAgeInSeconds")];
    return [
      { kept: tries.atMost(Number(attempts)), message: `${tries}, and ${Number(attempts)} at most are wanted` },
      { kept: age.atMost(Number(seconds)), message: `${age}, and ${Number(seconds)} at most are wanted` },
    ];
  },
});
