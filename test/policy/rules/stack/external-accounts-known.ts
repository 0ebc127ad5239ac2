import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/external-accounts-known";
import { given, policy, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const provider = { allowedAccountIds: '["111111111111"]' };
const own = sketch(TYPE.stream, "own", {}, { provider });
const allow = (principal: unknown) => ({
  Effect: "Allow",
  Principal: principal,
  Action: "s3:GetObject",
  Resource: "*",
});

function admits(title: string, is: Outcome, document: unknown, rest: Partial<Case> = {}): Case {
  return given(title, is, [own, sketch("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: document })], rest);
}

function of(type: string, property: string): Case {
  const stranger = policy(allow({ AWS: "999999999999" }));
  return given(`a stranger in ${property} of ${type}`, "bad", [own, sketch(type, "it", { [property]: stranger })]);
}

export const specimen: Specimen = {
  rule,
  cases: [
    admits("an account of the stack", "good", policy(allow({ AWS: "111111111111" }))),
    admits("a role in an account of the stack", "good", policy(allow({ AWS: "arn:aws:iam::111111111111:role/r" }))),
    admits("a service", "good", policy(allow({ Service: "sns.amazonaws.com" }))),
    admits("an account that the options add", "good", policy(allow({ AWS: "333333333333" })), {
      options: { accounts: ["333333333333"] },
    }),
    admits("a stranger", "bad", policy(allow({ AWS: "999999999999" })), { says: /^admits 999999999999$/ }),
    admits("a role of a stranger", "bad", policy(allow({ AWS: ["arn:aws:iam::999999999999:role/r"] }))),
    admits("a session of a stranger", "bad", policy(allow({ AWS: "arn:aws:sts::999999999999:assumed-role/r/s" }))),
    admits("a stranger beside an own account", "bad", policy(allow({ AWS: ["111111111111", "999999999999"] }))),
    admits(
      "two strangers in two statements",
      "bad",
      policy(allow({ AWS: "888888888888" }), allow({ AWS: "999999999999" })),
      {
        says: /888888888888, 999999999999/,
      },
    ),
    admits("identities that are no accounts", "good", policy(allow({ AWS: ["E999999999999", "999999999999E"] }))),
    admits("anyone, which other rules judge", "good", policy(allow("*"))),
    admits("a denial of a stranger", "good", policy({ ...allow({ AWS: "999999999999" }), Effect: "Deny" })),
    admits("no document", "bad", "no JSON", { says: /unreadable/ }),
    admits("a policy that is not known yet", "undecided", UNKNOWN),
    given("a provider for no account in particular", "bad", [
      sketch("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: policy(allow({ AWS: "111111111111" })) }),
      sketch(TYPE.stream, "own", {}, { provider: { allowedAccountIds: [UNKNOWN, "11111111111"] } }),
    ]),
    of(TYPE.role, "assumeRolePolicy"),
    of(TYPE.key, "policy"),
    of("aws:kms/replicaKey:ReplicaKey", "policy"),
    of(TYPE.bucket, "policy"),
    of("aws:secretsmanager/secret:Secret", "policy"),
    of("aws:secretsmanager/secretPolicy:SecretPolicy", "policy"),
    of(TYPE.topic, "policy"),
    of("aws:sns/topicPolicy:TopicPolicy", "policy"),
    of(TYPE.queue, "policy"),
    of("aws:sqs/queuePolicy:QueuePolicy", "policy"),
  ],
  mutation: {
    what: "lets a stranger assume the role that reads media",
    change: (program) =>
      program.set(TYPE.role, "media-reader", ({ assumeRolePolicy }) => ({
        assumeRolePolicy: String(assumeRolePolicy).replaceAll("222222222222", "999999999999"),
      })),
  },
};
