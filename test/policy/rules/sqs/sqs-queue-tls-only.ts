import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sqs/sqs-queue-tls-only";
import { admits, document, queue, queuePolicy, refusesPlainHttp } from "../../support/good/messages";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const events = queue("events");
const { arn } = events;
const { type: policyType } = queuePolicy(events);

function held(title: string, is: Outcome, policy: unknown, rest: Partial<Case> = {}): Case {
  return { title, is, resources: [events, queuePolicy(events, policy)], ...rest };
}
const inline = (policy: unknown): Sketch => queue("events", { policy });
const denies = (changes: object, resource: unknown = arn) => document(refusesPlainHttp("sqs:*", resource, changes));

export const specimen: Specimen = {
  rule,
  cases: [
    held("refused beside the queue", "good", undefined),
    { title: "refused by the queue itself", is: "good", resources: [inline(denies({}))] },
    held("refused on everything", "good", denies({}, "*")),
    held("refused on the queue among others", "good", denies({}, [`${arn}-2`, arn])),
    {
      title: "refused by a policy that is made from the queue",
      is: "good",
      resources: [
        events,
        { ...queuePolicy(events), props: { queueUrl: UNKNOWN, policy: denies({}) }, from: { queueUrl: ["events"] } },
      ],
    },
    { title: "no policy", is: "bad", resources: [events], says: /refuses plain HTTP/ },
    held(
      "a policy that only admits",
      "bad",
      document(admits({ Service: "sns.amazonaws.com" }, "sqs:SendMessage", arn)),
    ),
    held("allowed instead of denied", "bad", denies({ Effect: "Allow" })),
    held("only some operations refused", "bad", denies({ Action: "sqs:SendMessage" })),
    held("only some people refused", "bad", denies({ Principal: { AWS: "222222222222" } })),
    held("refused over TLS", "bad", denies({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
    held("refused on another queue", "bad", denies({}, `${arn}-2`)),
    held("no document", "bad", "plain"),
    {
      title: "the policy of another queue",
      is: "bad",
      resources: [events, queue("other"), queuePolicy(queue("other"), denies({}, "*"))],
    },
    held("not known yet", "undecided", UNKNOWN),
    {
      title: "a queue whose ARN is not known yet, refused on everything",
      is: "good",
      resources: [queue("events", { arn: UNKNOWN, policy: denies({}, "*") })],
    },
    {
      title: "a queue whose ARN is not known yet",
      is: "undecided",
      resources: [queue("events", { arn: UNKNOWN, policy: denies({}) })],
    },
    {
      title: "a queue whose ARN is not known yet, with a policy that only admits",
      is: "bad",
      resources: [queue("events", { arn: UNKNOWN, policy: document(admits("*", "sqs:SendMessage", arn)) })],
    },
  ],
  mutation: {
    what: "answers plain HTTP",
    change: (program) => program.remove(policyType, "post-events-dead-letters-policy"),
  },
};
