import { expect, namesOwnKey, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "sns-topic-encrypted",
  title: "A topic encrypts its messages with a customer-managed key",
  why: "Events hold what people wrote. AWS's own key admits neither CloudWatch nor EventBridge: alarms that publish here would be lost.",
  cure: "Set kmsMasterKeyId to a key whose policy admits the publishers.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  ],
  types: ["aws:sns/topic:Topic"],
  check: (topic) => {
    const key = topic.at("kmsMasterKeyId");
    return expect(namesOwnKey(key), String(key));
  },
});
