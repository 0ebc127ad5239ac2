import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-acls-disabled";
import { bucket, on, part } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const owned = (objectOwnership: unknown) => part("BucketOwnershipControls", { rule: { objectOwnership } });

export const specimen: Specimen = {
  rule,
  cases: [
    on("the owner is enforced", "good", [bucket(), owned("BucketOwnerEnforced")]),
    on("the block as a list of one", "good", [
      bucket(),
      part("BucketOwnershipControls", { rule: [{ objectOwnership: "BucketOwnerEnforced" }] }),
    ]),
    on("no ownership controls", "bad", [bucket()], { says: /no ownership controls name it/ }),
    on("the owner is preferred", "bad", [bucket(), owned("BucketOwnerPreferred")], { says: /is BucketOwnerPreferred/ }),
    on("the writer owns", "bad", [bucket(), owned("ObjectWriter")]),
    on("no rule", "bad", [bucket(), part("BucketOwnershipControls", {})], { says: /objectOwnership is not set/ }),
    on("ownership that is not known yet", "undecided", [bucket(), owned(UNKNOWN)]),
    on("not known yet, of another bucket", "bad", [
      bucket(),
      bucket({ bucket: "huut-other" }, { name: "other" }),
      part("BucketOwnershipControls", { rule: { objectOwnership: UNKNOWN } }, "other"),
    ]),
  ],
  mutation: {
    what: "lets writers own what they put into the raw zone",
    change: (program) =>
      program.set("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "raw-ownership", {
        rule: { objectOwnership: "ObjectWriter" },
      }),
  },
};
