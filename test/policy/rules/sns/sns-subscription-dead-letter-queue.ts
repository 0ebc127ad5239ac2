import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sns/sns-subscription-dead-letter-queue";
import { topic } from "../../support/good/messages";
import { TYPE } from "../../support/sketches";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const dead = { deadLetterTargetArn: "arn:aws:sqs:ap-south-1:222222222222:huut-prod-undelivered" };
const subscription = variantsOf(TYPE.subscription, {
  topic: topic.arn,
  protocol: "sqs",
  endpoint: "arn:aws:sqs:ap-south-1:222222222222:huut-prod-post-events",
});
const redrivePolicy = JSON.stringify(dead);

export const specimen: Specimen = {
  rule,
  cases: [
    subscription("a queue with a dead-letter queue", "good", { redrivePolicy }),
    subscription("a function with a dead-letter queue", "good", { protocol: "lambda", redrivePolicy }),
    subscription("an object instead of a text", "good", { redrivePolicy: dead }),
    ...["email", "email-json", "sms", "application"].map((protocol) =>
      subscription(`${protocol}, which ends with a person`, "good", { protocol }),
    ),
    ...["sqs", "lambda", "https", "http", "firehose"].map((protocol) =>
      subscription(`${protocol} without one`, "bad", { protocol }, { says: /^protocol is .*redrivePolicy is not set/ }),
    ),
    subscription("an empty policy", "bad", { redrivePolicy: "" }),
    subscription("a policy that names no queue", "bad", { redrivePolicy: "{}" }),
    subscription("an empty queue", "bad", { redrivePolicy: '{"deadLetterTargetArn":""}' }),
    subscription("what a queue would say", "bad", { redrivePolicy: { maxReceiveCount: 5 } }),
    subscription("a text that is no policy", "bad", { redrivePolicy: dead.deadLetterTargetArn }),
    subscription("no protocol", "bad", { protocol: undefined }),
    subscription("not known yet", "undecided", { redrivePolicy: UNKNOWN }),
    subscription("a queue that is not made yet", "undecided", { redrivePolicy: { deadLetterTargetArn: UNKNOWN } }),
    subscription("a protocol that is not known yet", "undecided", { protocol: UNKNOWN }),
    subscription("not known yet, to a person", "good", { protocol: "email", redrivePolicy: UNKNOWN }),
  ],
  mutation: {
    what: "has a second subscription, which loses what its queue refuses",
    change: (program) => {
      program.copy(TYPE.subscription, "post-events-subscription", "more-events");
      program.set(TYPE.subscription, "more-events", { redrivePolicy: undefined });
    },
  },
};
