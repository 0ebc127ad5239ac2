import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/replicas-raise-lag-alarm";
import { alarmOn } from "../../support/alarms";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Specimen } from "../../support/specimen";

const arn = "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-posts";
const replica = sketch("aws:dynamodb/tableReplica:TableReplica", "posts-replica", { globalTableArn: arn });
const buckets = sketch("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "raw-replica", { bucket: "huut-raw" });
const tableLag = { namespace: "AWS/DynamoDB", metricName: "ReplicationLatency" };
const bucketLag = { namespace: "AWS/S3", metricName: "ReplicationLatency" };

export const specimen: Specimen = {
  rule,
  cases: [
    given("a table's lag is watched", "good", [replica, alarmOn(tableLag, { TableName: "huut-posts" })]),
    given("a table's lag is watched, by dependency", "good", [replica, alarmOn(tableLag, UNKNOWN, ["posts-replica"])]),
    given("a table's lag is watched, by the table", "good", [
      sketch(TYPE.table, "posts", { arn }),
      replica,
      alarmOn(tableLag, UNKNOWN, ["posts"]),
    ]),
    given("a bucket's lag is watched", "good", [buckets, alarmOn(bucketLag, { SourceBucket: "huut-raw" })]),
    given("a table's replica without an alarm", "bad", [replica], { says: /no alarm watches ReplicationLatency/ }),
    given("a bucket's replica without an alarm", "bad", [buckets]),
    given("another table's lag", "bad", [replica, alarmOn(tableLag, { TableName: "posts" })]),
    given("a table of a longer name", "bad", [replica, alarmOn(tableLag, { TableName: "t-posts" })]),
    given("another metric", "bad", [replica, alarmOn({ ...tableLag, metricName: "Lag" }, { TableName: "huut-posts" })]),
    given("another service's metric", "bad", [replica, alarmOn(bucketLag, { TableName: "huut-posts" })]),
    given("another dimension", "bad", [buckets, alarmOn(bucketLag, { DestinationBucket: "huut-raw" })]),
    given("no dimensions", "bad", [buckets, alarmOn(bucketLag, undefined)]),
    given("an empty dimension", "bad", [buckets, alarmOn(bucketLag, { SourceBucket: "" })]),
    given("dimensions that nobody knows yet", "undecided", [buckets, alarmOn(bucketLag, UNKNOWN)]),
    given("a table that nobody knows yet", "undecided", [
      { ...replica, props: { globalTableArn: UNKNOWN } },
      alarmOn(tableLag, { TableName: "huut-posts" }),
    ]),
    given("a metric that nobody knows yet", "undecided", [
      buckets,
      alarmOn({ ...bucketLag, metricName: UNKNOWN }, { SourceBucket: "huut-raw" }),
    ]),
    given("a metric that nobody knows yet, by dependency", "undecided", [
      buckets,
      alarmOn({ ...bucketLag, metricName: UNKNOWN }, UNKNOWN, ["raw-replica"]),
    ]),
    given("a metric that nobody knows yet, of another", "bad", [
      buckets,
      alarmOn({ ...bucketLag, metricName: UNKNOWN }, { SourceBucket: "huut-audit" }),
    ]),
    given("no replica", "not its business", [alarmOn(tableLag, { TableName: "huut-posts" })]),
  ],
  mutation: {
    what: "replicates a table unwatched",
    change: (program) =>
      program.add(
        sketch(
          "aws:dynamodb/tableReplica:TableReplica",
          "posts-replica",
          {
            globalTableArn: program.get(TYPE.table, "posts").props["arn"],
            kmsKeyArn: "arn:aws:kms:ap-southeast-1:222222222222:key/mrk-1",
            pointInTimeRecovery: true,
            deletionProtectionEnabled: true,
          },
          { provider: program.get(TYPE.table, "posts").provider ?? {}, protect: true, retainOnDelete: true },
        ),
      ),
  },
};
