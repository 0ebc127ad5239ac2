import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/kms/kms-services-scoped";
import { policy } from "../../support/good/buckets";
import { ACCOUNT, ADMINISTERS, KEY, key, of, withStatement } from "../../support/good/keys";
import { type Specimen } from "../../support/specimen";

const service = { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "kms:Decrypt", Resource: "*" };
const when = (operator: string, condition: Readonly<Record<string, unknown>>) =>
  key({ policy: policy(ADMINISTERS, { ...service, Condition: { [operator]: condition } }) });

export const specimen: Specimen = {
  rule,
  cases: [
    of("no services", "good", key({ policy: policy(ADMINISTERS) })),
    of("for one account", "good", when("StringEquals", { "aws:SourceAccount": ACCOUNT })),
    of("for one account's callers", "good", when("StringEquals", { "kms:CallerAccount": ACCOUNT })),
    of(
      "for one account's log groups",
      "good",
      when("ArnLike", { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:2:*" }),
    ),
    of("for anybody", "bad", key({ policy: policy(ADMINISTERS, service) }), {
      says: /admits a service for any source/,
    }),
    of("for any context", "bad", when("StringLike", { "kms:EncryptionContext:aws:logs:arn": "*" })),
    of("for a context without a name", "bad", when("StringLike", { "kms:EncryptionContext:": "x" })),
    of("for all but one", "bad", when("StringNotEquals", { "aws:SourceAccount": ACCOUNT })),
    of("when asked about something else", "bad", when("StringEquals", { "kms:KeySpec": "SYMMETRIC_DEFAULT" })),
    ...["replicaKey:ReplicaKey", "keyPolicy:KeyPolicy"].map((type) =>
      of(`for anybody, by ${type}`, "bad", key({ policy: policy(service) }, `aws:kms/${type}`)),
    ),
    of("no JSON", "good", key({ policy: "{" })),
    of("not known yet", "undecided", key({ policy: UNKNOWN })),
    {
      title: "not known yet, and another one for anybody",
      is: "bad",
      resources: [key({ policy: UNKNOWN }), { ...key({ policy: policy(service) }), name: "other" }],
    },
  ],
  mutation: {
    what: "lets Glue use the lake's key for anybody",
    change: (program) =>
      program.set(KEY, "lake", (props) => ({
        policy: withStatement(props["policy"], { ...service, Principal: { Service: "glue.amazonaws.com" } }),
      })),
  },
};
