import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/secretsmanager/secret-rotated";
import { inDataAccount } from "../../support/good/place";
import { rotation, secret } from "../../support/good/secrets";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

function rotated(title: string, is: Outcome, rules: unknown, rest: Partial<Case> = {}): Case {
  return { title, is, resources: [secret(), rotation(rules)], ...rest };
}

function by(title: string, is: Outcome, ...resources: readonly Sketch[]): Case {
  return { title, is, resources: [secret(), ...resources] };
}

const expression = (scheduleExpression: unknown) => ({ scheduleExpression });
const monthly = { automaticallyAfterDays: 30 };

export const specimen: Specimen = {
  rule,
  cases: [
    rotated("every month", "good", monthly),
    rotated("every 90 days, as text in a list of one", "good", [{ automaticallyAfterDays: "90" }]),
    rotated("by a rate in days", "good", expression("rate(90 days)")),
    rotated("every day", "good", expression("rate(1 day)")),
    rotated("by a rate in hours", "good", expression("rate(2160 hours)")),
    rotated("on a date", "good", expression("cron(0 16 1 * ? *)")),
    by("a rotation that is made from the secret", "good", {
      ...rotation(monthly, { secretId: UNKNOWN }),
      from: { secretId: ["slack"] },
    }),
    by("a rotation that is said to be on", "good", rotation(monthly, { rotationEnabled: true })),
    by("a good rotation beside one that is off", "good", rotation(), {
      ...rotation(monthly, { rotationEnabled: false }),
      name: "old",
    }),
    { title: "no rotation", is: "bad", resources: [secret()], says: /nothing rotates it every 90 days/ },
    by("a rotation of another secret", "bad", rotation(monthly, { secretId: "huut-prod/other" })),
    rotated("no rules", "bad", null),
    by("no rules at all", "bad", rotation({})),
    rotated("a day too late", "bad", { automaticallyAfterDays: 91 }),
    rotated("once a year", "bad", { automaticallyAfterDays: 365 }),
    rotated("by a rate a day too late", "bad", expression("rate(91 days)")),
    rotated("by a rate an hour too late", "bad", expression("rate(2161 hours)")),
    rotated("by a rate in weeks, which there is not", "bad", expression("rate(1 week)")),
    rotated("a text that is no schedule", "bad", expression("monthly")),
    rotated("a text that only ends as a rate", "bad", expression("at rate(1 day)")),
    rotated("a text that only begins as a rate", "bad", expression("rate(1 day) or so")),
    rotated("a text that only ends as dates", "bad", expression("at cron(0 16 1 * ? *)")),
    rotated("a text that only begins as dates", "bad", expression("cron(0 16 1 * ? *) or so")),
    rotated("dates that say nothing", "bad", expression("cron()")),
    rotated("later than its option says", "bad", monthly, { options: { days: 29 }, says: /every 29 days/ }),
    rotated("by a rate later than its option says", "bad", expression("rate(49 hours)"), { options: { days: 2 } }),
    by("a rotation that is off", "bad", rotation(monthly, { rotationEnabled: false })),
    rotated("rules that are not known yet", "undecided", UNKNOWN),
    rotated("days that are not known yet", "undecided", { automaticallyAfterDays: UNKNOWN }),
    rotated("a schedule that is not known yet", "undecided", expression(UNKNOWN)),
    by("a rotation of who knows what", "undecided", rotation(monthly, { secretId: UNKNOWN })),
    by(
      "a rotation of who knows what, once a year",
      "bad",
      rotation({ automaticallyAfterDays: 365 }, { secretId: UNKNOWN }),
    ),
    by("whether it is on is not known yet", "undecided", rotation(monthly, { rotationEnabled: UNKNOWN })),
  ],
  mutation: {
    what: "has a secret that stays the same for ever",
    change: (program) => program.add(...inDataAccount(program, secret())),
  },
};
