import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-own-key";
import { bucket, logging, on, part } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const kmsMasterKeyId = "arn:aws:kms:ap-south-1:222222222222:key/mrk-1";
const byDefault = (sseAlgorithm: unknown, key: unknown = kmsMasterKeyId) => ({
  applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId: key },
});
const standalone = (...rules: readonly unknown[]) => [
  bucket(),
  part("BucketServerSideEncryptionConfiguration", { rules }),
];

export const specimen: Specimen = {
  rule,
  cases: [
    on("a key of its own", "good", standalone(byDefault("aws:kms"))),
    on("a key of its own, twice", "good", standalone(byDefault("aws:kms:dsse", "alias/huut-lake"))),
    on("inline", "good", [bucket({ serverSideEncryptionConfiguration: { rule: byDefault("aws:kms") } })]),
    on("a target of access logs", "good", [
      ...standalone(byDefault("aws:kms")),
      logging(),
      bucket({ bucket: "huut-logs" }, { name: "logs" }),
    ]),
    on("nothing set", "bad", [bucket()], { says: /no rule says how it encrypts/ }),
    on("no rules", "bad", standalone()),
    on("S3's keys", "bad", standalone(byDefault("AES256", null)), {
      says: /sseAlgorithm is AES256, .*kmsMasterKeyId is not set/,
    }),
    on("S3's keys, with a key that does not count", "bad", standalone(byDefault("AES256"))),
    on("KMS without a key", "bad", standalone(byDefault("aws:kms", ""))),
    on("AWS's own key", "bad", standalone(byDefault("aws:kms", "alias/aws/s3"))),
    on("AWS's own key, by its ARN", "bad", standalone(byDefault("aws:kms", "arn:aws:kms:x:1:alias/aws/s3"))),
    on("inline, S3's keys", "bad", [bucket({ serverSideEncryptionConfiguration: { rule: byDefault("AES256") } })]),
    on("a key that is not made yet", "undecided", standalone(byDefault("aws:kms", UNKNOWN))),
    on("rules that are not known yet", "undecided", [
      bucket(),
      part("BucketServerSideEncryptionConfiguration", { rules: UNKNOWN }),
    ]),
    on("S3's keys, beside a key that is not made yet", "bad", standalone(byDefault("AES256", UNKNOWN))),
  ],
  mutation: {
    what: "leaves the raw zone to S3's keys",
    change: (program) =>
      program.set(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "raw-encryption",
        { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      ),
  },
};
