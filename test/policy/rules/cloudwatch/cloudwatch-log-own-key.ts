import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudwatch/cloudwatch-log-own-key";
import { of } from "../../support/good/keys";
import { type Sketch, type Specimen } from "../../support/specimen";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const group = (kmsKeyId?: unknown): Sketch => ({ type: GROUP, name: "logs", props: { kmsKeyId } });

export const specimen: Specimen = {
  rule,
  cases: [
    of("a key of its own", "good", group("arn:aws:kms:ap-south-1:222222222222:key/mrk-1")),
    of("no key", "bad", group(), { says: /kmsKeyId is not set/ }),
    of("an empty key", "bad", group("")),
    of("AWS's own key", "bad", group("arn:aws:kms:ap-south-1:222222222222:alias/aws/logs"), { says: /alias\/aws/ }),
    of("a key that is not made yet", "undecided", group(UNKNOWN)),
    {
      title: "a key that is not made yet, and another group without",
      is: "bad",
      resources: [group(UNKNOWN), { ...group(), name: "other" }],
    },
  ],
  mutation: {
    what: "leaves the delivery's log to CloudWatch's key",
    change: (program) => program.set(GROUP, "delivery-logs", { kmsKeyId: undefined }),
  },
};
