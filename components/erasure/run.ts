import { makeRunErasure } from "../../functions/erasure/run-erasure";
import { type BufferedQueue, type Grant, MagicFunction, type Table, arnOf, fromQueue, grant, jsonOf } from "../shared";
import { type ErasurePart, type RegionalBuckets, functionArgs } from "./args";

/** A piece of work takes a minute at most, and five are done before the next message is sent. */
export const RUN_TIMEOUT_SECONDS = 300;
/** An object of the raw zone, 64 MiB at most as it is buffered, is held unpacked with what is kept of it. */
const MEMORY_MIB = 1024;
/** The least that SQS takes. */
const ERASURES_AT_ONCE = 2;

/** Folders of the raw zone whose lines are rewritten, and folders of objects that go as a whole. */
const LINE_FOLDERS = ["posts/", "post_updates/", "captions/", "errors/"];
const WHOLE_FOLDERS = ["quarantine/", "staging/", "transcribe/"];
const CURATED_FOLDERS = ["posts/", "posts_csv/", "post_history/", "transcripts/"];
const PUBLISHED_FOLDERS = ["captions/"];

/** Goes on with erasures; its role is the only one of the platform that may delete versions of objects. */
export function makeRun(part: ErasurePart, erasures: Table, queue: BufferedQueue): MagicFunction {
  const { args, parent } = part;
  const run = new MagicFunction(
    "run-erasure",
    {
      ...functionArgs(part),
      description: "Takes a user's posts out of tables, lake, captions, search and trends, step by step",
      handler: makeRunErasure(),
      timeoutSeconds: RUN_TIMEOUT_SECONDS,
      memoryMiB: MEMORY_MIB,
      environment: {
        ERASURES_TABLE: erasures.name,
        ERASED_AUTHORS_TABLE: args.erasedAuthors.name,
        USER_INDEX: args.postsByUser,
        TABLES: jsonOf(tableNames(part)),
        PLACES: JSON.stringify(placesOf(part).map(namesOf)),
        DISTRIBUTION_ID: args.distribution.id,
        JOBS: jsonOf({ posts: args.jobs.posts.name, history: args.jobs.history.name }),
        TAG_EXPORT: tagExport(part),
        DATABASE: args.database,
        RETENTION: JSON.stringify({ ...args.retention, logs: args.logRetentionDays }),
        QUEUE_URL: queue.url,
      },
      grants: [
        ...queue.consume(),
        ...queue.grant("sqs:SendMessage", "sqs:ChangeMessageVisibility"),
        ...tableGrants(part, erasures),
        ...placesOf(part).flatMap((place) => bucketGrants(part, place)),
        ...lakeGrants(part),
        ...(args.hashtags?.exports.queue.grant("sqs:SendMessage") ?? []),
        grant(["transcribe:DeleteTranscriptionJob"], [arnOf(args.place, "transcribe", "transcription-job/*")]),
        grant(["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"], [args.distribution.arn]),
      ],
    },
    { parent },
  );
  fromQueue("erasures-to-run-erasure", run, queue, {
    enabled: args.active,
    batchSize: 1,
    maximumConcurrency: ERASURES_AT_ONCE,
  });
  return run;
}

function placesOf({ args }: ErasurePart): readonly RegionalBuckets[] {
  return [{ region: args.place.region, ...args.buckets }, ...(args.replicas ?? [])];
}

function namesOf({ region, raw, curated, published }: RegionalBuckets) {
  return { region, raw: raw.plainName, curated: curated.plainName, published: published.plainName };
}

/** DynamoDB's names of tables, by the platform's. */
function tableNames({ args: { posts, postUpdates, captions, hashtags } }: ErasurePart) {
  return {
    posts: posts.name,
    "post-updates": postUpdates.name,
    captions: captions.captions.name,
    requests: captions.requests.name,
    "caption-usage": captions.usage.name,
    ...(hashtags && {
      "raw-text": hashtags.rawText.name,
      hashtags: hashtags.hashtags.name,
      "tag-activity": hashtags.tagActivity.name,
      "search-terms": hashtags.searchTerms.name,
    }),
  };
}

/** Who writes days of tags anew; `null` in a stack without them. */
function tagExport({ args: { hashtags } }: ErasurePart) {
  return hashtags ? jsonOf({ queueUrl: hashtags.exports.queue.url, tables: hashtags.exports.tables }) : "null";
}

function tableGrants({ args }: ErasurePart, erasures: Table): Grant[] {
  const { posts, postUpdates, erasedAuthors, captions, hashtags, postsByUser } = args;
  const byPost = [postUpdates, captions.captions, ...(hashtags ? [hashtags.rawText, hashtags.hashtags] : [])];
  const scanned = [
    captions.requests,
    captions.usage,
    ...(hashtags ? [hashtags.tagActivity, hashtags.searchTerms] : []),
  ];
  return [
    ...posts.grant("dynamodb:GetItem", "dynamodb:UpdateItem"),
    ...posts.grantIndex(postsByUser, "dynamodb:Query"),
    ...postUpdates.grant("dynamodb:PutItem"),
    ...erasedAuthors.grant("dynamodb:PutItem"),
    ...byPost.flatMap((table) => table.grant("dynamodb:Query", "dynamodb:BatchWriteItem")),
    ...scanned.flatMap((table) => table.grant("dynamodb:Scan", "dynamodb:BatchWriteItem")),
    ...erasures.grant("dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:BatchWriteItem"),
  ];
}

/** In another region S3 brings the new version of a rewritten object: there only versions are deleted. */
function bucketGrants({ args }: ErasurePart, { region, raw, curated, published }: RegionalBuckets): Grant[] {
  const own = region === args.place.region;
  const tagFolders = Object.values(args.hashtags?.exports.folders ?? {});
  return [
    ...raw.grantOn([...LINE_FOLDERS, ...WHOLE_FOLDERS], "s3:ListBucketVersions", "s3:DeleteObjectVersion"),
    ...raw.grantOn([...LINE_FOLDERS, "quarantine/"], "s3:GetObjectVersion"),
    // Who puts on the condition that an object is still the one that was read must be allowed to read it.
    ...(own ? raw.grantOn(LINE_FOLDERS, "s3:PutObject", "s3:GetObject") : []),
    ...curated.grantOn([...CURATED_FOLDERS, ...tagFolders], "s3:ListBucketVersions", "s3:DeleteObjectVersion"),
    ...published.grantOn(PUBLISHED_FOLDERS, "s3:ListBucketVersions", "s3:DeleteObjectVersion"),
  ];
}

function lakeGrants({ args: { place, database, jobs, hashtags } }: ErasurePart): Grant[] {
  const glue = (resource: string) => arnOf(place, "glue", resource);
  const tables = [
    "posts",
    "posts_csv",
    "post_history",
    ...(hashtags ? Object.values(hashtags.exports.tables) : []),
  ].map((table) => glue(`table/${database}/${table}`));
  return [
    grant(
      ["glue:StartJobRun", "glue:GetJobRun"],
      Object.values(jobs).map(({ name }) => name.apply((each) => glue(`job/${each}`))),
    ),
    grant(["glue:GetPartition"], [glue("catalog"), glue(`database/${database}`), ...tables]),
  ];
}
