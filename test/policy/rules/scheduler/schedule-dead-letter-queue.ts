import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/scheduler/schedule-dead-letter-queue";
import { allow, documentOf } from "../../support/good/iam";
import { of } from "../../support/good/keys";
import { schedule } from "../../support/good/schedule";
import { type Specimen } from "../../support/specimen";

const { type } = schedule();

export const specimen: Specimen = {
  rule,
  cases: [
    of("a queue", "good", schedule()),
    of("a queue in a list of one, as state files have it", "good", schedule({ deadLetterConfig: [{ arn: "arn:q" }] })),
    of("none", "bad", schedule({ deadLetterConfig: undefined }), { says: /deadLetterConfig.arn is not set/ }),
    of("an empty block", "bad", schedule({ deadLetterConfig: {} })),
    of("an empty list", "bad", schedule({ deadLetterConfig: [] })),
    of("an empty name", "bad", schedule({ deadLetterConfig: { arn: "" } })),
    of("no target", "bad", schedule(null)),
    of("a queue that is not made yet", "undecided", schedule({ deadLetterConfig: { arn: UNKNOWN } })),
    of("a block that is not known yet", "undecided", schedule({ deadLetterConfig: UNKNOWN })),
    of("a target that is not known yet", "undecided", schedule(UNKNOWN)),
    {
      title: "a queue that is not made yet, and another schedule without",
      is: "bad",
      resources: [
        schedule({ deadLetterConfig: UNKNOWN }),
        schedule({ deadLetterConfig: undefined }, { name: "other" }),
      ],
    },
  ],
  mutation: {
    what: "forgets the runs of an insight that could not be started",
    change: (program) => {
      const { arn } = program.get("aws:lambda/function:Function", "run-insights").props;
      program.set(type, "run-every-insight", ({ target }) => ({
        target: { ...(target as object), deadLetterConfig: undefined },
      }));
      program.set("aws:iam/rolePolicy:RolePolicy", "run-every-insight-policy", {
        policy: documentOf(allow("lambda:InvokeFunction", arn)),
      });
    },
  },
};
