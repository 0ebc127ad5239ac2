import { feedLookups, feedProfile, FEED_PARAMETERS, topicLookups, type PostOfText } from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";
import { NOW, ownPost, topic, trend } from "./desk";

const DAY = 24;

function profile(posts: readonly PostOfText[], suggested: Record<string, readonly string[]> = {}) {
  return feedProfile(posts, new Map(Object.entries(suggested)), NOW);
}

describe("A user's profile", () => {
  it("is empty for a new user, and for one whose posts are gone or say nothing", () => {
    expect(profile([])).to.deep.equal({ topics: [], languages: [] });
    expect(profile([ownPost("p-1", 1, { deleted: true, language: "hi" })])).to.deep.equal({
      topics: [],
      languages: [],
    });
    const silent = profile([ownPost("p-1", 1, { text: "नमस्ते", language: "hi" })]);
    expect(silent).to.deep.equal({ topics: [], languages: ["hi"] });
  });

  it("counts a topic's posts over spellings and languages, each once", () => {
    const { topics } = profile([
      ownPost("p-1", 1, { tags: ["#क्रिकेट"], text: "#cricket" }),
      ownPost("p-2", 1, { tags: ["#cricket"] }),
      ownPost("p-3", 1, { tags: ["#cricket"] }),
      ownPost("p-4", 1, { tags: ["#संगीत"] }),
    ]);
    expect(topics).to.deep.equal([
      { topic: "#cricket", weight: 1, tags: ["#cricket", "#क्रिकेट"], suggested: false },
      { topic: "#music", weight: 1 / 3, tags: ["#संगीत"], suggested: false },
    ]);
  });

  const cases: readonly (readonly [name: string, posts: readonly PostOfText[], topics: readonly string[]])[] = [
    ["recency", [ownPost("p-1", 60 * DAY, { tags: ["#a"] }), ownPost("p-2", 1, { tags: ["#b"] })], ["#b", "#a"]],
    [
      "frequency",
      [ownPost("p-1", 1, { tags: ["#b"] }), ownPost("p-2", 1, { tags: ["#a"] }), ownPost("p-3", 9, { tags: ["#b"] })],
      ["#b", "#a"],
    ],
    [
      "many old posts against a new one",
      [
        ...[1, 2, 3].map((place) => ownPost(`p-${place}`, 30 * DAY, { tags: ["#old"] })),
        ownPost("p-4", 0, { tags: ["#new"] }),
      ],
      ["#old", "#new"],
    ],
    ["the tag alone, where both weigh the same", [ownPost("p-1", 1, { tags: ["#z", "#y"] })], ["#y", "#z"]],
    ["no post of the future", [ownPost("p-1", -1, { tags: ["#z"] })], []],
  ];
  for (const [name, posts, expected] of cases) {
    it(`ranks by ${name}`, () => {
      expect(profile(posts).topics.map(({ topic: name }) => name)).to.deep.equal(expected);
    });
  }

  it("takes suggested tags for half, and says where there were no others", () => {
    const posts = [ownPost("p-1", 1, { tags: ["#a"] }), ownPost("p-2", 1)];
    expect(profile(posts, { "p-2": ["#b"] }).topics).to.deep.equal([
      topic("#a"),
      topic("#b", 0.5, { suggested: true }),
    ]);
    expect(profile(posts, { "p-1": ["#a"] }).topics, "set already").to.deep.equal([topic("#a")]);
  });

  it("leaves out what nobody is to be led to", () => {
    const posts = [ownPost("p-1", 1, { tags: ["#a", "#b"] })];
    expect(feedProfile(posts, new Map(), NOW, new Set(["#a"])).topics).to.deep.equal([topic("#b")]);
  });

  it("knows languages by what posts say and by scripts, the commonest first", () => {
    const { languages } = profile([
      ownPost("p-1", 1, { language: "hi-IN" }),
      ownPost("p-2", 1, { text: "இன்று மழை" }),
      ownPost("p-3", 1, { text: "மழை வரும்" }),
      ownPost("p-4", 1, { text: "hello" }),
    ]);
    expect(languages).to.deep.equal(["ta", "hi"]);
  });

  it("does not depend on the order of posts, and weighs from 0 to 1, the first one 1", () => {
    const post = fc.record({
      hours: fc.integer({ min: 0, max: 2_000 }),
      tags: fc.subarray(["#a", "#b", "#cricket", "#क्रिकेट", "#मैच", "#संगीत", "#music", "#rain"]),
      language: fc.constantFrom("hi", "ta", "en"),
    });
    fc.assert(
      fc.property(fc.array(post, { maxLength: 30 }), fc.integer(), (drawn, turn) => {
        const posts = drawn.map(({ hours, ...rest }, place) => ownPost(`p-${place}`, hours, rest));
        const found = profile(posts);
        const start = posts.length === 0 ? 0 : Math.abs(turn) % posts.length;
        expect(profile([...posts.slice(start), ...posts.slice(0, start)])).to.deep.equal(found);
        const weights = found.topics.map(({ weight }) => weight);
        expect(weights).to.deep.equal(weights.toSorted((a, b) => b - a));
        expect(weights[0] ?? 1).to.equal(1);
        expect(weights.every((weight) => weight > 0)).to.equal(true);
        expect(weights.length).to.be.at.most(FEED_PARAMETERS.topics);
      }),
    );
  });
});

describe("Lookups of a feed", () => {
  const cricket = topic("#cricket", 1, { tags: ["#क्रिकेट"] });

  it("are a topic's own spellings, then those of the user's languages, English, and the others", () => {
    const tags = topicLookups([cricket], ["ta"]);
    expect(tags.slice(0, 3)).to.deep.equal(["#क्रिकेट", "#கிரிக்கெட்", "#cricket"]);
    expect(tags).to.have.length.within(9, 12);
    expect(topicLookups([topic("#ओवर")], ["ta"])).to.deep.equal(["#ओवर"]);
  });

  it("give topics turns, and are 16 at the most", () => {
    const tags = topicLookups([cricket, topic("#ओवर"), topic("#rain", 0.1, { tags: ["#बारिश"] })], ["hi"]);
    expect(tags.slice(0, 3)).to.deep.equal(["#क्रिकेट", "#ओवर", "#बारिश"]);
    expect(tags).to.have.length(16);
  });

  it("are partitions day by day: a week of topics, two days of trends, 496 at the most", () => {
    const days = feedLookups([topic("#a")], [trend("#b"), trend("#a")], [], NOW);
    expect(days.map(({ length }) => length)).to.deep.equal([8, 8, 4, 4, 4, 4, 4]);
    expect(days[0]?.[0]).to.equal("#a#2026-11-03#0");
    expect(days[6]?.[3]).to.equal("#a#2026-10-28#3");
    expect(feedLookups([], [trend("#b")], [], NOW).map(({ length }) => length)).to.deep.equal([4, 4]);
    const topics = ["#a", "#b", "#c", "#d", "#e"].map((tag) => topic(tag)).concat(cricket);
    const trends = ["#1a", "#2a", "#3a", "#4a", "#5a", "#6a"].map((tag) => trend(tag));
    expect(feedLookups(topics, trends, [], NOW).flat()).to.have.length(496);
  });
});
