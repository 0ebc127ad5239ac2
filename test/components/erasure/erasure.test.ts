import { expect } from "chai";
import type { Erasure } from "../../../components/erasure";
import { record, type Recording } from "../../support/recording";
import { erasureOf } from "./erasure-of";

const TABLE = "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-dev";
const QUEUE = "arn:aws:sqs:ap-south-1:222222222222:huut-dev";
const GLUE = "arn:aws:glue:ap-south-1:222222222222";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const FUNCTION = "aws:lambda/function:Function";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

/** Resources by action, without those of keys, logs and traces. */
function rights(made: Recording<Erasure>, name: string): Record<string, readonly string[]> {
  const policy = made.json<{ Statement: readonly Statement[] }>(
    "aws:iam/rolePolicy:RolePolicy",
    `${name}-policy`,
    "policy",
  );
  const found: Record<string, string[]> = {};
  for (const { Action, Resource } of policy.Statement) {
    for (const action of Action) (found[action] ??= []).push(...Resource);
  }
  const own = Object.entries(found).filter(([action]) => !/^(kms|logs|xray):/.test(action));
  return Object.fromEntries(own.map(([action, resources]) => [action, resources.toSorted()]));
}

const tables = (...names: string[]) => names.map((name) => `${TABLE}-${name}`).toSorted();

describe("Erasure", function () {
  this.timeout(60_000);
  let made: Recording<Erasure>;
  before(async () => {
    made = await record("dev", () => erasureOf());
  });

  it("is two functions, a table, a queue with its dead letters, a place for what failed, and a schedule", () => {
    expect(made.names(FUNCTION)).to.deep.equal(["erase-user", "run-erasure"]);
    expect(made.names("aws:dynamodb/table:Table")).to.include("erasures");
    const queues = made.names("aws:sqs/queue:Queue").filter((name) => !name.startsWith("tag-days"));
    expect(queues).to.deep.equal(["erasures", "erasures-dead-letters", "erasures-failed"]);
    expect(made.names("aws:scheduler/schedule:Schedule")).to.deep.equal(["sweep-erasures"]);
    expect(made.names(MAPPING)).to.deep.equal(["erasures-to-run-erasure"]);
  });

  it("keeps states and receipts for ever, and finds by time those that are open", () => {
    const table = made.inputs("aws:dynamodb/table:Table", "erasures");
    expect(table).to.include({ name: "huut-dev-erasures", hashKey: "erasureId", rangeKey: "part" });
    expect(table).to.include({ deletionProtectionEnabled: true });
    expect(table).to.not.have.property("ttl");
    const [index] = table["globalSecondaryIndexes"] as { name: string; projectionType: string }[];
    expect(index).to.include({ name: "open", projectionType: "KEYS_ONLY" });
  });

  it("goes on with one message at a time, and with two erasures at once", () => {
    const { batchSize, scalingConfig, functionResponseTypes, enabled } = made.inputs(
      MAPPING,
      "erasures-to-run-erasure",
    );
    expect({ batchSize, scalingConfig, functionResponseTypes, enabled }).to.deep.equal({
      batchSize: 1,
      scalingConfig: { maximumConcurrency: 2 },
      functionResponseTypes: ["ReportBatchItemFailures"],
      enabled: true,
    });
  });

  it("lets the function that people call begin and look, and touch nothing of a user's", () => {
    expect(rights(made, "erase-user")).to.deep.equal({
      "dynamodb:GetItem": tables("erased-authors", "erasures"),
      "dynamodb:PutItem": tables("erased-authors", "erasures"),
      "dynamodb:Query": [`${TABLE}-erasures/index/open`],
      "sqs:SendMessage": [`${QUEUE}-erasures`, `${QUEUE}-erasures-failed`],
    });
  });

  it("lets the other one remove from the tables and folders that have users' data, and from no others", () => {
    const { "s3:DeleteObjectVersion": versions, ...others } = rights(made, "run-erasure");
    expect(others["dynamodb:BatchWriteItem"]).to.deep.equal(
      tables(
        ...["caption-usage", "captions", "erasures", "hashtags", "post-updates", "raw-text"],
        ...["requests", "search-terms", "tag-activity"],
      ),
    );
    expect(others["dynamodb:Scan"]).to.deep.equal(tables("caption-usage", "requests", "search-terms", "tag-activity"));
    expect(others).to.not.have.any.keys("dynamodb:DeleteItem", "s3:DeleteObject", "s3:ListBucket");
    const folders = {
      raw: ["captions/", "errors/", "post_updates/", "posts/", "quarantine/", "staging/", "transcribe/"],
      curated: ["hashtags/csv/", "hashtags/parquet/", "post_history/", "posts/", "posts_csv/", "transcripts/"],
      published: ["captions/"],
    };
    const expected = ["ap-south-1", "ap-south-2"].flatMap((region) =>
      Object.entries(folders).flatMap(([part, all]) =>
        all.map((folder) => `arn:aws:s3:::huut-dev-${part}-222222222222-${region}/${folder}*`),
      ),
    );
    expect(versions).to.deep.equal(expected.toSorted());
  });

  it("writes objects again in its own region only, and only where lines are", () => {
    const raw = "arn:aws:s3:::huut-dev-raw-222222222222-ap-south-1";
    expect(rights(made, "run-erasure")["s3:PutObject"]).to.deep.equal(
      ["captions/", "errors/", "post_updates/", "posts/"].map((folder) => `${raw}/${folder}*`),
    );
  });

  it("runs the two jobs, reads the partitions of five tables, and has one distribution forget", () => {
    const { "glue:StartJobRun": job, "glue:GetPartition": partitions, ...others } = rights(made, "run-erasure");
    expect(job).to.deep.equal([`${GLUE}:job/huut-dev-history`, `${GLUE}:job/huut-dev-posts`]);
    const catalog = ["hashtags", "hashtags_csv", "post_history", "posts", "posts_csv"].map(
      (name) => `${GLUE}:table/huut_dev/${name}`,
    );
    expect(partitions).to.deep.equal([`${GLUE}:catalog`, `${GLUE}:database/huut_dev`, ...catalog].toSorted());
    expect(others["cloudfront:CreateInvalidation"]).to.deep.equal(["arn:aws:mock:::Distribution/published"]);
  });

  it("knows no tables of tags, and asks for no export, in a stack without the HashtagEngine", async () => {
    const plain = await record("dev", () => erasureOf({ hashtags: undefined, replicas: [], active: false }));
    const { variables } = plain.inputs(FUNCTION, "run-erasure")["environment"] as { variables: Record<string, string> };
    expect(variables["TAG_EXPORT"]).to.equal("null");
    expect(Object.keys(JSON.parse(variables["TABLES"] ?? "") as object)).to.deep.equal([
      "posts",
      "post-updates",
      "captions",
      "requests",
      "caption-usage",
    ]);
    expect(rights(plain, "run-erasure")["dynamodb:Scan"]).to.deep.equal(tables("caption-usage", "requests"));
    expect(rights(plain, "run-erasure")["sqs:SendMessage"]).to.deep.equal([`${QUEUE}-erasures`]);
    expect(plain.inputs(MAPPING, "erasures-to-run-erasure")).to.include({ enabled: false });
  });
});
