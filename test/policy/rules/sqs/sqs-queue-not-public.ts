import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sqs/sqs-queue-not-public";
import { admits, document, queue, queuePolicy, refusesPlainHttp } from "../../support/good/messages";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const events = queue("events");
const { arn } = events;
const { type: policyType } = queuePolicy(events);
const inline = variantsOf(events.type, events.props);
const beside = variantsOf(policyType, { queueUrl: events.props["url"] });
const tls = refusesPlainHttp("sqs:*", arn);
const everybody = (condition?: object) => ({ policy: document(tls, admits("*", "sqs:SendMessage", arn, condition)) });
const topic = { ArnEquals: { "aws:SourceArn": "arn:aws:sns:ap-south-1:222222222222:posts" } };

export const specimen: Specimen = {
  rule,
  cases: [
    inline("no policy", "good", {}),
    inline("denies everybody something", "good", { policy: document(tls) }),
    beside("a service", "good", {
      policy: document(admits({ Service: "sns.amazonaws.com" }, "sqs:SendMessage", arn, topic)),
    }),
    beside("everybody, from one topic", "good", everybody(topic)),
    inline("everybody", "bad", everybody(), { says: /admits everybody.*policy is/ }),
    beside("everybody, beside the queue", "bad", everybody()),
    beside("everybody's accounts", "bad", { policy: document(admits({ AWS: ["*"] }, "sqs:*", arn)) }),
    beside("everybody, from an address", "bad", everybody({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })),
    beside("everybody, from any topic", "bad", everybody({ ArnLike: { "aws:SourceArn": "*" } })),
    beside("an object instead of a text", "bad", { policy: JSON.parse(everybody().policy) as unknown }),
    beside("no document", "bad", { policy: "everybody" }),
    beside("not known yet", "undecided", { policy: UNKNOWN }),
    beside("somebody who is not known yet", "undecided", {
      policy: { Statement: [admits({ AWS: UNKNOWN }, "sqs:SendMessage", arn)] },
    }),
  ],
  mutation: {
    what: "lets everybody read a queue",
    change: (program) =>
      program.set(policyType, "insights-failed-policy", ({ policy }) => {
        const old = JSON.parse(String(policy)) as { readonly Statement: readonly object[] };
        return { policy: document(...old.Statement, admits("*", "sqs:ReceiveMessage", arn)) };
      }),
  },
};
