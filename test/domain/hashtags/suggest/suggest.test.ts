import { expect } from "chai";
import * as fc from "fast-check";
import {
  extractTags,
  languageRow,
  meaningOf,
  seedsOf,
  SUGGEST_PARAMETERS,
  SUGGEST_WEIGHTS,
  suggestTags,
  tagKey,
  type PostAnalysis,
  type SuggestInput,
} from "@huut/domain";
import { VOICES } from "../../../../samples/sentences";

const phrase = (Text: string, Score = 0.99) => ({ Text, Score });
const analysis = (change: Partial<PostAnalysis> = {}): PostAnalysis => ({ keyPhrases: [], entities: [], ...change });
const sentiment = (Positive: number, Negative: number) => ({
  Sentiment: Positive > Negative ? ("POSITIVE" as const) : ("NEGATIVE" as const),
  SentimentScore: { Positive, Negative, Neutral: 1 - Positive - Negative, Mixed: 0 },
});
const post: SuggestInput = { language: "hi", text: "सुबह से बारिश हो रही है।", manual: [] };
const tagsOf = (change: Partial<SuggestInput>): readonly string[] =>
  suggestTags({ ...post, ...change }).suggestions.map(({ tag }) => tag);
const whyOf = (change: Partial<SuggestInput>, tag: string) =>
  suggestTags({ ...post, ...change }).suggestions.find((each) => each.tag === tag)?.why;

