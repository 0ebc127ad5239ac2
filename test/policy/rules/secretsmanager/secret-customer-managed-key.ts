import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/secretsmanager/secret-customer-managed-key";
import { of } from "../../support/good/keys";
import { addSecret, secret } from "../../support/good/secrets";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const replica = "arn:aws:kms:ap-southeast-1:222222222222:key/mrk-1";

function replicated(title: string, is: Outcome, replicas: unknown, rest: Partial<Case> = {}): Case {
  return of(title, is, secret({ replicas }), rest);
}

export const specimen: Specimen = {
  rule,
  cases: [
    of("a key of its own", "good", secret()),
    of("a key by its alias", "good", secret({ kmsKeyId: "alias/huut-prod-lake" })),
    replicated("a replica with a key of its region", "good", [{ region: "ap-southeast-1", kmsKeyId: replica }]),
    of("nothing set", "bad", secret({ kmsKeyId: undefined }), { says: /kmsKeyId is not set/ }),
    of("an empty key", "bad", secret({ kmsKeyId: "" })),
    of("AWS's own key", "bad", secret({ kmsKeyId: "alias/aws/secretsmanager" }), { says: /alias\/aws/ }),
    replicated("a replica without a key", "bad", [{ region: "ap-southeast-1" }], {
      says: /replicas\[0\]\.kmsKeyId is not set/,
    }),
    replicated("a replica under AWS's own key", "bad", [{ kmsKeyId: "alias/aws/secretsmanager" }]),
    replicated("a second replica without a key", "bad", [{ kmsKeyId: replica }, { region: "eu-west-1" }]),
    of("a good replica of a bad secret", "bad", secret({ kmsKeyId: undefined, replicas: [{ kmsKeyId: replica }] })),
    of("a key that is not made yet", "undecided", secret({ kmsKeyId: UNKNOWN })),
    replicated("replicas that are not known yet", "undecided", UNKNOWN),
    replicated("a replica's key that is not made yet", "undecided", [{ kmsKeyId: UNKNOWN }]),
    replicated("a replica's key that is not made yet, and one without", "bad", [{ kmsKeyId: UNKNOWN }, {}]),
  ],
  mutation: {
    what: "keeps a secret under AWS's own key",
    change: (program) => {
      addSecret(program, { kmsKeyId: undefined });
    },
  },
};
