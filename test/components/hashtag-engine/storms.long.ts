import { weather } from "./storm";
import { seedsFrom } from "../../support/seeds";

describe("HashtagEngine in storms", function () {
  this.timeout(1_800_000);
  for (const seed of seedsFrom(1)) {
    it(`loses nothing and pays for nothing twice with seed ${seed}`, async () => {
      await weather(seed);
    });
  }
});
