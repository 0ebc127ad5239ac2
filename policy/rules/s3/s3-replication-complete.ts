import {
  all,
  any,
  BUCKET,
  BUCKET_REPLICATION,
  expect,
  namesOwnKey,
  not,
  resourceRule,
  type Truth,
  type Value,
  type Verdict,
} from "../../model";

export const rule = resourceRule({
  id: "s3-replication-complete",
  title: "Replication carries deletions and encrypted objects, under a key, in bounded time",
  why: "By default S3 leaves delete markers and SSE-KMS objects behind and promises no time: the replica is another bucket than the source.",
  cure: "Enable delete markers, sseKmsEncryptedObjects with a replica key, replicationTime and metrics in each rule.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html",
  ],
  types: [BUCKET, BUCKET_REPLICATION],
  check: (holder) => {
    const path = holder.type === BUCKET ? "replicationConfiguration.rules" : "rules";
    return holder.at(path).items().flatMap(verdicts);
  },
});

function verdicts(one: Value): readonly Verdict[] {
  const off = not(isEnabled(one));
  const destination = one.at("destination");
  const markers = any(
    isEnabled(one.at("deleteMarkerReplication")),
    one.at("deleteMarkerReplicationStatus").is("Enabled"),
  );
  const selected = one.at("sourceSelectionCriteria.sseKmsEncryptedObjects");
  const encrypted = any(isEnabled(selected), selected.at("enabled").isTrue());
  const keys = [destination.at("encryptionConfiguration.replicaKmsKeyId"), destination.at("replicaKmsKeyId")];
  const underKey = any(...keys.map(namesOwnKey));
  const inTime = all(isEnabled(destination.at("replicationTime")), isEnabled(destination.at("metrics")));
  return [
    ...expect(any(off, markers), `${one.path} leaves delete markers behind`),
    ...expect(any(off, all(encrypted, underKey)), `${one.path} leaves objects behind that are encrypted by KMS`),
    ...expect(any(off, inTime), `${one.path} has no replication time control with metrics`),
  ];
}

function isEnabled(block: Value): Truth {
  return block.at("status").is("Enabled");
}
