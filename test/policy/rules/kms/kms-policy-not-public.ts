import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/kms/kms-policy-not-public";
import { policy } from "../../support/good/buckets";
import { ACCOUNT, ADMINISTERS, KEY, key, of, withStatement } from "../../support/good/keys";
import { type Specimen } from "../../support/specimen";

const anyone = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
const caller = { StringEquals: { "kms:CallerAccount": ACCOUNT, "kms:ViaService": "s3.ap-south-1.amazonaws.com" } };

export const specimen: Specimen = {
  rule,
  cases: [
    of("the account administers", "good", key({ policy: policy(ADMINISTERS) })),
    of("KMS's own policy", "good", key({})),
    of("anyone of one account", "good", key({ policy: policy(ADMINISTERS, { ...anyone, Condition: caller }) })),
    of("anyone", "bad", key({ policy: policy(ADMINISTERS, anyone) }), { says: /admits anyone/ }),
    of("any AWS principal", "bad", key({ policy: policy({ ...anyone, Principal: { AWS: "*" } }) })),
    of(
      "anyone, through a service",
      "bad",
      key({
        policy: policy({ ...anyone, Condition: { StringEquals: { "kms:ViaService": "s3.ap-south-1.amazonaws.com" } } }),
      }),
    ),
    ...[
      "replicaKey:ReplicaKey",
      "externalKey:ExternalKey",
      "replicaExternalKey:ReplicaExternalKey",
      "keyPolicy:KeyPolicy",
    ].map((type) => of(`anyone, by ${type}`, "bad", key({ policy: policy(anyone) }, `aws:kms/${type}`))),
    of("no JSON", "bad", key({ policy: "{" }), { says: /cannot be read/ }),
    of("not known yet", "undecided", key({ policy: UNKNOWN })),
    {
      title: "not known yet, and another one public",
      is: "bad",
      resources: [key({ policy: UNKNOWN }), { ...key({ policy: policy(anyone) }), name: "other" }],
    },
  ],
  mutation: {
    what: "lets anyone use the lake's key",
    change: (program) => program.set(KEY, "lake", (props) => ({ policy: withStatement(props["policy"], anyone) })),
  },
};
