import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/kinesis/kinesis-stream-retention";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const type = "aws:kinesis/stream:Stream";
const stream = variantsOf(type);

export const specimen: Specimen = {
  rule,
  cases: [
    stream("a week", "good", { retentionPeriod: 168 }),
    stream("a year", "good", { retentionPeriod: 8760 }),
    stream("nothing set, which is a day", "bad", {}, { says: /not set, and 168 hours/ }),
    stream("an hour less than a week", "bad", { retentionPeriod: 167 }, { says: /167/ }),
    stream("a day, written as text", "bad", { retentionPeriod: "24" }),
    stream("no number", "bad", { retentionPeriod: "week" }),
    stream("a week, where two are wanted", "bad", { retentionPeriod: 168 }, { options: { hours: 336 } }),
    stream("a day, where that is enough", "good", { retentionPeriod: 24 }, { options: { hours: 24 } }),
    stream("not known yet", "undecided", { retentionPeriod: UNKNOWN }),
  ],
  mutation: {
    what: "keeps the stream's records for a day",
    change: (program) => program.set(type, "changes", { retentionPeriod: 24 }),
  },
};
