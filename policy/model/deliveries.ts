import { type Resource } from "./resource";
import { type Value } from "./value";

export const DELIVERY = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";

/** Destinations that write to a bucket only what they are told to back up, or what fails. */
const OTHERS = [
  "elasticsearch",
  "httpEndpoint",
  "iceberg",
  "opensearch",
  "opensearchserverless",
  "redshift",
  "snowflake",
  "splunk",
];

/** The destinations of a delivery stream: one, as AWS has it. */
export function destinationsOf(delivery: Resource): readonly Value[] {
  const names = ["extendedS3", ...OTHERS].map((name) => `${name}Configuration`);
  return names.map((name) => delivery.at(name)).filter(isThere);
}

/** Wherever a delivery stream writes to a bucket: the destination itself, backups, and what fails. */
export function bucketWritesOf(delivery: Resource): readonly Value[] {
  const within = destinationsOf(delivery).flatMap((destination) => [
    destination.at("s3Configuration"),
    destination.at("s3BackupConfiguration"),
  ]);
  return [delivery.at("extendedS3Configuration"), ...within].filter(isThere);
}

function isThere(value: Value): boolean {
  return value.present() !== false;
}
