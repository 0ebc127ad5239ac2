import { bucketWritesOf, DELIVERY, namesOwnKey, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "firehose-destination-encrypted",
  title: "A delivery stream encrypts what it writes with a customer-managed key",
  why: "Whatever key a bucket would take by itself may change or be missing: what is delivered, and what fails, holds what people wrote.",
  cure: "Set kmsKeyArn of the destination, of its backup, and of what keeps failed records.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/firehose/latest/dev/encryption.html"],
  types: [DELIVERY],
  check: (delivery) =>
    bucketWritesOf(delivery).map((write) => {
      const key = write.at("kmsKeyArn");
      return { kept: namesOwnKey(key), message: String(key) };
    }),
});
