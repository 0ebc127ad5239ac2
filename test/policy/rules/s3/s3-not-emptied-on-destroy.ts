import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-not-emptied-on-destroy";
import { bucket, on } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

export const specimen: Specimen = {
  rule,
  cases: [
    on("not set", "good", [bucket()]),
    on("false", "good", [bucket({ forceDestroy: false })]),
    on("true", "bad", [bucket({ forceDestroy: true })], { says: /forceDestroy is true/ }),
    on("true as text, as in a state file", "bad", [bucket({ forceDestroy: "true" })]),
    on("one of two buckets", "bad", [bucket(), bucket({ bucket: "x", forceDestroy: true }, { name: "other" })]),
    on("not known yet", "undecided", [bucket({ forceDestroy: UNKNOWN })]),
    on("not known yet, and another bucket's is true", "bad", [
      bucket({ forceDestroy: UNKNOWN }),
      bucket({ bucket: "x", forceDestroy: true }, { name: "other" }),
    ]),
  ],
  mutation: {
    what: "empties the raw zone with the stack",
    change: (program) => program.set("aws:s3/bucket:Bucket", "raw", { forceDestroy: true }),
  },
};
