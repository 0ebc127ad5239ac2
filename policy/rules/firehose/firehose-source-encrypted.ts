import { all, any, DELIVERY, expect, namesOwnKey, not, resourceRule, type Value } from "../../model";

export const rule = resourceRule({
  id: "firehose-source-encrypted",
  controls: ["DataFirehose.1"],
  title: "A delivery stream that takes records directly encrypts them with a customer-managed key while it holds them",
  why: "Records wait in the delivery stream for minutes, for hours when the destination fails: they lie on disks meanwhile. One that reads a Kinesis stream leaves that to the stream: AWS refuses both.",
  cure: "Set serverSideEncryption to enabled with keyType CUSTOMER_MANAGED_CMK and keyArn; with a Kinesis stream as source leave it out, and encrypt that stream.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
    "https://docs.aws.amazon.com/firehose/latest/APIReference/API_StartDeliveryStreamEncryption.html",
  ],
  types: [DELIVERY],
  check: (delivery) => {
    const source = delivery.at("kinesisSourceConfiguration").present();
    const [enabled, type, key] = ["enabled", "keyType", "keyArn"].map((name) =>
      delivery.at(`serverSideEncryption.${name}`),
    ) as [Value, Value, Value];
    const own = all(enabled.isTrue(), type.is("CUSTOMER_MANAGED_CMK"), namesOwnKey(key));
    const kept = any(all(source, not(enabled.isTrue())), all(not(source), own));
    return expect(
      kept,
      `${source === true ? "reads a stream" : "takes records directly"}: ${enabled}, ${type}, ${key}`,
    );
  },
});
