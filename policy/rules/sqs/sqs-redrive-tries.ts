import { expect, QUEUE, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "sqs-redrive-tries",
  title: "A message is tried three times at least before it is given up",
  why: "One throttled call or one slow dependency gives good messages up, and somebody has to bring them back by hand.",
  cure: "Set maxReceiveCount in redrivePolicy to 3 at least; 5 is what AWS Lambda asks for.",
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  ],
  options: {
    tries: { type: "integer", description: "How many times at least", default: 3, minimum: 1, maximum: 1000 },
  },
  types: [QUEUE, "aws:sqs/redrivePolicy:RedrivePolicy"],
  check: (holder, { tries }) => {
    const policy = holder.at("redrivePolicy").json();
    if (policy.present() === false) return [];
    const count = policy.at("maxReceiveCount");
    return expect(count.atLeast(Number(tries)), `${count}, and ${String(tries)} are wanted`);
  },
});
