import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-lifecycle";
import { bucket, on, part } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const rules = (...statuses: readonly unknown[]) => [
  bucket(),
  part("BucketLifecycleConfiguration", { rules: statuses.map((status, index) => ({ id: `r${index}`, status })) }),
];
const inline = (...enabled: readonly unknown[]) => [
  bucket({ lifecycleRules: enabled.map((one) => ({ enabled: one })) }),
];

export const specimen: Specimen = {
  rule,
  cases: [
    on("a rule", "good", rules("Enabled")),
    on("one of two is enabled", "good", rules("Disabled", "Enabled")),
    on("inline", "good", inline(false, true)),
    on("no configuration", "bad", [bucket()], { says: /no lifecycle rule of it is enabled/ }),
    on("no rules", "bad", rules()),
    on("a rule that is switched off", "bad", rules("Disabled")),
    on("inline, switched off", "bad", inline(false)),
    on("the rules of another bucket", "bad", [...rules("Enabled"), bucket({ bucket: "x" }, { name: "other" })]),
    on("a status that is not known yet", "undecided", rules("Disabled", UNKNOWN)),
    on("rules that are not known yet", "undecided", [
      bucket(),
      part("BucketLifecycleConfiguration", { rules: UNKNOWN }),
    ]),
    on("not known yet inline, enabled beside it", "good", [
      bucket({ lifecycleRules: UNKNOWN }),
      ...rules("Enabled").slice(1),
    ]),
  ],
  mutation: {
    what: "removes the lifecycle of the published zone",
    change: (program) =>
      program.remove("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "published-lifecycle"),
  },
};
