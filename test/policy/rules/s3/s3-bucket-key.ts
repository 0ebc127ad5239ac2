import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-bucket-key";
import { bucket, on, part } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const one = (sseAlgorithm: unknown, bucketKeyEnabled: unknown) => ({
  applyServerSideEncryptionByDefault: { sseAlgorithm },
  bucketKeyEnabled,
});
const standalone = (...rules: readonly unknown[]) => [
  part("BucketServerSideEncryptionConfiguration", { rules }),
  bucket(),
];
const inline = (rule: unknown) => [bucket({ serverSideEncryptionConfiguration: { rule } })];

export const specimen: Specimen = {
  rule,
  cases: [
    on("KMS with a bucket key", "good", standalone(one("aws:kms", true))),
    on("S3's keys", "good", standalone(one("AES256", undefined))),
    on("KMS twice, which has no bucket keys", "good", standalone(one("aws:kms:dsse", false))),
    on("inline", "good", inline(one("aws:kms", true))),
    on("KMS without", "bad", standalone(one("aws:kms", false)), {
      says: /encrypts by KMS, and .*bucketKeyEnabled is false/,
    }),
    on("nothing set", "bad", standalone(one("aws:kms", undefined))),
    on("inline, without", "bad", inline(one("aws:kms", false))),
    on("one of two rules", "bad", standalone(one("aws:kms", true), one("aws:kms", false))),
    on("not known yet", "undecided", standalone(one("aws:kms", UNKNOWN))),
    on("an algorithm that is not known yet", "undecided", standalone(one(UNKNOWN, false))),
    on("not known yet, with S3's keys", "good", standalone(one("AES256", UNKNOWN))),
    on("one not known yet and one without", "bad", standalone(one("aws:kms", UNKNOWN), one("aws:kms", false))),
  ],
  mutation: {
    what: "asks KMS for each object of the curated zone",
    change: (program) =>
      program.set(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "curated-encryption",
        ({ rules }) => ({ rules: (rules as readonly object[]).map((each) => ({ ...each, bucketKeyEnabled: false })) }),
      ),
  },
};
