import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GetPartitionsCommand, GetTableCommand, StartJobRunCommand } from "@aws-sdk/client-glue";
import { expect } from "chai";
import { CURATED_POST } from "../../../components/data-lake/columns";
import type { GlueService } from "../../../sandbox/services/glue";
import { knownScripts, scriptDigest } from "../../../sandbox/services/glue/sql-job/scripts";
import { Lake, place, row } from "./support/lake";

describe("Glue", () => {
  let lake: Lake;
  beforeEach(() => (lake = new Lake()));
  afterEach(() => lake.world.close());

  it("knows the program's script", () => {
    const script = readFileSync(join(__dirname, "..", "..", "..", "etl", "sql_job.py"), "utf8");
    expect([...knownScripts]).to.include(scriptDigest(script), "compare the script with sql-job/run.ts, then list it");
  });

  describe("SQL job", () => {
    const hostile = 'உ "ab", पहली\r\nदूसरी\nاردو';

    beforeEach(() => lake.build());

    async function csv(): Promise<string> {
      const { Partitions = [] } = await lake.glue.send(
        new GetPartitionsCommand({ DatabaseName: "lake", TableName: "posts_csv" }),
      );
      const [, key] = /^s3:\/\/curated\/(.*)$/.exec(Partitions[0]?.StorageDescriptor?.Location ?? "") ?? [];
      return (await lake.bytes("curated", `${key}part-00000.csv`)).toString("utf8");
    }

    it("curates new rows once, by RFC 4180 for spreadsheets", async () => {
      await lake.arrive("posts/created_date=2026-11-02/created_hour=05", "a", [
        row("p-1", 1, { text: hostile, tags: ["#हिन्दी", '#"q",'], likes: undefined }),
        row("p-2", 1, { text: undefined, tags: undefined }),
      ]);
      expect((await lake.runJob()).JobRunState).to.equal("SUCCEEDED");
      const text = await csv();
      expect(text.split("\r\n")[0]).to.equal(Object.keys(CURATED_POST).join(","));
      expect(text).to.include(
        `p-1,u-1,2026-11-02T05:00:00.120Z,2026-11-02T05:01:00.000Z,1,"${hostile.replaceAll('"', '""')}",`,
      );
      expect(text).to.include('"[""#\\""q\\"","",""#हिन्दी""]",,,,,0,0,2026-11-02T05:01:00.000Z,');
      expect(text).to.match(/p-2,u-1,[^,]*,[^,]*,1,,,,,,,1,0,/);
      expect(text.endsWith("\r\n")).to.equal(true);
    });

    it("keeps the newest version, and removed posts removed", async () => {
      await lake.arrive("posts/d", "a", [row("p-1", 1), row("p-2", 1), row("p-3", 2, { text: "new" })]);
      expect((await lake.runJob()).JobRunState).to.equal("SUCCEEDED");
      await lake.arrive("post_updates/d", "b", [
        row("p-1", 3, { text: "changed" }),
        row("p-2", 2, { deleted: true }),
        row("p-3", 1),
      ]);
      expect((await lake.runJob()).JobRunState).to.equal("SUCCEEDED");
      await lake.arrive("posts/d", "c", [row("p-2", 1), row("p-1", 1)]);
      expect((await lake.runJob()).JobRunState).to.equal("SUCCEEDED");
      const lines = (await csv()).trim().split("\r\n").slice(1);
      expect(lines.map((line) => line.split(",").filter((_, i) => [0, 4, 5].includes(i)))).to.deep.equal([
        ["p-1", "3", "changed"],
        ["p-3", "2", "new"],
      ]);
    });

    it("reads only objects it has not seen, and keeps the place in use and the one before", async () => {
      for (const name of ["a", "b", "c", "d"]) {
        await lake.arrive("posts/d", name, [row(`p-${name}`, 1)]);
        await lake.runJob();
      }
      const before = await lake.keys("curated", "posts/");
      expect(before).to.have.length(2);
      await lake.runJob();
      expect(await lake.keys("curated", "posts/")).to.deep.equal(before);
      const { runs } = lake.cloud.service<GlueService>("glue").jobs.get("posts", place);
      expect(runs.map(({ report }) => report?.objectsRead)).to.deep.equal([1, 1, 1, 1, 0]);
    });

    it("leaves bookmark and partitions where they were when it fails", async () => {
      await lake.put("curated", "etl/posts.sql", "SELECT no_such_column FROM new_posts");
      await lake.arrive("posts/d", "a", [row("p-1", 1)]);
      const run = await lake.runJob();
      expect(run.JobRunState).to.equal("FAILED");
      expect(run.ErrorMessage).to.include("no_such_column");
      const { Partitions } = await lake.glue.send(
        new GetPartitionsCommand({ DatabaseName: "lake", TableName: "posts" }),
      );
      expect(Partitions).to.deep.equal([]);
      const bookmark = lake.call("glue", "GetJobBookmark", { JobName: "posts" });
      expect(await bookmark.catch((error: Error) => error.name)).to.equal("EntityNotFoundException");
    });

    it("runs one at a time", async () => {
      await lake.call("glue", "StartJobRun", { JobName: "posts" });
      const second = lake.glue.send(new StartJobRunCommand({ JobName: "posts" }));
      expect(await second.catch((error: Error) => error.name)).to.equal("ConcurrentRunsExceededException");
    });

    it("refuses any other script", async () => {
      await lake.put("curated", "etl/sql_job.py", "print('hello')");
      await lake.call("glue", "StartJobRun", { JobName: "posts" });
      const failure = await lake.world.runFor(120_000).catch((error: Error) => error.message);
      expect(failure).to.include("does not support the script s3://curated/etl/sql_job.py");
    });

    it("writes the same bytes in every world of a seed", async () => {
      const digest = async () => {
        await lake.arrive("posts/d", "a", [row("p-1", 1, { text: hostile }), row("p-2", 2)]);
        await lake.runJob();
        const keys = await lake.keys("curated", "posts");
        return Promise.all(keys.map(async (key) => [key, (await lake.bytes("curated", key)).toString("hex")]));
      };
      const first = await digest();
      lake.world.close();
      lake = new Lake();
      await lake.build();
      expect(await digest()).to.deep.equal(first);
      expect(first.length).to.equal(2);
    });
  });

  describe("crawler and workflow", () => {
    const crawlerGrants = [
      { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"], Resource: "*" },
      { Effect: "Allow", Action: ["logs:*"], Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "glue:GetDatabase",
          "glue:GetTable",
          "glue:CreateTable",
          "glue:UpdateTable",
          "glue:BatchGetPartition",
          "glue:BatchCreatePartition",
          "glue:BatchUpdatePartition",
        ],
        Resource: ["catalog", "database/lake", "table/lake/raw_*"].map(
          (resource) => `arn:aws:glue:${place.region}:${place.account}:${resource}`,
        ),
      },
    ];

    async function crawler(grants: readonly object[] = crawlerGrants): Promise<void> {
      await lake.build();
      await lake.create("aws:glue/crawler:Crawler", "raw", {
        name: "raw",
        role: await lake.role("crawler", grants),
        databaseName: "lake",
        tablePrefix: "raw_",
        s3Targets: [{ path: "s3://raw/posts/" }, { path: "s3://raw/post_updates/" }],
      });
    }

    it("finds columns, types and partitions, and what is new later", async () => {
      await crawler();
      await lake.arrive("posts/created_date=2026-11-02/created_hour=05", "a", [row("p-1", 1)]);
      await lake.call("glue", "StartCrawler", { Name: "raw" });
      await lake.world.runFor(90_000);
      await lake.arrive("posts/created_date=2026-11-02/created_hour=06", "b", [
        row("p-2", 1, { likes: 5_000_000_000, extra: { a: 1.5 } }),
      ]);
      await lake.call("glue", "StartCrawler", { Name: "raw" });
      await lake.world.runFor(90_000);
      const { Table } = await lake.glue.send(new GetTableCommand({ DatabaseName: "lake", Name: "raw_posts" }));
      const types = Object.fromEntries((Table?.StorageDescriptor?.Columns ?? []).map(({ Name, Type }) => [Name, Type]));
      expect(types).to.include({ postid: "string", likes: "bigint", tags: "array<string>", extra: "struct<a:double>" });
      expect(Table?.PartitionKeys?.map(({ Name }) => Name)).to.deep.equal(["created_date", "created_hour"]);
      const { Partitions = [] } = await lake.glue.send(
        new GetPartitionsCommand({
          DatabaseName: "lake",
          TableName: "raw_posts",
          Expression: "created_date = '2026-11-02' AND created_hour > '05'",
        }),
      );
      expect(Partitions.map(({ Values }) => Values)).to.deep.equal([["2026-11-02", "06"]]);
    });

    it("fails by name when a grant is missing", async () => {
      await crawler(crawlerGrants.slice(1));
      await lake.call("glue", "StartCrawler", { Name: "raw" });
      await lake.world.runFor(90_000);
      const { Crawler } = await lake.call<{ Crawler: { LastCrawl: object } }>("glue", "GetCrawler", { Name: "raw" });
      expect(Crawler.LastCrawl).to.include({ Status: "FAILED" });
      expect(Crawler.LastCrawl).to.have.property("ErrorMessage").which.includes("s3:GetBucketLocation");
    });

    it("runs the job after the crawler", async () => {
      await crawler();
      await lake.arrive("posts/created_date=2026-11-02/created_hour=05", "a", [row("p-1", 1)]);
      await lake.create("aws:glue/workflow:Workflow", "lake", { name: "lake", maxConcurrentRuns: 1 });
      await lake.create("aws:glue/trigger:Trigger", "crawl", {
        name: "crawl",
        type: "SCHEDULED",
        schedule: "cron(15 * * * ? *)",
        workflowName: "lake",
        actions: [{ crawlerName: "raw" }],
      });
      await lake.create("aws:glue/trigger:Trigger", "curate", {
        name: "curate",
        type: "CONDITIONAL",
        workflowName: "lake",
        predicate: { conditions: [{ crawlerName: "raw", crawlState: "SUCCEEDED", logicalOperator: "EQUALS" }] },
        actions: [{ jobName: "posts" }],
      });
      await lake.world.runFor(3_600_000);
      expect(await lake.keys("curated", "posts/")).to.have.length(1);
      expect(lake.cloud.service("glue").summary?.()).to.have.property("workflowRuns").which.deep.equals({ lake: 1 });
    });
  });
});
