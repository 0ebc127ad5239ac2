import { arrangeFeed, feedCandidates, feedReason, standingCandidates, type FeedTag } from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";
import { feedOf, hoursAgo, NOW, ownPost, reader, tagged, topic, trend } from "./desk";

const ids = (feed: readonly { readonly postId: string }[]) => feed.map(({ postId }) => postId);

describe("Candidates of a feed", () => {
  const cricket = topic("#cricket", 1, { tags: ["#क्रिकेट"] });

  const cases: readonly (readonly [name: string, better: FeedTag, worse: FeedTag])[] = [
    ["the newer one", tagged("p-1", "#cricket"), tagged("p-2", "#cricket", { createdAt: hoursAgo(5) })],
    ["the topic that the user writes more about", tagged("p-1", "#cricket"), tagged("p-2", "#chess")],
    ["a tag that the author has set", tagged("p-1", "#cricket"), tagged("p-2", "#cricket", { source: "automated" })],
    [
      "one in the user's language",
      tagged("p-1", "#cricket", { language: "hi-IN" }),
      tagged("p-2", "#cricket", { language: "ta" }),
    ],
    [
      "one whose language is not known, against another one",
      tagged("p-1", "#cricket"),
      tagged("p-2", "#cricket", { language: "ta" }),
    ],
    ["the first by name, where all is the same", tagged("p-1", "#cricket"), tagged("p-2", "#cricket")],
  ];
  for (const [name, better, worse] of cases) {
    it(`are ranked: first ${name}`, () => {
      const of = reader({ languages: ["hi"], topics: [cricket, topic("#chess", 0.5)] });
      expect(ids(feedCandidates([worse, better], of))).to.deep.equal(["p-1", "p-2"]);
    });
  }

  const never: readonly (readonly [name: string, found: FeedTag])[] = [
    ["the user's own", tagged("p-1", "#cricket", { userId: "u-1" })],
    ["of the future", tagged("p-1", "#cricket", { createdAt: hoursAgo(-1) })],
    ["whose tag was taken out", tagged("p-1", "#cricket", { state: "withdrawn" })],
    ["of no topic and no trend", tagged("p-1", "#chess")],
    ["of a blocked tag", tagged("p-1", "#क्रिकेट")],
    ["of a trend in another language", tagged("p-1", "#दिवाली", { language: "ta" })],
  ];
  for (const [name, found] of never) {
    it(`are never posts ${name}`, () => {
      const without = new Set(["#क्रिकेट"]);
      const of = reader({ languages: ["hi"], topics: [cricket], trends: [trend("#दिवाली")], without });
      expect(feedCandidates([found], of)).to.deep.equal([]);
    });
  }

  it("have one reason a topic, the user's own topics first, and a second one adds", () => {
    const of = reader({ topics: [cricket, topic("#chess", 0.2)], trends: [trend("#दिवाली")] });
    const [both] = feedCandidates(
      [
        tagged("p-1", "#दिवाली"),
        tagged("p-1", "#chess"),
        tagged("p-1", "#cricket", { source: "automated" }),
        tagged("p-1", "#क्रिकेट"),
      ],
      of,
    );
    expect(both?.matches.map(({ tag }) => tag)).to.deep.equal(["#क्रिकेट", "#chess", "#दिवाली"]);
    const [one] = feedCandidates([tagged("p-1", "#क्रिकेट")], of);
    expect(both?.score).to.be.greaterThan(one?.score ?? 1);
  });

  it("stand only where their posts still do", () => {
    const of = reader({ topics: [cricket] });
    const candidates = feedCandidates(
      ["p-1", "p-2", "p-3"].map((id) => tagged(id, "#cricket")),
      of,
    );
    const rows = [
      ownPost("p-1", 1, { userId: "by-p-1", text: " Hello\n World " }),
      ownPost("p-2", 1, { userId: "by-p-2", deleted: true }),
    ];
    const [first, ...others] = standingCandidates(candidates, rows, []);
    expect([first?.postId, first?.words, others]).to.deep.equal(["p-1", "hello world", []]);
  });
});

describe("A post that states no language", () => {
  const texts: readonly (readonly [text: string, affinity: number | undefined, trend: number | undefined])[] = [
    ["இன்று மழை பெய்தது", 1, 1],
    ["आज बहुत बारिश हुई", 0.5, undefined],
    ["ఈరోజు వర్షం", 0.5, undefined],
    ["Rain today", 0.8, 0.8],
    ["", 0.8, 0.8],
  ];
  for (const [text, affinity, ofTrend] of texts) {
    it(`"${text}" counts for a reader of Tamil by its script`, () => {
      const weights = [reader({ topics: [topic("#x")] }), reader({ trends: [trend("#x")] })].map((of) => {
        const plain = feedCandidates([tagged("p-1", "#x")], of);
        const candidates = feedCandidates([tagged("p-1", "#x")], { ...of, languages: ["ta"] });
        const rows = [ownPost("p-1", 1, { userId: "by-p-1", text })];
        const [found] = standingCandidates(candidates, rows, ["ta"]);
        return found && Math.round((found.score / (plain[0]?.score ?? 0)) * 100) / 100;
      });
      expect(weights).to.deep.equal([affinity, ofTrend]);
    });
  }
});

