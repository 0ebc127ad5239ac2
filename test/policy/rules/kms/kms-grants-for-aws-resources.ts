import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/kms/kms-grants-for-aws-resources";
import { policy } from "../../support/good/buckets";
import { ACCOUNT, ADMINISTERS, KEY, key, of, ROLE_POLICY, withStatement } from "../../support/good/keys";
import { type Sketch, type Specimen } from "../../support/specimen";

type Props = Readonly<Record<string, unknown>>;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/glue`;
const grants = (rest: Props = {}) => ({
  Effect: "Allow",
  Principal: { AWS: ROLE },
  Action: ["kms:Decrypt", "kms:CreateGrant"],
  Resource: "*",
  ...rest,
});
const bound = (value: unknown, operator = "Bool") => ({
  Condition: { [operator]: { "kms:GrantIsForAWSResource": value } },
});
const withKey = (rest: Props = {}) => key({ policy: policy(ADMINISTERS, grants(rest)) });
const held = (rest: Props): Sketch => ({
  type: ROLE_POLICY,
  name: "worker",
  props: { policy: policy(grants({ Principal: undefined, ...rest })) },
});

export const specimen: Specimen = {
  rule,
  cases: [
    of("the account administers", "good", key({ policy: policy(ADMINISTERS) })),
    of("for AWS's services only", "good", withKey(bound("true"))),
    of("an identity, for AWS's services only", "good", held(bound(true))),
    of("no grants", "good", withKey({ Action: "kms:Decrypt" })),
    of("denied", "good", withKey({ Effect: "Deny" })),
    of("the account, by its number", "good", withKey({ Principal: { AWS: ACCOUNT }, Action: "KMS:*" })),
    of("an identity that may do everything, which another rule forbids", "good", held({ Action: ["*"] })),
    of("a role, for anything", "bad", withKey(), { says: /allows kms:CreateGrant for anything/ }),
    of("by a pattern", "bad", withKey({ Action: "kms:Create*" }), { says: /kms:Create\*/ }),
    of("a role that may do everything", "bad", withKey({ Action: "kms:*" })),
    of("the account and a role", "bad", withKey({ Principal: { AWS: [ACCOUNT, ROLE] }, Action: "kms:*" })),
    of("the account, by a pattern", "bad", withKey({ Principal: { AWS: ACCOUNT }, Action: ["kms:*", "kms:Create*"] })),
    of("for what is no AWS service", "bad", withKey(bound("false"))),
    of("for either", "bad", withKey(bound(["true", "false"]))),
    of("by a wrong operator", "bad", withKey(bound("true", "StringEquals"))),
    of("on another condition", "bad", withKey({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
    of("an identity, for anything", "bad", held({ Action: "kms:CreateGrant" })),
    of("inline in a role", "bad", {
      type: "aws:iam/role:Role",
      name: "worker",
      props: { inlinePolicies: [{ policy: policy(grants({ Principal: undefined })) }] },
    }),
    of("a replica", "bad", key({ policy: policy(grants()) }, "aws:kms/replicaKey:ReplicaKey")),
    of("not known yet", "undecided", key({ policy: UNKNOWN })),
    {
      title: "not known yet, and another one for anything",
      is: "bad",
      resources: [key({ policy: UNKNOWN }), { ...withKey(), name: "other" }],
    },
  ],
  mutation: {
    what: "lets a role of the account make grants on the lake's key",
    change: (program) => program.set(KEY, "lake", (props) => ({ policy: withStatement(props["policy"], grants()) })),
  },
};
