import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sqs/sqs-queue-encrypted";
import { queue } from "../../support/good/messages";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const { type, props } = queue("events");
const encrypted = variantsOf(type, props);

export const specimen: Specimen = {
  rule,
  cases: [
    encrypted("a key of its own", "good", {}),
    encrypted("a key by its alias", "good", { kmsMasterKeyId: "alias/huut-prod-lake" }),
    encrypted("nothing set", "bad", { kmsMasterKeyId: undefined }, { says: /kmsMasterKeyId is not set/ }),
    encrypted("the keys of SQS", "bad", { kmsMasterKeyId: undefined, sqsManagedSseEnabled: true }),
    encrypted("AWS's own key", "bad", { kmsMasterKeyId: "alias/aws/sqs" }, { says: /alias\/aws\/sqs/ }),
    encrypted("an empty key", "bad", { kmsMasterKeyId: "" }),
    encrypted("a key that is not made yet", "undecided", { kmsMasterKeyId: UNKNOWN }),
  ],
  mutation: {
    what: "leaves a queue to the keys of SQS",
    change: (program) =>
      program.set(type, "insights-failed", { kmsMasterKeyId: undefined, sqsManagedSseEnabled: true }),
  },
};
