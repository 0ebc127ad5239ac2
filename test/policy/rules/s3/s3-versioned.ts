import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-versioned";
import { bucket, on, part } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const versioning = (status: unknown) => part("BucketVersioning", { versioningConfiguration: { status } });

export const specimen: Specimen = {
  rule,
  cases: [
    on("enabled", "good", [bucket(), versioning("Enabled")]),
    on("inline", "good", [bucket({ versioning: { enabled: true } })]),
    on("off inline, as the provider reads it back, and enabled beside it", "good", [
      bucket({ versioning: { enabled: false } }),
      versioning("Enabled"),
    ]),
    on("nothing set", "bad", [bucket()], { says: /neither the bucket nor a BucketVersioning/ }),
    on("suspended", "bad", [bucket(), versioning("Suspended")]),
    on("disabled", "bad", [bucket(), versioning("Disabled")]),
    on("off inline", "bad", [bucket({ versioning: { enabled: false } })]),
    on("the versioning of another bucket", "bad", [
      bucket(),
      bucket({ bucket: "x" }, { name: "other" }),
      part("BucketVersioning", { versioningConfiguration: { status: "Enabled" } }, "other"),
    ]),
    on("a status that is not known yet", "undecided", [bucket(), versioning(UNKNOWN)]),
    on("not known yet, of one bucket of two", "bad", [
      bucket(),
      versioning(UNKNOWN),
      bucket({ bucket: "x" }, { name: "other" }),
    ]),
  ],
  mutation: {
    what: "suspends the versions of the curated zone",
    change: (program) =>
      program.set("aws:s3/bucketVersioning:BucketVersioning", "curated-versioning", {
        versioningConfiguration: { status: "Suspended" },
      }),
  },
};
