import { expect } from "chai";
import * as fc from "fast-check";
import {
  Baselines,
  computeTrends,
  Decisions,
  hourOf,
  tallyHour,
  tallyHours,
  tallyOf,
  tallyWrite,
  trendCandidates,
  trendWrite,
  TREND_PARAMETERS,
  reviewKey,
  type ComputeTrends,
  type PostObservation,
  type ReviewDecision,
  type TallyItem,
  type TrendList,
  type TrendScope,
} from "@huut/domain";
import { Tables } from "../../support/tables";
import { baselines, Crowd, randomOf, seen, storeOf, textIn } from "./crowd";

const START = Date.UTC(2026, 10, 9, 12);
const NOW = "2026-11-09T13:30:00.000Z";
const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();

/** What a moderator decided about a tag. */
function decided(tag: string, decision: ReviewDecision, appliesTo?: TrendScope): Pick<ComputeTrends, "decisions"> {
  return { decisions: new Decisions([{ ...reviewKey(tag, appliesTo), decision }], NOW) };
}

/** Posts with a tag by so many people, evenly over an hour and a half. */
function people(tag: string, count: number, part: Partial<PostObservation> = {}): PostObservation[] {
  const random = randomOf(count);
  return Array.from({ length: count }, (_, i) =>
    seen({
      createdAt: at((i * 89) / count),
      userId: `${tag.slice(1)}-${i}`,
      tags: [tag],
      language: "hi",
      text: textIn("hi", random),
      ...part,
    }),
  );
}

function trends(posts: readonly PostObservation[], options: Partial<ComputeTrends> = {}): TrendList {
  const lists = computeTrends(new Crowd().see(...posts).store(NOW), baselines(NOW), { asOf: NOW, ...options });
  return lists.find(({ scope, window }) => scope === "global" && window === "day")!;
}
const tagsOf = (list: TrendList) => list.trends.map(({ tag }) => tag);

describe("The trends", () => {
  it("are the same for whoever has seen the same, in any order and with any of it repeated", () => {
    const posts = [
      ...people("#क्रिकेट", 20),
      ...people("#মেলা", 12, { language: "bn" }),
      ...people("#மழை", 9, { language: "ta" }),
    ];
    const edits = posts
      .filter((_, i) => i % 5 === 0)
      .map((each, i) => ({
        ...each,
        version: 2,
        eventId: `${each.eventId}-2`,
        ...(i % 2 === 0 ? { deleted: true } : { tags: ["#கிரிக்கெட்"] }),
      }));
    const everything = [...posts, ...edits];
    const asOf = NOW;
    const whole = computeTrends(new Crowd().see(...everything).store(NOW), baselines(NOW), { asOf });
    expect(tagsOf(whole[0]!)).to.not.be.empty;
    const orders = fc.shuffledSubarray([...everything, ...everything.slice(0, 20)], {
      minLength: everything.length + 20,
    });
    fc.assert(
      fc.property(orders, (order) => {
        const crowd = new Crowd().see(...order);
        expect(computeTrends(crowd.store(NOW), baselines(NOW), { asOf })).to.deep.equal(whole);
        expect(tallyHour(crowd.store(NOW), hourOf(NOW))).to.have.deep.members([
          ...tallyHour(new Crowd().see(...everything).store(NOW), hourOf(NOW)),
        ]);
      }),
      { numRuns: 30 },
    );
  });

  it("count people, not posts: what one account repeats is one vote, and a few that flood a tag are no crowd", () => {
    const flood = Array.from({ length: 500 }, (_, i) => people("#ad", 4, { createdAt: at((i % 90) + 0.1) })).flat();
    expect(tagsOf(trends([...flood, ...people("#मेला", 8)]))).to.deep.equal(["#मेला"]);
    const one = Array.from({ length: 200 }, (_, i) =>
      seen({ createdAt: at(i % 90), userId: "loud", tags: ["#मेला"], language: "hi" }),
    );
    expect(tagsOf(trends([...one, ...people("#मेला", 5)])), "six, of whom one did nearly all").to.deep.equal([]);
    expect(tagsOf(trends([...one, ...people("#मेला", 12)])), "nobody sinks a trend by flooding it").to.deep.equal([
      "#मेला",
    ]);
  });

  it("leave out what a moderator holds, and show what one let pass", () => {
    const posts = [...people("#मेला", 20), ...people("#क्रिकेट", 15)];
    const held = trends(posts, decided("#मेला", "hold"));
    expect(tagsOf(held)).to.deep.equal(["#क्रिकेट"]);
    expect(held.review).to.deep.include({
      ...held.review[0]!,
      tag: "#मेला",
      authors: 20,
      reason: "A moderator holds it.",
    });
    const chorus = people("#प्रार्थना", 30, { text: "हे प्रभु सबकी रक्षा करना और सबको शांति देना" });
    expect(trends(chorus).review.map(({ tag }) => tag)).to.deep.equal(["#प्रार्थना"]);
    expect(trends(chorus, decided("#प्रार्थना", "allow")).review).to.deep.equal([]);
    expect(tagsOf(trends(chorus)), "held").to.deep.equal([]);
    expect(tagsOf(trends(chorus, decided("#प्रार्थना", "allow"))), "let pass").to.deep.equal(["#प्रार्थना"]);
    const blocked = trends([...posts, ...chorus], decided("#मेला", "block"));
    expect(tagsOf(blocked)).to.deep.equal(["#क्रिकेट"]);
    expect(
      blocked.review.map(({ tag }) => tag),
      "settled",
    ).to.deep.equal(["#प्रार्थना"]);
    expect(tagsOf(trends(posts, decided("#मेला", "block", "lang#hi"))), "elsewhere").to.include("#मेला");
  });

  it("are so many at most, the greatest first, and equal ones by tag", () => {
    const parameters = { ...TREND_PARAMETERS, listed: 3 };
    const posts = [...people("#b", 10), ...people("#a", 10), ...people("#d", 30), ...people("#c", 10)];
    expect(tagsOf(trends(posts, { parameters }))).to.deep.equal(["#d", "#a", "#b"]);
  });

  it("name the window that they are of", () => {
    const lists = computeTrends(new Crowd().see(...people("#मेला", 20)).store(NOW), baselines(NOW), { asOf: NOW });
    const starts = lists.filter(({ scope }) => scope === "lang#hi").map(({ window, start }) => `${window} ${start}`);
    expect(starts).to.deep.equal(["hour 2026-11-09T13", "day 2026-11-08T14"]);
  });

  it("need the baselines of candidates only, and the hours of four weeks", () => {
    const store = new Crowd().see(...people("#मेला", 20), ...people("#दो", 6), ...people("#तीन", 5)).store(NOW);
    const candidates = trendCandidates(store, NOW);
    expect([...candidates.get("global")!]).to.deep.equal(["#मेला", "#दो"]);
    const hours = tallyHours(NOW);
    expect(new Set(hours).size).to.equal(4 * 24);
    const usual = new Baselines(NOW, candidates);
    for (const hour of [...hours, hours[0]! + 1, hours.at(-1)! - 1]) {
      usual.add({ scope: "global", hour, tags: { "#मेला": [3, 9], "#क्रिकेट": [5, 5] } });
    }
    const now = hourOf(NOW);
    expect(usual.past("global", "#मेला", now, "hour")).to.deep.equal({ sum: 12, weeks: 4 });
    expect(usual.past("global", "#मेला", now - 23, "day")).to.deep.equal({ sum: 36, weeks: 4 });
    expect(usual.past("global", "#दो", now - 5, "hour"), "not used then").to.deep.equal({ sum: 0, weeks: 4 });
    expect(usual.past("global", "#क्रिकेट", now, "hour"), "not asked for").to.deep.equal({ sum: 0, weeks: 4 });
    expect(usual.past("lang#hi", "#मेला", now, "hour"), "not known").to.deep.equal({ sum: 0, weeks: 0 });
  });

  it("of nothing are nothing", () => {
    expect(computeTrends(storeOf([]), baselines(NOW), { asOf: NOW })).to.deep.equal([]);
  });
});

