import {
  Decisions,
  heldTags,
  reviewKey,
  reviewWrites,
  type ReviewItem,
  type TrendList,
  type TrendScope,
} from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";
import { Tables } from "../../support/tables";

const NOW = "2026-11-09T13:30:00.000Z";
const LATER = "2026-11-09T14:00:00.000Z";

function item(tag: string, change: Partial<ReviewItem> = {}): ReviewItem {
  const said = { decision: "block", reason: "Spam.", decidedBy: "m-1", decidedAt: NOW, revision: 1 } as const;
  return { ...reviewKey(tag, change.appliesTo), tag, ...said, ...change };
}

describe("Decisions about tags", () => {
  const cases: readonly (readonly [
    name: string,
    items: readonly ReviewItem[],
    global: string | undefined,
    ta: string | undefined,
  ])[] = [
    ["hold everywhere", [item("#x")], "block", "block"],
    ["hold in their scope only", [item("#x", { appliesTo: "lang#ta" })], undefined, "block"],
    [
      "of a scope come before those of everywhere",
      [item("#x"), item("#x", { appliesTo: "lang#ta", decision: "allow" })],
      "block",
      "allow",
    ],
    ["are nothing once withdrawn", [item("#x", { decision: "withdraw" })], undefined, undefined],
    [
      "leave everywhere's behind when a scope's is withdrawn",
      [item("#x"), item("#x", { appliesTo: "lang#ta", decision: "withdraw" })],
      "block",
      "block",
    ],
    ["last until their end", [item("#x", { until: LATER })], "block", "block"],
    ["are over at their end", [item("#x", { until: NOW })], undefined, undefined],
    ["are about one tag", [item("#x2")], undefined, undefined],
  ];
  for (const [name, items, global, ta] of cases) {
    it(name, () => {
      const decisions = new Decisions(items, NOW);
      expect([decisions.of("#x", "global"), decisions.of("#x", "lang#ta")]).to.deep.equal([global, ta]);
    });
  }

  it("know what is blocked everywhere", () => {
    const items = [
      item("#a"),
      item("#b", { appliesTo: "global" }),
      item("#c", { decision: "hold" }),
      item("#d", { until: NOW }),
    ];
    expect([...new Decisions(items, NOW).blocked()]).to.deep.equal(["#a"]);
  });

  const tables = new Tables({ trends: ["scope", "windowStart"] });
  before(() => tables.open());
  after(() => tables.close());

  it("are written with those before them, each revision once", async () => {
    expect(await tables.make(...reviewWrites(item("#x")))).to.equal(undefined);
    expect(await tables.make(...reviewWrites(item("#x", { decision: "allow" }))), "first twice").to.not.equal(
      undefined,
    );
    expect(await tables.make(...reviewWrites(item("#x", { revision: 3 }))), "one left out").to.not.equal(undefined);
    expect(await tables.make(...reviewWrites(item("#x", { revision: 2, decision: "allow" })))).to.equal(undefined);
    const keys = (await tables.items("trends")).map((each) => [each["scope"], each["windowStart"], each["decision"]]);
    expect(keys).to.have.deep.members([
      ["holds", "#x", "allow"],
      ["decisions", "#x 00000001", "block"],
      ["decisions", "#x 00000002", "allow"],
    ]);
  });
});

describe("What is held", () => {
  function list(scope: TrendScope, window: "hour" | "day", review: readonly (readonly [string, number])[]): TrendList {
    const held = review.map(([tag, authors]) => ({ tag, authors, z: 5, trust: 0, reason: `${authors} in ${scope}` }));
    return { scope, window, start: "2026-11-09T13", asOf: NOW, trends: [], review: held };
  }

  it("is a tag once, with its places and the reason of the first, most people first", () => {
    const lists = [
      list("lang#ta", "hour", [
        ["#x", 8],
        ["#y", 30],
      ]),
      list("global", "hour", [["#x", 12]]),
      list("global", "day", [["#x", 12]]),
    ];
    const held = heldTags(lists);
    expect(held.map(({ tag, reason }) => [tag, reason])).to.deep.equal([
      ["#y", "30 in lang#ta"],
      ["#x", "12 in global"],
    ]);
    expect(held[1]?.places.map(({ scope, window }) => `${scope} ${window}`)).to.deep.equal([
      "global day",
      "global hour",
      "lang#ta hour",
    ]);
  });

  it("stays below an item's 400 KB, whatever is held, and does not depend on the order of lists", () => {
    const scopes = ["global", "lang#ta", "lang#hi", "region#IN-TN"] as const;
    const lists = fc.array(fc.tuple(fc.constantFrom(...scopes), fc.integer({ min: 1, max: 99 })), { maxLength: 12 });
    fc.assert(
      fc.property(lists, (drawn) => {
        const all = drawn.map(([scope, authors], place) =>
          list(scope, place % 2 === 0 ? "hour" : "day", [
            ["#x", authors],
            [`#${place}x`, 7],
          ]),
        );
        const once = [...new Map(all.map((each) => [`${each.scope} ${each.window}`, each])).values()];
        expect(heldTags(once.toReversed())).to.deep.equal(heldTags(once));
      }),
    );
    const tags = Array.from({ length: 50 }, (_, place) => place);
    const many = Array.from({ length: 78 }, (_, place) =>
      list(
        `lang#${place}`,
        "hour",
        tags.map((n) => [`#${"क".repeat(30)}${n % (place + 2)}`, 9]),
      ),
    );
    expect(Buffer.byteLength(JSON.stringify(heldTags(many)))).to.be.lessThan(300_000);
  });
});
