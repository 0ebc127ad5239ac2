import {
  draftAnswer,
  draftCount,
  draftItem,
  draftPost,
  draftsUsedUp,
  HASHTAGS_SUGGEST_SCOPE,
  MAX_DRAFT_BYTES,
  MAX_DRAFT_GRAPHEMES,
  MAX_TAGS,
  parseDraft,
  stageOf,
  suggestInput,
  suggestTags,
  type DraftGap,
  type HttpCall,
  type TextAnalysis,
} from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";
import { DRAFT_ROUTES } from "../../../components/hashtag-engine/draft";

const NOW = "2026-11-03T05:00:00.000Z";

const calling = (body: unknown, more: Partial<HttpCall> = {}): HttpCall => ({
  path: "/v1/hashtags/suggest",
  parameters: {},
  query: {},
  headers: { "content-type": "application/json" },
  subject: "u-1",
  body: typeof body === "string" ? body : JSON.stringify(body),
  ...more,
});
const parsed = (body: unknown) => {
  const draft = parseDraft(calling(body));
  if (!draft.ok) throw new Error(draft.problem.detail);
  return draft.value;
};

describe("a call for suggestions", () => {
  it("has the scope of its route", () => {
    expect(DRAFT_ROUTES.map(({ scope }) => scope)).to.deep.equal([HASHTAGS_SUGGEST_SCOPE]);
  });

  it("is a text, tags and a language, in one spelling", () => {
    const draft = parsed({ text: "मैच", tags: ["＃Sunday", "#sunday", " #फ़िल्म"], language: "HI-in" });
    const common = { path: "/v1/hashtags/suggest", subject: "u-1" };
    const tags = ["#sunday", "#फ़िल्म".normalize("NFC")];
    expect(draft).to.deep.equal({ ...common, text: "मैच", tags, language: "hi-IN" });
    expect(parsed({ text: "e\u0301" })).to.deep.equal({ ...common, text: "é", tags: [] });
    expect(parsed({ text: "", tags: ["#मैच"] }).tags).to.deep.equal(["#मैच"]);
  });

  const long = (length: number) => "க".repeat(length);
  const cases: readonly (readonly [string, unknown, string | undefined, RegExp])[] = [
    ["nothing", "", undefined, /send a JSON object with text, tags, language/],
    ["a list", [], undefined, /no object/],
    ["an unknown field", { text: "a", mood: "sad" }, "mood", /not known; send a JSON object with text/],
    ["no text", { tags: ["#a"] }, "text", /is no text; give a text/],
    ["a number", { text: 1 }, "text", /is no text/],
    ["blanks", { text: " \n" }, "text", /says nothing; give some text, or tags/],
    ["half of a pair", '{"text":"\\ud83c"}', "text", /surrogate/],
    ["too many bytes", { text: long(1667) }, "text", /has 5001 bytes; give a text of at most 5000 bytes/],
    ["too many characters", { text: "a".repeat(2001) }, "text", /has 2001 characters/],
    ["a word for tags", { text: "a", tags: "#a" }, "tags", /is no list; give a list of at most 50/],
    ["too many tags", { text: "a", tags: Array(51).fill("#a") }, "tags", /has 51 entries/],
    ["a tag that is none", { text: "a", tags: ["#a", "b"] }, "tags[1]", /is no hashtag; give .* # and a word/],
    ["a number of tags", { text: "a", tags: ["#108"] }, "tags[0]", /is no hashtag/],
    [
      "a language that is none",
      { text: "a", language: "Hindi language" },
      "language",
      /give a language tag such as hi/,
    ],
    ["no language at all", { text: "a", language: "und" }, "language", /is no language tag/],
    ["a language that is no text", { text: "a", language: 1 }, "language", /is no language tag/],
    ["null", { text: "a", language: null }, "language", /is no language tag/],
  ];
  for (const [what, body, parameter, detail] of cases) {
    it(`with ${what} is refused, with the parameter and the cure`, () => {
      const draft = parseDraft(calling(body));
      if (draft.ok) throw new Error("It was taken");
      expect([draft.problem.status, draft.problem.parameter]).to.deep.equal([400, parameter]);
      expect(draft.problem.detail).to.match(detail);
      expect(draft.problem.cure).to.not.equal(undefined);
    });
  }

  it("takes what just fits", () => {
    expect(parsed({ text: `${long(1666)}ab` }).text.length).to.equal(1668);
    expect(parsed({ text: "a".repeat(MAX_DRAFT_GRAPHEMES), tags: Array(MAX_TAGS).fill("#a") }).tags).to.have.length(1);
    // A family is one character.
    expect(parsed({ text: "👨‍👩‍👧‍👦".repeat(200) }).text).to.have.length(2200);
  });

  it("is bounded and normalized, or refused with a problem, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            text: fc.oneof(fc.string({ unit: "binary", maxLength: 2500 }), fc.anything()),
            tags: fc.oneof(fc.array(fc.string({ unit: "grapheme" })), fc.anything()),
            language: fc.oneof(fc.constantFrom("hi", "ta-Taml", "x"), fc.string(), fc.anything()),
          },
          { requiredKeys: [] },
        ),
        (body) => {
          let text: string;
          try {
            text = JSON.stringify(body) ?? "";
          } catch {
            // No JSON, so nothing that could be sent.
            return;
          }
          const draft = parseDraft(calling(text));
          if (!draft.ok) expect(draft.problem.status).to.be.oneOf([400, 413]);
          else {
            expect(Buffer.byteLength(draft.value.text)).to.be.at.most(MAX_DRAFT_BYTES);
            expect(draft.value.text).to.equal(draft.value.text.normalize("NFC"));
            expect(draft.value.tags.length).to.be.at.most(MAX_TAGS);
          }
        },
      ),
    );
  });
});

