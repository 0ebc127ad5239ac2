import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { normalizeTag } from "@huut/domain";
import { FEED_DAYS, generateTaggedFeed } from "../../samples/hashtags/generate";
import { FEED_TOPICS, LEXICONS } from "../../samples/hashtags/lexicon";
import { MORE_LEXICONS } from "../../samples/hashtags/lexicon-more";

const folder = join(__dirname, "..", "..", "samples", "hashtags");

describe("the feed that hashtag suggestions are evaluated on", () => {
  const feed = generateTaggedFeed(5);

  it("is the same for the same seed, and another for another", () => {
    expect(generateTaggedFeed(5)).to.deep.equal(feed);
    expect(generateTaggedFeed(6)).to.not.deep.equal(feed);
  });

  it("is written without any code of the domain", () => {
    for (const file of readdirSync(folder)) {
      const imports = readFileSync(join(folder, file), "utf8").matchAll(/from "([^"]+)"/gu);
      for (const [, from] of imports) expect(from, file).to.be.oneOf(["../random", "./lexicon", "./lexicon-more"]);
    }
    expect(readFileSync(join(folder, "..", "random.ts"), "utf8")).to.not.contain("domain");
  });

  it("spans four weeks and eleven languages in order of time, with valid tags", () => {
    expect(new Set(feed.map(({ language }) => language))).to.have.length(11);
    expect(feed.map(({ at }) => at)).to.deep.equal(feed.map(({ at }) => at).sort((a, b) => a - b));
    expect(new Set(feed.map(({ at }) => Math.floor(at / 86_400_000)))).to.have.length(FEED_DAYS);
    for (const tag of new Set(feed.flatMap(({ tags }) => tags)))
      expect(normalizeTag(tag), tag).to.equal(tag.normalize("NFC"));
    for (const { tags } of feed) expect(new Set(tags)).to.have.length(tags.length);
  });

  it("has words and tags of each topic in each language", () => {
    for (const { language, topics, fillers } of [...LEXICONS, ...MORE_LEXICONS]) {
      expect(topics, language).to.have.length(FEED_TOPICS.length);
      expect(fillers.split(" "), language).to.have.length(12);
      for (const topic of topics) {
        const [words = "", tags = ""] = topic.split("|");
        expect([words.split(" ").length, tags.split(" ").length], `${language}: ${topic}`).to.deep.equal([7, 3]);
      }
    }
  });

  it("drifts, has events, mixes languages, and names topics by tags that the text does not say", () => {
    const days = (post: { at: number }) => Math.floor((post.at - (feed[0]?.at ?? 0)) / 86_400_000);
    const ofDay = (from: number, to: number) =>
      new Set(feed.filter((post) => days(post) >= from && days(post) < to).flatMap(({ tags }) => tags));
    const [early, late] = [ofDay(0, 7), ofDay(21, 28)];
    expect([...late].filter((tag) => !early.has(tag)).length).to.be.at.least(10);
    const unsaid = feed.filter(({ tags, text }) => !text.replace(/#\S+/gu, "").includes((tags[0] ?? "").slice(1)));
    expect(unsaid.length / feed.length).to.be.within(0.5, 0.95);
    expect(feed.some(({ language, text }) => language === "hi" && /[a-z]/u.test(text))).to.equal(true);
  });
});
