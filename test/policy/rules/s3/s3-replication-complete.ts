import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-replication-complete";
import { bucket, on, part } from "../../support/good/buckets";
import { replicate, replicationRule } from "../../support/good/replication";
import { type Specimen } from "../../support/specimen";

type Props = Readonly<Record<string, unknown>>;
const standalone = (...rules: readonly Props[]) => [bucket(), part("BucketReplicationConfig", { role: "r", rules })];
const inlineRule = (change: Props = {}, destination: Props = {}) => ({
  status: "Enabled",
  deleteMarkerReplicationStatus: "Enabled",
  sourceSelectionCriteria: { sseKmsEncryptedObjects: { enabled: true } },
  destination: {
    bucket: "arn:aws:s3:::huut-replica",
    replicaKmsKeyId: "arn:aws:kms:x:1:key/mrk-1",
    replicationTime: { status: "Enabled", minutes: 15 },
    metrics: { status: "Enabled", minutes: 15 },
    ...destination,
  },
  ...change,
});
const inline = (rule: Props) => [bucket({ replicationConfiguration: { role: "r", rules: [rule] } })];
const key = (replicaKmsKeyId: unknown) => replicationRule({}, { encryptionConfiguration: { replicaKmsKeyId } });
const off = { status: "Disabled" };

export const specimen: Specimen = {
  rule,
  cases: [
    on("everything", "good", standalone(replicationRule())),
    on("inline", "good", inline(inlineRule())),
    on("a rule that is switched off", "good", standalone(replicationRule(), { status: "Disabled", destination: {} })),
    on("no replication", "good", [bucket()]),
    on("without delete markers", "bad", standalone(replicationRule({ deleteMarkerReplication: off })), {
      says: /rules\[0\] leaves delete markers behind/,
    }),
    on("delete markers not set", "bad", standalone(replicationRule({ deleteMarkerReplication: undefined }))),
    on("without encrypted objects", "bad", standalone(replicationRule({ sourceSelectionCriteria: {} })), {
      says: /rules\[0\] leaves objects behind that are encrypted by KMS/,
    }),
    on(
      "encrypted objects switched off",
      "bad",
      standalone(replicationRule({ sourceSelectionCriteria: { sseKmsEncryptedObjects: off } })),
    ),
    on("without a replica key", "bad", standalone(replicationRule({}, { encryptionConfiguration: undefined }))),
    on("under AWS's own key", "bad", standalone(key("arn:aws:kms:x:1:alias/aws/s3"))),
    on("without time control", "bad", standalone(replicationRule({}, { replicationTime: off })), {
      says: /rules\[0\] has no replication time control with metrics/,
    }),
    on("without metrics", "bad", standalone(replicationRule({}, { metrics: undefined }))),
    on("the second of two rules", "bad", standalone(replicationRule(), replicationRule({}, { metrics: off })), {
      says: /rules\[1\]/,
    }),
    on("inline, without delete markers", "bad", inline(inlineRule({ deleteMarkerReplicationStatus: "Disabled" }))),
    on(
      "inline, without encrypted objects",
      "bad",
      inline(inlineRule({ sourceSelectionCriteria: { sseKmsEncryptedObjects: { enabled: false } } })),
    ),
    on("inline, without a replica key", "bad", inline(inlineRule({}, { replicaKmsKeyId: "" }))),
    on("a replica key that is not made yet", "undecided", standalone(key(UNKNOWN))),
    on(
      "a status that is not known yet",
      "undecided",
      standalone(replicationRule({ status: UNKNOWN }, { metrics: off })),
    ),
    on(
      "a replica key not made yet, without metrics",
      "bad",
      standalone(
        replicationRule(
          {},
          {
            encryptionConfiguration: { replicaKmsKeyId: UNKNOWN },
            metrics: off,
          },
        ),
      ),
    ),
  ],
  mutation: {
    what: "replicates the lake without its deletions",
    change: (program) => {
      replicate(program, ["raw", "curated", "published"], replicationRule({ deleteMarkerReplication: off }));
    },
  },
};
