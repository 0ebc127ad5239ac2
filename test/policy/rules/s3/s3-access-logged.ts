import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-access-logged";
import { bucket, logging, on, part } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const logs = bucket({ bucket: "huut-logs" }, { name: "logs" });

export const specimen: Specimen = {
  rule,
  cases: [
    on("logs to the bucket for logs, which has none itself", "good", [bucket(), logs, logging()]),
    on("inline", "good", [bucket({ logging: { targetBucket: "huut-logs", targetPrefix: "data/" } }), logs]),
    on("to a bucket of another stack", "good", [bucket(), part("BucketLogging", { targetBucket: "other-logs" })]),
    on("no log", "bad", [bucket()], { says: /no access log of it is written/ }),
    on("no target", "bad", [bucket(), part("BucketLogging", {})]),
    on("an empty target", "bad", [bucket({ logging: { targetBucket: "" } })]),
    on("the log of another bucket", "bad", [
      bucket(),
      bucket({ bucket: "huut-other", logging: { targetBucket: "x" } }, { name: "other" }),
    ]),
    on("a bucket for logs that nothing logs to", "bad", [bucket({}, { name: "logs" })]),
    on("a target of another stack that is not known yet", "undecided", [
      bucket(),
      part("BucketLogging", { targetBucket: UNKNOWN }),
    ]),
    on("one bucket's target is not known yet, another has none", "bad", [
      bucket(),
      part("BucketLogging", { targetBucket: UNKNOWN }),
      bucket({ bucket: "huut-other" }, { name: "other" }),
    ]),
  ],
  mutation: {
    what: "takes the access log of the published zone away",
    change: (program) => program.remove("aws:s3/bucketLogging:BucketLogging", "published-access-logs"),
  },
};
