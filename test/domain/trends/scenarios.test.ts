import { expect } from "chai";
import {
  computeTrends,
  hourOf,
  startOfHour,
  TREND_PARAMETERS,
  type PostObservation,
  type TrendList,
} from "@huut/domain";
import { baselines, Crowd, plainCounts, randomOf, seen, textIn, type CrowdLanguage } from "./crowd";

const HOUR = 3_600_000;
/** A Monday at noon: everything happens from here on. */
const START = Date.UTC(2026, 10, 9, 12);
const at = (ms: number): string => new Date(ms).toISOString();
const LANGUAGES = ["hi", "ta", "bn", "te", "en", "ur", "mr", "gu"] as const satisfies readonly CrowdLanguage[];

/** Twelve tags that come and go with the hour, and #सुप्रभात (good morning), each day from five to seven: nine days of a town. */
const ORDINARY = [
  "#खाना",
  "#இசை",
  "#বই",
  "#పాటలు",
  "#travel",
  "#شاعری",
  "#शेती",
  "#ગરબા",
  "#वर्षा",
  "#சினிமா",
  "#মাছ",
  "#cricket",
];
const EVERGREEN = "#सुप्रभात";

function ordinaryDays(days: number): PostObservation[] {
  const random = randomOf(7);
  const posts: PostObservation[] = [];
  for (let hour = hourOf(at(START)) - 24 * days; hour < hourOf(at(START)) + 24; hour++) {
    const ofDay = hour % 24;
    const busy = ofDay < 2 || ofDay > 18 ? 0.3 : 1;
    for (const [i, tag] of ORDINARY.entries()) {
      if (random() < busy * 0.6)
        posts.push(post(hour, tag, LANGUAGES[i % 8]!, `u-${Math.floor(random() * 300)}`, random));
    }
    const greeting = ofDay >= 5 && ofDay < 7 ? 25 + Math.floor(random() * 10) : 0;
    for (let i = 0; i < greeting; i++)
      posts.push(post(hour, EVERGREEN, "hi", `u-${Math.floor(random() * 300)}`, random));
  }
  return posts;
}

function post(hour: number, tag: string, language: CrowdLanguage, userId: string, random: () => number) {
  const createdAt = at(hour * HOUR + Math.floor(random() * HOUR));
  return seen({ createdAt, userId, language, text: textIn(language, random), tags: [tag] });
}

/** So many accounts post one tag from a time on; how differently, and how evenly, is the difference between people and an attack. */
function burst(
  tag: string,
  authors: number,
  over: number,
  text: (i: number) => string,
  languages: readonly CrowdLanguage[],
) {
  const random = randomOf(authors);
  return Array.from({ length: authors }, (_, i) =>
    seen({
      createdAt: at(START + Math.floor(random() * over)),
      userId: `${tag}-${i}`.replace("#", "b-"),
      tags: [tag],
      language: languages[i % languages.length],
      text: text(i),
    }),
  );
}

const removal = (of: PostObservation, after: number): PostObservation => {
  const occurredAt = at(Date.parse(of.createdAt) + after);
  return { ...of, version: 2, occurredAt, eventId: `${of.eventId}-r`, deleted: true, tags: undefined, text: undefined };
};

const days = ordinaryDays(9);
/** The week before, as far as the horizons of these tests reach back. */
const tallies = new Crowd().see(...days).tallies(at(START - (168 + 24) * HOUR), at(START - (168 - 24) * HOUR));
const lately = days.filter(({ createdAt }) => createdAt > at(START - 72 * HOUR));

/** The lists at an instant, from what had happened until then. */
function listsAt(asOf: string, ...more: readonly PostObservation[]): readonly TrendList[] {
  const known = new Crowd();
  known.see(...[...lately, ...more].filter(({ occurredAt }) => occurredAt <= asOf));
  return computeTrends(known.store(asOf), baselines(asOf, tallies), { asOf });
}
const topOf = (lists: readonly TrendList[], window: "hour" | "day", scope = "global") => {
  const list = lists.find((each) => each.scope === scope && each.window === window);
  return { tags: list?.trends.slice(0, 10).map(({ tag }) => tag) ?? [], review: list?.review ?? [], list };
};

