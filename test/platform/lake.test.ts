import { AthenaClient, GetQueryResultsCommand, StartQueryExecutionCommand } from "@aws-sdk/client-athena";
import { GetJobRunsCommand, GlueClient, StartCrawlerCommand } from "@aws-sdk/client-glue";
import { expect } from "chai";
import { readTable } from "../../cli/start/evidence";
import type { StackGraph } from "../../sandbox";
import { LakeContents } from "../support/lake-contents";
import { graphOf } from "../support/platform";
import { post } from "../support/recordings";
import { event, Stage } from "../support/stage";
import { runJob } from "./scenarios/curation";

const OLD = "2026-10-30T23:59:59.999Z";
const removed = { postId: "p-removed", createdAt: "2026-11-02T08:10:00.000Z" };
const liked = { postId: "p-liked", createdAt: OLD };
const plain = { postId: "p-plain", createdAt: "2026-11-02T09:00:00.000Z" };
const difficult = 'He said "hello",\nthen left; ஆமாம் ✓';

/** How captions stand, by the newest row of each language of each post: the older version never wins. */
const CAPTIONS_BY_STATE = `
  SELECT kind, state, count(*) AS items, sum(words) AS words, bool_and(passes) AS passing FROM (
    SELECT *, row_number() OVER (PARTITION BY postid, language ORDER BY postversion DESC, recordedat DESC) AS age
    FROM raw_captions WHERE created_date = '2026-11-02'
  ) AS aged WHERE age = 1 AND NOT deleted GROUP BY kind, state ORDER BY kind, state`;