describe("suggestTags", () => {
  it("suggests what the text says, with its aliases", () => {
    const [first] = suggestTags(post).suggestions;
    expect(first?.tag).to.equal("#बारिश");
    expect(first?.aliases).to.deep.include({ language: "ta", tag: "#மழை" });
    expect(first?.why.sentence).to.equal('Its text says "बारिश".');
  });

  const cases: readonly (readonly [what: string, input: Partial<SuggestInput>, tag: string, sentence: RegExp])[] = [
    [
      "a key phrase",
      { analysis: analysis({ keyPhrases: [phrase("चाय की दुकान")] }) },
      "#चाय",
      /the post speaks of "चाय की दुकान"/i,
    ],
    [
      "a phrase that nobody uses",
      { text: "", analysis: analysis({ keyPhrases: [phrase("गरम पकौड़े")] }), used: { posts: 9, tags: [] } },
      "#गरम_पकौड़े".normalize("NFC"),
      /speaks of/,
    ],
    [
      "an entity",
      { analysis: analysis({ entities: [{ ...phrase("वाराणसी"), Type: "LOCATION" }] }) },
      "#वाराणसी",
      /The post names वाराणसी \(LOCATION\)/,
    ],
    ["captions", { text: "", captions: "क्रिकेट और क्रिकेट" }, "#क्रिकेट", /Its captions say it 2 times/],
    [
      "tags that stand beside it",
      { together: [{ seed: "#बारिश", tag: "#पकौड़े".normalize("NFC"), posts: 20, seedPosts: 40 }] },
      "#पकौड़े".normalize("NFC"),
      /It stands beside #बारिश \(20 of 40 posts\)/,
    ],
    [
      "the author's habits",
      { text: "", history: { posts: 10, tags: [{ tag: "#सुबह_की_बात", posts: 8 }] } },
      "#सुबह_की_बात",
      /The author has it in 8 of 10 posts/,
    ],
    [
      "a trend of the language, in other words",
      { trends: [{ tag: "#rain" }] },
      "#बारिश",
      /it is number 1 of the trends in Hindi/,
    ],
    [
      "an English pivot's phrase",
      { language: "or", text: "ବର୍ଷା", analysis: analysis({ keyPhrases: [phrase("the monsoon"), phrase("cricket")] }) },
      "#କ୍ରିକେଟ",
      /speaks of "cricket"/,
    ],
    [
      "an English pivot's plural",
      { language: "or", text: "ବିବାହ", manual: ["#ବିବାହ"], analysis: analysis({ keyPhrases: [phrase("two temples")] }) },
      "#ମନ୍ଦିର",
      /speaks of "two temples"/,
    ],
    [
      "a strong tone",
      { analysis: analysis({ sentiment: sentiment(0.97, 0.01) }) },
      "#खुशी",
      /The post is positive \(0.97\)/,
    ],
  ];
  for (const [what, input, tag, sentence] of cases) {
    it(`knows ${what}, and says why`, () => expect(whyOf(input, tag)?.sentence ?? "", tag).to.match(sentence));
  }

  it("finds inflected words, and leaves words alone that only begin alike", () => {
    expect(tagsOf({ language: "bn", text: "দীপাবলির আলো" })).to.include("#দীপাবলি");
    expect(tagsOf({ language: "kn", text: "ದೀಪಾವಳಿಗೆ ರಂಗೋಲಿ" })).to.include("#ದೀಪಾವಳಿ");
    expect(tagsOf({ language: "en", text: "teaching artists" })).to.deep.equal([]);
    expect(tagsOf({ language: "en", text: "two weddings" })).to.deep.equal(["#wedding"]);
  });

  it("never suggests what the author has set, in whatever spelling or language", () => {
    expect(tagsOf({ manual: ["#monsoon"] })).to.deep.equal([]);
    expect(tagsOf({ manual: ["#बारिश"] })).to.deep.equal([]);
    expect(
      tagsOf({ text: "हिंदी", manual: ["#हिन्दी"], used: { posts: 9, tags: [{ tag: "#हिंदी", posts: 5 }] } }),
    ).to.deep.equal([]);
  });

  it("has the author's tags and what the post says as seeds, and no more than may be looked up", () => {
    const seeds = seedsOf({ ...post, manual: ["#गाँव"], captions: "नमस्ते" });
    expect(seeds).to.deep.equal(["#गाँव", "#बारिश", "#सुबह", "#से", "#हो", "#रही", "#है", "#नमस्ते"]);
    const keyPhrases = Array.from({ length: 30 }, (_, index) => phrase(`शब्द${"क".repeat(index + 1)}`));
    expect(seedsOf({ ...post, analysis: analysis({ keyPhrases }) })).to.have.length(SUGGEST_PARAMETERS.mostSeeds);
  });

  it("does not believe a trend alone", () => {
    const trends = [{ tag: "#चुनाव" }, { tag: "#क्रिकेट" }];
    expect(tagsOf({ text: "नमस्ते", trends, used: { posts: 100, tags: [{ tag: "#चुनाव", posts: 50 }] } })).to.deep.equal(
      [],
    );
  });

  it("puts a tag of joy before another in a happy post, and after it in a sad one that is not sad enough for a veto", () => {
    const ranked = (positive: number, negative: number, ...joyful: readonly number[]) => {
      const [diwali = 0, cricket = 0] = joyful;
      const tags = [
        { tag: "#दिवाली", posts: diwali },
        { tag: "#क्रिकेट", posts: cricket },
      ];
      const felt = analysis({ sentiment: sentiment(positive, negative) });
      return tagsOf({ text: "नमस्ते", history: { posts: 10, tags }, analysis: felt });
    };
    const [first, second] = ["#दिवाली", "#क्रिकेट"];
    expect(ranked(0.3, 0.3, 4, 5)).to.deep.equal([second, first]);
    expect(ranked(0.8, 0.05, 4, 5)).to.deep.equal([first, second]);
    expect(ranked(0.3, 0.3, 5, 4)).to.deep.equal([first, second]);
    expect(ranked(0.05, 0.65, 5, 4)).to.deep.equal([second, first]);
    expect(ranked(0.05, 0.75, 5, 4)).to.deep.equal([second]);
  });

  it("ranks by sentiment, and keeps joy out of grief", () => {
    const history = { posts: 10, tags: [{ tag: "#दिवाली", posts: 5 }] };
    const sad = { history, analysis: analysis({ sentiment: sentiment(0.02, 0.95) }) };
    expect(tagsOf({ history })).to.include("#दिवाली");
    expect(tagsOf(sad)).to.not.include("#दिवाली");
    expect(suggestTags({ ...post, ...sad }).vetoed.map(({ tag }) => tag)).to.deep.equal(["#दिवाली"]);
    const said = suggestTags({ ...post, text: "दिवाली", analysis: sad.analysis }).suggestions;
    const why = said.find(({ tag }) => tag === "#दिवाली")?.why;
    expect(why?.contributions.at(-1)).to.include({ feature: "mood", value: -0.93 });
  });

  it("adds one tone tag at the most, and none to a calm post", () => {
    const calm = tagsOf({ analysis: analysis({ sentiment: sentiment(0.5, 0.1) }) });
    expect(calm).to.deep.equal(["#बारिश"]);
    const tones = tagsOf({ analysis: analysis({ sentiment: sentiment(0.05, 0.93) }) }).filter((tag) =>
      ["#happiness", "#sadness"].includes(meaningOf(tag)),
    );
    expect(tones).to.deep.equal(["#दुख"]);
  });

  const voices = fc.constantFrom(...VOICES);
  const words = voices.chain(({ language, topics }) => {
    const sentence = fc.constantFrom(...topics.map(([each]) => each));
    const tag = fc.constantFrom(...VOICES.flatMap((voice) => voice.topics.map(([, each]) => each.normalize("NFC"))));
    const counted = fc.record({ tag, posts: fc.integer({ min: 1, max: 30 }) });
    const list = fc.uniqueArray(counted, { selector: (each) => each.tag, maxLength: 8 });
    return fc.record({
      language: fc.constant(language),
      text: fc.array(sentence, { maxLength: 3 }).map((some) => some.join(" ")),
      captions: sentence,
      manual: fc.uniqueArray(tag, { maxLength: 3 }),
      analysis: fc.record({
        keyPhrases: fc.array(
          fc.record({
            Text: sentence.map((all) => all.split(" ").slice(0, 2).join(" ")),
            Score: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          { maxLength: 5 },
        ),
        entities: fc.array(
          tag.map((each) => ({ Text: each.slice(1), Score: 0.9, Type: "PERSON" })),
          { maxLength: 3 },
        ),
        sentiment: fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => sentiment(a / 100, b / 100)),
      }),
      used: list.map((tags) => ({ posts: 100, tags })),
      together: fc.array(
        counted.chain((each) => tag.map((seed) => ({ ...each, seed, seedPosts: 30 }))),
        { maxLength: 8 },
      ),
      trends: list,
      history: list.map((tags) => ({ posts: 30, tags })),
    });
  });

  it("keeps its promises whatever comes", () => {
    fc.assert(
      fc.property(words, (input) => {
        const { suggestions } = suggestTags(input);
        expect(suggestions.length).to.be.at.most(5);
        const keys = suggestions.map(({ tag }) => tagKey(tag));
        const set = new Set(input.manual.map(tagKey));
        expect(new Set([...keys, ...set])).to.have.length(keys.length + set.size);
        const script = languageRow(input.language)?.script ?? "";
        for (const { tag, score, why, aliases } of suggestions) {
          expect(extractTags(tag)).to.deep.equal([tag]);
          const letters = tag.match(/\p{L}/gu)?.join("") ?? "";
          expect(letters).to.match(new RegExp(`^\\p{Script=${script}}+$`, "u"));
          expect(why.contributions).to.not.deep.equal([]);
          for (const { feature, value, adds } of why.contributions) {
            expect(value).to.be.within(feature === "mood" ? -1 : 0, 1);
            expect(adds).to.be.closeTo(value * SUGGEST_WEIGHTS[feature], 1e-3);
          }
          expect(why.contributions.reduce((sum, { adds }) => sum + adds, 0)).to.be.closeTo(score, 1e-6);
          expect(aliases.map(({ language }) => language)).to.not.include(input.language);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("does not depend on the order of its input", () => {
    const turned = <Item>(items: readonly Item[]): Item[] => [...items].reverse();
    fc.assert(
      fc.property(words, (input) => {
        const other: SuggestInput = {
          ...input,
          analysis: {
            ...input.analysis,
            keyPhrases: turned(input.analysis.keyPhrases),
            entities: turned(input.analysis.entities),
          },
          together: turned(input.together),
          used: { ...input.used, tags: turned(input.used.tags) },
          history: { ...input.history, tags: turned(input.history.tags) },
        };
        const plain = (each: SuggestInput) => suggestTags(each).suggestions.map(({ tag, score }) => [tag, score]);
        expect(plain(other)).to.deep.equal(plain(input));
      }),
      { numRuns: 100 },
    );
  });
});
