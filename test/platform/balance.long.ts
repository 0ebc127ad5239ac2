import type { FeedEntry } from "@huut/domain";
import { expect } from "chai";
import { namedPlans } from "../../cli/start/faults";
import { busyHours } from "../support/platform";
import { expectBalance } from "../support/balance";
import { expectCurated } from "../support/curated";
import { MANY_SEEDS, seedsFrom } from "../support/seeds";

describe("The balance of events", function () {
  this.timeout(120_000);
  const struck = namedPlans.storm.faults.map(() => 0);
  let feed: FeedEntry[];
  before(async () => void (feed = await busyHours(16, 15_000)));

  for (const seed of seedsFrom(3))
    it(`holds in a storm of faults, seed ${seed}`, () => expectBalance("dev", seed, feed, struck));
  if (MANY_SEEDS) {
    it("was tried by every fault of the storm", () => {
      for (const [i, times] of struck.entries()) {
        expect(times, JSON.stringify(namedPlans.storm.faults[i])).to.be.greaterThan(0);
      }
    });
  }
  for (const seed of [1, 2, 3])
    it(`reaches the curated zone in a storm, seed ${seed}`, () => expectCurated(seed, feed));
  for (const seed of [1, 2]) it(`holds across two accounts, seed ${seed}`, () => expectBalance("prod", seed, feed));
});
