import * as aws from "@pulumi/aws";
import { Erasure, type ErasureArgs } from "../../../components/erasure";
import { BufferedQueue, Bucket, EncryptionKey, FunctionLayer, Table } from "../../../components/shared";

export const place = { stack: "dev", account: "222222222222", region: "ap-south-1" };

/** An erasure in a stack of its own: tables and buckets by their names, and nothing that writes them. */
export function erasureOf(changes: Partial<ErasureArgs> = {}): Erasure {
  const key = new EncryptionKey("lake", { place, description: "test" });
  const table = (name: string) => new Table(name, { place, key, attributes: { id: "S" }, partitionKey: "id" });
  const bucket = (part: string, at = place) =>
    new Bucket(`${part}-${at.region}`, { place: at, part, encryption: key, lifecycle: [] });
  const job = (name: string) =>
    new aws.glue.Job(name, {
      name: `huut-dev-${name}`,
      roleArn: "arn:aws:iam::222222222222:role/etl",
      command: { scriptLocation: "s3://scripts/sql_job.py" },
    });
  const hyderabad = { ...place, region: "ap-south-2" };
  return new Erasure("erasure", {
    place,
    key,
    layer: new FunctionLayer("library", { place }),
    posts: table("posts"),
    postsByUser: "by-user",
    postUpdates: table("post-updates"),
    erasedAuthors: table("erased-authors"),
    captions: { captions: table("captions"), requests: table("requests"), usage: table("caption-usage") },
    hashtags: {
      rawText: table("raw-text"),
      hashtags: table("hashtags"),
      tagActivity: table("tag-activity"),
      searchTerms: table("search-terms"),
      exports: {
        queue: new BufferedQueue("tag-days", { place, key, consumerTimeoutSeconds: 60 }),
        tables: { parquet: "hashtags", csv: "hashtags_csv" },
        folders: { parquet: "hashtags/parquet/", csv: "hashtags/csv/" },
      },
    },
    buckets: { raw: bucket("raw"), curated: bucket("curated"), published: bucket("published") },
    replicas: [
      {
        region: hyderabad.region,
        raw: bucket("raw", hyderabad),
        curated: bucket("curated", hyderabad),
        published: bucket("published", hyderabad),
      },
    ],
    distribution: aws.cloudfront.Distribution.get("published", "E1"),
    jobs: { posts: job("posts"), history: job("history") },
    database: "huut_dev",
    retention: {
      tableRecovery: 35,
      accessLogs: 91,
      queryResults: 37,
      stream: 7,
      queues: 14,
      translationCache: 90,
      analysisCache: 30,
    },
    active: true,
    protect: true,
    logRetentionDays: 30,
    ...changes,
  });
}
