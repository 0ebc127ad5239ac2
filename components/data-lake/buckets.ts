import type * as pulumi from "@pulumi/pulumi";
import { Bucket, type BucketArgs, type LifecycleRule } from "../shared";
import { type LakePart } from "./args";

/** The five buckets of a region. */
export interface LakeBuckets {
  /** What came in: JSON lines by table, date and hour; errors; quarantine. */
  readonly raw: Bucket;
  /** What was made of it, scripts, and results of queries. */
  readonly curated: Bucket;
  /** What readers outside see. */
  readonly published: Bucket;
  /** Trails of API calls, and nothing else. */
  readonly audit: Bucket;
  /** Access logs: SSE-S3, for log delivery supports no other. */
  readonly logs: Bucket;
}

/** Days for which trails cannot be deleted in a protected stack. */
const AUDIT_LOCK_DAYS = 365;

/** Access logs are read when something happened lately. */
const LOG_DAYS = 90;

/** Results of queries are read at once; a failed reader may come back within a week. */
const RESULT_DAYS = 7;

/** A transcription job ends within hours, and is looked after for a day. */
const JOB_DAYS = 7;

const OLD_VERSION_DAYS = 30;
const OLD_VERSIONS: LifecycleRule = { id: "old-versions", expireOldVersionsAfterDays: OLD_VERSION_DAYS };

/** Days until what nobody deletes has gone, with its old versions. */
export const BUCKET_RETENTION = { accessLogs: LOG_DAYS + 1, queryResults: RESULT_DAYS + OLD_VERSION_DAYS } as const;

/** What becomes of objects, bucket by bucket. Raw data stays: curated data can be made of it again. */
export const LIFECYCLE: Readonly<Record<keyof LakeBuckets, readonly LifecycleRule[]>> = {
  raw: [
    OLD_VERSIONS,
    { id: "posts-cold", prefix: "posts/", infrequentAfterDays: 90 },
    { id: "updates-cold", prefix: "post_updates/", infrequentAfterDays: 90 },
    { id: "captions-cold", prefix: "captions/", infrequentAfterDays: 90 },
    { id: "errors", prefix: "errors/", expireAfterDays: 180 },
    // Deleted when a job is done: what is left belongs to jobs that never ended.
    { id: "staged-media", prefix: "staging/", expireAfterDays: JOB_DAYS, expireOldVersionsAfterDays: 1 },
    { id: "transcribe-output", prefix: "transcribe/", expireAfterDays: JOB_DAYS, expireOldVersionsAfterDays: 1 },
  ],
  curated: [OLD_VERSIONS, { id: "query-results", prefix: "query-results/", expireAfterDays: RESULT_DAYS }],
  published: [OLD_VERSIONS],
  audit: [{ id: "trails-cold", infrequentAfterDays: 90 }],
  logs: [{ id: "logs", expireAfterDays: LOG_DAYS, expireOldVersionsAfterDays: 1 }],
};

/** Makes the buckets; the one for logs first, because the others write to it. */
export function makeBuckets(lake: LakePart & { readonly protect: boolean }, parent: pulumi.Resource): LakeBuckets {
  const { place, key, protect } = lake;
  const make = (part: keyof LakeBuckets, rest: Pick<BucketArgs, "encryption" | "accessLogs" | "objectLock">) =>
    new Bucket(part, { place, part, protect, lifecycle: LIFECYCLE[part], ...rest }, { parent });
  const logs = make("logs", { encryption: "sse-s3" });
  const logged = { encryption: key, accessLogs: logs };
  return {
    logs,
    raw: make("raw", logged),
    curated: make("curated", logged),
    published: make("published", logged),
    audit: make("audit", { ...logged, objectLock: { days: protect ? AUDIT_LOCK_DAYS : undefined } }),
  };
}
