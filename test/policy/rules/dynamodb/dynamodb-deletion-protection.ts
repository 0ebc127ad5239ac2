import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/dynamodb/dynamodb-deletion-protection";
import { replica, table } from "../../support/good/dynamodb";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const guarded = variantsOf(table.type, table.props);
const beside = variantsOf(replica.type, replica.props);
const off = { deletionProtectionEnabled: false };
const regionName = "ap-southeast-1";

export const specimen: Specimen = {
  rule,
  cases: [
    guarded("on", "good", {}),
    guarded("on, with a replica that has it on", "good", {
      replicas: [{ regionName, deletionProtectionEnabled: true }],
    }),
    beside("a replica beside the table that has it on", "good", {}),
    guarded("off", "bad", off, { says: /deletionProtectionEnabled is false/ }),
    guarded("nothing set", "bad", { deletionProtectionEnabled: undefined }),
    guarded("null", "bad", { deletionProtectionEnabled: null }),
    guarded("a replica that has it off", "bad", { replicas: [{ regionName, ...off }] }),
    guarded("a replica that says nothing", "bad", { replicas: [{ regionName }] }, { says: /replicas\[0\].*not set/ }),
    beside("a replica beside the table that has it off", "bad", off),
    guarded("not known yet", "undecided", { deletionProtectionEnabled: UNKNOWN }),
    guarded("not known yet, with a replica that has it off", "bad", {
      deletionProtectionEnabled: UNKNOWN,
      replicas: [{ regionName, ...off }],
    }),
  ],
  mutation: {
    what: "lets a table be deleted",
    change: (program) => program.set(table.type, "post-updates", off),
  },
};
