import { expect } from "chai";
import { pairsBeside, suggestTags, tagCounts } from "@huut/domain";

const posts = [
  { tags: ["#बारिश", "#चाय"] },
  { tags: ["#चाय", "#बारिश", "#चाय"] },
  { tags: ["#पकौड़े".normalize("NFC"), "#बारिश"] },
  { tags: ["#बारिश"] },
];

describe("counts for suggestions", () => {
  it("count posts, not mentions, the commonest first", () => {
    expect(tagCounts(posts)).to.deep.equal({
      posts: 4,
      tags: [
        { tag: "#बारिश", posts: 4 },
        { tag: "#चाय", posts: 2 },
        { tag: "#पकौड़े".normalize("NFC"), posts: 1 },
      ],
    });
    expect(tagCounts([])).to.deep.equal({ posts: 0, tags: [] });
  });

  it("tell what stood beside a seed, and suggestions use it", () => {
    const together = pairsBeside("#बारिश", posts);
    expect(together[0]).to.deep.equal({ seed: "#बारिश", tag: "#चाय", posts: 2, seedPosts: 4 });
    expect(together.map(({ tag }) => tag)).to.not.include("#बारिश");
    const [first] = suggestTags({ language: "hi", text: "आज", manual: ["#बारिश"], together }).suggestions;
    expect(first?.tag).to.equal("#चाय");
    expect(first?.why.sentence).to.equal("It stands beside #बारिश (2 of 4 posts).");
  });
});
