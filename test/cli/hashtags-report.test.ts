import { expect } from "chai";
import { evaluate, type Outcome } from "../../cli/hashtags/evaluate";
import { figuresOf } from "../../cli/hashtags/figures";
import { isOfLanguage, METHODS, SUGGEST } from "../../cli/hashtags/methods";
import { Analyst } from "../../cli/hashtags/analyst";
import { LanguageStatistics, Statistics } from "../../cli/hashtags/statistics";
import { generateTaggedFeed, type TaggedFeedPost } from "../../samples/hashtags/generate";

const DAY = 86_400_000;
const hits = (suggestions: number, popular: number, other = 0) => ({
  suggestions,
  popular,
  "co-occurrence": other,
  words: other,
});
const outcome = (userId: string, wanted: number, ours: number, popular: number): Outcome => ({
  userId,
  language: "hi",
  wanted,
  hits: hits(ours, popular),
  given: hits(5, 5, 5),
});

describe("figures of suggestions", () => {
  const outcomes = Array.from({ length: 40 }, (_, index) => outcome(`u-${index % 10}`, 2, index % 4 === 0 ? 0 : 1, 0));

  it("are means over posts: of five, of what was to be found, of posts with any hit", () => {
    const { suggestions } = figuresOf(outcomes, 1).figures;
    expect(suggestions["precision@5"].mean).to.be.closeTo(0.15, 1e-9);
    expect(suggestions["recall@5"].mean).to.be.closeTo(0.375, 1e-9);
    expect(suggestions["hit@5"].mean).to.be.closeTo(0.75, 1e-9);
  });

  it("have intervals around the mean that depend on authors, not on posts alone", () => {
    const { low, high } = figuresOf(outcomes, 1).figures.suggestions["hit@5"];
    expect(low).to.be.lessThan(0.75).and.at.least(0.4);
    expect(high).to.be.greaterThan(0.75).and.at.most(1);
    const one = outcomes.map((each) => ({ ...each, userId: "u-1" }));
    expect(figuresOf(one, 1).figures.suggestions["hit@5"]).to.deep.equal({ mean: 0.75, low: 0.75, high: 0.75 });
    const alone = outcomes.map((each, index) => ({ ...each, userId: `u-${index}` }));
    const narrow = figuresOf(alone, 1).figures.suggestions["hit@5"];
    expect(narrow.high - narrow.low).to.not.equal(high - low);
  });

  it("compare post by post", () => {
    const { popular } = figuresOf(
      outcomes.map((each) => ({ ...each, hits: hits(1, 1) })),
      1,
    ).differences;
    expect(popular["hit@5"]).to.deep.equal({ mean: 0, low: 0, high: 0 });
    expect(figuresOf(outcomes, 1).differences.popular["hit@5"].low).to.be.greaterThan(0);
  });

  it("are the same for the same seed", () => expect(figuresOf(outcomes, 3)).to.deep.equal(figuresOf(outcomes, 3)));
});

const post = (change: Partial<TaggedFeedPost>): TaggedFeedPost => ({
  ...{ postId: "h-1", userId: "t-1", at: 0, language: "hi", text: "आज मैच", tags: ["#क्रिकेट"] },
  ...change,
});

