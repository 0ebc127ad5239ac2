import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-log-target-accepts-logs";
import { bucket, logging, on, part, policy } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const admits = {
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::huut-logs/*",
};
type Props = Readonly<Record<string, unknown>>;
const target = (props: Props = {}) => [
  bucket(),
  logging(),
  bucket({ bucket: "huut-logs", ...props }, { name: "logs" }),
];
const admitting = part("BucketPolicy", { policy: policy(admits) }, "logs");
const encrypted = (sseAlgorithm: unknown) => ({ applyServerSideEncryptionByDefault: { sseAlgorithm } });
const by = (sseAlgorithm: unknown) =>
  part("BucketServerSideEncryptionConfiguration", { rules: [encrypted(sseAlgorithm)] }, "logs");
const retention = { defaultRetention: { mode: "GOVERNANCE", days: 1 } };
const statement = (title: string, change: Props) =>
  on(title, "bad", [...target(), part("BucketPolicy", { policy: policy({ ...admits, ...change }) }, "logs")], {
    says: /does not let logging\.s3\.amazonaws\.com put them/,
  });

export const specimen: Specimen = {
  rule,
  cases: [
    on("SSE-S3, no lock, and a grant", "good", [...target(), admitting, by("AES256")]),
    on("nothing set but an inline grant", "good", target({ policy: policy(admits) })),
    on("lockable, without default retention", "good", [
      ...target(),
      admitting,
      part("BucketObjectLockConfiguration", { objectLockEnabled: "Enabled" }, "logs"),
    ]),
    on("a KMS key", "bad", [...target(), admitting, by("aws:kms")], { says: /cannot be encrypted with a KMS key/ }),
    on("a KMS key, twice", "bad", [...target(), admitting, by("aws:kms:dsse")]),
    on("a KMS key, inline", "bad", [
      ...target({ serverSideEncryptionConfiguration: { rule: encrypted("aws:kms") } }),
      admitting,
    ]),
    on(
      "default retention",
      "bad",
      [...target(), admitting, part("BucketObjectLockConfiguration", { rule: retention }, "logs")],
      {
        says: /cannot be put under default retention/,
      },
    ),
    on("default retention, inline", "bad", [...target({ objectLockConfiguration: { rule: retention } }), admitting]),
    on("no policy", "bad", target(), { says: /does not let/ }),
    on("a policy that is no JSON", "bad", target({ policy: "{" })),
    statement("denies delivery", { Effect: "Deny" }),
    statement("admits another service", { Principal: { Service: "delivery.logs.amazonaws.com" } }),
    statement("admits an account of that name", { Principal: { AWS: "logging.s3.amazonaws.com" } }),
    statement("admits reading", { Action: "s3:GetObject" }),
    on("logged to by an inline block", "bad", [
      bucket({ logging: { targetBucket: "huut-logs" } }),
      bucket({ bucket: "huut-logs" }, { name: "logs" }),
    ]),
    on("a policy that is not known yet", "undecided", [...target(), part("BucketPolicy", { policy: UNKNOWN }, "logs")]),
    on("an algorithm that is not known yet", "undecided", [...target(), admitting, by(UNKNOWN)]),
    on("a lock that is not known yet", "undecided", [
      ...target(),
      admitting,
      part("BucketObjectLockConfiguration", { rule: UNKNOWN }, "logs"),
    ]),
    on("an algorithm that is not known yet, and no grant", "bad", [...target(), by(UNKNOWN)]),
    on("a bucket that takes no logs", "not its business", [bucket()]),
  ],
  mutation: {
    what: "puts the bucket for logs under the lake's key",
    change: (program) =>
      program.set(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "logs-encryption",
        {
          rules: [
            {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: "aws:kms",
                kmsMasterKeyId: program.get("aws:kms/key:Key", "lake").props["arn"],
              },
              bucketKeyEnabled: true,
            },
          ],
        },
      ),
  },
};