describe("the answer about a draft", () => {
  const FEATURE = { state: "complete" } as const;
  const ANALYSIS: TextAnalysis = {
    language: "hi",
    languageBy: "comprehend",
    languageScore: 0.9,
    state: "complete",
    features: { sentiment: FEATURE, keyPhrases: FEATURE, entities: FEATURE },
    sentiment: { Sentiment: "POSITIVE", SentimentScore: { Positive: 0.97, Negative: 0, Neutral: 0.03, Mixed: 0 } },
    keyPhrases: [{ Text: "क्रिकेट", Score: 0.9 }],
    entities: [],
  };
  const without = (...fields: readonly string[]) =>
    Object.fromEntries(
      Object.entries(ANALYSIS).filter(([field]) => !fields.includes(field)),
    ) as unknown as TextAnalysis;
  const answer = (analysis: TextAnalysis, gaps: readonly DraftGap[] = [], language?: string) => {
    const draft = parsed({ text: "क्रिकेट #मैच", ...(language && { language }) });
    const post = draftPost(draft, NOW);
    const item = draftItem(analysis, NOW);
    expect(stageOf(item)).to.equal(undefined);
    const input = suggestInput(post, item);
    const found = { ...suggestTags(input), post, analysis, language: input.language, gaps: new Set(gaps) };
    const { status, body } = draftAnswer(found);
    return { status, ...(JSON.parse(body) as Record<string, unknown>) } as Record<string, unknown>;
  };

  it("has tags of both kinds side by side, the tone, and how the language was told", () => {
    const told = answer(ANALYSIS);
    expect(told).to.deep.include({
      status: 200,
      language: { tag: "hi", by: "comprehend", score: 0.9 },
      sentiment: { label: "positive", scores: { positive: 0.97, negative: 0, neutral: 0.03, mixed: 0 } },
      without: [],
    });
    const tags = (source: string) => (told[source] as { readonly tag: string }[]).map(({ tag }) => tag);
    expect(tags("manual")).to.deep.equal(["#मैच"]);
    expect(tags("automated")).to.include.members(["#क्रिकेट", "#खुशी"]);
  });

  it("tells gaps in one order, and what goes missing with a translation", () => {
    const told = answer(without("sentiment"), ["trends", "translation"]);
    expect(told["without"]).to.deep.equal(["translation", "sentiment", "keyPhrases", "entities", "trends"]);
    expect(told).to.not.have.property("sentiment");
    expect(told).to.have.nested.property("features.entities.state", "left-out");
  });

  it("says where a language comes from that the text does not tell", () => {
    const none = without("language", "languageBy");
    expect(answer(none)["language"]).to.deep.equal({ tag: "en", by: "usual" });
    expect(answer(none, [], "mr")["language"]).to.deep.equal({ tag: "mr", by: "stated" });
  });
});

describe("the day's count of drafts", () => {
  it("is one of a user and UTC day, and names nobody", () => {
    const key = (subject: string, now: string) => draftCount(subject, now).key?.["digest"];
    expect(key("u-1", NOW)).to.equal(key("u-1", "2026-11-03T23:59:59.999Z"));
    const keys = [key("u-1", NOW), key("u-2", NOW), key("u-1", "2026-11-04T00:00:00.000Z")];
    expect(new Set(keys).size).to.equal(3);
    expect(JSON.stringify(draftCount("u-1", NOW))).to.not.include("u-1");
    // Two midnights later.
    expect(draftCount("u-1", NOW).values[":expiresAt"]).to.equal(Date.UTC(2026, 10, 5) / 1000);
  });

  it("says when the next day begins", () => {
    const { status, headers } = draftsUsedUp("/v1/hashtags/suggest", NOW);
    expect([status, headers["retry-after"]]).to.deep.equal([429, String(19 * 3600)]);
  });
});
