import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { makeWorkgroup } from "../../../../components/data-lake/query";
import { HashtagEngine } from "../../../../components/hashtag-engine";
import {
  Bucket,
  EncryptionKey,
  FunctionLayer,
  type HttpFront,
  type Place,
  Stream,
  Table,
  databaseName,
  platformTags,
} from "../../../../components/shared";

const ACCOUNT = "222222222222";

/** An API whose tokens are checked, to hang routes on. */
function frontOf(place: Place, opts: pulumi.CustomResourceOptions): HttpFront {
  const api = new aws.apigatewayv2.Api("insights", { protocolType: "HTTP" }, opts);
  const authorizer = new aws.apigatewayv2.Authorizer(
    "tokens",
    {
      apiId: api.id,
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: "https://issuer.example", audiences: ["huut"] },
    },
    opts,
  );
  return { place, api, authorizer };
}

/** The component, and the tables, stream and buckets that it reads, as the platform makes them. */
export function deployAlone(stack: string, active: boolean) {
  const place = { stack, account: ACCOUNT, region: "ap-south-1" };
  const provider = new aws.Provider("data-account", {
    region: place.region as aws.Region,
    allowedAccountIds: [ACCOUNT],
    defaultTags: { tags: platformTags(stack, "data-dev") },
  });
  const opts = { provider };
  const key = new EncryptionKey("lake", { place, description: "Everything" }, opts);
  const table = { place, key, partitionKey: "postId" };
  const posts = new Table(
    "posts",
    {
      ...table,
      attributes: { postId: "S", userId: "S", createdAt: "S" },
      indexes: [{ name: "by-user", partitionKey: "userId", sortKey: "createdAt" }],
    },
    opts,
  );
  const captions = new Table(
    "captions",
    { ...table, attributes: { postId: "S", language: "S" }, sortKey: "language" },
    opts,
  );
  const changes = new Stream("changes", { place, key, retentionHours: 24 }, opts);
  for (const [name, { name: tableName }] of Object.entries({ posts, captions })) {
    new aws.dynamodb.KinesisStreamingDestination(
      `capture-${name}`,
      { tableName, streamArn: changes.arn, approximateCreationDateTimePrecision: "MICROSECOND" },
      opts,
    );
  }
  const curated = new Bucket("curated", { place, encryption: key, lifecycle: [], part: "curated" }, opts);
  const published = new Bucket("published", { place, encryption: key, lifecycle: [], part: "published" }, opts);
  const database = new aws.glue.CatalogDatabase("lake-database", { name: databaseName(place) }, opts);
  const lake = { place, key, curated, databaseName: databaseName(place), scanLimitGiB: 1 };
  const workgroup = makeWorkgroup(lake, curated);
  const engine = new HashtagEngine(
    "hashtags",
    {
      place,
      key,
      layer: new FunctionLayer("library", { place }, opts),
      changes,
      posts,
      postsByUser: "by-user",
      captions,
      curated,
      catalog: { place, plainName: databaseName(place), name: database.name },
      active,
      published,
      front: frontOf(place, opts),
      protect: false,
      logRetentionDays: 14,
    },
    opts,
  );
  curated.finalize();
  published.finalize();
  const { tables, queues, failures, functions, topics, exports } = engine;
  return {
    keyArn: key.arn,
    postsTable: posts.name,
    captionsTable: captions.name,
    curatedBucket: curated.name,
    rawTextTable: tables.rawText.name,
    hashtagsTable: tables.hashtags.name,
    textsQueueUrl: queues.texts.url,
    suggestionsQueueUrl: queues.suggestions.url,
    hashtagFailuresUrl: failures.url,
    database: database.name,
    workgroup: workgroup.name,
    tagDaysQueueUrl: exports.queue.url,
    exportHashtagsFunction: exports.functions.exportHashtags.name,
    sweepTextsFunction: functions["sweepTexts"]?.name,
    tagActivityTable: topics.tables.tagActivity.name,
    trendsTable: topics.tables.trends.name,
    searchTermsTable: topics.tables.searchTerms.name,
    hashtagsApiFunction: topics.functions.hashtagsApi.name,
    computeTrendsFunction: topics.functions.computeTrends.name,
    suggestDraftFunction: topics.functions.suggestDraft.name,
    feedApiFunction: topics.functions.feedApi.name,
    moderateTrendsFunction: topics.functions.moderateTrends.name,
  };
}
