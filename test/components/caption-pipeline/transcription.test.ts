import { expect } from "chai";
import { captionSignals } from "../../../components/caption-pipeline/signals";
import { ENDED_PATTERN, mediaFilters } from "../../../components/caption-pipeline/transcription";
import { filterOf } from "../../../sandbox/services/lambda/sources/filter";
import { settingsOf } from "../../../stacks/config";
import { deployPlatform } from "../../../stacks/platform";
import { configOf } from "../../support/program";
import { record, type Recording } from "../../support/recording";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const QUEUE = "arn:aws:sqs:ap-south-1:222222222222:huut-prod";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

describe("the transcription half of CaptionPipeline", function () {
  this.timeout(120_000);
  let made: Recording<unknown>;
  before(async () => {
    made = await record("prod", () => deployPlatform(settingsOf("prod", configOf("prod"))));
  });

  const statements = (name: string) =>
    made.json<{ Statement: readonly Statement[] }>(POLICY, `${name}-policy`, "policy").Statement;
  /** Resources by action. */
  const rights = (name: string): Record<string, readonly string[]> => {
    const found: Record<string, string[]> = {};
    for (const { Action, Resource } of statements(name)) {
      for (const action of Action) (found[action] ??= []).push(...Resource);
    }
    return found;
  };
  const bucket = (part: string) => `arn:aws:s3:::huut-prod-${part}-222222222222-ap-south-1`;

  it("reads changes of posts that have media, or had some, and gives bad ones up after a bounded while", () => {
    expect(made.inputs(MAPPING, "changes-to-route-media")).to.deep.include({
      startingPosition: "TRIM_HORIZON",
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      maximumRecordAgeInSeconds: 86_400,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: `${QUEUE}-captions-failed` } },
    });
  });

  describe("mediaFilters", () => {
    const filter = filterOf(mediaFilters("posts").map((each) => JSON.stringify(each)));
    const audio = { audioFile: { S: "audio/a.mp3" } };
    const cases: readonly (readonly [string, object, boolean])[] = [
      ["a post with audio", { tableName: "posts", dynamodb: { NewImage: audio } }, true],
      ["a post with video", { tableName: "posts", dynamodb: { NewImage: { videoFile: { S: "v" } } } }, true],
      ["a post that had audio", { tableName: "posts", dynamodb: { NewImage: {}, OldImage: audio } }, true],
      ["a post that had video", { tableName: "posts", dynamodb: { OldImage: { videoFile: { S: "v" } } } }, true],
      ["a post without media", { tableName: "posts", dynamodb: { NewImage: { image: { S: "i" } } } }, false],
      ["another table", { tableName: "post-updates", dynamodb: { NewImage: audio } }, false],
      ["captions of its own", { tableName: "captions", dynamodb: { NewImage: audio, OldImage: audio } }, false],
    ];
    for (const [what, data, passes] of cases) {
      it(`${passes ? "lets" : "keeps"} ${what} ${passes ? "through" : "out"}`, () => {
        expect(filter({ partitionKey: "p", data })).to.equal(passes);
      });
    }
    it("are no more than a mapping may have", () => expect(mediaFilters("posts")).to.have.length.at.most(5));
  });

  it("is never started by changes of its own table: each filter names the table of posts", () => {
    const { eventSourceArn, filterCriteria } = made.inputs(MAPPING, "changes-to-route-media");
    expect(eventSourceArn).to.equal("arn:aws:kinesis:ap-south-1:222222222222:stream/huut-prod-changes");
    const { filters } = filterCriteria as { filters: readonly { pattern: string }[] };
    const patterns = filters.map(({ pattern }) => JSON.parse(pattern) as { data: { tableName: unknown } });
    expect(patterns).to.have.length(mediaFilters("posts").length);
    for (const { data } of patterns) expect(data.tableName).to.deep.equal(["huut-prod-posts"]);
  });

  it("reads its queues with a bound; one recording at a time", () => {
    const bounds = (name: string) => {
      const { batchSize, scalingConfig, functionResponseTypes } = made.inputs(MAPPING, name);
      expect(functionResponseTypes).to.deep.equal(["ReportBatchItemFailures"]);
      return [batchSize, (scalingConfig as { maximumConcurrency: number }).maximumConcurrency];
    };
    expect(bounds("media-to-start-transcription")).to.deep.equal([1, 10]);
    expect(bounds("ended-transcriptions-to-complete")).to.deep.equal([10, 10]);
    expect(bounds("withdrawals-to-withdraw-captions")).to.deep.equal([10, 5]);
  });

  it("hears of jobs that have ended by a rule that sends to the queue, which takes nobody else's", () => {
    const rule = made.inputs("aws:cloudwatch/eventRule:EventRule", "ended-transcriptions");
    expect(JSON.parse(String(rule["eventPattern"]))).to.deep.equal(ENDED_PATTERN);
    expect(made.inputs("aws:cloudwatch/eventTarget:EventTarget", "ended-transcriptions-target")).to.deep.include({
      arn: `${QUEUE}-ended-transcriptions`,
      deadLetterConfig: { arn: `${QUEUE}-captions-failed` },
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
    });
    for (const queue of ["ended-transcriptions", "captions-failed"]) {
      const policy = made.json<{ Statement: readonly Record<string, unknown>[] }>(
        "aws:sqs/queuePolicy:QueuePolicy",
        `${queue}-policy`,
        "policy",
      );
      expect(policy.Statement.filter(({ Effect }) => Effect === "Allow")).to.have.length(1);
      expect(policy.Statement.at(-1)).to.deep.include({
        Principal: { Service: "events.amazonaws.com" },
        Condition: {
          ArnEquals: { "aws:SourceArn": "arn:aws:events:ap-south-1:222222222222:rule/huut-prod-ended-transcriptions" },
        },
      });
    }
  });

  it("lets Transcribe read staged media and write output, in its own account's name, and nothing else", () => {
    expect(rights("transcribe-job")).to.deep.equal({
      "s3:GetObject": [`${bucket("raw")}/staging/*`],
      "s3:PutObject": [`${bucket("raw")}/transcribe/*`],
      "kms:Decrypt": [made.inputs("aws:kms/key:Key", "lake")["arn"] ?? `arn:aws:mock:::Key/lake`],
      "kms:GenerateDataKey": [`arn:aws:mock:::Key/lake`],
    });
    const trust = made.json<{ Statement: readonly unknown[] }>(
      "aws:iam/role:Role",
      "transcribe-job-role",
      "assumeRolePolicy",
    );
    expect(trust.Statement).to.deep.equal([
      {
        Sid: "AssumedByService",
        Effect: "Allow",
        Principal: { Service: "transcribe.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "222222222222" } },
      },
    ]);
  });

  it("starts jobs that write into the raw bucket under the lake's key only, in that role only", () => {
    const conditionOf = (action: string) =>
      statements("start-transcription").find(({ Action }) => Action.includes(action))?.Condition;
    expect(conditionOf("transcribe:StartTranscriptionJob")?.["StringEquals"]).to.deep.include({
      "transcribe:OutputBucketName": "huut-prod-raw-222222222222-ap-south-1",
    });
    expect(Object.keys(conditionOf("transcribe:StartTranscriptionJob")?.["StringEquals"] ?? {})).to.include(
      "transcribe:OutputEncryptionKMSKeyId",
    );
    expect(conditionOf("iam:PassRole")).to.deep.equal({
      StringEquals: { "iam:PassedToService": "transcribe.amazonaws.com" },
    });
    const own = rights("start-transcription");
    expect(own["iam:PassRole"]).to.deep.equal(["arn:aws:mock:::Role/transcribe-job-role"]);
    expect(own["sts:AssumeRole"]).to.deep.equal(["arn:aws:mock:::Role/media-reader"]);
    expect(own["s3:PutObject"]).to.deep.equal([`${bucket("raw")}/staging/*`]);
    expect(own["s3:GetObject"]).to.equal(undefined);
  });

  it("gives each function what it calls, and no more", () => {
    const s3 = (name: string) =>
      Object.fromEntries(Object.entries(rights(name)).filter(([action]) => action.startsWith("s3:")));
    expect(s3("route-media")).to.deep.equal({});
    expect(s3("sweep-captions")).to.deep.equal({});
    expect(s3("complete-transcription")).to.deep.equal({
      "s3:GetObject": [`${bucket("raw")}/transcribe/*`],
      "s3:ListBucket": [bucket("raw")],
      "s3:DeleteObject": [`${bucket("raw")}/staging/*`, `${bucket("raw")}/transcribe/*`],
      "s3:PutObject": [`${bucket("published")}/captions/*`, `${bucket("curated")}/transcripts/*`],
    });
    expect(s3("withdraw-captions")).to.deep.equal({
      "s3:DeleteObject": [`${bucket("published")}/captions/*`, `${bucket("curated")}/transcripts/*`],
      "s3:ListBucket": [bucket("published"), bucket("curated")],
    });
    const names = [
      "route-media",
      "start-transcription",
      "complete-transcription",
      "withdraw-captions",
      "sweep-captions",
    ];
    const actions = names.flatMap((name) => Object.keys(rights(name)));
    expect(actions.filter((action) => action.includes("*"))).to.deep.equal([]);
    expect(actions).to.not.include.members(["dynamodb:Scan"]);
  });

  it("tells its functions the languages and the day's limits", () => {
    const variables = (name: string) =>
      (made.inputs("aws:lambda/function:Function", name)["environment"] as { variables: Record<string, string> })
        .variables;
    expect(variables("start-transcription")).to.include({
      SPOKEN_LANGUAGES: "hi,en,bn,ta,te",
      DAILY_SECONDS: "60000",
      MEDIA_BUCKET: "huut-media-111111111111-ap-south-1",
      MEDIA_EXTERNAL_ID: "huut-prod-media",
    });
    expect(variables("sweep-captions")).to.include({ DAILY_SECONDS: "60000", DAILY_CHARACTERS: "5000000" });
  });

  it("sweeps every quarter of an hour, and keeps what failed", () => {
    const schedule = made.inputs("aws:scheduler/schedule:Schedule", "run-sweep-captions");
    expect(schedule).to.deep.include({ scheduleExpression: "rate(15 minutes)", state: "ENABLED" });
    expect(schedule["target"]).to.deep.include({ deadLetterConfig: { arn: `${QUEUE}-captions-failed` } });
  });

  it("forgets copies and output that jobs have left behind after a week", () => {
    const { rules } = made.inputs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "raw-lifecycle");
    const found = (rules as { id: string; filter: { prefix: string }; expiration?: { days: number } }[]).map(
      ({ filter, expiration }) => [filter.prefix, expiration?.days],
    );
    expect(found).to.deep.include.members([
      ["staging/", 7],
      ["transcribe/", 7],
    ]);
    expect(rules).to.deep.include({
      id: "abort-unfinished-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    });
  });

  it("does nothing in a standby", async () => {
    const config = { ...configOf("prod"), "huut:mode": "standby" };
    const standby = await record("prod", () => deployPlatform(settingsOf("prod", config)));
    const off = standby.ofType(MAPPING).filter(({ inputs }) => inputs["enabled"] !== false);
    expect(off.map(({ name }) => name)).to.deep.equal([]);
    expect(standby.inputs("aws:scheduler/schedule:Schedule", "run-sweep-captions")["state"]).to.equal("DISABLED");
    expect(standby.inputs("aws:cloudwatch/eventRule:EventRule", "ended-transcriptions")["state"]).to.equal("DISABLED");
  });

  it("says what is abnormal, and what to do then", () => {
    const signals = captionSignals();
    expect(new Set(signals.map(({ name }) => name)).size).to.equal(signals.length);
    for (const { runbook, why, metric } of signals) {
      expect(runbook).to.equal("captions.md");
      expect(why).to.match(/\.$/);
      expect(Object.keys(metric.dimensions)).to.deep.equal(["service"]);
    }
  });
});
