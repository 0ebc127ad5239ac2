import { admitsAnyone, expect, not, resourceRule, someStatement } from "../../model";

export const rule = resourceRule({
  id: "sns-topic-not-public",
  controls: ["SNS.4"],
  title: "The policy of a topic does not admit everybody",
  why: "Whoever may subscribe reads every post; whoever may publish makes posts up in anybody's name.",
  cure: "Name the principals, or bind the statement by aws:SourceAccount, aws:SourceOwner or sns:Endpoint.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"],
  types: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
  check: (holder) => {
    const policy = holder.at("policy");
    return expect(not(someStatement(policy, admitsAnyone)), `admits everybody, or cannot be read: ${policy}`);
  },
});
