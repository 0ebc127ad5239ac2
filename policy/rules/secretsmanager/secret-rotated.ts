import { all, any, not, refersTo, type Resource, stackRule, type Truth, UNKNOWN, type Value } from "../../model";

const SECRET = "aws:secretsmanager/secret:Secret";
const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";

export const rule = stackRule({
  id: "secret-rotated",
  controls: ["SecretsManager.1", "SecretsManager.4"],
  title: "A secret is rotated by itself, every 90 days at least",
  why: "A secret that leaked unnoticed serves whoever has it for as long as it is not changed.",
  cure: "Declare a SecretRotation; suppress where whoever gives the secret out has no call to renew it.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html"],
  options: {
    days: { type: "integer", description: "After how many days at most", default: 90, minimum: 1, maximum: 365 },
  },
  types: [SECRET],
  check: (stack, { days }) =>
    stack.ofType(SECRET).map((secret) => {
      const truths = stack
        .ofType(ROTATION)
        .map((rotation) => all(refersTo(stack, rotation, "secretId", secret), rotates(rotation, Number(days))));
      return { resource: secret, kept: any(...truths), message: `nothing rotates it every ${Number(days)} days` };
    }),
});

function rotates(rotation: Resource, days: number): Truth {
  const rules = rotation.at("rotationRules");
  const often = any(rules.at("automaticallyAfterDays").atMost(days), runsWithin(rules.at("scheduleExpression"), days));
  return all(not(rotation.at("rotationEnabled").is(false)), often);
}

/** A cron expression names dates, which come round every year at least: it is taken for what people meant. */
function runsWithin(schedule: Value, days: number): Truth {
  const text = schedule.text();
  if (text === UNKNOWN) return UNKNOWN;
  const [, number, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(String(text)) ?? [];
  return /^cron\(.+\)$/.test(String(text)) || Number(number) <= (unit === "hour" ? days * 24 : days);
}
