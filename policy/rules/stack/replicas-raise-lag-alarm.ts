import { any, type Resource, type Stack, stackRule, type Truth, UNKNOWN } from "../../model";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const BUCKET_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const TABLE_REPLICA = "aws:dynamodb/tableReplica:TableReplica";

/** The metric of lag, and what its dimensions name. */
const LAG: Readonly<
  Record<string, { readonly namespace: string; readonly about: string; readonly dimension: string }>
> = {
  [BUCKET_REPLICATION]: { namespace: "AWS/S3", about: "bucket", dimension: "SourceBucket" },
  [TABLE_REPLICA]: { namespace: "AWS/DynamoDB", about: "globalTableArn", dimension: "TableName" },
};

export const rule = stackRule({
  id: "replicas-raise-lag-alarm",
  title: "An alarm watches how far each replica is behind",
  why: "A replica that lags is data lost on the day when the other region is.",
  cure: "Declare a metric alarm on ReplicationLatency of the replicated table or bucket.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics.html",
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html",
  ],
  types: [BUCKET_REPLICATION, TABLE_REPLICA],
  check: (stack) =>
    stack.ofType(...Object.keys(LAG)).map((resource) => ({
      resource,
      kept: any(...stack.ofType(ALARM).map((alarm) => looksAt(stack, alarm, resource))),
      message: "is a replica, and no alarm watches ReplicationLatency",
    })),
});

function looksAt(stack: Stack, alarm: Resource, replica: Resource): Truth {
  const { namespace, about, dimension } = LAG[replica.type] as (typeof LAG)[string];
  const isLag = [alarm.at("namespace").is(namespace), alarm.at("metricName").is("ReplicationLatency")];
  if (isLag.includes(false)) return false;
  const sources = stack.references(replica, about);
  if (stack.madeFrom(alarm, "dimensions").some((other) => other === replica || sources.includes(other)))
    return isLag.includes(UNKNOWN) ? UNKNOWN : true;
  const named = alarm.at("dimensions").at(dimension);
  if (named.isUnknown || replica.at(about).isUnknown) return UNKNOWN;
  const text = named.text();
  const source = replica.at(about).text();
  const same =
    typeof text === "string" && text !== "" && (source === text || String(source).endsWith(`:table/${text}`));
  return same && isLag.includes(UNKNOWN) ? UNKNOWN : same;
}
