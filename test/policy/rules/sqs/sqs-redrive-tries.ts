import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sqs/sqs-redrive-tries";
import { queue, redrive } from "../../support/good/messages";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const { type, props, arn } = queue("events");
const inline = variantsOf(type, props);
const beside = variantsOf("aws:sqs/redrivePolicy:RedrivePolicy", { queueUrl: props["url"] });
const tries = (count: unknown) => ({ redrivePolicy: redrive(`${arn}-dead`, count) });

export const specimen: Specimen = {
  rule,
  cases: [
    inline("no redrive policy", "not its business", {}),
    inline("five tries", "good", tries(5)),
    inline("three tries", "good", tries(3)),
    beside("three tries, beside the queue", "good", tries("3")),
    inline("two tries", "bad", tries(2), { says: /maxReceiveCount is 2, and 3 are wanted/ }),
    inline("one try, as text", "bad", tries("1")),
    beside("one try, beside the queue", "bad", tries(1)),
    inline("no number of tries", "bad", { redrivePolicy: { deadLetterTargetArn: `${arn}-dead` } }, { says: /not set/ }),
    inline("a text that is no policy", "bad", { redrivePolicy: "5" }),
    inline("three tries, where five are wanted", "bad", tries(3), { options: { tries: 5 } }),
    inline("not known yet", "undecided", { redrivePolicy: UNKNOWN }),
    inline("a number that is not known yet", "undecided", { redrivePolicy: { maxReceiveCount: UNKNOWN } }),
  ],
  mutation: {
    what: "gives messages up after two tries",
    change: (program) => program.set(type, "post-events", tries(2)),
  },
};
