/**
 * How Firehose finds the folder of a record. The query sees what the transform made: one JSON line with `table` and
 * `recordedAt`, an ISO 8601 instant in UTC. It is jq 1.6, as Firehose runs it; slices count characters.
 */
export const METADATA_QUERY = "{table:.table,date:.recordedAt[0:10],hour:.recordedAt[11:13]}";

const key = (name: string): string => `!{partitionKeyFromQuery:${name}}`;

/** Where records go. The names of the folders are what the crawler takes for names of partitions. */
export const RECORD_PREFIX = `${key("table")}/created_date=${key("date")}/created_hour=${key("hour")}/`;

/** Where records go that could not be transformed, partitioned or delivered, by the kind of failure. */
export const ERROR_PREFIX = "errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/";

/** Firehose's smallest buffer with dynamic partitioning, in MiB. */
export const BUFFER_MIB = 64;

/** Seconds until a partition's buffer is written, full or not. */
export const BUFFER_SECONDS = 300;

/** Seconds for which Firehose tries to deliver before it gives up and writes to the error prefix. */
export const RETRY_SECONDS = 300;
