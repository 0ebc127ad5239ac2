import { CaptionPipeline } from "../components/caption-pipeline";
import { CrossAccountBridge, POSTS_BY_USER, mediaExternalId } from "../components/cross-account-bridge";
import { DataLake, RETENTION as LAKE_RETENTION } from "../components/data-lake";
import { Erasure } from "../components/erasure";
import { HashtagEngine } from "../components/hashtag-engine";
import { InsightsApi } from "../components/insights-api";
import { FunctionLayer, type MagicFunction } from "../components/shared";
import { type Settings } from "./config";
import { type Accounts, makeAccounts } from "./providers";

/** What every part of a stack is given. */
interface Ground {
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly layer: FunctionLayer;
  /** Whether this region works. */
  readonly active: boolean;
}

/** The data platform of a stack in one region: `dev` and `prod`. */
export function deployPlatform(settings: Settings) {
  const accounts = makeAccounts(settings);
  const layer = new FunctionLayer("library", { place: accounts.data.place }, { provider: accounts.data.provider });
  const ground = { settings, accounts, layer, active: settings.mode === "active" };
  const lake = makeLake(ground);
  const bridge = makeBridge(ground, lake);
  const insights = makeInsights(ground, lake);
  const captions = makeCaptions(ground, lake, bridge, insights);
  const hashtags = makeHashtags(ground, lake, bridge, insights, captions);
  const erasure = makeErasure(ground, lake, bridge, captions, hashtags);
  lake.capture("posts", bridge.posts);
  lake.capture("post-updates", bridge.postUpdates);
  lake.capture("captions", captions.tables.captions);
  // Every part has handed in what it wants of the buckets.
  lake.finalize();
  return {
    ...mediaOutputs(settings),
    ...bridgeOutputs(bridge),
    ...lakeOutputs(lake),
    ...insightsOutputs(insights),
    ...captionsOutputs(captions),
    ...hashtagsOutputs(hashtags),
    ...erasureOutputs(erasure),
  };
}

function makeLake({ settings, accounts: { application, data }, layer, active }: Ground): DataLake {
  return new DataLake(
    "lake",
    {
      place: data.place,
      applicationAccount: application.id,
      layer,
      active,
      schedule: settings.lakeSchedule,
      scanLimitGiB: settings.scanLimitGiB,
      logRetentionDays: settings.logRetentionDays,
      ownsAccountSettings: settings.ownsAccountSettings,
      protect: settings.protect,
    },
    { provider: data.provider },
  );
}

function makeBridge({ settings, accounts: { application, data }, layer, active }: Ground, lake: DataLake) {
  return new CrossAccountBridge(
    "bridge",
    {
      place: data.place,
      application: application.place,
      applicationProvider: application.provider,
      mediaBucket: settings.applicationMediaBucket,
      mediaKeyArn: settings.applicationMediaKeyArn,
      key: lake.key,
      layer,
      raw: lake.buckets.raw,
      active,
      protect: settings.protect,
      logRetentionDays: settings.logRetentionDays,
    },
    { provider: data.provider },
  );
}

function makeInsights({ settings, accounts: { data }, layer, active }: Ground, lake: DataLake) {
  return new InsightsApi(
    "insights-api",
    {
      place: data.place,
      key: lake.key,
      layer,
      queries: {
        workgroup: lake.workgroup.name,
        database: lake.database,
        startGrants: lake.queryGrants("posts", "hashtags"),
        resultGrants: lake.resultGrants(),
      },
      tokens: { issuer: settings.jwtIssuer, audience: settings.jwtAudience },
      webOrigins: settings.webOrigins,
      schedule: settings.insightsSchedule,
      active,
      protect: settings.protect,
      logRetentionDays: settings.logRetentionDays,
    },
    { provider: data.provider },
  );
}

function makeCaptions(
  { settings, accounts: { application, data }, layer, active }: Ground,
  lake: DataLake,
  bridge: CrossAccountBridge,
  insights: InsightsApi,
) {
  return new CaptionPipeline(
    "captions",
    {
      place: data.place,
      key: lake.key,
      layer,
      changes: lake.changes,
      posts: bridge.posts,
      media: {
        bucket: settings.applicationMediaBucket,
        readerArn: bridge.mediaReader.arn,
        externalId: mediaExternalId(application.place),
      },
      raw: lake.buckets.raw,
      curated: lake.buckets.curated,
      published: lake.buckets.published,
      publicUrl: lake.publication.url,
      front: insights.front,
      eagerLanguages: settings.eagerLanguages,
      spokenLanguages: settings.spokenLanguages,
      daily: {
        transcribeMinutes: settings.dailyTranscribeMinutes,
        translateCharacters: settings.dailyTranslateCharacters,
      },
      active,
      protect: settings.protect,
      logRetentionDays: settings.logRetentionDays,
    },
    { provider: data.provider },
  );
}

function makeHashtags(
  { settings, accounts: { data }, layer, active }: Ground,
  lake: DataLake,
  bridge: CrossAccountBridge,
  insights: InsightsApi,
  captions: CaptionPipeline,
) {
  return new HashtagEngine(
    "hashtags",
    {
      place: data.place,
      key: lake.key,
      layer,
      changes: lake.changes,
      posts: bridge.posts,
      postsByUser: POSTS_BY_USER,
      captions: captions.tables.captions,
      curated: lake.buckets.curated,
      catalog: lake.catalog,
      published: lake.buckets.published,
      front: insights.front,
      active,
      protect: settings.protect,
      logRetentionDays: settings.logRetentionDays,
    },
    { provider: data.provider },
  );
}

