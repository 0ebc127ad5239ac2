import type { FeedEntry } from "@huut/domain";
import { busyHours } from "../support/platform";
import { expectBalance } from "../support/balance";
import { expectCurated } from "../support/curated";
import { seedsFrom } from "../support/seeds";

describe("The balance of events", function () {
  this.timeout(120_000);
  let feed: FeedEntry[];
  before(async () => void (feed = await busyHours(16, 15_000)));

  for (const seed of seedsFrom(7))
    it(`holds in a storm of faults, seed ${seed}`, () => expectBalance("dev", seed, feed));
  for (const seed of [2, 3]) it(`reaches the curated zone in a storm, seed ${seed}`, () => expectCurated(seed, feed));
  it("holds across two accounts, seed 2", () => expectBalance("prod", 2, feed));
});
