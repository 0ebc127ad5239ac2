import { expect } from "chai";
import type { FeedEntry } from "@huut/domain";
import { namedPlans } from "../../cli/start/faults";
import { busyHours, summaryOf } from "../support/platform";

/** Under faults, and in another process: determinism.long.ts. */
describe("A summary", function () {
  this.timeout(180_000);
  let feed: FeedEntry[];
  let stormy: string;
  before(async () => {
    feed = await busyHours(8);
    stormy = await summaryOf(feed, 7, namedPlans.storm);
  });

  it("is the same, byte for byte, for the same seed", async () => {
    expect(await summaryOf(feed, 7)).to.equal(await summaryOf(feed, 7));
  });

  it("differs for another seed in what chance decides, and not in what happened to events", async () => {
    const other = await summaryOf(feed, 8, namedPlans.storm);
    const parts = (text: string) => JSON.parse(text) as Record<string, unknown>;
    const [a, b] = [parts(stormy), parts(other)];
    expect(a["faults"]).to.not.deep.equal(b["faults"]);
    for (const part of ["events", "quarantined", "tables", "unaccounted"]) expect(a[part], part).to.deep.equal(b[part]);
  });
});