describe("An attack", () => {
  const copies = (i: number) =>
    `सब लोग आज ही यह ऐप डाउनलोड करो और इनाम जीतो, मौका हाथ से न जाने दो ${i} ${"!".repeat(i % 4)} 🎁`;
  const fresh = randomOf(99);
  const attacks: readonly (readonly [string, readonly PostObservation[]])[] = [
    ["the same text, within a minute", burst("#इनाम", 100, 60_000, copies, ["hi"])],
    ["the same text, spread over an hour", burst("#इनाम", 100, HOUR, copies, ["hi"])],
    ["texts of their own, within a minute", burst("#इनाम", 100, 60_000, () => textIn("hi", fresh), ["hi"])],
    ["no text at all, within a minute", burst("#इनाम", 100, 60_000, () => "#इनाम", ["hi"])],
  ];
  for (const [what, posts] of attacks) {
    it(`of a hundred accounts with ${what}, deleted after an hour, never reaches the top ten`, () => {
      const removals = posts.map((each) => removal(each, HOUR));
      for (const minutes of [2, 15, 59, 61, 90, 119, 180]) {
        const lists = listsAt(at(START + minutes * 60_000), ...posts, ...removals);
        for (const window of ["hour", "day"] as const) {
          for (const scope of ["global", "lang#hi"])
            expect(topOf(lists, window, scope).tags, `${minutes} min`).to.not.include("#इनाम");
        }
      }
      expect(plainCounts([...days, ...posts], at(START - HOUR), at(START + HOUR))[0], "by plain counts").to.equal(
        "#इनाम",
      );
    });
  }

  it("that dodges both texts and clock is gone with its posts, and a tag half deleted is not trusted", () => {
    const posts = burst("#इनाम", 100, HOUR, () => textIn("hi", fresh), ["hi"]);
    const late = at(START + 90 * 60_000);
    expect(topOf(listsAt(late, ...posts), "hour").tags, "nothing tells it from people").to.include("#इनाम");
    expect(topOf(listsAt(late, ...posts, ...posts.map((each) => removal(each, 60_000))), "hour").tags).to.not.include(
      "#इनाम",
    );
    const most = posts.slice(0, 55).map((each) => removal(each, 60_000));
    const { tags, review } = topOf(listsAt(late, ...posts, ...most), "hour");
    expect(tags).to.not.include("#इनाम");
    expect(review.find(({ tag }) => tag === "#इनाम")?.reason).to.match(/5\d % took their votes back/);
  });

  it("would be first but for the texts and the clock: the measures are what stops it", () => {
    const blind = { from: 2, to: 3 };
    const parameters = { ...TREND_PARAMETERS, duplicates: blind, synchrony: blind };
    const [, posts] = attacks[0]!;
    const asOf = at(START + 30 * 60_000);
    const store = new Crowd().see(...lately.filter(({ occurredAt }) => occurredAt <= asOf), ...posts).store(asOf);
    const lists = computeTrends(store, baselines(asOf, tallies), { asOf, parameters });
    expect(topOf(lists, "hour").tags[0]).to.equal("#इनाम");
  });

  it("is held for review with its reasons", () => {
    const [, posts] = attacks[0]!;
    const [held] = topOf(listsAt(at(START + 30 * 60_000), ...posts), "hour").review;
    expect(held).to.include({ tag: "#इनाम", authors: 100, trust: 0 });
    expect(held?.reason).to.match(
      /^Of 100 people, \d+ % wrote nearly the same text, 100 % of the votes came within 2 minutes\.$/,
    );
  });
});

describe("A surge of people on their own", () => {
  const random = randomOf(3);
  const surge = burst("#भूकंप", 60, 2 * HOUR, (i) => textIn((["hi", "bn", "en"] as const)[i % 3]!, random), [
    "hi",
    "bn",
    "en",
  ]);

  it("trends within two hours, and says in which languages and why", () => {
    const lists = listsAt(at(START + 2 * HOUR), ...surge);
    for (const window of ["hour", "day"] as const) expect(topOf(lists, window).tags[0]).to.equal("#भूकंप");
    expect(topOf(lists, "day", "lang#bn").tags).to.include("#भूकंप");
    expect(topOf(lists, "day", "lang#ta").tags).to.not.include("#भूकंप");
    const [trend] = topOf(lists, "day").list!.trends;
    expect(trend?.languages.map(({ language, authors }) => `${language} ${authors}`)).to.deep.equal([
      "bn 20",
      "en 20",
      "hi 20",
    ]);
    expect(trend?.why).to.equal(
      "60 people used #भूकंप in the last 24 hours, where nearly nobody does; in Bengali (33 %), English (33 %), Hindi (33 %).",
    );
    const places = new Map(lists.map(({ scope, placedBy }) => [scope, placedBy]));
    expect([places.get("region#IN-WB"), places.get("global")]).to.deep.equal(["language", undefined]);
  });

  it("does so when a plain count over the week ranks it below what is always there", () => {
    expect(topOf(listsAt(at(START + 2 * HOUR), ...surge), "day").tags[0]).to.equal("#भूकंप");
    const weekly = plainCounts([...days, ...surge], at(START - 168 * HOUR), at(START + 2 * HOUR));
    expect(weekly.indexOf(EVERGREEN)).to.be.below(weekly.indexOf("#भूकंप"));
  });

  it("loses half of its score in four hours, stays until it is small, and leaves", () => {
    const scoreAt = (hours: number) =>
      topOf(listsAt(at(START + hours * HOUR), ...surge), "hour").list!.trends.find(({ tag }) => tag === "#भूकंप")?.score;
    const [two, six, ten] = [2, 6, 10].map(scoreAt);
    expect(six! / two!).to.be.closeTo(0.5, 0.01);
    expect(ten! / two!).to.be.closeTo(0.25, 0.01);
    expect(scoreAt(20), "below the threshold to leave").to.equal(undefined);
  });
});

describe("An evergreen tag", () => {
  it("does not trend, though a plain count has it first each morning", () => {
    for (const hour of [5.5, 6, 6.5, 7, 9]) {
      const asOf = at(START + (hour + 12) * HOUR);
      const lists = listsAt(asOf);
      for (const window of ["hour", "day"] as const) expect(topOf(lists, window).tags, asOf).to.not.include(EVERGREEN);
    }
    const morning = at(START + 18 * HOUR);
    expect(plainCounts(days, at(START + 17 * HOUR), morning)[0], "by plain counts of the hour").to.equal(EVERGREEN);
    expect(plainCounts(days, at(START - 6 * HOUR), morning)[0], "by plain counts of the day").to.equal(EVERGREEN);
  });

  it("does so because of its hour of the week: without a past it would", () => {
    const asOf = at(START + 18 * HOUR);
    const lists = computeTrends(new Crowd().see(...days).store(asOf), baselines(asOf), { asOf });
    expect(topOf(lists, "hour").tags).to.include(EVERGREEN);
  });

  it("trends when it is three times as many as ever", () => {
    const random = randomOf(5);
    const hour = hourOf(at(START)) + 17;
    const more = Array.from({ length: 200 }, (_, i) => post(hour, EVERGREEN, "hi", `m-${i}`, random));
    expect(topOf(listsAt(startOfHour(hour + 1), ...more), "hour").tags).to.include(EVERGREEN);
  });
});
