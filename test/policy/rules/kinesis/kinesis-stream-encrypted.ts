import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/kinesis/kinesis-stream-encrypted";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const type = "aws:kinesis/stream:Stream";
const kmsKeyId = "arn:aws:kms:ap-south-1:222222222222:key/mrk-1";

function stream(title: string, is: Outcome, props: Readonly<Record<string, unknown>>, says?: RegExp): Case {
  return { title, is, resources: [{ type, name: "changes", props }], ...(says && { says }) };
}

export const specimen: Specimen = {
  rule,
  cases: [
    stream("a key of its own", "good", { encryptionType: "KMS", kmsKeyId }),
    stream("a key by its alias", "good", { encryptionType: "KMS", kmsKeyId: "alias/huut-prod-lake" }),
    stream("no encryption set", "bad", {}, /encryptionType is not set/),
    stream("encryption off", "bad", { encryptionType: "NONE", kmsKeyId }, /NONE/),
    stream("a type but no key", "bad", { encryptionType: "KMS" }, /kmsKeyId is not set/),
    stream("an empty key", "bad", { encryptionType: "KMS", kmsKeyId: "" }),
    stream("AWS's own key", "bad", { encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis" }),
    stream("a key that is not made yet", "undecided", { encryptionType: "KMS", kmsKeyId: UNKNOWN }),
    stream("off, with a key that is not made yet", "bad", { encryptionType: "NONE", kmsKeyId: UNKNOWN }),
  ],
  mutation: {
    what: "turns the stream's encryption off",
    change: (program) => program.set(type, "changes", { encryptionType: "NONE", kmsKeyId: undefined }),
  },
};
