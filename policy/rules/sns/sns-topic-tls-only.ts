import { deniesPlainHttp, somePolicyStates, stackRule, type Statement } from "../../model";

const TOPIC = "aws:sns/topic:Topic";
const POLICY = "aws:sns/topicPolicy:TopicPolicy";

export const rule = stackRule({
  id: "sns-topic-tls-only",
  title: "The policy of a topic refuses whoever publishes without TLS",
  why: "SNS still takes plain HTTP, which shows messages and signatures to everybody on the way.",
  cure: "Deny sns:Publish to everybody on the topic where aws:SecureTransport is false, in its policy or in a TopicPolicy.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"],
  types: [TOPIC],
  check: (stack) =>
    stack.ofType(TOPIC).map((topic) => {
      const policies = [topic, ...stack.referrers(topic, POLICY, "arn")].map((holder) => holder.at("policy"));
      const kept = somePolicyStates(policies, topic.at("arn"), deniesPlainPublish);
      return { resource: topic, kept, message: "no policy of it refuses to publish over plain HTTP" };
    }),
});

/** Publishing is the one operation that carries messages; what denies it may well deny it alone. */
function deniesPlainPublish(statement: Statement): boolean {
  const actions = statement.actions.map((action) => (/^sns:publish$/i.test(action) ? "*" : action));
  return deniesPlainHttp({ ...statement, actions }, "sns");
}