describe("evaluating on a held-out feed", () => {
  it("knows nothing of a day's own posts, nor of later ones", () => {
    const feed = [
      post({ at: 1, userId: "t-1" }),
      post({ at: DAY + 1, userId: "t-2", tags: ["#बारिश"] }),
      post({ at: DAY + 2, userId: "t-3", tags: ["#बारिश"] }),
      post({ at: 2 * DAY + 1, userId: "t-4", tags: ["#बारिश"] }),
    ];
    const found = evaluate(feed, [0, 3]).map(({ hits: { popular } }) => popular);
    expect(found).to.deep.equal([0, 0, 0, 1]);
  });

  it("takes tags out of the text, and lets only the first of several be known", () => {
    const again = (at: number, tags: string[]) => post({ at, tags, text: `नमस्ते ${tags.join(" ")}` });
    const [, second] = evaluate([again(1, ["#एकता"]), again(DAY + 1, ["#नई_बात"])], [0, 2]);
    expect(second).to.deep.include({ wanted: 1 });
    expect(second?.hits.suggestions).to.equal(0);
    const several = evaluate([again(1, ["#एकता", "#बात"]), again(DAY + 1, ["#एकता", "#बात", "#cricket"])], [1, 2]);
    expect(several[0]).to.deep.include({
      wanted: 1,
      hits: { suggestions: 1, popular: 1, "co-occurrence": 1, words: 1 },
    });
  });

  it("holds every method to five tags in the post's language, none of them known", () => {
    const feed = generateTaggedFeed(4).slice(0, 250);
    for (const each of evaluate(feed, [0, 28])) {
      for (const method of METHODS) {
        expect(each.hits[method]).to.be.at.most(Math.min(each.wanted, each.given[method]));
        expect(each.given[method]).to.be.at.most(5);
      }
    }
    expect(isOfLanguage("#क्रिकेट2026🔥", "hi")).to.equal(true);
    expect(isOfLanguage("#viral", "hi")).to.equal(false);
    expect(isOfLanguage("#क्रिकेट", "ta")).to.equal(false);
  });
});

describe("rivals of suggestions", () => {
  const statistics = new LanguageStatistics();
  const count = (times: number, tags: string[], words: string[] = [], day = 0) => {
    for (let index = 0; index < times; index += 1) {
      statistics.add({ userId: `t-${index}`, language: "hi", day, tags, said: [], words });
    }
  };
  count(5, ["#बारिश"]);
  count(3, ["#मैच", "#क्रिकेट"], ["ओवर"]);
  count(1, ["#मैच"]);
  count(4, ["#दिवाली"], ["दीया"]);
  const ask = (method: (typeof METHODS)[number], text: string, manual: string[]) =>
    SUGGEST[method]({ input: { language: "hi", text, manual }, statistics })[0];

  it("know what is popular", () => {
    expect(ask("popular", "", [])).to.equal("#बारिश");
    expect(ask("popular", "", ["#बारिश"])).to.equal("#दिवाली");
  });
  it("know what stands beside known tags", () => {
    expect(ask("co-occurrence", "", ["#मैच"])).to.equal("#क्रिकेट");
    expect(ask("co-occurrence", "आज मैच", [])).to.equal("#मैच");
    expect(ask("co-occurrence", "दीया", [])).to.equal("#बारिश");
  });
  it("know what stood beside words", () => expect(ask("words", "दीया", [])).to.equal("#दिवाली"));
  it("see trends: more authors than usual in the last two days", () => {
    count(6, ["#चुनाव"], [], 9);
    count(1, ["#बारिश"], [], 9);
    expect(statistics.trends(10)[0]).to.deep.equal({ tag: "#चुनाव" });
    expect(statistics.trends(10).map(({ tag }) => tag)).to.not.include("#बारिश");
    expect(statistics.trends(13)).to.deep.equal([]);
  });
  it("tell authors and languages apart", () => {
    const all = new Statistics();
    all.add({ userId: "t-1", language: "hi", day: 0, tags: ["#मैच"], said: [], words: [] });
    expect(all.historyOf("t-1")).to.deep.equal({ posts: 1, tags: [{ tag: "#मैच", posts: 1 }] });
    expect([all.historyOf("t-2"), all.of("ta").used.posts]).to.deep.equal([undefined, 0]);
  });
});

describe("the stand-in for key phrases", () => {
  it("takes what stands between common words, two words at most", () => {
    const analyst = new Analyst();
    for (let index = 0; index < 30; index += 1)
      analyst.learn({ language: "hi", text: `आज बहुत शब्द${"क".repeat(index)}` });
    const texts = analyst.keyPhrases({ language: "hi", text: "आज नया मैच ओवर बहुत छक्का! #टैग" }).map(({ Text }) => Text);
    expect(texts).to.deep.equal(["नया मैच", "ओवर", "छक्का"]);
  });
});
