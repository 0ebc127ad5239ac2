import { any, expect, resourceRule } from "../../model";

/** These end with a person: nothing can be delivered to them again. */
const PEOPLE = ["email", "email-json", "sms", "application"];

export const rule = resourceRule({
  id: "sns-subscription-dead-letter-queue",
  title: "A subscription keeps what it could not deliver in a dead-letter queue",
  why: "SNS drops a message that its endpoint refuses, as a queue does whose policy or key is wrong: the event is lost and no metric of the queue shows it.",
  cure: "Set redrivePolicy of the subscription, with deadLetterTargetArn, in the subscriber's account and region.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html"],
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  check: (subscription) => {
    const policy = subscription.at("redrivePolicy").json();
    const protocol = subscription.at("protocol");
    const kept = any(protocol.isOneOf(PEOPLE), policy.at("deadLetterTargetArn").present());
    return expect(kept, `${protocol}, and ${policy}`);
  },
});
