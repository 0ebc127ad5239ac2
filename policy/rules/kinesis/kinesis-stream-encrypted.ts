import { all, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "kinesis-stream-encrypted",
  controls: ["Kinesis.1"],
  title: "A stream encrypts its records with a customer-managed key",
  why: "Records hold what people wrote; without a key of its own nobody can say who may read them, or stop it.",
  cure: "Set encryptionType to KMS and kmsKeyId to the platform's key.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html"],
  types: ["aws:kinesis/stream:Stream"],
  check: (stream) => {
    const type = stream.at("encryptionType");
    const key = stream.at("kmsKeyId");
    const ownKey = all(key.present(), not(key.matches(/alias\/aws\//)));
    return expect(all(type.is("KMS"), ownKey), `${type}, ${key}`);
  },
});
