import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-public-access-blocked";
import { bucket, on, part } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const block = (props: Readonly<Record<string, unknown>> = {}) => part("BucketPublicAccessBlock", { ...all, ...props });

export const specimen: Specimen = {
  rule,
  cases: [
    on("all four settings", "good", [bucket(), block()]),
    on("all four as text, as in a state file", "good", [
      bucket(),
      block(Object.fromEntries(Object.keys(all).map((name) => [name, "true"]))),
    ]),
    on("no block", "bad", [bucket()], { says: /no public access block names it/ }),
    on("an empty block", "bad", [bucket(), part("BucketPublicAccessBlock", {})], {
      says: /blockPublicAcls is not set/,
    }),
    ...Object.keys(all).map((name) =>
      on(`without ${name}`, "bad", [bucket(), block({ [name]: false })], {
        says: new RegExp(`, ${name} is false|^${name} is false`),
      }),
    ),
    on("the block of another bucket", "bad", [
      bucket(),
      bucket({ bucket: "huut-other" }, { name: "other" }),
      part("BucketPublicAccessBlock", all, "other"),
    ]),
    on("a setting that is not known yet", "undecided", [bucket(), block({ ignorePublicAcls: UNKNOWN })]),
    on("one not known yet and one off", "bad", [
      bucket(),
      block({ ignorePublicAcls: UNKNOWN, blockPublicAcls: false }),
    ]),
    on("named by a plain text", "good", [
      bucket(),
      {
        type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        name: "b",
        props: { bucket: "huut-data", ...all },
      },
    ]),
  ],
  mutation: {
    what: "lets a public policy count on the raw zone",
    change: (program) =>
      program.set("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "raw-private", {
        restrictPublicBuckets: false,
      }),
  },
};
