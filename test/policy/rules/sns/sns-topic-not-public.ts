import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sns/sns-topic-not-public";
import { withStatement } from "../../support/good/keys";
import { admits, document, refusesPlainHttp, topic, topicPolicy } from "../../support/good/messages";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const { arn } = topic;
const { type: policyType } = topicPolicy("");
const inline = variantsOf(topic.type, topic.props);
const beside = variantsOf(policyType, { arn });
const tls = refusesPlainHttp("sns:Publish", arn);
const everybody = (condition?: object, action = "sns:Publish") => ({
  policy: document(tls, admits("*", action, arn, condition)),
});
const equals = (key: string, value: unknown) => ({ StringEquals: { [key]: value } });
const queue = { "sns:Endpoint": "arn:aws:sqs:ap-south-1:222222222222:huut-prod-post-events" };

export const specimen: Specimen = {
  rule,
  cases: [
    inline("no policy", "good", {}),
    inline("denies everybody something", "good", { policy: document(tls) }),
    beside("an account", "good", { policy: document(admits({ AWS: "222222222222" }, "sns:Subscribe", arn)) }),
    beside("everybody of one account", "good", everybody(equals("aws:SourceOwner", "222222222222"))),
    beside("everybody, for one queue", "good", everybody({ StringLike: queue }, "sns:Subscribe")),
    inline("everybody", "bad", everybody(), { says: /admits everybody.*policy is/ }),
    beside("everybody, beside the topic", "bad", everybody()),
    beside("everybody may subscribe", "bad", everybody(undefined, "sns:Subscribe")),
    beside("everybody's accounts", "bad", { policy: document(admits({ AWS: ["2", "*"] }, "sns:*", arn)) }),
    beside("everybody but one", "bad", {
      policy: document({ Effect: "Allow", NotPrincipal: { AWS: "222222222222" }, Action: "sns:*", Resource: arn }),
    }),
    beside("everybody, by one protocol", "bad", everybody(equals("sns:Protocol", "https"), "sns:Subscribe")),
    beside("everybody, for any endpoint", "bad", everybody({ StringLike: { "sns:Endpoint": "*" } }, "sns:Subscribe")),
    beside("everybody, of no account", "bad", everybody(equals("aws:SourceOwner", []))),
    beside("everybody of other accounts", "bad", everybody({ StringNotEquals: { "aws:SourceOwner": "222222222222" } })),
    beside("an object instead of a text", "bad", { policy: JSON.parse(everybody().policy) as unknown }),
    beside("no document", "bad", { policy: "everybody" }),
    beside("not known yet", "undecided", { policy: UNKNOWN }),
    beside("somebody who is not known yet", "undecided", {
      policy: { Statement: [admits({ AWS: UNKNOWN }, "sns:Publish", arn)] },
    }),
  ],
  mutation: {
    what: "lets everybody publish post events",
    change: (program) => {
      const { arn: events } = program.get(topic.type, "post-events").props;
      program.set(policyType, "post-events-policy", ({ policy }) => ({
        policy: withStatement(policy, admits("*", "sns:Publish", String(events))),
      }));
    },
  },
};
