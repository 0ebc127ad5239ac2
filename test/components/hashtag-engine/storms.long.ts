import { weather } from "./storm";

describe("HashtagEngine in fifty storms", function () {
  this.timeout(1_800_000);
  for (let seed = 1; seed <= 50; seed++) {
    it(`loses nothing and pays for nothing twice with seed ${seed}`, async () => {
      await weather(seed);
    });
  }
});
