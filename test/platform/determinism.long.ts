import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { namedPlans } from "../../cli/start/faults";
import { busyHours, project, summaryOf } from "../support/platform";

function summaryOfAnotherProcess(seed: number): string {
  const script = join(project, "test", "support", "print-summary.ts");
  const command = ["-r", "ts-node/register/transpile-only", script, String(seed)];
  return execFileSync(process.execPath, command, { cwd: project, encoding: "utf8", maxBuffer: 1 << 26 });
}

describe("A summary of a storm", function () {
  this.timeout(180_000);

  it("is the same under the same faults, and in another process", async () => {
    const feed = await busyHours(8);
    const stormy = await summaryOf(feed, 7, namedPlans.storm);
    expect(await summaryOf(feed, 7, namedPlans.storm)).to.equal(stormy);
    expect(summaryOfAnotherProcess(7)).to.equal(stormy);
  });
});
