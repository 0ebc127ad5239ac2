import { marshall } from "@aws-sdk/util-dynamodb";
import { EXPORT_SHARDS, exportMessage, exportRun, type TagDayMessage } from "@huut/domain";
import { expect } from "chai";
import { ExportDesk } from "./export-desk";

const DAY = "2026-11-02";
const NIGHT = "2026-11-03T00:30:00.000Z";
const NEXT_NIGHT = "2026-11-04T00:30:00.000Z";
const WRITTEN = "2026-11-02T09:00:00.000Z";
const POSTS = Array.from({ length: 40 }, (_, place) => `p-${place}`);

describe("The export of tags, from its packages", function () {
  this.timeout(60_000);
  let desk: ExportDesk;
  beforeEach(async () => {
    desk = new ExportDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  const tagAll = async () => {
    for (const postId of POSTS) await desk.tag({ postId }, ["#मैच", "#cricket"], WRITTEN);
  };
  const everyTag = POSTS.flatMap((postId) => [`${postId} #cricket`, `${postId} #मैच`]).sort();

  it("writes finished days that have changed, with manual days back, and today's not", async () => {
    await tagAll();
    await desk.tag({ postId: "p-old", createdAt: "2025-01-01T00:00:00.000Z" }, ["#old"], WRITTEN);
    await desk.tag({ postId: "p-new", createdAt: "2026-11-03T00:10:00.000Z" }, ["#new"], "2026-11-03T00:10:01.000Z");
    const report = await desk.ask({ at: NIGHT });
    expect(report).to.deep.equal({ run: exportRun(NIGHT), days: [DAY, "2025-01-01"], left: 0 });
    await desk.drain();
    expect(await desk.shown(DAY)).to.deep.equal(everyTag);
    expect(await desk.shown("2025-01-01")).to.deep.equal(["p-old #old"]);
    const { location, parameters } = (await desk.partition("parquet", DAY)) ?? {};
    expect(location).to.equal(`s3://curated/hashtags/parquet/created_date=${DAY}/run=20261103T003000000Z/`);
    expect(parameters).to.include({ run: exportRun(NIGHT), rows: "80" });
  });

  it("leaves a day alone that has not changed since it was read", async () => {
    await tagAll();
    await desk.ask({ at: NIGHT });
    await desk.drain();
    expect((await desk.ask({ at: NEXT_NIGHT })).days).to.deep.equal([]);
    await desk.tag({ postId: "p-7", version: 2 }, [], "2026-11-03T10:00:00.000Z");
    expect((await desk.ask({ at: NEXT_NIGHT })).days).to.deep.equal([DAY]);
    await desk.drain();
    expect(await desk.shown(DAY)).to.deep.equal(everyTag.filter((row) => !row.startsWith("p-7 ")));
  });

  it("asks the index once a changed day and partition, however many posts have changed", async () => {
    await tagAll();
    await desk.ask({ at: NIGHT });
    const queries = desk.calls.filter(({ operation }) => operation === "Query").length;
    expect(queries).to.be.at.most(8 * EXPORT_SHARDS + EXPORT_SHARDS);
  });

  it("goes on in another invocation when time gets short, and comes to the same files", async () => {
    await tagAll();
    await desk.handle(exportMessage(DAY, "1"));
    const whole = await desk.files("hashtags/");
    desk.timeLeft = 1_000;
    await desk.handle(exportMessage(DAY, "2"));
    expect((await desk.partition("csv", DAY))?.parameters["run"]).to.equal("1");
    const handled = (await desk.drain()).map((message) => message.kind === "export" && message.shard);
    expect(handled).to.deep.equal(Array.from({ length: EXPORT_SHARDS - 1 }, (_, shard) => shard + 1));
    const later = await desk.files("hashtags/");
    const second = later.filter(({ key }) => key.includes("/run=2/"));
    expect(second.map(({ key, text }) => [key.replace("run=2", "run=1"), text])).to.deep.equal(
      whole.map(({ key, text }) => [key, text]),
    );
    expect((await desk.partition("parquet", DAY))?.parameters).to.include({ run: "2", rows: "80" });
  });

  it("shows the old day or the new one, whole, wherever it stops, and mends it in the next attempt", async () => {
    await desk.tag({ postId: "p-0" }, ["#before"], WRITTEN);
    await desk.handle(exportMessage(DAY, "1"));
    await tagAll();
    let stops = 0;
    for (const when of ["before", "after"] as const) {
      for (let nth = 1; ; nth += 1) {
        const run = `${when === "before" ? "2" : "3"}-${String(nth).padStart(2, "0")}`;
        const seen = await desk.shown(DAY);
        desk.failAtEffect(nth, when);
        const taken = await desk.handle(exportMessage(DAY, run));
        desk.heal();
        expect([seen, everyTag].map(String)).to.include(String(await desk.shown(DAY)));
        if (taken) break;
        stops += 1;
        expect(await desk.handle(exportMessage(DAY, run)), run).to.equal(true);
        expect(await desk.shown(DAY)).to.deep.equal(everyTag);
        for (const format of ["csv", "parquet"] as const)
          expect((await desk.partition(format, DAY))?.parameters, run).to.include({ run, rows: "80" });
      }
    }
    expect(stops).to.be.at.least(2 * (2 * 8 + 2));
  });

  it("writes nothing for a message that comes again, nor for a run before the one that is shown", async () => {
    await tagAll();
    await desk.handle(exportMessage(DAY, "2"));
    const files = await desk.files("hashtags/");
    for (const run of ["2", "1"]) {
      const before = desk.calls.length;
      expect(await desk.handle(exportMessage(DAY, run))).to.equal(true);
      expect([...new Set(desk.calls.slice(before).map(({ operation }) => operation))]).to.deep.equal(["GetPartition"]);
    }
    expect(await desk.files("hashtags/")).to.deep.equal(files);
  });

  it("does not take a later run's table back when an earlier run ends late", async () => {
    await tagAll();
    const Parameters = { run: "4", read_from: NIGHT, rows: "1" };
    let asked = 0;
    desk.before = ({ operation }) =>
      // Twice before it writes; then a later run is through with both tables.
      operation === "GetPartition" && (asked += 1) > 2 ? { answer: { Partition: { Parameters } } } : undefined;
    expect(await desk.handle(exportMessage(DAY, "3"))).to.equal(true);
    desk.heal();
    const made = desk.calls.filter(({ operation }) => /^(Create|Update)Partition$/.test(operation));
    expect([asked, made.length]).to.deep.equal([4, 0]);
  });

  it("removes former files once no query can read them, and none that a later run is writing", async () => {
    await tagAll();
    await desk.handle(exportMessage(DAY, "1"));
    await desk.handle(exportMessage(DAY, "2"));
    await desk.write("curated", `hashtags/csv/created_date=${DAY}/run=3/part-0.csv`, "being written");
    expect(await desk.messages("days")).to.deep.equal([]);
    expect((await desk.files("hashtags/")).some(({ key }) => key.includes("/run=1/"))).to.equal(true);
    await desk.world.runFor(900_000);
    const waiting = await desk.messages<TagDayMessage>("days");
    expect(waiting).to.deep.equal([
      { kind: "tidy", day: DAY },
      { kind: "tidy", day: DAY },
    ]);
    for (const message of waiting) expect(await desk.handle(message)).to.equal(true);
    const runs = new Set((await desk.files("hashtags/")).map(({ key }) => /run=(\d)/.exec(key)?.[1]));
    expect([...runs]).to.deep.equal(["2", "3"]);
  });

  it("says which day has more tags than a shard holds, and leaves its former export", async () => {
    await desk.tag({ postId: "p-0" }, ["#before"], WRITTEN);
    await desk.handle(exportMessage(DAY, "1"));
    const [item] = (await desk.items("hashtags")).filter(({ rank }) => rank === 1);
    const Items = Array<unknown>(400).fill(marshall(item));
    desk.before = ({ operation }) =>
      operation === "Query" ? { answer: { Items, LastEvaluatedKey: marshall({ postId: "p-0" }) } } : undefined;
    expect(await desk.handle(exportMessage(DAY, "2"))).to.equal(false);
    expect(desk.calls.filter(({ operation }) => operation === "Query").length).to.be.below(12);
    desk.heal();
    expect(await desk.shown(DAY)).to.deep.equal(["p-0 #before"]);
  });

  it("writes the days that somebody asks for, at once", async () => {
    await tagAll();
    const report = await desk.ask({ days: [DAY, "2026-10-01"] });
    expect(report.days).to.deep.equal(["2026-10-01", DAY]);
    await desk.drain();
    expect(await desk.shown(DAY)).to.deep.equal(everyTag);
    // Nothing was there: it is known to be empty.
    expect(await desk.shown("2026-10-01")).to.deep.equal([]);
  });
});