describe("The table of trends", () => {
  const tables = new Tables({ trends: ["scope", "windowStart"] });
  before(() => tables.open());
  after(() => tables.close());

  it("holds the newest list of each window, and tallies that read back", async () => {
    const store = new Crowd().see(...people("#मेला", 20)).store(NOW);
    const [list] = computeTrends(store, baselines(NOW), { asOf: NOW });
    const later = { ...list!, asOf: "2026-11-09T13:45:00.000Z", trends: [] };
    expect(await tables.make(trendWrite(later))).to.equal(undefined);
    expect(await tables.make(trendWrite(list!)), "an older computation").to.deep.equal(["ConditionalCheckFailed"]);
    const tallies = tallyHour(store, hourOf("2026-11-09T12:00:00Z"));
    for (const tally of tallies) expect(await tables.make(tallyWrite(tally, NOW))).to.equal(undefined);
    const items = await tables.items("trends");
    const keys = items.map(({ scope, windowStart }) => `${String(scope)} ${String(windowStart)}`);
    expect(keys).to.include.members(["global hour#2026-11-09T13", "global tally#2026-11-09T12"]);
    const read = items
      .filter(({ windowStart }) => String(windowStart).startsWith("tally#"))
      .map((item) => tallyOf(item as unknown as TallyItem));
    expect(read).to.have.deep.members([...tallies]);
  });

  it("keeps a tally of people whose votes are withdrawn, and of the most used tags only", () => {
    const posts = people("#मेला", 8);
    const gone = posts.map((each) => ({ ...each, version: 2, eventId: `${each.eventId}-r`, deleted: true, tags: [] }));
    const store = new Crowd().see(...posts, ...gone, ...people("#एक", 3), ...people("#दो", 1)).store(NOW);
    const tags = (parameters = TREND_PARAMETERS) =>
      tallyHour(store, hourOf(NOW), parameters).find(({ scope }) => scope === "global")?.tags;
    expect(tags()).to.deep.equal({ "#मेला": [2, 8], "#एक": [0, 3] });
    expect(tags({ ...TREND_PARAMETERS, tallyTags: 1 })).to.deep.equal({ "#मेला": [2, 8] });
  });
});
