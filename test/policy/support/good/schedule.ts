import { type Sketch } from "../specimen";

const account = "ap-south-1:222222222222";

/** What a schedule of the program's kind starts, with which role, and who takes what it could not start. */
export const TARGET = {
  arn: `arn:aws:lambda:${account}:function:huut-prod-tick`,
  roleArn: "arn:aws:iam::222222222222:role/huut-prod-tick",
  deadLetterConfig: { arn: `arn:aws:sqs:${account}:huut-prod-ticks-failed` },
  retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
} as const;

/** A schedule, with something laid over its target. */
export function schedule(target: unknown = {}, rest: Partial<Sketch> = {}): Sketch {
  const whole = typeof target === "object" && target !== null ? { ...TARGET, ...target } : target;
  const props = { name: "huut-prod-tick", scheduleExpression: "rate(1 hour)", target: whole };
  return { type: "aws:scheduler/schedule:Schedule", name: "tick", props, ...rest };
}
