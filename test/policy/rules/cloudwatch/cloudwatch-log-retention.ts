import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudwatch/cloudwatch-log-retention";
import { of } from "../../support/good/keys";
import { type Sketch, type Specimen } from "../../support/specimen";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const group = (props: Readonly<Record<string, unknown>>): Sketch => ({ type: GROUP, name: "logs", props });

export const specimen: Specimen = {
  rule,
  cases: [
    of("a month", "good", group({ retentionInDays: 30 })),
    of("a year", "good", group({ retentionInDays: "365" })),
    of("only delivered elsewhere", "good", group({ retentionInDays: 2, logGroupClass: "DELIVERY" })),
    of("nothing set", "bad", group({}), { says: /retentionInDays is not set/ }),
    of("for ever", "bad", group({ retentionInDays: 0 })),
    of("two weeks", "bad", group({ retentionInDays: 14 }), { says: /retentionInDays is 14/ }),
    of("a day too short", "bad", group({ retentionInDays: 29, logGroupClass: "STANDARD" })),
    of("shorter than its option says", "bad", group({ retentionInDays: 90 }), { options: { days: 365 } }),
    of("not known yet", "undecided", group({ retentionInDays: UNKNOWN })),
    of(
      "too short, of a class that is not known yet",
      "undecided",
      group({ retentionInDays: 1, logGroupClass: UNKNOWN }),
    ),
    {
      title: "not known yet, and another group for ever",
      is: "bad",
      resources: [group({ retentionInDays: UNKNOWN }), { ...group({}), name: "other" }],
    },
  ],
  mutation: {
    what: "keeps the delivery's log for a week",
    change: (program) => program.set(GROUP, "delivery-logs", { retentionInDays: 7 }),
  },
};
