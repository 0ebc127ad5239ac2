import {
  basisOf,
  CONTEXT,
  emptyRawText,
  languageOfTags,
  MAX_STORED_TAGS,
  pairsOf,
  suggestInput,
  TAG_SHARDS,
  TagBasis,
  type PostOfText,
  type RawPart,
  type RawTextItem,
  type TextAnalysis,
} from "@huut/domain";
import { expect } from "chai";

const NOW = "2026-11-03T05:00:00.000Z";
const FEATURE = { state: "complete" } as const;
const POST: PostOfText = {
  postId: "p-1",
  userId: "u-1",
  createdAt: NOW,
  version: 1,
  text: "मैच #मैच",
  tags: ["#Sunday"],
  language: "mr",
};

function analysis(language: string | undefined, phrase: string, positive: number): TextAnalysis {
  const SentimentScore = { Positive: positive, Negative: 1 - positive, Neutral: 0, Mixed: 0 };
  return {
    ...(language === undefined ? {} : { language }),
    state: "complete",
    features: { sentiment: FEATURE, keyPhrases: FEATURE, entities: FEATURE },
    sentiment: { Sentiment: positive > 0.5 ? "POSITIVE" : "NEGATIVE", SentimentScore },
    keyPhrases: [{ Text: phrase, Score: 0.9 }],
    entities: [{ Text: phrase, Score: 0.8, Type: "EVENT" }],
  };
}
const part = (state: RawPart["state"], of?: TextAnalysis): RawPart => ({
  postVersion: 1,
  content: "c",
  state,
  ...(of && { analysis: of }),
});
const item = (parts: Partial<Pick<RawTextItem, "text" | "speech">>): RawTextItem => ({
  ...emptyRawText("p-1", NOW),
  ...parts,
});

describe("what tags are suggested from", () => {
  const TEXT = part("analysed", analysis("hi", "मैच", 0.9));
  const SPEECH = part("analysed", analysis("ta", "மழை", 0.1));

  it("is text and speech together, in the text's language and tone", () => {
    const both = item({ text: TEXT, speech: SPEECH });
    const input = suggestInput(POST, both);
    expect(input).to.include({ language: "hi", text: POST.text });
    expect(input.manual).to.deep.equal(["#sunday", "#मैच"]);
    expect(input.analysis?.keyPhrases.map(({ Text }) => Text)).to.deep.equal(["मैच", "மழை"]);
    expect(input.analysis?.entities).to.have.length(2);
    expect(input.analysis?.sentiment?.Sentiment).to.equal("POSITIVE");
    expect(basisOf(both)).to.equal(TagBasis.captions);
    expect(input).to.not.have.any.keys("captions", "history", "used", "together", "trends");
  });

  const cases: readonly (readonly [string, Partial<RawTextItem>, string, number, number])[] = [
    ["the text alone", { text: TEXT }, "hi", TagBasis.text, 1],
    [
      "speech where the text is in no language",
      { text: part("analysed", analysis(undefined, "x", 0)), speech: SPEECH },
      "ta",
      TagBasis.captions,
      1,
    ],
    ["no speech that was withdrawn", { text: TEXT, speech: part("withdrawn") }, "hi", TagBasis.text, 1],
    ["nothing, in the stated language", { text: part("withdrawn") }, "mr", TagBasis.text, 0],
  ];
  for (const [what, parts, language, basis, phrases] of cases) {
    it(`is ${what}`, () => {
      const input = suggestInput(POST, item(parts));
      expect([languageOfTags(POST, item(parts)), basisOf(item(parts))]).to.deep.equal([language, basis]);
      expect(input.analysis?.keyPhrases.length ?? 0).to.equal(phrases);
    });
  }

  it("counts the author's habits and what stood beside, once a post", () => {
    const earlier = [{ text: "#चाय #चाय" }, { text: "सुबह", tags: ["#चाय", "#Sunday"] }, { text: "कुछ" }];
    const beside = [["#मैच", "#क्रिकेट"], ["#मैच", "#मैच", "#क्रिकेट", "#दिल्ली"], ["#चाय"]];
    const input = suggestInput(POST, item({ text: TEXT }), { earlier, beside, captions: "सुनो" });
    expect(input.history).to.deep.equal({
      posts: 3,
      tags: [
        { tag: "#चाय", posts: 2 },
        { tag: "#sunday", posts: 1 },
      ],
    });
    expect(input.used?.tags).to.deep.include.members([
      { tag: "#मैच", posts: 2 },
      { tag: "#क्रिकेट", posts: 2 },
    ]);
    expect(input.captions).to.equal("सुनो");
    expect(pairsOf(["#मैच", "#कोई"], beside)).to.deep.equal([
      { seed: "#मैच", seedPosts: 2, tag: "#क्रिकेट", posts: 2 },
      { seed: "#मैच", seedPosts: 2, tag: "#दिल्ली", posts: 1 },
    ]);
  });

  it("is bounded: queries of a post, and posts of one BatchGetItem", () => {
    expect(CONTEXT.seeds * CONTEXT.days * TAG_SHARDS).to.be.at.most(32);
    expect(CONTEXT.posts).to.be.at.most(100);
    expect(2 * MAX_STORED_TAGS + 1).to.be.at.most(100);
  });
});
