import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/scheduler/schedule-retry-bounded";
import { schedule, TARGET } from "../../support/good/schedule";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const { type } = schedule();

function tries(title: string, is: Outcome, retryPolicy: unknown, rest: Partial<Case> = {}): Case {
  const whole = retryPolicy !== null && typeof retryPolicy === "object" && !Array.isArray(retryPolicy);
  const policy = whole ? { ...TARGET.retryPolicy, ...retryPolicy } : retryPolicy;
  return { title, is, resources: [schedule({ retryPolicy: policy })], ...rest };
}

export const specimen: Specimen = {
  rule,
  cases: [
    tries("thrice within an hour", "good", {}),
    tries("as often and as long as may be", "good", { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 21_600 }),
    tries("never again", "good", { maximumRetryAttempts: 0 }),
    tries("in a list of one, as text", "good", [{ maximumRetryAttempts: "2", maximumEventAgeInSeconds: "60" }]),
    tries("once too often", "bad", { maximumRetryAttempts: 11 }, { says: /Attempts is 11, and 10 at most are wanted/ }),
    tries("185 times", "bad", { maximumRetryAttempts: 185 }),
    tries("as often as by default", "bad", { maximumRetryAttempts: undefined }, { says: /Attempts is not set/ }),
    tries("a second too long", "bad", { maximumEventAgeInSeconds: 21_601 }, { says: /is 21601, and 21600 at most/ }),
    tries("over a day", "bad", { maximumEventAgeInSeconds: 86_400 }),
    tries(
      "for as long as by default",
      "bad",
      { maximumEventAgeInSeconds: undefined },
      { says: /InSeconds is not set/ },
    ),
    tries("no policy", "bad", undefined),
    tries("an empty policy in a list", "bad", [{}]),
    tries("no numbers", "bad", { maximumRetryAttempts: "some" }),
    tries("more often than its option says", "bad", {}, { options: { attempts: 2, seconds: 3600 } }),
    tries("for longer than its option says", "bad", {}, { options: { attempts: 3, seconds: 3599 } }),
    tries("not known yet", "undecided", UNKNOWN),
    tries("how often is not known yet", "undecided", { maximumRetryAttempts: UNKNOWN }),
    tries("for how long is not known yet", "undecided", { maximumEventAgeInSeconds: UNKNOWN }),
    tries("how often is not known yet, over a day", "bad", {
      maximumRetryAttempts: UNKNOWN,
      maximumEventAgeInSeconds: 86_400,
    }),
  ],
  mutation: {
    what: "tries to compute an insight for a whole day",
    change: (program) =>
      program.set(type, "run-every-insight", ({ target }) => ({
        target: { ...(target as object), retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 3 } },
      })),
  },
};
