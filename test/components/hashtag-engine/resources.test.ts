import { SPEECHLESS } from "@huut/domain";
import { expect } from "chai";
import { MEDIA_STATES, textFilters } from "../../../components/hashtag-engine/analysis";
import { exportSignals } from "../../../components/hashtag-engine/export";
import { hashtagSignals } from "../../../components/hashtag-engine/signals";
import { filterOf } from "../../../sandbox/services/lambda/sources/filter";
import { record, type Recording } from "../../support/recording";
import { deployAlone } from "./program/deploy";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const FUNCTIONS = [
  "route-texts",
  "analyse-text",
  "suggest-hashtags",
  "sweep-texts",
  "export-hashtags",
  "export-tag-day",
];
/** Those of trends and search: topics.test.ts. */
const TOPICS = [
  "count-votes",
  "compute-trends",
  "index-text",
  "hashtags-api",
  "suggest-draft",
  "feed-api",
  "moderate-trends",
];
const TABLE = "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-dev";
const QUEUE = "arn:aws:sqs:ap-south-1:222222222222:huut-dev";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

describe("HashtagEngine's resources", function () {
  this.timeout(60_000);
  let made: Recording<unknown>;
  before(async () => {
    made = await record("dev", () => deployAlone("dev", true));
  });

  /** Resources by action, without those of keys, logs and traces. */
  const rights = (name: string): Record<string, readonly string[]> => {
    const { Statement } = made.json<{ Statement: readonly Statement[] }>(
      "aws:iam/rolePolicy:RolePolicy",
      `${name}-policy`,
      "policy",
    );
    const found: Record<string, string[]> = {};
    for (const { Action, Resource } of Statement) {
      for (const action of Action) (found[action] ??= []).push(...Resource);
    }
    return Object.fromEntries(Object.entries(found).filter(([action]) => !/^(kms|logs|xray):/.test(action)));
  };

  it("is thirteen functions, six tables, three queues, and three places for what failed", () => {
    expect(made.names("aws:lambda/function:Function")).to.deep.equal([...FUNCTIONS, ...TOPICS].toSorted());
    const own = made.names("aws:dynamodb/table:Table").filter((name) => name !== "posts" && name !== "captions");
    expect(own).to.deep.equal(["analysis-cache", "hashtags", "raw-text", "search-terms", "tag-activity", "trends"]);
    const queues = [
      "hashtags-failed",
      "suggestions",
      "suggestions-dead-letters",
      "tag-days",
      "tag-days-dead-letters",
      "texts",
      "texts-dead-letters",
    ];
    expect(made.names("aws:sqs/queue:Queue")).to.deep.equal(queues);
  });

  it("keeps tables by the keys of the design, with an index of what waits and one of the posts with a tag", () => {
    const keys = (name: string) => {
      const { hashKey, rangeKey, globalSecondaryIndexes = [], ttl } = made.inputs("aws:dynamodb/table:Table", name);
      const indexes = globalSecondaryIndexes as { name: string; keySchemas: { attributeName: string }[] }[];
      const names = indexes.map((index) => [index.name, ...index.keySchemas.map((each) => each.attributeName)]);
      return [[hashKey, rangeKey], names, (ttl as { attributeName: string } | undefined)?.attributeName];
    };
    expect(keys("raw-text")).to.deep.equal([["postId", undefined], [["pending", "pending", "since"]], undefined]);
    const indexes = [
      ["tagDayShard", "tagDayShard", "createdAt"],
      ["export", "exportShard", "exportSort"],
    ];
    expect(keys("hashtags")).to.deep.equal([["postId", "sourceTag"], indexes, undefined]);
    expect(keys("analysis-cache")).to.deep.equal([["digest", undefined], [], "expiresAt"]);
  });

  describe("textFilters", () => {
    const passes = filterOf(textFilters("posts", "captions").map((each) => JSON.stringify(each)));
    const captions = (language: string, state: string) => ({
      tableName: "captions",
      dynamodb: { NewImage: { language: { S: language }, state: { S: state } } },
    });
    const cases: readonly (readonly [string, object, boolean])[] = [
      ["a post", { tableName: "posts", dynamodb: { NewImage: { text: { S: "a" } } } }, true],
      ["a post that is gone", { tableName: "posts", dynamodb: { OldImage: { text: { S: "a" } } } }, true],
      ["a history of posts", { tableName: "post-updates", dynamodb: { NewImage: { text: { S: "a" } } } }, false],
      ["a recording with a transcript", captions("media", "transcribed"), true],
      ["a withdrawn recording", captions("media", "withdrawn"), true],
      ["a recording whose job runs", captions("media", "transcribing"), false],
      ["a recording that is parked", captions("media", "parked"), false],
      ["captions", captions("hi", "ready"), false],
      ["withdrawn captions", captions("hi", "withdrawn"), false],
      ["what was found in texts", { tableName: "raw-text", dynamodb: { NewImage: { text: { S: "a" } } } }, false],
    ];
    it("lets through every state of recordings that says whether there is a transcript", () => {
      expect([...MEDIA_STATES].sort()).to.deep.equal(["transcribed", ...SPEECHLESS].sort());
    });
    for (const [what, data, expected] of cases) {
      it(`${expected ? "lets" : "keeps"} ${what} ${expected ? "through" : "out"}`, () => {
        expect(passes({ partitionKey: "p", data })).to.equal(expected);
      });
    }
  });

  it("reads changes with a bound, and texts as many at a time as Comprehend takes", () => {
    expect(made.inputs(MAPPING, "changes-to-route-texts")).to.deep.include({
      enabled: true,
      startingPosition: "TRIM_HORIZON",
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: `${QUEUE}-hashtags-failed` } },
    });
    const common = { enabled: true, functionResponseTypes: ["ReportBatchItemFailures"] };
    expect(made.inputs(MAPPING, "texts-to-analyse-text")).to.deep.include({
      ...common,
      batchSize: 25,
      maximumBatchingWindowInSeconds: 5,
      scalingConfig: { maximumConcurrency: 5 },
    });
    expect(made.inputs(MAPPING, "suggestions-to-suggest-hashtags")).to.deep.include({
      ...common,
      batchSize: 10,
      scalingConfig: { maximumConcurrency: 5 },
    });
  });

  it("gives each function the operations that it calls, on the resources that it calls them on, and no more", () => {
    const send = { "sqs:SendMessage": [`${QUEUE}-texts`, `${QUEUE}-suggestions`] };
    const consume = (queue: string) =>
      Object.fromEntries(
        ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "ChangeMessageVisibility"].map((operation) => [
          `sqs:${operation}`,
          [`${QUEUE}-${queue}`],
        ]),
      );
    const rawText = `${TABLE}-raw-text`;
    const bucket = "arn:aws:s3:::huut-dev-curated-222222222222-ap-south-1";
    const { "sqs:SendMessage": routed, ...route } = rights("route-texts");
    expect(routed).to.have.members([...send["sqs:SendMessage"], `${QUEUE}-hashtags-failed`]);
    const kinesis = Object.keys(route).filter((action) => action.startsWith("kinesis:"));
    expect(kinesis.flatMap((action) => route[action])).to.deep.equal(
      kinesis.map(() => "arn:aws:kinesis:ap-south-1:222222222222:stream/huut-dev-changes"),
    );
    expect(Object.keys(route).filter((action) => !kinesis.includes(action))).to.have.members([
      "dynamodb:GetItem",
      "dynamodb:PutItem",
    ]);
    expect(rights("analyse-text")).to.deep.equal({
      ...consume("texts"),
      "dynamodb:GetItem": [`${TABLE}-posts`, `${TABLE}-captions`, rawText],
      "dynamodb:PutItem": [rawText],
      "dynamodb:BatchGetItem": [`${TABLE}-analysis-cache`],
      "dynamodb:BatchWriteItem": [`${TABLE}-analysis-cache`],
      "s3:GetObject": [`${bucket}/transcripts/*`],
      "sqs:SendMessage": [`${QUEUE}-suggestions`],
      // Neither service knows a resource.
      "comprehend:BatchDetectDominantLanguage": ["*"],
      "comprehend:BatchDetectSentiment": ["*"],
      "comprehend:BatchDetectKeyPhrases": ["*"],
      "comprehend:BatchDetectEntities": ["*"],
      "translate:TranslateText": ["*"],
    });
    expect(rights("suggest-hashtags")).to.deep.equal({
      ...consume("suggestions"),
      "dynamodb:GetItem": [`${TABLE}-posts`, `${TABLE}-captions`, rawText, `${TABLE}-hashtags`, `${TABLE}-trends`],
      "dynamodb:BatchGetItem": [`${TABLE}-hashtags`],
      "dynamodb:PutItem": [rawText, `${TABLE}-hashtags`],
      "dynamodb:Query": [`${TABLE}-posts/index/by-user`, `${TABLE}-hashtags/index/tagDayShard`],
    });
    expect(rights("sweep-texts")).to.deep.include({
      "dynamodb:Query": [`${rawText}/index/pending`],
      "dynamodb:PutItem": [rawText],
    });
  });

  it("lets the export read its index, write below its folders, and move partitions of its two tables", () => {
    const glue = "arn:aws:glue:ap-south-1:222222222222";
    const catalog = [`${glue}:catalog`, `${glue}:database/huut_dev`, `${glue}:table/huut_dev/hashtags`];
    const both = [...catalog, `${glue}:table/huut_dev/hashtags_csv`];
    const bucket = "arn:aws:s3:::huut-dev-curated-222222222222-ap-south-1";
    const folders = [`${bucket}/hashtags/parquet/*`, `${bucket}/hashtags/csv/*`];
    expect(rights("export-hashtags")).to.deep.equal({
      "dynamodb:Query": [`${TABLE}-hashtags/index/export`],
      "glue:BatchGetPartition": catalog,
      "sqs:SendMessage": [`${QUEUE}-tag-days`, `${QUEUE}-hashtags-failed`],
    });
    const { "sqs:SendMessage": sent, ...rest } = rights("export-tag-day");
    expect(sent).to.deep.equal([`${QUEUE}-tag-days`]);
    expect(Object.fromEntries(Object.entries(rest).filter(([action]) => !action.startsWith("sqs:")))).to.deep.equal({
      "dynamodb:Query": [`${TABLE}-hashtags/index/export`],
      "s3:PutObject": folders,
      "s3:DeleteObject": folders,
      "s3:ListBucket": [bucket],
      "glue:GetTable": both,
      "glue:GetPartition": both,
      "glue:CreatePartition": both,
      "glue:UpdatePartition": both,
    });
  });

  it("declares the exported tables below the curated bucket, by day", () => {
    const location = (name: string) => {
      const inputs = made.inputs("aws:glue/catalogTable:CatalogTable", `table-${name}`);
      expect(inputs["partitionKeys"]).to.deep.equal([{ name: "created_date", type: "string" }]);
      return (inputs["storageDescriptor"] as { location: string }).location;
    };
    const bucket = "s3://huut-dev-curated-222222222222-ap-south-1";
    expect(location("hashtags")).to.equal(`${bucket}/hashtags/parquet/`);
    expect(location("hashtags_csv")).to.equal(`${bucket}/hashtags/csv/`);
  });

  it("exports every night for the time that was due, one day at a time and two at once", () => {
    const schedule = made.inputs("aws:scheduler/schedule:Schedule", "run-export-hashtags");
    expect(schedule).to.deep.include({ scheduleExpression: "cron(30 0 * * ? *)", state: "ENABLED" });
    expect(schedule["target"]).to.deep.include({
      deadLetterConfig: { arn: `${QUEUE}-hashtags-failed` },
      input: JSON.stringify({ at: "<aws.scheduler.scheduled-time>" }),
    });
    expect(made.inputs(MAPPING, "tag-days-to-export-tag-day")).to.deep.include({
      batchSize: 1,
      scalingConfig: { maximumConcurrency: 2 },
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it("misses the export in an active region only", () => {
    expect(exportSignals(true).map(({ name }) => name)).to.deep.equal([
      "tag-export-missing",
      "tag-days-left",
      "tag-day-too-large",
    ]);
    expect(exportSignals(true)[0]).to.include({ missingData: "breaching", comparison: "LessThanThreshold" });
    expect(exportSignals(false).map(({ name }) => name)).to.not.include("tag-export-missing");
  });

  it("sweeps every quarter of an hour, and keeps what failed", () => {
    const schedule = made.inputs("aws:scheduler/schedule:Schedule", "run-sweep-texts");
    expect(schedule).to.deep.include({ scheduleExpression: "rate(15 minutes)", state: "ENABLED" });
    expect(schedule["target"]).to.deep.include({ deadLetterConfig: { arn: `${QUEUE}-hashtags-failed` } });
  });

  it("does nothing in a standby", async () => {
    const standby = await record("dev", () => deployAlone("dev", false));
    const on = standby.ofType(MAPPING).filter(({ inputs }) => inputs["enabled"] !== false);
    expect(on.map(({ name }) => name)).to.deep.equal([]);
    for (const name of ["run-sweep-texts", "run-export-hashtags"]) {
      expect(standby.inputs("aws:scheduler/schedule:Schedule", name)["state"]).to.equal("DISABLED");
    }
  });

  it("says what is abnormal, and what to do then", () => {
    const signals = hashtagSignals();
    expect(signals.map(({ metric }) => metric.name)).to.deep.equal([
      "OldestTextMinutes",
      "TextsGivenUp",
      "TextsFailed",
      "AnalysesUnkept",
    ]);
    for (const { runbook, why, metric } of signals) {
      expect(runbook).to.equal("hashtags.md");
      expect(why).to.match(/\.$/);
      expect(Object.keys(metric.dimensions)).to.deep.equal(["service"]);
    }
  });
});
