import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type QueryExecution,
} from "@aws-sdk/client-athena";
import { expect } from "chai";
import { gzipSync } from "node:zlib";
import { clientFor } from "../../../sandbox/kernel/client";
import { joined } from "../../../sandbox/services/athena/pruning";
import { parseResultCsv } from "../../../sandbox/services/athena/results";
import { withParameters } from "../../../sandbox/services/athena/trino";
import type { StsService } from "../../../sandbox/services/sts";
import { account, Lake, place, row } from "./support/lake";

const hostile = 'உ "ab", पहली\nदूसरी\nاردو';

describe("Athena", () => {
  let lake: Lake;
  let athena: AthenaClient;
  before(async () => {
    lake = new Lake();
    await lake.build();
    const root = { principal: { kind: "root", account } as const, account };
    athena = clientFor(lake.cloud, AthenaClient, "athena", root, place.region);
    await lake.create("aws:athena/workgroup:Workgroup", "insights", {
      name: "insights",
      configuration: {
        bytesScannedCutoffPerQuery: 10_000_000,
        resultConfiguration: { outputLocation: "s3://curated/results/" },
      },
    });
    const on = (day: string, postId: string, more = {}) =>
      row(postId, 1, { createdAt: `2026-11-0${day}T05:00:00.000Z`, ...more });
    await lake.arrive("posts/d", "a", [
      on("1", "p-1", { text: hostile, tags: ["#हिन्दी", "#b"] }),
      on("2", "p-2", { userId: "u-2", text: undefined }),
      on("2", "p-3", { likes: 5 }),
    ]);
    await lake.runJob();
  });
  after(() => lake.world.close());

  interface Answer {
    readonly execution: QueryExecution;
    readonly rows: (string | undefined)[][];
    readonly types: (string | undefined)[];
  }

  async function ask(sql: string, more: object = {}, client = athena): Promise<Answer> {
    const { QueryExecutionId } = await client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: "insights",
        QueryExecutionContext: { Database: "lake" },
        ...more,
      }),
    );
    await lake.world.runFor(5_000);
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const execution = QueryExecution as QueryExecution;
    if (execution.Status?.State !== "SUCCEEDED") return { execution, rows: [], types: [] };
    const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
    return {
      execution,
      rows: (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue)),
      types: (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Type }) => Type),
    };
  }

  async function failure(sql: string, more: object = {}): Promise<string> {
    const { execution } = await ask(sql, more);
    return `${execution.Status?.State}: ${execution.Status?.StateChangeReason}`;
  }

  it("answers with Trino's types and texts, the columns' names first", async () => {
    const { rows, types } = await ask(
      "SELECT created_date, count(*) AS posts, sum(likes) AS likes, avg(likes) AS mean, min(created_at) AS first, " +
        "date_diff('day', TIMESTAMP '2026-11-01 23:00:00', TIMESTAMP '2026-11-02 01:00:00') AS days, 7 / 2 AS half " +
        "FROM posts GROUP BY created_date ORDER BY created_date",
    );
    expect(types).to.deep.equal(["varchar", "bigint", "bigint", "double", "timestamp", "bigint", "integer"]);
    expect(rows).to.deep.equal([
      ["created_date", "posts", "likes", "mean", "first", "days", "half"],
      ["2026-11-01", "1", "1", "1.0", "2026-11-01 05:00:00.000", "0", "3"],
      ["2026-11-02", "2", "6", "3.0", "2026-11-02 05:00:00.000", "0", "3"],
    ]);
  });

  it("keeps hostile texts, nulls and arrays through file and pages", async () => {
    const { rows, execution } = await ask("SELECT post_id, text, tags FROM lake.posts ORDER BY post_id LIMIT 2");
    expect(rows.slice(1)).to.deep.equal([
      ["p-1", hostile, "[#b, #हिन्दी]"],
      ["p-2", undefined, "[#a]"],
    ]);
    const key = execution.ResultConfiguration?.OutputLocation?.replace("s3://curated/", "") ?? "";
    const file = (await lake.bytes("curated", key)).toString("utf8");
    expect(file).to.equal(
      `"post_id","text","tags"\n"p-1","${hostile.replaceAll('"', '""')}","[#b, #हिन्दी]"\n"p-2",,"[#a]"\n`,
    );
    const first = await athena.send(
      new GetQueryResultsCommand({ QueryExecutionId: execution.QueryExecutionId, MaxResults: 2 }),
    );
    expect(first.ResultSet?.Rows).to.have.length(2);
    const second = await athena.send(
      new GetQueryResultsCommand({
        QueryExecutionId: execution.QueryExecutionId,
        MaxResults: 2,
        NextToken: first.NextToken,
      }),
    );
    expect(second.ResultSet?.Rows?.map(({ Data }) => Data?.[0]?.VarCharValue)).to.deep.equal(["p-2"]);
    expect(second.NextToken).to.equal(undefined);
  });

  it("reads only the partitions that a query needs", async () => {
    const scanned = async (sql: string) => (await ask(sql)).execution.Statistics?.DataScannedInBytes ?? 0;
    const all = await scanned("SELECT count(*) FROM posts");
    const one = await scanned("SELECT count(*) FROM posts WHERE created_date BETWEEN '2026-11-02' AND '2026-11-09'");
    const other = await scanned("SELECT count(*) FROM posts WHERE created_date < '2026-11-02' AND likes > 0");
    expect(one + other).to.equal(all);
    expect(Math.min(one, other)).to.be.greaterThan(0);
    expect(await scanned("SELECT count(*) FROM posts WHERE created_date = '2027-01-01'")).to.equal(0);
    const joins =
      "WITH d AS (SELECT * FROM posts WHERE created_date = '2026-11-01') " +
      "SELECT count(*) FROM d LEFT JOIN post_tombstones t ON t.post_id = d.post_id";
    expect(await scanned(joins)).to.be.greaterThan(other);
    expect(await scanned(joins)).to.be.lessThan(all + one);
  });

  it("reads CSV as texts, and what the crawler found", async () => {
    const csv = await ask("SELECT post_id, likes, text FROM posts_csv WHERE created_date = '2026-11-02' ORDER BY 1");
    expect(csv.rows.slice(1)).to.deep.equal([
      ["p-2", "1", ""],
      ["p-3", "5", "text of p-3"],
    ]);
    expect(await failure("SELECT count(*) FROM posts_csv")).to.include(
      "HIVE_BAD_DATA: posts_csv/created_date=2026-11-01",
    );
    await lake.create("aws:glue/catalogTable:CatalogTable", "lines", {
      name: "lines",
      databaseName: "lake",
      storageDescriptor: {
        location: "s3://raw/lines/",
        serDeInfo: {
          serializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
          parameters: { paths: "postId,nested" },
        },
        columns: [
          { name: "postid", type: "string" },
          { name: "nested", type: "struct<a:int,b:array<string>>" },
        ],
      },
    });
    await lake.put("raw", "lines/x.gz", gzipSync('{"postId":"p-1","nested":{"a":1,"b":["x"]}}\n{"postId":"p-2"}\n'));
    const lines = await ask("SELECT postid, nested FROM lines ORDER BY 1");
    expect(lines.rows.slice(1)).to.deep.equal([
      ["p-1", "{a=1, b=[x]}"],
      ["p-2", undefined],
    ]);
  });

  it("fails in Athena's words", async () => {
    expect(await failure("SELECT 1 FROM nowhere")).to.equal(
      "FAILED: SYNTAX_ERROR: Table 'awsdatacatalog.lake.nowhere' does not exist",
    );
    expect(await failure("SELECT post_id,\n nope FROM posts")).to.match(/^FAILED: SYNTAX_ERROR: line 2:2: .*nope/);
    const refused = async (sql: string) => ask(sql).catch((error: Error) => `${error.name}: ${error.message}`);
    expect(await refused("SELEC 1")).to.match(/^InvalidRequestException: line 1:1: /);
    expect(await refused("SELECT * FROM read_parquet('/etc/passwd')")).to.include("read_parquet");
    expect(await refused("DROP TABLE posts")).to.include("queries only");
    expect(await refused("SELECT random()")).to.include("random()");
  });

  it("takes parameters, and a token once", async () => {
    const sql = "SELECT count(*) AS n, '?' AS mark FROM posts WHERE created_date = ? AND likes >= ? -- ?";
    const more = { ExecutionParameters: ["'2026-11-02'", "2"], ClientRequestToken: "a".repeat(32) };
    const first = await ask(sql, more);
    expect(first.rows[1]).to.deep.equal(["1", "?"]);
    expect((await ask(sql, more)).execution.QueryExecutionId).to.equal(first.execution.QueryExecutionId);
    const other = await ask("SELECT 1", more).catch((error: Error) => error.message);
    expect(other).to.equal("Idempotent parameters do not match");
  });

  it("stops, and refuses results of what is not over", async () => {
    const start = new StartQueryExecutionCommand({ QueryString: "SELECT 1", WorkGroup: "insights" });
    const { QueryExecutionId } = await athena.send(start);
    const early = athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    expect(await early.catch((error: Error) => error.message)).to.include("Current state: QUEUED");
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    await lake.world.runFor(5_000);
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    expect(QueryExecution?.Status?.State).to.equal("CANCELLED");
  });

  it("stops at the workgroup's limit", async () => {
    await lake.create("aws:glue/catalogTable:CatalogTable", "big", {
      name: "big",
      databaseName: "lake",
      storageDescriptor: {
        location: "s3://raw/big/",
        serDeInfo: { serializationLibrary: "org.openx.data.jsonserde.JsonSerDe" },
        columns: [{ name: "a", type: "string" }],
      },
    });
    await lake.put("raw", "big/x", Buffer.alloc(10_000_001, "\n"));
    expect(await failure("SELECT count(*) FROM big")).to.equal("CANCELLED: Bytes scanned limit was exceeded");
  });

  it("uses its caller's permissions", async () => {
    const arns = (...parts: string[]) => parts.map((part) => `arn:aws:glue:${place.region}:${account}:${part}`);
    const statements = [
      { Effect: "Allow", Action: "athena:*", Resource: "*" },
      {
        Effect: "Allow",
        Action: ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"],
        Resource: arns("catalog", "database/lake", "table/lake/posts"),
        Condition: { StringEquals: { "aws:CalledVia": "athena.amazonaws.com" } },
      },
      { Effect: "Allow", Action: ["s3:GetBucketLocation", "s3:ListBucket"], Resource: "arn:aws:s3:::curated" },
      { Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::curated/posts/*"] },
      { Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: ["arn:aws:s3:::curated/results/*"] },
    ];
    const as = async (name: string, own: readonly object[]) => {
      const roleArn = await lake.role(name, own, "lambda.amazonaws.com");
      const sts = lake.cloud.service<StsService>("sts");
      const principal = sts.assumeForService(roleArn, "lambda.amazonaws.com", { sessionName: name });
      const client = clientFor(lake.cloud, AthenaClient, "athena", { principal, account }, place.region);
      const answer = await ask("SELECT count(*) FROM posts", {}, client).catch((error: Error) => error);
      if (answer instanceof Error) return answer.message;
      return answer.rows[1]?.[0] ?? answer.execution.Status?.StateChangeReason;
    };
    expect(await as("whole", statements)).to.equal("3");
    const lacks = ["athena:StartQueryExecution", "glue:GetDatabase", "output bucket", "s3:GetObject", "s3:PutObject"];
    for (const [i, lack] of lacks.entries())
      expect(await as(`lacks-${i}`, statements.toSpliced(i, 1))).to.include(lack);
  });

  it("reads filters, parameters and results by their quotes", () => {
    expect(joined("(a >= 'x)(')prefix(a, '1')(b IN (1, 2))")).to.equal(
      "(a >= 'x)(') AND prefix(a, '1') AND (b IN (1, 2))",
    );
    expect(withParameters("SELECT '?', ? /* ? */", ["1"])).to.equal("SELECT '?', 1 /* ? */");
    expect(() => withParameters("SELECT ?", [])).to.throw("expected 1 but found 0");
    expect(parseResultCsv('"a","b"\n"x""\n,",\n,\n', 2)).to.deep.equal([
      ["a", "b"],
      ['x"\n,', undefined],
      [undefined, undefined],
    ]);
  });
});
