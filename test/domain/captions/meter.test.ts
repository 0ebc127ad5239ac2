import { expect } from "chai";
import fc from "fast-check";
import {
  billedSeconds,
  estimatedSeconds,
  parkedReason,
  reserved,
  reserveWrites,
  roomIn,
  settleWrites,
  totalKey,
  type MeteredWork,
} from "@huut/domain";
import { Tables } from "../../support/tables";
import { LATER, NOW } from "./media-items";

const DAY = "2026-11-03";
const LIMIT = 100;

function work(name: string, amount: number): MeteredWork {
  return { meter: "transcribe-seconds", name, amount, postId: "p-1" };
}

describe("the meter", () => {
  let tables: Tables<"usage">;
  beforeEach(async () => {
    tables = new Tables({ usage: ["day", "entry"] });
    await tables.open();
  });
  afterEach(() => tables.close());

  const reserve = async (each: MeteredWork, now = NOW) => {
    const writes = reserveWrites(each, LIMIT, now);
    if (writes === undefined) return "never";
    const codes = await tables.make(...writes);
    return codes === undefined ? "reserved" : reserved(codes.map((code) => ({ code })));
  };
  const settle = async (each: MeteredWork, spent: number) =>
    (await tables.make(...settleWrites({ ...each, reservedOn: DAY, spent }, LATER))) === undefined;
  const total = async (day = DAY) => {
    const { entry } = totalKey("transcribe-seconds", day);
    return (await tables.items("usage")).find((item) => item["entry"] === entry && item["day"] === day)?.["amount"];
  };

  it("reserves up to the limit of the day and no further", async () => {
    expect(await reserve(work("a", 60))).to.equal("reserved");
    expect(await reserve(work("b", 41))).to.equal("over");
    expect(await reserve(work("c", 40))).to.equal("reserved");
    expect(await reserve(work("d", 1))).to.equal("over");
    expect(await total()).to.equal(LIMIT);
  });
  it("has a limit for each day of its own", async () => {
    await reserve(work("a", 100));
    expect(await reserve(work("b", 100), LATER)).to.equal("reserved");
    expect([await total(), await total("2026-11-04")]).to.deep.equal([100, 100]);
  });
  it("reserves the same work once a day", async () => {
    await reserve(work("a", 60));
    expect(await reserve(work("a", 60))).to.equal("there");
    expect(await total()).to.equal(60);
  });
  it("says so although there is no room for it twice", async () => {
    await reserve(work("a", 90));
    expect(await reserve(work("a", 90))).to.equal("there");
  });
  it("takes nothing that a whole day's limit does not allow", async () => {
    expect(await reserve(work("a", LIMIT + 1))).to.equal("never");
    expect(await tables.items("usage")).to.deep.equal([]);
  });
  it("settles once, up or down", async () => {
    await reserve(work("a", 60));
    await reserve(work("b", 30));
    expect(await settle(work("a", 60), 15)).to.equal(true);
    expect(await settle(work("a", 60), 15)).to.equal(false);
    expect(await settle(work("b", 30), 35)).to.equal(true);
    expect(await total()).to.equal(50);
    const item = (await tables.items("usage")).find(({ entry }) => entry === "transcribe-seconds#a");
    expect(item).to.deep.include({ state: "settled", reserved: 60, spent: 15, updatedAt: LATER, postId: "p-1" });
  });
  it("settles nothing that was not reserved", async () => {
    await reserve(work("a", 60));
    expect(await settle(work("b", 60), 15)).to.equal(false);
    expect(await total()).to.equal(60);
  });
  it("keeps usage for over a year", async () => {
    await reserve(work("a", 60));
    for (const { expiresAt } of await tables.items("usage")) {
      expect(new Date(Number(expiresAt) * 1000).toISOString().slice(0, 10)).to.equal("2027-12-08");
    }
  });

  it("adds up, whatever is reserved and settled in whatever order", async function () {
    this.timeout(60_000);
    const step = fc.record({ settle: fc.boolean(), name: fc.constantFrom("a", "b", "c"), amount: fc.nat(60) });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        run += 1;
        const known = new Map<string, { amount: number; settled: boolean; reserved: number }>();
        const sum = () => [...known.values()].reduce((all, { amount }) => all + amount, 0);
        const day = `run-${run}`;
        for (const each of steps) {
          const own = known.get(each.name);
          const of: MeteredWork = { ...work(`${day}/${each.name}`, each.amount), meter: "translate-characters" };
          if (each.settle) {
            const writes = settleWrites({ ...of, amount: own?.reserved ?? 0, reservedOn: DAY, spent: 5 }, NOW);
            const done = (await tables.make(...renamed(writes, day))) === undefined;
            expect(done).to.equal(own !== undefined && !own.settled);
            if (done && own) known.set(each.name, { ...own, amount: 5, settled: true });
          } else {
            const writes = reserveWrites(of, LIMIT, NOW) ?? expect.fail();
            const done = (await tables.make(...renamed(writes, day))) === undefined;
            expect(done).to.equal(own === undefined && sum() + each.amount <= LIMIT);
            if (done) known.set(each.name, { amount: each.amount, settled: false, reserved: each.amount });
          }
        }
        const found = (await tables.items("usage")).find(({ entry }) => entry === `total#${day}`)?.["amount"] ?? 0;
        expect(found).to.equal(sum());
      }),
      { numRuns: 25 },
    );
  });
});

