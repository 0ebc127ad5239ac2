import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudtrail/cloudtrail-validated";
import { addTrail, trail, type TrailProps } from "../../support/good/trail";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

function on(title: string, is: Outcome, change: TrailProps, says?: RegExp): Case {
  return { title, is, resources: [trail(change)], ...(says && { says }) };
}

export const specimen: Specimen = {
  rule,
  cases: [
    on("digests", "good", {}),
    on("digests, as text", "good", { enableLogFileValidation: "true" }),
    on("not set", "bad", { enableLogFileValidation: undefined }, /enableLogFileValidation is not set/),
    on("off", "bad", { enableLogFileValidation: false }, /enableLogFileValidation is false/),
    on("off, as text", "bad", { enableLogFileValidation: "false" }),
    on("not known yet", "undecided", { enableLogFileValidation: UNKNOWN }),
    {
      title: "not known yet, and another trail without",
      is: "bad",
      resources: [
        trail({ enableLogFileValidation: UNKNOWN }),
        { ...trail({ enableLogFileValidation: false }), name: "other" },
      ],
    },
  ],
  mutation: {
    what: "has a trail without digests",
    change: (program) => {
      addTrail(program, { enableLogFileValidation: false });
    },
  },
};
