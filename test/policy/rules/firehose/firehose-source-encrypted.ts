import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/firehose/firehose-source-encrypted";
import { key } from "../../support/good/common";
import { delivery } from "../../support/good/firehose";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const stream = variantsOf(delivery.type, delivery.props);
const sse = (enabled: unknown, keyType?: unknown, keyArn?: unknown) => ({
  serverSideEncryption: { enabled, keyType, keyArn },
});
const none = { serverSideEncryption: undefined };
const reading = {
  kinesisSourceConfiguration: { kinesisStreamArn: "arn:aws:kinesis:ap-south-1:222222222222:stream/x" },
};
const CMK = "CUSTOMER_MANAGED_CMK";

export const specimen: Specimen = {
  rule,
  cases: [
    stream("a key of its own", "good", {}),
    stream("a Kinesis stream as source", "good", { ...reading, ...none }),
    stream("a Kinesis stream as source, encryption off", "good", { ...reading, ...sse(false) }),
    stream("nothing set", "bad", none, { says: /takes records directly.*enabled is not set/ }),
    stream("off", "bad", sse(false, CMK, key)),
    stream("AWS's own key", "bad", sse(true, "AWS_OWNED_CMK"), { says: /AWS_OWNED_CMK/ }),
    stream("AWS's own key, and one that is named", "bad", sse(true, "AWS_OWNED_CMK", key)),
    stream("a key of its own that is not named", "bad", sse(true, CMK)),
    stream("on beside a Kinesis stream, which AWS refuses", "bad", reading, { says: /reads a stream/ }),
    stream("a key that is not made yet", "undecided", sse(true, CMK, UNKNOWN)),
    stream("off, with a key that is not made yet", "bad", sse(false, CMK, UNKNOWN)),
    stream("a source that is not known yet, encryption on", "undecided", { kinesisSourceConfiguration: UNKNOWN }),
    stream("a source that is not known yet, encryption not set", "undecided", {
      kinesisSourceConfiguration: UNKNOWN,
      ...none,
    }),
    stream("a source that is not known yet, on with AWS's own key", "bad", {
      kinesisSourceConfiguration: UNKNOWN,
      ...sse(true, "AWS_OWNED_CMK"),
    }),
    stream("a Kinesis stream, and a switch that is not known yet", "undecided", { ...reading, ...sse(UNKNOWN) }),
  ],
  mutation: {
    what: "takes records directly, without encryption",
    change: (program) => program.set(delivery.type, "delivery", { kinesisSourceConfiguration: undefined }),
  },
};
