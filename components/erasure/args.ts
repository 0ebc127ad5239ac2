import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { BufferedQueue, Bucket, EncryptionKey, FunctionLayer, LogRetentionDays, Place, Table } from "../shared";

/** The buckets of one region. */
export interface RegionalBuckets {
  readonly region: string;
  readonly raw: Bucket;
  readonly curated: Bucket;
  readonly published: Bucket;
}

/** Tables of captions. */
export interface CaptionStores {
  readonly captions: Table;
  readonly requests: Table;
  readonly usage: Table;
}

/** The export of tags for Athena, by format. */
export interface TagExports {
  /** Takes days that are to be written anew. */
  readonly queue: BufferedQueue;
  /** Tables of the catalog. */
  readonly tables: Readonly<Record<"parquet" | "csv", string>>;
  /** Folders of the curated bucket. */
  readonly folders: Readonly<Record<"parquet" | "csv", string>>;
}

/** Tables of what people are talking about. */
export interface HashtagStores {
  readonly rawText: Table;
  readonly hashtags: Table;
  readonly tagActivity: Table;
  readonly searchTerms: Table;
  readonly exports: TagExports;
}

/** How long the platform keeps what an erasure cannot reach, in days. */
export interface RetentionArgs {
  /** Point-in-time recovery of tables. */
  readonly tableRecovery: number;
  /** Access logs of buckets and of CloudFront, their old versions included. */
  readonly accessLogs: number;
  /** Results of Athena's queries, their old versions included. */
  readonly queryResults: number;
  /** Records of the stream of changes. */
  readonly stream: number;
  /** Messages in queues. */
  readonly queues: number;
  readonly translationCache: number;
  readonly analysisCache: number;
}

/** Arguments of {@link Erasure}. */
export interface ErasureArgs {
  readonly place: Place;
  readonly key: EncryptionKey;
  readonly layer: FunctionLayer;
  readonly posts: Table;
  /** The index of `posts` by `userId`. */
  readonly postsByUser: string;
  readonly postUpdates: Table;
  /** Where authors stand whose events are refused. */
  readonly erasedAuthors: Table;
  readonly captions: CaptionStores;
  /** Absent in a stack without the HashtagEngine. */
  readonly hashtags?: HashtagStores;
  /** The platform's own buckets. */
  readonly buckets: Omit<RegionalBuckets, "region">;
  /**
   * Buckets of other regions that S3 replicates to. It replicates new versions and never the deletion of one, so each region's are worked
   * on; replicas of tables follow by themselves. Default: none.
   */
  readonly replicas?: readonly RegionalBuckets[];
  /** The distribution before `published`. */
  readonly distribution: aws.cloudfront.Distribution;
  /** The jobs that curate the raw zone. */
  readonly jobs: Readonly<Record<"posts" | "history", aws.glue.Job>>;
  readonly database: string;
  readonly retention: RetentionArgs;
  /** Whether event sources and schedules are on. */
  readonly active: boolean;
  readonly protect: boolean;
  readonly logRetentionDays: LogRetentionDays;
}

/** What a part of the component is given. */
export interface ErasurePart {
  readonly args: ErasureArgs;
  readonly parent: pulumi.Resource;
}

/** A function's settings that are the same for both of the component's. */
export function functionArgs({ args: { place, layer, key, logRetentionDays } }: ErasurePart) {
  return { place, layer, key, logRetentionDays };
}