function makeErasure(
  { settings, accounts: { data }, layer, active }: Ground,
  lake: DataLake,
  bridge: CrossAccountBridge,
  captions: CaptionPipeline,
  hashtags: HashtagEngine,
) {
  return new Erasure(
    "erasure",
    {
      place: data.place,
      key: lake.key,
      layer,
      posts: bridge.posts,
      postsByUser: POSTS_BY_USER,
      postUpdates: bridge.postUpdates,
      erasedAuthors: bridge.erasedAuthors,
      captions: captions.tables,
      hashtags: { ...hashtags.tables, ...hashtags.topics.tables, exports: hashtags.exports },
      buckets: lake.buckets,
      distribution: lake.publication.distribution,
      jobs: { posts: lake.job, history: lake.historyJob },
      database: lake.database,
      retention: { ...TABLE_RETENTION, ...LAKE_RETENTION },
      active,
      protect: settings.protect,
      logRetentionDays: settings.logRetentionDays,
    },
    { provider: data.provider },
  );
}

/** Days: DynamoDB's window of recovery, SQS's longest retention, and what the functions give entries of their caches. */
const TABLE_RETENTION = { tableRecovery: 35, queues: 14, translationCache: 90, analysisCache: 30 } as const;

/** The application's own, which the stack only reads: whoever deploys a stack for a trial has to provide it. */
function mediaOutputs({ applicationMediaBucket, applicationMediaKeyArn }: Settings) {
  return { applicationMediaBucket, ...(applicationMediaKeyArn !== undefined && { applicationMediaKeyArn }) };
}

/** What people and programs look up about the way of events. */
function bridgeOutputs(bridge: CrossAccountBridge) {
  return {
    topicArn: bridge.topic.arn,
    mediaReaderArn: bridge.mediaReader.arn,
    queueUrl: bridge.queue.url,
    deadLettersUrl: bridge.queue.deadLetters.url,
    undeliveredUrl: bridge.undelivered.url,
    postsTable: bridge.posts.name,
    postUpdatesTable: bridge.postUpdates.name,
    erasedAuthorsTable: bridge.erasedAuthors.name,
    separateEventsFunction: bridge.separateEvents.name,
    replayQuarantineFunction: bridge.replayQuarantine.name,
  };
}

/** What people and programs look up about the lake. */
function lakeOutputs(lake: DataLake) {
  const { raw, curated, published, audit, logs } = lake.buckets;
  return {
    keyArn: lake.key.arn,
    rawBucket: raw.name,
    curatedBucket: curated.name,
    publishedBucket: published.name,
    auditBucket: audit.name,
    logsBucket: logs.name,
    captionsUrl: lake.publication.url,
    changesStream: lake.changes.name,
    deliveryStream: lake.delivery.stream.name,
    transformFunction: lake.transform.name,
    database: lake.database,
    workflow: lake.workflow.name,
    crawler: lake.crawler.name,
    job: lake.job.name,
    historyJob: lake.historyJob.name,
    workgroup: lake.workgroup.name,
  };
}

/** What people and programs look up about insights. */
function insightsOutputs(insights: InsightsApi) {
  return {
    apiUrl: insights.url,
    insightsTable: insights.insights.name,
    runInsightsFunction: insights.runInsights.name,
    insightFailuresUrl: insights.failures.url,
  };
}

/** What people and programs look up about captions. */
function captionsOutputs({ tables, queues, functions, failures }: CaptionPipeline) {
  return {
    captionsTable: tables.captions.name,
    translationCacheTable: tables.cache.name,
    captionUsageTable: tables.usage.name,
    captionRequestsTable: tables.requests.name,
    mediaQueueUrl: queues.media.url,
    endedTranscriptionsUrl: queues.ended.url,
    newTranscriptsUrl: queues.transcripts.url,
    translationsQueueUrl: queues.translations.url,
    withdrawalsQueueUrl: queues.withdrawals.url,
    captionFailuresUrl: failures.url,
    ...functionOutputs(functions),
  };
}

/** What people and programs look up about tags, trends and search. */
function hashtagsOutputs({ tables, queues, functions, failures, topics, exports }: HashtagEngine) {
  return {
    rawTextTable: tables.rawText.name,
    hashtagsTable: tables.hashtags.name,
    analysisCacheTable: tables.cache.name,
    tagActivityTable: topics.tables.tagActivity.name,
    trendsTable: topics.tables.trends.name,
    searchTermsTable: topics.tables.searchTerms.name,
    textsQueueUrl: queues.texts.url,
    suggestionsQueueUrl: queues.suggestions.url,
    tagDaysQueueUrl: exports.queue.url,
    hashtagFailuresUrl: failures.url,
    ...functionOutputs({ ...functions, ...topics.functions, ...exports.functions }),
  };
}

/** Names of functions, each as `<name in the program>Function`. */
function functionOutputs(functions: Readonly<Record<string, MagicFunction>>) {
  return Object.fromEntries(Object.entries(functions).map(([name, made]) => [`${name}Function`, made.name]));
}

/** What people and programs look up about erasures. */
function erasureOutputs({ erasures, queue, eraseUser, runErasure, failures }: Erasure) {
  return {
    erasuresTable: erasures.name,
    erasuresQueueUrl: queue.url,
    eraseUserFunction: eraseUser.name,
    runErasureFunction: runErasure.name,
    erasureFailuresUrl: failures.url,
  };
}
