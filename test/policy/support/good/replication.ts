import { type Program } from "../program";
import { type Sketch } from "../specimen";
import { inDataAccount } from "./place";

type Props = Readonly<Record<string, unknown>>;

const REPLICA_KEY = "arn:aws:kms:ap-southeast-1:222222222222:key/mrk-1";

/** A rule that replicates everything, in time and encrypted. */
export function replicationRule(change: Props = {}, destination: Props = {}): Props {
  return {
    id: "everything",
    status: "Enabled",
    filter: { prefix: "" },
    deleteMarkerReplication: { status: "Enabled" },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
    destination: {
      bucket: "arn:aws:s3:::huut-replica",
      encryptionConfiguration: { replicaKmsKeyId: REPLICA_KEY },
      replicationTime: { status: "Enabled", time: { minutes: 15 } },
      metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
      ...destination,
    },
    ...change,
  };
}

/** Replicates buckets of the program, and watches the lag of each. */
export function replicate(program: Program, buckets: readonly string[], rule: Props = replicationRule()): void {
  const sketches = buckets.flatMap((name): readonly Sketch[] => {
    const { bucket } = program.get("aws:s3/bucket:Bucket", name).props;
    return [
      {
        type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        name: `${name}-replication`,
        props: { bucket, role: "arn:aws:iam::222222222222:role/huut-replication", rules: [rule] },
      },
      {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        name: `${name}-replication-lag`,
        props: {
          name: `huut-prod-${name}-replication-lag`,
          namespace: "AWS/S3",
          metricName: "ReplicationLatency",
          dimensions: { SourceBucket: bucket, DestinationBucket: "huut-replica", RuleId: "everything" },
          statistic: "Maximum",
          comparisonOperator: "GreaterThanThreshold",
          threshold: 900,
          period: 300,
          evaluationPeriods: 1,
          treatMissingData: "notBreaching",
          alarmActions: ["arn:aws:sns:ap-south-1:222222222222:huut-prod-on-call"],
        },
      },
    ];
  });
  program.add(...inDataAccount(program, ...sketches));
}
