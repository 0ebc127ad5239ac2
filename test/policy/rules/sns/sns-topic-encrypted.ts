import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sns/sns-topic-encrypted";
import { topic } from "../../support/good/messages";
import { type Specimen } from "../../support/specimen";
import { altered, variantsOf } from "../../support/variants";

const { type, props } = topic;
const encrypted = variantsOf(type, props);

export const specimen: Specimen = {
  rule,
  cases: [
    encrypted("a key of its own", "good", {}),
    encrypted("a key by its alias", "good", { kmsMasterKeyId: "alias/huut-prod-events" }),
    encrypted("nothing set", "bad", { kmsMasterKeyId: undefined }, { says: /kmsMasterKeyId is not set/ }),
    encrypted("AWS's own key", "bad", { kmsMasterKeyId: "alias/aws/sns" }, { says: /alias\/aws\/sns/ }),
    encrypted("AWS's own key by its ARN", "bad", { kmsMasterKeyId: "arn:aws:kms:ap-south-1:2:alias/aws/sns" }),
    encrypted("an empty key", "bad", { kmsMasterKeyId: "" }),
    encrypted("a key that is not made yet", "undecided", { kmsMasterKeyId: UNKNOWN }),
    {
      title: "a key that is not made yet, and another topic without",
      is: "bad",
      resources: [
        altered(topic, { kmsMasterKeyId: UNKNOWN }),
        { ...altered(topic, { kmsMasterKeyId: undefined }), name: "other" },
      ],
    },
  ],
  mutation: {
    what: "leaves the post events to nobody's key",
    change: (program) => program.set(type, "post-events", { kmsMasterKeyId: undefined }),
  },
};
