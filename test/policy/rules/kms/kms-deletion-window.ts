import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/kms/kms-deletion-window";
import { KEY, key, of } from "../../support/good/keys";
import { type Specimen } from "../../support/specimen";

export const specimen: Specimen = {
  rule,
  cases: [
    of("thirty days", "good", key({ deletionWindowInDays: 30 })),
    of("nothing set", "good", key({})),
    of("what its option says", "good", key({ deletionWindowInDays: 14 }), { options: { days: 14 } }),
    of("a day too short", "bad", key({ deletionWindowInDays: 29 }), { says: /deletionWindowInDays is 29/ }),
    of("the shortest", "bad", key({ deletionWindowInDays: "7" })),
    ...["replicaKey:ReplicaKey", "externalKey:ExternalKey", "replicaExternalKey:ReplicaExternalKey"].map((type) =>
      of(`the shortest of ${type}`, "bad", key({ deletionWindowInDays: 7 }, `aws:kms/${type}`)),
    ),
    of("not known yet", "undecided", key({ deletionWindowInDays: UNKNOWN })),
    {
      title: "not known yet, and another one too short",
      is: "bad",
      resources: [key({ deletionWindowInDays: UNKNOWN }), { ...key({ deletionWindowInDays: 7 }), name: "other" }],
    },
  ],
  mutation: {
    what: "deletes the lake's key within a week",
    change: (program) => program.set(KEY, "lake", { deletionWindowInDays: 7 }),
  },
};
