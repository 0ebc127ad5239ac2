import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/firehose/firehose-destination-encrypted";
import { delivery, others, sending, toBucket, writing } from "../../support/good/firehose";
import { type Specimen } from "../../support/specimen";

const open = { ...toBucket, kmsKeyArn: undefined };

export const specimen: Specimen = {
  rule,
  cases: [
    writing("a key", "good", {}),
    writing("a backup with a key", "good", { s3BackupConfiguration: toBucket }),
    ...others.map((name) => sending(`${name}, what fails with a key`, "good", name, { s3Configuration: toBucket })),
    writing("no key", "bad", { kmsKeyArn: undefined }, { says: /extendedS3Configuration\.kmsKeyArn is not set/ }),
    writing("an empty key", "bad", { kmsKeyArn: "" }),
    writing("AWS's own key", "bad", { kmsKeyArn: "arn:aws:kms:ap-south-1:222222222222:alias/aws/s3" }),
    writing("a backup without a key", "bad", { s3BackupConfiguration: open }, { says: /s3BackupConfiguration/ }),
    ...others.map((name) => sending(`${name}, what fails without a key`, "bad", name, { s3Configuration: open })),
    sending("a backup of rows without a key", "bad", "redshiftConfiguration", {
      s3Configuration: toBucket,
      s3BackupConfiguration: open,
    }),
    writing("a key that is not made yet", "undecided", { kmsKeyArn: UNKNOWN }),
    writing("a key that is not made yet, a backup without one", "bad", {
      kmsKeyArn: UNKNOWN,
      s3BackupConfiguration: open,
    }),
    sending("a destination of which nothing is known yet", "undecided", "splunkConfiguration", UNKNOWN),
  ],
  mutation: {
    what: "leaves what is delivered to whatever key the bucket takes",
    change: (program) =>
      program.set(delivery.type, "delivery", ({ extendedS3Configuration }) => ({
        extendedS3Configuration: { ...(extendedS3Configuration as typeof toBucket), kmsKeyArn: undefined },
      })),
  },
};