/** The same writes with a total of their own, so that runs do not share one. */
function renamed(writes: ReturnType<typeof settleWrites>, run: string): ReturnType<typeof settleWrites> {
  const [entry, sum] = writes;
  return [entry, { ...sum, key: { day: DAY, entry: `total#${run}` } }];
}

describe("roomIn", () => {
  const cases = [
    [undefined, 100, 100],
    [{ amount: 40 }, 100, 60],
    [{ amount: 120 }, 100, 0],
    [{}, 0, 0],
  ] as const;
  for (const [total, limit, room] of cases) {
    it(`is ${room} with ${JSON.stringify(total)} of ${limit}`, () => expect(roomIn(total, limit)).to.equal(room));
  }
});

describe("estimatedSeconds", () => {
  const cases = [
    ["amr", "audio", 1_525, 15, "billed at least"],
    ["amr", "audio", 152_500, 100, "of 12.2 kbit/s"],
    ["ogg", "audio", 200_000, 100, "of 16 kbit/s"],
    ["mp3", "audio", 400_000, 100, "of 32 kbit/s"],
    ["mp4", "audio", 300_000, 100, "of 24 kbit/s"],
    ["mp4", "video", 1_000_000, 100, "of 80 kbit/s"],
    ["wav", "audio", 800_001, 101, "of 64 kbit/s, begun seconds too"],
    ["webm", "video", 2_147_483_648, 14_400, "no longer than Transcribe takes"],
  ] as const;
  for (const [format, kind, bytes, seconds, why] of cases) {
    it(`is ${seconds} s for ${bytes} bytes of ${kind} in ${format}: ${why}`, () => {
      expect(estimatedSeconds({ format, kind }, bytes)).to.equal(seconds);
    });
  }
});

describe("billedSeconds", () => {
  for (const [ms, seconds] of [
    [0, 15],
    [14_001, 15],
    [15_001, 16],
    [61_000, 61],
  ] as const) {
    it(`is ${seconds} s for ${ms} ms`, () => expect(billedSeconds(ms)).to.equal(seconds));
  }
});

describe("parkedReason", () => {
  it("says that it goes on tomorrow, or that it never will as things are", () => {
    expect(parkedReason(60, 6_000)).to.equal(
      "The day's limit of 100 transcribed minutes is used up: it goes on tomorrow.",
    );
    expect(parkedReason(6_001, 6_000)).to.match(/^The media may last 101 minutes, more than the 100 /);
  });
});
