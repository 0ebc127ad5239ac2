import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/dynamodb/dynamodb-customer-managed-key";
import { key } from "../../support/good/common";
import { replica, table } from "../../support/good/dynamodb";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const encrypted = variantsOf(table.type, table.props);
const beside = variantsOf(replica.type, replica.props);
const sse = (enabled: unknown, kmsKeyArn?: unknown) => ({ serverSideEncryption: { enabled, kmsKeyArn } });
const replicas = (kmsKeyArn: unknown) => ({ replicas: [{ regionName: "ap-southeast-1", kmsKeyArn }] });

export const specimen: Specimen = {
  rule,
  cases: [
    encrypted("a key of its own", "good", {}),
    encrypted("with a replica that has a key of its region", "good", replicas(replica.props["kmsKeyArn"])),
    beside("a replica beside the table that has a key of its region", "good", {}),
    encrypted("nothing set", "bad", { serverSideEncryption: undefined }, { says: /kmsKeyArn is not set/ }),
    encrypted("on, but with AWS's own key", "bad", sse(true)),
    encrypted("AWS's own key by its alias", "bad", sse(true, "arn:aws:kms:ap-south-1:222222222222:alias/aws/dynamodb")),
    encrypted("a key that is named but not used", "bad", sse(false, key), { says: /enabled is false/ }),
    encrypted("a key, and nothing that says it is used", "bad", sse(undefined, key)),
    encrypted("a replica without a key", "bad", replicas(undefined), { says: /replicas\[0\]\.kmsKeyArn/ }),
    beside("a replica beside the table without a key", "bad", { kmsKeyArn: undefined }),
    beside("a replica beside the table with an empty key", "bad", { kmsKeyArn: "" }),
    encrypted("a key that is not made yet", "undecided", sse(true, UNKNOWN)),
    encrypted("a switch that is not known yet", "undecided", sse(UNKNOWN, key)),
    encrypted("off, with a key that is not made yet", "bad", sse(false, UNKNOWN)),
    beside("a replica beside the table whose key is not made yet", "undecided", { kmsKeyArn: UNKNOWN }),
  ],
  mutation: {
    what: "leaves a table to AWS's own key",
    change: (program) => program.set(table.type, "posts", sse(true)),
  },
};
