import { expect } from "chai";
import type { DataLake } from "../../../components/data-lake";
import { type Recording, record } from "../../support/recording";
import { type Policy, lakeOf } from "./lake-of";

const BUCKETS = ["audit", "curated", "logs", "published", "raw"];

describe("DataLake", () => {
  let made: Recording<DataLake>;
  before(async () => {
    made = await record("dev", () => lakeOf());
  });

  it("has a rotating multi-region key that takes 30 days to delete", () => {
    expect(made.inputs("aws:kms/key:Key", "lake")).to.include({
      multiRegion: true,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    const policy = made.json<Policy>("aws:kms/key:Key", "lake", "policy");
    expect(policy.Statement.map((each) => each.Sid)).to.deep.equal([
      "AccountAdministers",
      "LogsOfThisAccount",
      "UsedByTopics",
      "UsedByBuckets",
      "UsedByRules",
      "UsedByDistributions",
    ]);
    const topics = policy.Statement.find((each) => each.Sid === "UsedByTopics");
    expect(topics?.Condition).to.deep.equal({
      StringEquals: { "aws:SourceAccount": ["111111111111", "222222222222"] },
    });
  });

  it("has five private, owned, versioned, encrypted, logged buckets with a lifecycle and a policy", () => {
    expect(made.names("aws:s3/bucket:Bucket")).to.deep.equal(BUCKETS);
    const companions: readonly [string, string][] = [
      ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "private"],
      ["aws:s3/bucketOwnershipControls:BucketOwnershipControls", "ownership"],
      ["aws:s3/bucketVersioning:BucketVersioning", "versioning"],
      ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "encryption"],
      ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lifecycle"],
      ["aws:s3/bucketPolicy:BucketPolicy", "policy"],
    ];
    for (const [type, suffix] of companions) {
      expect(made.names(type), type).to.deep.equal(BUCKETS.map((bucket) => `${bucket}-${suffix}`));
    }
    expect(made.names("aws:s3/bucketLogging:BucketLogging")).to.deep.equal(
      ["audit", "curated", "published", "raw"].map((bucket) => `${bucket}-access-logs`),
    );
    expect(made.inputs("aws:s3/bucket:Bucket", "raw")["bucket"]).to.equal("huut-dev-raw-222222222222-ap-south-1");
  });

  it("encrypts every bucket with its key, except the one for logs", () => {
    for (const bucket of BUCKETS) {
      const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
      const [rule] = made.inputs(type, `${bucket}-encryption`)["rules"] as Record<string, unknown>[];
      if (bucket === "logs") {
        expect(rule).to.deep.equal({ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } });
      } else {
        expect(rule).to.deep.equal({
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn:aws:mock:::Key/lake" },
          bucketKeyEnabled: true,
        });
      }
    }
  });

  it("refuses calls without TLS, and lets S3 write logs", () => {
    for (const bucket of BUCKETS) {
      const policy = made.json<Policy>("aws:s3/bucketPolicy:BucketPolicy", `${bucket}-policy`, "policy");
      expect(policy.Statement[0]).to.deep.include({
        Effect: "Deny",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
      // What the distribution reads, and who may write logs: of four buckets and of the distribution.
      expect(policy.Statement).to.have.length({ logs: 6, published: 3 }[bucket] ?? 1);
    }
  });

  it("delivers by date and hour of the record, after the transform, with an error prefix and logs", () => {
    const stream = made.inputs("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "delivery");
    expect(stream).not.to.have.property("serverSideEncryption");
    const s3 = stream["extendedS3Configuration"] as Record<string, unknown>;
    expect(s3).to.include({
      prefix:
        "!{partitionKeyFromQuery:table}/created_date=!{partitionKeyFromQuery:date}/created_hour=!{partitionKeyFromQuery:hour}/",
      errorOutputPrefix: "errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/",
      compressionFormat: "GZIP",
      bufferingSize: 64,
    });
    expect(s3["dynamicPartitioningConfiguration"]).to.deep.equal({ enabled: true, retryDuration: 300 });
    const { processors } = s3["processingConfiguration"] as { processors: { type: string; parameters: object[] }[] };
    expect(processors.map((each) => each.type)).to.deep.equal(["Lambda", "MetadataExtraction"]);
    expect(processors[1]?.parameters).to.deep.include({
      parameterName: "MetadataExtractionQuery",
      parameterValue: "{table:.table,date:.recordedAt[0:10],hour:.recordedAt[11:13]}",
    });
    expect(s3["cloudwatchLoggingOptions"]).to.deep.include({ enabled: true, logStreamName: "S3Delivery" });
  });

  it("keeps changes for a week under its key", () => {
    expect(made.inputs("aws:kinesis/stream:Stream", "changes")).to.deep.include({
      retentionPeriod: 168,
      encryptionType: "KMS",
      kmsKeyId: "arn:aws:mock:::Key/lake",
    });
  });

  it("captures a table with microseconds", () => {
    expect(
      made.inputs("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination", "capture-posts"),
    ).to.include({
      tableName: "huut-dev-posts",
      streamArn: "arn:aws:kinesis:ap-south-1:222222222222:stream/huut-dev-changes",
      approximateCreationDateTimePrecision: "MICROSECOND",
    });
  });

  it("runs the crawler on schedule, then the jobs, each one at a time", () => {
    expect(made.inputs("aws:glue/trigger:Trigger", "crawl-on-schedule")).to.deep.include({
      type: "SCHEDULED",
      schedule: "cron(15 * * * ? *)",
      enabled: true,
      actions: [{ crawlerName: "huut-dev-raw" }],
    });
    expect(made.inputs("aws:glue/trigger:Trigger", "curate-after-crawl")).to.deep.include({
      type: "CONDITIONAL",
      actions: [{ jobName: "huut-dev-posts" }, { jobName: "huut-dev-history" }],
    });
    const job = made.inputs("aws:glue/job:Job", "posts-job");
    expect(job["executionProperty"]).to.deep.equal({ maxConcurrentRuns: 1 });
    expect(job["defaultArguments"]).to.include({ "--job-bookmark-option": "job-bookmark-enable" });
  });

  it("uploads script and statements under keys made of their content, and tells the jobs", () => {
    const uploads = made.ofType("aws:s3/bucketObjectv2:BucketObjectv2");
    expect(uploads.map((each) => each.name).sort()).to.deep.equal([
      "etl-history.sql",
      "etl-posts.sql",
      "etl-sql_job.py",
    ]);
    const urls = uploads.map((each) => `s3://huut-dev-curated-222222222222-ap-south-1/${String(each.inputs["key"])}`);
    for (const [name, statement] of [
      ["posts-job", "posts.sql"],
      ["history-job", "history.sql"],
    ] as const) {
      const job = made.inputs("aws:glue/job:Job", name);
      expect(urls).to.include((job["command"] as { scriptLocation: string }).scriptLocation);
      const sql = (job["defaultArguments"] as Record<string, string>)["--sql"];
      expect(urls.filter((url) => url.endsWith(`/${statement}`))).to.deep.equal([sql]);
    }
    for (const each of uploads)
      expect(each.inputs["key"]).to.match(/^etl\/[0-9a-f]{16}\/(posts\.sql|history\.sql|sql_job\.py)$/);
  });

  it("declares the curated tables by date, and leaves raw ones to the crawler", () => {
    expect(made.names("aws:glue/catalogTable:CatalogTable")).to.deep.equal([
      "table-post_history",
      "table-post_tombstones",
      "table-posts",
      "table-posts_csv",
    ]);
    for (const table of made.ofType("aws:glue/catalogTable:CatalogTable")) {
      expect(table.inputs["partitionKeys"]).to.deep.equal([{ name: "created_date", type: "string" }]);
    }
  });

  it("limits what one query scans, whatever its client asks for", () => {
    const { configuration } = made.inputs("aws:athena/workgroup:Workgroup", "insights-workgroup");
    expect(configuration).to.deep.include({
      enforceWorkgroupConfiguration: true,
      bytesScannedCutoffPerQuery: 2 * 1024 ** 3,
    });
    expect((configuration as Record<string, unknown>)["resultConfiguration"]).to.deep.equal({
      outputLocation: "s3://huut-dev-curated-222222222222-ap-south-1/query-results/huut-dev-insights/",
      encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: "arn:aws:mock:::Key/lake" },
    });
  });

  it("grants no wildcard operation, and every resource only where there is no narrower one", () => {
    for (const policy of made.ofType("aws:iam/rolePolicy:RolePolicy")) {
      const { Statement } = JSON.parse(String(policy.inputs["policy"])) as Policy;
      for (const { Action, Resource } of Statement) {
        const actions = [Action].flat();
        expect(actions.filter((action) => action.includes("*"))).to.deep.equal([]);
        if ([Resource].flat().includes("*")) {
          expect(
            actions.every((action) => /^(xray:Put|cloudwatch:PutMetricData|glue:\w+JobBookmark)/.test(action)),
          ).to.equal(true);
        }
      }
    }
  });

  it("leaves account-wide settings alone unless it owns them", async () => {
    const type = "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings";
    expect(made.names(type)).to.deep.equal([]);
    const owner = await record("dev", () => lakeOf({ ownsAccountSettings: true }));
    expect(owner.names(type)).to.deep.equal(["catalog-encryption"]);
  });

  it("captures nothing and starts nothing in a standby", async () => {
    const standby = await record("dev", () => lakeOf({ active: false }));
    expect(standby.names("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination")).to.deep.equal([]);
    expect(standby.inputs("aws:glue/trigger:Trigger", "crawl-on-schedule")["enabled"]).to.equal(false);
  });

  it("locks the audit bucket where it protects", async () => {
    const type = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
    expect(made.names(type)).to.deep.equal([]);
    const guarded = await record("dev", () => lakeOf({ protect: true }));
    expect(guarded.names(type)).to.deep.equal(["audit-lock"]);
    // Lockable in any case: a change of protection must not replace the bucket.
    for (const lake of [made, guarded]) {
      expect(lake.inputs("aws:s3/bucket:Bucket", "audit")["objectLockEnabled"]).to.equal(true);
    }
  });

  it("takes no statement after it is final", () => {
    expect(() => made.result.buckets.raw.finalize()).to.throw('Bucket "raw" is final');
  });
});
