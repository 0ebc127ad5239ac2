import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/secretsmanager/secret-recovery-window";
import { of } from "../../support/good/keys";
import { addSecret, secret } from "../../support/good/secrets";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

function window(title: string, is: Outcome, recoveryWindowInDays: unknown, rest: Partial<Case> = {}): Case {
  return of(title, is, secret({ recoveryWindowInDays }), rest);
}

export const specimen: Specimen = {
  rule,
  cases: [
    window("a month", "good", 30),
    window("a week", "good", 7),
    window("a month by default", "good", undefined),
    window("none", "bad", 0, { says: /recoveryWindowInDays is 0/ }),
    window("none, as text", "bad", "0"),
    window("six days, which AWS does not take", "bad", 6),
    window("a number of days that is none", "bad", "a week"),
    window("on or off", "bad", true),
    window("not known yet", "undecided", UNKNOWN),
    {
      title: "not known yet, and another secret without",
      is: "bad",
      resources: [secret({ recoveryWindowInDays: UNKNOWN }), { ...secret({ recoveryWindowInDays: 0 }), name: "other" }],
    },
  ],
  mutation: {
    what: "lets a secret go at once",
    change: (program) => {
      addSecret(program, { recoveryWindowInDays: 0 });
    },
  },
};