describe("A feed", () => {
  it("varies topics: three of one are not followed by a fourth while there are others", () => {
    const found = [1, 2, 3, 4].flatMap((n) => [tagged(`a-${n}`, "#a"), tagged(`b-${n}`, "#b")]);
    const feed = feedOf(found, reader({ topics: [topic("#a"), topic("#b", 0.5)] }), 5);
    expect(ids(feed)).to.deep.equal(["a-1", "a-2", "b-1", "a-3", "b-2"]);
  });

  it("has every fourth post from a trend, and only trends for who is new", () => {
    const found = [1, 2, 3, 4, 5, 6].flatMap((n) => [tagged(`a-${n}`, "#a"), tagged(`t-${n}`, "#t")]);
    const mixed = feedOf(found, reader({ topics: [topic("#a")], trends: [trend("#t")] }), 8);
    expect(ids(mixed).map((id) => id[0])).to.deep.equal(["a", "a", "a", "t", "a", "a", "a", "t"]);
    const fresh = feedOf(found, reader({ trends: [trend("#t")] }), 3);
    expect(ids(fresh)).to.deep.equal(["t-1", "t-2", "t-3"]);
  });

  it("never has the same words twice", () => {
    const of = reader({ topics: [topic("#a")] });
    const candidates = feedCandidates([tagged("p-1", "#a"), tagged("p-2", "#a")], of);
    const rows = candidates.map(({ postId, userId }) => ownPost(postId, 1, { userId, text: "शुभ दीपावली" }));
    expect(ids(arrangeFeed(standingCandidates(candidates, rows, []), 5))).to.deep.equal(["p-1"]);
    const silent = rows.map((row) => ({ ...row, text: "" }));
    expect(ids(arrangeFeed(standingCandidates(candidates, silent, []), 5)), "no words").to.deep.equal(["p-1", "p-2"]);
  });

  const TAGS = ["#cricket", "#क्रिकेट", "#music", "#संगीत", "#दिवाली", "#x", "#y"] as const;
  const found = fc.array(
    fc.record({
      postId: fc.integer({ min: 1, max: 25 }).map((n) => `p-${n}`),
      tag: fc.constantFrom(...TAGS),
      source: fc.constantFrom("manual" as const, "automated" as const),
      state: fc.constantFrom("live" as const, "live" as const, "withdrawn" as const),
    }),
    { maxLength: 60 },
  );
  const readers = fc.record({
    languages: fc.subarray(["hi", "ta"]),
    topics: fc.subarray([topic("#cricket", 1, { tags: ["#cricket"] }), topic("#music", 0.4), topic("#x", 0.3)]),
    trends: fc.subarray([trend("#दिवाली"), trend("#y", 0.9)]),
    without: fc.subarray(["#x", "#y"]).map((tags) => new Set<string>(tags)),
  });
  /** A post has one author, instant and language, whichever tag it was found by. */
  const whole = ({ postId, ...rest }: Pick<FeedTag, "postId" | "tag" | "source" | "state">): FeedTag => {
    const n = Number(postId.slice(2));
    const language = [undefined, "hi", "ta", "en"][n % 4];
    return { ...rest, postId, userId: `u-${1 + (n % 6)}`, createdAt: hoursAgo(n - 2), ...(language && { language }) };
  };

  it("keeps its rules whatever was found", () => {
    fc.assert(
      fc.property(found, readers, fc.integer({ min: 1, max: 20 }), (drawn, change, limit) => {
        const all = drawn.map(whole);
        const of = reader(change);
        const removed = ["p-3", "p-10"];
        const feed = feedOf(all, of, limit, removed);
        expect(feed.length).to.be.at.most(limit);
        expect(new Set(ids(feed)).size, "each once").to.equal(feed.length);
        for (const [place, { postId, userId, createdAt, matches }] of feed.entries()) {
          expect(userId, "own").to.not.equal("u-1");
          expect(userId, "two of one author").to.not.equal(feed[place - 1]?.userId);
          expect(removed).to.not.include(postId);
          expect(createdAt <= NOW).to.equal(true);
          expect(matches.some(({ tag }) => of.without?.has(tag))).to.equal(false);
          const [first] = matches;
          expect(feedReason(first)).to.contain(first.tag);
          expect(all.some((item) => item.postId === postId && item.tag === first.tag)).to.equal(true);
        }
        expect(feedOf(all.toReversed(), of, limit, removed), "the order of what was found").to.deep.equal(feed);
        expect(feedOf(all, of, 20, removed).slice(0, limit), "a shorter one is the beginning").to.deep.equal(feed);
      }),
    );
  });
});

describe("The reason of a post", () => {
  const cricket = topic("#cricket", 1, { tags: ["#क्रिकेट", "#cricket"] });
  const why = (tag: string, source: "manual" | "automated", of = cricket) =>
    feedReason({ tag, source, because: { kind: "affinity", topic: of }, strength: 1 });

  it("names the user's own spelling, and the post's", () => {
    expect(why("#கிரிக்கெட்", "manual")).to.equal("You wrote about #क्रिकेट; this post has #கிரிக்கெட்.");
    expect(why("#cricket", "manual")).to.equal("You wrote about #cricket; this post has #cricket.");
    expect(why("#cricket", "automated")).to.equal("You wrote about #cricket; #cricket was suggested for this post.");
    expect(why("#match", "manual", { ...cricket, suggested: true })).to.equal(
      "Your posts are about #क्रिकेट; this post has #match.",
    );
  });

  it("is the trend's, where it is one", () => {
    const because = { kind: "trend", trend: trend("#दिवाली") } as const;
    const reason = (source: "manual" | "automated") => feedReason({ tag: "#दिवाली", source, because, strength: 1 });
    expect(reason("manual")).to.equal("#दिवाली trends in Hindi.");
    expect(reason("automated")).to.equal("#दिवाली trends in Hindi. It was suggested for this post.");
  });
});