describe("The lake", function () {
  this.timeout(120_000);
  let stage: Stage;
  let lake: LakeContents;
  let graphs: StackGraph[];

  before(async () => {
    graphs = await graphOf("dev");
    stage = await Stage.open(graphs, "2026-11-02T09:00:00Z");
    await stage.publish(
      event("REMOVE", "e-3", "2026-11-02T08:40:00.000Z", { ...removed, version: 3 }),
      event("INSERT", "e-1", "2026-11-02T08:10:00.000Z", removed),
      event("INSERT", "e-4", OLD, liked),
      event("MODIFY", "e-5", "2026-11-02T09:00:02.000Z", { ...liked, version: 2, likes: 9 }),
      event("INSERT", "e-6", plain.createdAt, { ...plain, text: difficult, tags: ["#ஆம்", "#b"] }),
    );
    // In Odia, which nothing is translated from.
    await post(stage, { postId: "p-spoken" });
    await stage.pass(480);
    await runJob(stage);
    await runJob(stage, "historyJob");
    lake = new LakeContents(stage.sandbox, stage.outputs);
  });
  after(() => stage.close());

  it("keeps raw posts under the date and hour of the post's creation", () => {
    const found = lake.rawLines("posts/").map(({ folder, row }) => [folder, row["postId"], row["version"]]);
    expect(found.sort()).to.deep.equal([
      ["posts/created_date=2026-10-30/created_hour=23", "p-liked", 1],
      ["posts/created_date=2026-11-02/created_hour=08", "p-removed", 3],
      ["posts/created_date=2026-11-02/created_hour=08", "p-spoken", 1],
      ["posts/created_date=2026-11-02/created_hour=09", "p-plain", 1],
    ]);
  });

  it("keeps raw updates under the date and hour of the event, however old the post", () => {
    const found = lake.rawLines("post_updates/").map(({ folder, row }) => [folder, row["postId"], row["eventId"]]);
    expect(found.sort()).to.deep.equal([
      ["post_updates/created_date=2026-11-02/created_hour=08", "p-removed", "e-3"],
      ["post_updates/created_date=2026-11-02/created_hour=09", "p-liked", "e-5"],
    ]);
  });

  it("keeps a removed post removed when its insert comes late, in the table and curated", async () => {
    const posts = readTable(stage.sandbox, stage.output("postsTable"));
    expect(posts.find(({ postId }) => postId === "p-removed")).to.include({ deleted: true, version: 3 });
    expect(await lake.parquet("posts", "post_id")).to.deep.equal(["p-liked", "p-plain", "p-spoken"]);
    expect(await lake.parquet("post_tombstones", "post_id")).to.deep.equal(["p-removed"]);
    expect(lake.csvRows().map(({ row }) => row["post_id"])).to.not.include("p-removed");
  });

  it("curates an old day's post into its day, in its newest state", () => {
    const { date, row } = lake.csvRows().find(({ row: { post_id: id } }) => id === "p-liked") ?? {};
    expect(date).to.equal("2026-10-30");
    expect(row).to.include({ likes: "9", version: "2", created_at: "2026-10-30T23:59:59.999Z" });
  });

  it("keeps every version of a post on the day of its event", async () => {
    const versions = await lake.parquet(
      "post_history",
      "created_at::date || ' ' || occurred_at::date || ' ' || post_id",
    );
    expect(versions.filter((each) => !each.endsWith("p-spoken"))).to.deep.equal([
      "2026-10-30 2026-10-30 p-liked",
      "2026-10-30 2026-11-02 p-liked",
      "2026-11-02 2026-11-02 p-plain",
      "2026-11-02 2026-11-02 p-removed",
    ]);
  });

  it("writes CSV as RFC 4180 has it: header, CRLF, quotes doubled, tags as a JSON array", () => {
    for (const { files } of lake.partitions("posts_csv")) {
      for (const { body } of files) {
        const text = body.toString("utf8");
        expect(text.startsWith("post_id,user_id,created_at,")).to.equal(true);
        expect(text.endsWith("\r\n")).to.equal(true);
        expect(text.replaceAll(/"(?:[^"]|"")*"/g, "").replaceAll("\r\n", "")).to.not.match(/[\r\n]/);
      }
    }
    const { row } = lake.csvRows().find(({ row: { post_id: id } }) => id === "p-plain") ?? {};
    expect(row?.["text"]).to.equal(difficult);
    expect(JSON.parse(row?.["tags"] ?? "")).to.deep.equal(["#b", "#ஆம்"]);
  });

  it("reads only new objects in a second run, which duplicates nothing", async () => {
    const before = { csv: lake.csvRows(), posts: await lake.parquet("posts", "post_id") };
    const read = () => stage.sandbox.cloud.ledger.callCounts()["s3:GetObject"] ?? 0;
    const first = read();
    await runJob(stage);
    // Script and statement: no raw object is new.
    expect(read() - first).to.equal(2);
    expect({ csv: lake.csvRows(), posts: await lake.parquet("posts", "post_id") }).to.deep.equal(before);
    const runs = await stage.until(() =>
      stage.client(GlueClient, "glue").send(new GetJobRunsCommand({ JobName: stage.output("job") })),
    );
    if ("error" in runs) throw new Error(runs.error);
    expect(runs.JobRuns?.map(({ JobRunState }) => JobRunState)).to.deep.equal(["SUCCEEDED", "SUCCEEDED"]);
  });

  it("adds a late object of an old day to its day, and touches no other", async () => {
    const others = () => lake.csvRows().filter(({ date }) => date !== "2026-10-30");
    const locations = () => lake.partitions("posts_csv").map(({ date, files }) => [date, files.map(({ key }) => key)]);
    const [before, places] = [others(), locations()];
    await stage.publish(event("INSERT", "e-7", OLD, { postId: "p-late", createdAt: OLD }));
    await stage.pass(480);
    await runJob(stage);
    const old = lake.csvRows().filter(({ date }) => date === "2026-10-30");
    expect(old.map(({ row }) => row["post_id"]).sort()).to.deep.equal(["p-late", "p-liked"]);
    expect(others()).to.deep.equal(before);
    const moved = locations().filter((place, i) => JSON.stringify(place) !== JSON.stringify(places[i]));
    expect(moved.map(([date]) => date)).to.deep.equal(["2026-10-30"]);
  });

  it("keeps each step of captions once, under its hour, without what was said", () => {
    const found = lake.rawLines("captions/");
    expect([...new Set(found.map(({ folder }) => folder))]).to.deep.equal([
      "captions/created_date=2026-11-02/created_hour=09",
    ]);
    const media = found.filter(({ row }) => row["kind"] === "media").map(({ row }) => row);
    const steps = media.toSorted((a, b) => (String(a["recordedAt"]) < String(b["recordedAt"]) ? -1 : 1));
    expect(steps.map(({ state }) => state)).to.deep.equal(["starting", "transcribing", "transcribed"]);
    expect(JSON.stringify(found)).to.not.include("ନମସ୍କାର");
  });

  it("answers questions about captions by their newest rows", async () => {
    const glue = stage.client(GlueClient, "glue");
    await stage.until(() => glue.send(new StartCrawlerCommand({ Name: stage.output("crawler") })));
    await stage.pass(90);
    expect(await answer(CAPTIONS_BY_STATE)).to.deep.equal([
      ["kind", "state", "items", "words", "passing"],
      ["captions", "ready", "1", "2", "true"],
      ["captions", "unsupported", "11", undefined, undefined],
      ["media", "transcribed", "1", undefined, undefined],
    ]);
  });

  /** What Athena answers, the names of the columns first. */
  async function answer(sql: string) {
    const athena = stage.client(AthenaClient, "athena");
    const query = {
      QueryString: sql,
      WorkGroup: stage.output("workgroup"),
      QueryExecutionContext: { Database: stage.output("database") },
    };
    const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand(query));
    await stage.pass(10);
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    return (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
  }
});
