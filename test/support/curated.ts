import type { FeedEntry } from "@huut/domain";
import { expect } from "chai";
import { readTable } from "../../cli/start/evidence";
import { namedPlans } from "../../cli/start/faults";
import type { Sandbox } from "../../sandbox";
import { afterReplay } from "./balance";
import { LakeContents } from "./lake-contents";
import { graphOf } from "./platform";

type CaptionRow = Readonly<Record<string, unknown>>;

/** Hours after the last event in which crawler and job curate what came. */
const REST = 16 * 3_600_000;

/** After a storm the curated zone says of every post, and of its captions, what the tables say. */
export async function expectCurated(seed: number, feed: FeedEntry[]): Promise<void> {
  const graphs = await graphOf("dev");
  await afterReplay({ graphs, seed, feed, faults: namedPlans.storm, rest: REST }, ({ sandbox }) => {
    const outputs = sandbox.outputs("dev");
    const curated = new LakeContents(sandbox, outputs).csvRows().map(({ row }) => row);
    const found = new Map(curated.map((row) => [row["post_id"], row]));
    const posts = readTable(sandbox, String(outputs["postsTable"])).filter(({ deleted }) => !deleted);
    expect(posts.length).to.be.greaterThan(0);
    expect(curated.length).to.equal(posts.length);
    for (const { postId, eventId, version, likes, text } of posts) {
      const row = found.get(String(postId));
      expect(row, String(postId)).to.include({ event_id: eventId, text });
      expect([Number(row?.["version"]), Number(row?.["likes"])], String(postId)).to.deep.equal([version, likes]);
    }
    expectNewestCaptions(sandbox, outputs);
  });
}

/** The newest row of each item, whatever came twice or late, says what the table says. */
function expectNewestCaptions(sandbox: Sandbox, outputs: Readonly<Record<string, unknown>>): void {
  const order = (row: CaptionRow) => `${String(row["postVersion"]).padStart(9, "0")} ${String(row["recordedAt"])}`;
  const name = (row: CaptionRow) => `${String(row["postId"])} ${String(row["language"])}`;
  const newest = new Map<string, CaptionRow>();
  for (const { row } of new LakeContents(sandbox, outputs).rawLines("captions/")) {
    const known = newest.get(name(row));
    if (!known || order(known) < order(row)) newest.set(name(row), row);
  }
  const items = readTable(sandbox, String(outputs["captionsTable"]));
  expect(items.length).to.be.greaterThan(0);
  expect(newest.size).to.equal(items.length);
  for (const item of items) {
    const { postVersion, mediaVersion, state, revision, reason } = newest.get(name(item)) ?? {};
    const told = { postVersion, mediaVersion, state, revision, reason };
    const there = Object.keys(told).map((field) => [field, item[field]] as const);
    expect(told, name(item)).to.deep.equal(Object.fromEntries(there));
  }
}
