import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { FeedEntry } from "@huut/domain";
import { namedPlans } from "../../cli/start/faults";
import { busyHours, project, summaryOf } from "../support/platform";

function summaryOfAnotherProcess(seed: number): string {
  const script = join(project, "test", "support", "print-summary.ts");
  const command = ["-r", "ts-node/register/transpile-only", script, String(seed)];
  return execFileSync(process.execPath, command, { cwd: project, encoding: "utf8", maxBuffer: 1 << 26 });
}

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

  it("is the same under the same faults, and in another process", async () => {
    expect(await summaryOf(feed, 7, namedPlans.storm)).to.equal(stormy);
    expect(summaryOfAnotherProcess(7)).to.equal(stormy);
  });
});
