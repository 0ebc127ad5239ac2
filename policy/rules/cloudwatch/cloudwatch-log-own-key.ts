import { expect, namesOwnKey, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudwatch-log-own-key",
  title: "A log group is encrypted with a customer-managed key",
  why: "Logs quote what people wrote and where it lies; a key of its own says who may read them.",
  cure: "Set kmsKeyId to a key whose policy admits CloudWatch Logs for the account's log groups.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"],
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  check: (group) => expect(namesOwnKey(group.at("kmsKeyId")), `${group.at("kmsKeyId")}`),
});
