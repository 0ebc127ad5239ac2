import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sns/sns-topic-tls-only";
import { admits, document, refusesPlainHttp, topic, topicPolicy } from "../../support/good/messages";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";
import { altered } from "../../support/variants";

const { arn } = topic;
const { type: policyType } = topicPolicy("");

function held(title: string, is: Outcome, policy: unknown, rest: Partial<Case> = {}): Case {
  return { title, is, resources: [topic, topicPolicy(policy)], ...rest };
}
const denies = (changes: object, resource: unknown = arn) =>
  document(refusesPlainHttp("sns:Publish", resource, changes));
const onlyAdmits = document(admits({ AWS: "222222222222" }, "sns:Publish", arn));

export const specimen: Specimen = {
  rule,
  cases: [
    held("refused beside the topic", "good", denies({})),
    { title: "refused by the topic itself", is: "good", resources: [altered(topic, { policy: denies({}) })] },
    held("everything refused", "good", denies({ Action: "sns:*" })),
    held("written otherwise, among others", "good", denies({ Action: ["sns:Subscribe", "SNS:publish"] })),
    held("refused on everything", "good", denies({}, "*")),
    {
      title: "refused by a policy that is made from the topic",
      is: "good",
      resources: [
        topic,
        { ...topicPolicy(denies({})), props: { arn: UNKNOWN, policy: denies({}) }, from: { arn: ["alerts"] } },
      ],
    },
    { title: "no policy", is: "bad", resources: [topic], says: /refuses to publish over plain HTTP/ },
    held("a policy that only admits", "bad", onlyAdmits),
    held("allowed instead of denied", "bad", denies({ Effect: "Allow" })),
    held("another operation refused", "bad", denies({ Action: "sns:Subscribe" })),
    held("an operation refused whose name ends so", "bad", denies({ Action: "xsns:Publish" })),
    held("an operation refused whose name begins so", "bad", denies({ Action: "sns:PublishBatch" })),
    held("another service's operations refused", "bad", denies({ Action: "sqs:*" })),
    held("only some people refused", "bad", denies({ Principal: { AWS: "222222222222" } })),
    held("refused over TLS", "bad", denies({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
    held(
      "refused over plain HTTP from one place",
      "bad",
      denies({
        Condition: {
          Bool: { "aws:SecureTransport": "false" },
          IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
        },
      }),
    ),
    held("refused on another topic", "bad", denies({}, `${arn}-2`)),
    held("no document", "bad", "plain"),
    {
      title: "the policy of another topic",
      is: "bad",
      resources: [
        topic,
        { ...altered(topic, { arn: `${arn}-2`, id: `${arn}-2`, name: "other" }), name: "other" },
        altered(topicPolicy(denies({}, "*")), { arn: `${arn}-2` }),
      ],
    },
    held("not known yet", "undecided", UNKNOWN),
    {
      title: "a topic whose ARN is not known yet, refused on everything",
      is: "good",
      resources: [altered(topic, { arn: UNKNOWN, policy: denies({}, "*") })],
    },
    {
      title: "a topic whose ARN is not known yet",
      is: "undecided",
      resources: [altered(topic, { arn: UNKNOWN, policy: denies({}) })],
    },
    {
      title: "a topic whose ARN is not known yet, with a policy that only admits",
      is: "bad",
      resources: [altered(topic, { arn: UNKNOWN, policy: onlyAdmits })],
    },
  ],
  mutation: {
    what: "takes post events over plain HTTP",
    change: (program) =>
      program.set(policyType, "post-events-policy", ({ policy }) => {
        const { Statement } = JSON.parse(String(policy)) as { readonly Statement: readonly { Effect: string }[] };
        return { policy: document(...Statement.filter(({ Effect }) => Effect !== "Deny")) };
      }),
  },
};
