import type { FeedEntry } from "@huut/domain";
import { busyHours } from "../support/platform";
import { expectBalance } from "../support/balance";

describe("The balance of events", function () {
  this.timeout(120_000);
  let feed: FeedEntry[];
  before(async () => void (feed = await busyHours(16, 15_000)));

  for (let seed = 7; seed <= 50; seed++)
    it(`holds in a storm of faults, seed ${seed}`, () => expectBalance("dev", seed, feed));
  it("holds across two accounts, seed 2", () => expectBalance("prod", 2, feed));
});
