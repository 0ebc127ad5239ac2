import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/dynamodb/dynamodb-point-in-time-recovery";
import { replica, table } from "../../support/good/dynamodb";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const on = variantsOf(table.type, table.props);
const beside = variantsOf(replica.type, replica.props);
const off = { pointInTimeRecovery: { enabled: false } };
const regionName = "ap-southeast-1";

export const specimen: Specimen = {
  rule,
  cases: [
    on("on", "good", {}),
    on("on, with a replica that has it on", "good", { replicas: [{ regionName, pointInTimeRecovery: true }] }),
    beside("a replica beside the table that has it on", "good", {}),
    on("off", "bad", off, { says: /pointInTimeRecovery\.enabled is false/ }),
    on("nothing set", "bad", { pointInTimeRecovery: undefined }, { says: /is not set/ }),
    on("a number of days, but off", "bad", { pointInTimeRecovery: { enabled: false, recoveryPeriodInDays: 35 } }),
    on("off in a list, as a state file may hold it", "bad", { pointInTimeRecovery: [{ enabled: "false" }] }),
    on(
      "a replica that has it off",
      "bad",
      { replicas: [{ regionName, pointInTimeRecovery: false }] },
      { says: /replicas\[0\]/ },
    ),
    on("a second replica that says nothing", "bad", {
      replicas: [{ regionName, pointInTimeRecovery: true }, { regionName: "eu-west-1" }],
    }),
    beside("a replica beside the table that says nothing", "bad", { pointInTimeRecovery: undefined }),
    on("not known yet", "undecided", { pointInTimeRecovery: { enabled: UNKNOWN } }),
    on("replicas that are not known yet", "undecided", { replicas: UNKNOWN }),
    on("off, with replicas that are not known yet", "bad", { ...off, replicas: UNKNOWN }),
  ],
  mutation: {
    what: "turns a table's recovery to a point in time off",
    change: (program) => program.set(table.type, "posts", off),
  },
};
