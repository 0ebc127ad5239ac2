import { expect, namesOwnKey, resourceRule, TRAIL } from "../../model";

export const rule = resourceRule({
  id: "cloudtrail-own-key",
  controls: ["CloudTrail.2"],
  title: "A trail is encrypted with a customer-managed key",
  why: "The trail says who does what and where secrets lie; a key of its own says who may read it.",
  cure: "Set kmsKeyId to a key whose policy admits cloudtrail.amazonaws.com for this trail.",
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
  ],
  types: [TRAIL],
  check: (trail) => expect(namesOwnKey(trail.at("kmsKeyId")), `${trail.at("kmsKeyId")}`),
});
