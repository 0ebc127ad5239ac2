import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/kms/kms-no-decrypt-everywhere";
import { policy } from "../../support/good/buckets";
import { of, ROLE_POLICY } from "../../support/good/keys";
import { inDataAccount } from "../../support/good/place";
import { type Sketch, type Specimen } from "../../support/specimen";

const ARN = "arn:aws:kms:ap-south-1:222222222222:key/mrk-1";
type Props = Readonly<Record<string, unknown>>;
const may = (Action: unknown, Resource: unknown = "*", rest: Props = {}) =>
  policy({ Effect: "Allow", Action, Resource, ...rest });
const held = (text: unknown, type = ROLE_POLICY): Sketch => ({ type, name: "reader", props: { policy: text } });

export const specimen: Specimen = {
  rule,
  cases: [
    of("one key", "good", held(may(["kms:Decrypt", "kms:GenerateDataKey"], ARN))),
    of("no keys", "good", held(may("s3:GetObject"))),
    of("making data keys with every key", "good", held(may("kms:GenerateDataKey"))),
    of("denied on every key", "good", held(may("kms:Decrypt", "*", { Effect: "Deny" }))),
    of("everything, which another rule forbids", "good", held(may(["*", "kms:*"]))),
    of("something of an alias", "good", held(may("kms:Decrypt", "arn:aws:s3:::kms/*"))),
    of("decrypting with every key", "bad", held(may("kms:Decrypt")), { says: /allows kms:Decrypt on \*/ }),
    of("encrypting anew from every key", "bad", held(may("kms:ReEncryptFrom"))),
    of("by a pattern", "bad", held(may("kms:De*"))),
    of("by a pattern that only begins with everything", "bad", held(may("kms:*crypt"))),
    of("a second action", "bad", held(may(["s3:GetObject", "KMS:decrypt"]))),
    of("every key of a region", "bad", held(may("kms:Decrypt", "arn:aws:kms:ap-south-1:222222222222:key/*"))),
    of("every multi-region key", "bad", held(may("kms:Decrypt", "arn:aws:kms:*:222222222222:key/mrk-*"))),
    of("every key of an account", "bad", held(may("kms:Decrypt", [ARN, "arn:aws:kms:*"]))),
    of("every key but one", "bad", held(may("kms:Decrypt", undefined, { Resource: undefined, NotResource: ARN })), {
      says: /all but some keys/,
    }),
    of(
      "on a condition",
      "bad",
      held(may("kms:Decrypt", "*", { Condition: { StringEquals: { "kms:ViaService": "s3" } } })),
    ),
    of("a managed policy", "bad", held(may("kms:Decrypt"), "aws:iam/policy:Policy")),
    of("inline in a role", "bad", {
      type: "aws:iam/role:Role",
      name: "reader",
      props: { inlinePolicies: [{ name: "p", policy: may("kms:Decrypt") }] },
    }),
    of("not known yet", "undecided", held(UNKNOWN)),
    of("one not known yet, and one for every key", "bad", {
      type: "aws:iam/role:Role",
      name: "reader",
      props: { inlinePolicies: [{ policy: UNKNOWN }, { policy: may("kms:Decrypt") }] },
    }),
  ],
  mutation: {
    what: "has a policy for people who read with every key",
    change: (program) => {
      program.add(
        ...inDataAccount(
          program,
          held(may("kms:Decrypt", "arn:aws:kms:ap-south-1:222222222222:key/*"), "aws:iam/policy:Policy"),
        ),
      );
    },
  },
};
