import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { parseTranscript, TranscriptProblem, type Word } from "@huut/domain";
import { mark, output, word, type Item } from "./transcribe-output";

const spans = (words: readonly Word[]) => words.map(({ text, start, end }) => [text, start, end]);
const problemOf = (json: unknown): TranscriptProblem => {
  try {
    parseTranscript(json);
  } catch (error) {
    if (error instanceof TranscriptProblem) return error;
    throw error;
  }
  throw new Error("No problem was found.");
};

describe("parseTranscript", () => {
  it("reads plain output: words in milliseconds, punctuation with its word", () => {
    const items = [word("Hello", "0.14", "0.6"), mark(","), word("world", "0.605", "1.2"), mark(".")];
    const transcript = parseTranscript(output(items, { language_code: "en-IN" }, "Hello, world."));
    expect(transcript).to.deep.equal({
      jobName: "post-1-0123456789abcdef",
      language: "en-IN",
      languages: [{ code: "en-IN", seconds: 1.055 }],
      words: [
        { text: "Hello", start: 140, end: 600, confidence: 0.98, trail: "," },
        { text: "world", start: 605, end: 1_200, confidence: 0.98, trail: "." },
      ],
      text: "Hello, world.",
      confidence: 0.98,
    });
  });

  it("reads a file that the service wrote, which comes with a converter for such files", () => {
    const file = require.resolve("aws-transcription-to-srt/tests/futurama.json");
    const { text, words, confidence } = parseTranscript(JSON.parse(readFileSync(file, "utf8")));
    expect(text).to.equal("look at me. I'm doctor Zoidberg, homeowner.");
    expect(words).to.have.length(7);
    expect(confidence).to.be.within(0.8, 0.85);
  });

  it("takes speakers from the items, else from the segments of speaker_labels by their times", () => {
    const items = [word("हाँ", "0.1", "0.5"), word("जी", "1.0", "1.4", { speaker_label: "spk_1" })];
    const segments = [
      { start_time: "0.1", end_time: "0.5", speaker_label: "spk_0", items: [{ start_time: "0.10", end_time: "0.5" }] },
    ];
    const { words } = parseTranscript(output(items, { speaker_labels: { speakers: 2, segments } }));
    expect(words.map(({ speaker }) => speaker)).to.deep.equal(["spk_0", "spk_1"]);
  });

  it("puts the items of channels, which are not in time order, into one order, with each channel's own punctuation", () => {
    const left = [word("I", "4.8", "5.0"), word("called", "5.0", "5.4"), mark(".")];
    const right = [word("Sorry", "1.0", "1.5"), mark(","), word("hello", "1.6", "2.0"), mark("?")];
    const channels = [
      { channel_label: "ch_0", items: left },
      { channel_label: "ch_1", items: right },
    ];
    const { words, text } = parseTranscript(
      output([...left, ...right], { channel_labels: { channels, number_of_channels: 2 } }),
    );
    expect(text).to.equal("Sorry, hello? I called.");
    expect(words.map(({ channel }) => channel)).to.deep.equal(["ch_1", "ch_1", "ch_0", "ch_0"]);
  });

  it("reads channel items without the grouping", () => {
    const items = [
      word("two", "2.0", "2.4", { channel_label: "ch_0" }),
      word("one", "1.0", "1.4", { channel_label: "ch_1" }),
    ];
    const { words } = parseTranscript(output(items));
    expect(words.map(({ text, channel }) => [text, channel])).to.deep.equal([
      ["one", "ch_1"],
      ["two", "ch_0"],
    ]);
  });

  it("keeps the phrases of two who speak at once apart, without any overlap of times", () => {
    const a = { speaker_label: "spk_0" };
    const b = { speaker_label: "spk_1" };
    const items = [
      word("we", "1.0", "1.5", a),
      word("yes", "1.2", "1.6", b),
      word("begin", "1.5", "2.0", a),
      word("indeed", "1.6", "2.4", b),
      mark(".", b),
      word("now", "2.0", "2.5", a),
    ];
    const { words } = parseTranscript(output(items));
    expect(spans(words)).to.deep.equal([
      ["we", 1_000, 1_500],
      ["begin", 1_500, 2_000],
      ["now", 2_000, 2_500],
      ["yes", 2_500, 2_501],
      ["indeed", 2_501, 2_502],
    ]);
  });

  it("lets somebody else in after a sentence, and after seven seconds without a pause", () => {
    const said = (content: string, start: number, speaker: string) =>
      word(content, String(start), String(start + 0.5), { speaker_label: speaker });
    const stop = mark(".", { speaker_label: "spk_0" });
    const short = [said("no", 1, "spk_0"), stop, said("aha", 1.2, "spk_1"), said("stay", 1.5, "spk_0")];
    expect(parseTranscript(output(short)).text).to.equal("no. aha stay");
    const long = Array.from({ length: 40 }, (_, i) => said(`w${i}`, i * 0.5, "spk_0"));
    const { words } = parseTranscript(output([...long, said("aha", 3.1, "spk_1")]));
    const answer = words.findIndex(({ text }) => text === "aha");
    expect(answer).to.be.within(10, 15);
    expect(words[answer]?.start).to.be.within(3_100, 7_500);
  });

  it("does not believe a word of 17 seconds, nor one that ends before it begins or into the next", () => {
    const items = [
      word("uhh", "1.0", "18.0"),
      word("backwards", "20.0", "19.5"),
      word("over", "21.0", "22.0"),
      word("lapping", "21.5", "22.5"),
    ];
    expect(spans(parseTranscript(output(items)).words)).to.deep.equal([
      ["uhh", 1_000, 6_000],
      ["backwards", 20_000, 20_001],
      ["over", 21_000, 21_500],
      ["lapping", 21_500, 22_500],
    ]);
  });

  it("takes punctuation that comes first, that opens, that follows punctuation, and that has no confidence", () => {
    const bare = { type: "punctuation", alternatives: [{ content: "!" }] };
    const items = [
      mark("¿"),
      word("Qué", "0.1", "0.5"),
      mark("?"),
      bare,
      mark("("),
      word("ja", "0.6", "0.9"),
      mark(")"),
    ];
    const { words, text } = parseTranscript(output([mark(","), ...items]));
    expect(text).to.equal(",¿Qué?! (ja)");
    expect(words[0]).to.include({ lead: ",¿", trail: "?!" });
  });

  it("is empty where there are no items, only punctuation, or items without content", () => {
    const blank = { type: "pronunciation", start_time: "0.1", end_time: "0.2", alternatives: [{ content: "" }] };
    for (const items of [[], [mark(".")], [blank], [{ ...blank, alternatives: [] }]]) {
      expect(parseTranscript(output(items, { language_code: "hi-IN" }, ""))).to.deep.equal({
        jobName: "post-1-0123456789abcdef",
        language: "hi-IN",
        languages: [{ code: "hi-IN", seconds: 0 }],
        words: [],
        text: "",
      });
    }
  });

  it("reads speech without punctuation, and words without confidence", () => {
    const items = [{ ...word("ଆଜି", "0.1", "0.4"), alternatives: [{ content: "ଆଜି" }] }, word("ମୁଁ", "0.5", "0.8")];
    const { text, words, confidence } = parseTranscript(output(items));
    expect(text).to.equal("ଆଜି ମୁଁ");
    expect(words[0]).to.not.have.property("confidence");
    expect(confidence).to.equal(0.98);
  });

  it("puts no space before a danda, though results.transcripts has one, and none between words of Japanese", () => {
    const hindi = parseTranscript(output([word("नमस्ते", "0.1", "0.4"), mark("।")], {}, "नमस्ते ।"));
    expect(hindi.text).to.equal("नमस्ते।");
    const japanese = [word("今日", "0.1", "0.4"), word("は", "0.4", "0.5"), mark("。"), word("OK", "0.6", "0.8")];
    expect(parseTranscript(output(japanese)).text).to.equal("今日は。 OK");
  });

  it("takes several languages with their seconds, and the language of each word", () => {
    const items = [
      word("welcome", "0.1", "0.9", { language_code: "en-IN" }),
      word("दोस्तों", "1.0", "1.9", { language_code: "hi-IN" }),
    ];
    const codes = [
      { language_code: "en-IN", duration_in_seconds: 2.45 },
      { language_code: "hi-IN", duration_in_seconds: "5.325" },
    ];
    const { language, languages, words } = parseTranscript(output(items, { language_codes: codes }));
    expect(language).to.equal("hi-IN");
    expect(languages).to.deep.equal([
      { code: "hi-IN", seconds: 5.325 },
      { code: "en-IN", seconds: 2.45 },
    ]);
    expect(words.map((each) => each.language)).to.deep.equal(["en-IN", "hi-IN"]);
  });

  it("adds up the words of each language where the file does not, and takes the likeliest identification", () => {
    const items = [
      word("a", "0.0", "0.4", { language_code: "en-IN" }),
      word("b", "1.0", "3.0", { language_code: "ta-IN" }),
      word("c", "4.0", "4.5", { language_code: "en-IN" }),
    ];
    expect(parseTranscript(output(items)).languages).to.deep.equal([
      { code: "ta-IN", seconds: 2 },
      { code: "en-IN", seconds: 0.9 },
    ]);
    const scores = [
      { score: "0.2", code: "ta-IN" },
      { score: "0.7", code: "te-IN" },
    ];
    expect(parseTranscript(output([word("అది", "0", "1")], { language_identification: scores })).language).to.equal(
      "te-IN",
    );
  });

  it("reads the newer form: ids, and audio segments that tell speaker, channel and language of their items", () => {
    const items = [word("one", "0.1", "0.4", { id: 0 }), mark(".", { id: 1 }), word("two", "1.1", "1.4", { id: 2 })];
    const audio_segments = [
      { id: 0, transcript: "one.", start_time: "0.1", end_time: "0.4", speaker_label: "spk_0", items: [0, 1] },
      {
        id: 1,
        transcript: "two",
        start_time: "1.1",
        end_time: "1.4",
        language_code: "en-US",
        channel_label: "ch_1",
        items: [2],
      },
    ];
    const { words } = parseTranscript(output(items, { audio_segments }));
    expect(words[0]).to.include({ speaker: "spk_0" }).and.not.have.property("language");
    expect(words[1]).to.include({ language: "en-US", channel: "ch_1" });
  });

  it("keeps redacted words, with the confidence of their redaction, in both places where files have it", () => {
    const inside = word("", "0.5", "0.9", {
      alternatives: [{ content: "[PII]", redactions: [{ confidence: "0.9999" }] }],
    });
    const beside = word("", "1.5", "1.9", {
      alternatives: [{ content: "[PII]", confidence: "0.0" }],
      redactions: [{ confidence: "0.75", category: "PII", type: "NAME" }],
    });
    const { words, text } = parseTranscript({ ...output([inside, beside]), isRedacted: true });
    expect(text).to.equal("[PII] [PII]");
    expect(words.map(({ confidence }) => confidence)).to.deep.equal([0.9999, 0.75]);
  });

  it("takes times that are numbers and control characters that a vocabulary brought in", () => {
    const items = [word("New\u0000\nDelhi", 1.5 as unknown as string, 2 as unknown as string)];
    expect(spans(parseTranscript(output(items)).words)).to.deep.equal([["New Delhi", 1_500, 2_000]]);
  });

  it("orders any words of any voices without overlap, loss or empty time", () => {
    const item = fc.record({
      content: fc.constantFrom("க", "word", "ہاں", "दो"),
      start: fc.integer({ min: 0, max: 60_000 }),
      lasts: fc.integer({ min: -500, max: 20_000 }),
      speaker: fc.constantFrom("spk_0", "spk_1", "spk_2"),
      stops: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), (drawn) => {
        const items = drawn.flatMap(({ content, start, lasts, speaker, stops }): Item[] => {
          const [from, to] = [start / 1_000, Math.max(0, start + lasts) / 1_000];
          const spoken = word(content, String(from), String(to), { speaker_label: speaker });
          return stops ? [spoken, mark(".")] : [spoken];
        });
        const { words } = parseTranscript(output(items));
        expect(words).to.have.length(drawn.length);
        words.forEach(({ start, end }, i) => {
          expect(end).to.be.above(start);
          expect(words[i + 1]?.start ?? Infinity).to.be.at.least(end);
        });
        const heard = (list: readonly { content?: string; text?: string }[]) =>
          list.map((each) => each.content ?? each.text);
        expect(heard(words).sort()).to.deep.equal(heard(drawn).sort());
      }),
      { numRuns: 100 },
    );
  });

  const refused: [string, unknown, string, RegExp][] = [
    [
      "a Call Analytics file",
      { JobStatus: "COMPLETED", Transcript: [], ConversationCharacteristics: {} },
      "results",
      /Call Analytics job's output.*StartTranscriptionJob/,
    ],
    [
      "a job's description",
      { TranscriptionJob: { TranscriptionJobName: "x" } },
      "results",
      /description.*TranscriptFileUri/,
    ],
    ["a HealthScribe file", { Conversation: {} }, "results", /HealthScribe/],
    ["any other object", { results: null, text: "x" }, "results", /no transcription job's output/],
    ["a list", [], "$", /object is expected, not \[\]/],
    ["a text", "x", "$", /not "x"/],
    ["nothing", undefined, "$", /not nothing/],
    ["results of another type", { results: [] }, "results", /object is expected/],
    ["items of another type", output("x" as never), "results.items", /list is expected, not "x"/],
    ["an item of another type", output([7 as never]), "results.items[0]", /object is expected, not 7/],
    [
      "an unknown item type",
      output([word("a", "0", "1", { type: "speech" })]),
      "results.items[0].type",
      /not "speech"/,
    ],
    ["a word without a start", output([mark("¿"), word("a", "", "1")]), "results.items[1].start_time", /not ""/],
    ["a time that is none", output([word("a", "0", "soon")]), "results.items[0].end_time", /"4.86", not "soon"/],
    ["a negative time", output([word("a", "-1", "1")]), "results.items[0].start_time", /not "-1"/],
    ["text without words", output([], {}, "नमस्ते"), "results.items", /no words/],
    [
      "a broken channel",
      output([], { channel_labels: { channels: [{ items: [word("a", "x", "1")] }] } }),
      "results.channel_labels.channels[0].items[0].start_time",
      /seconds are expected/,
    ],
  ];
  for (const [what, json, path, message] of refused) {
    it(`refuses ${what}, naming the place and the cure`, () => {
      const problem = problemOf(json);
      expect(problem.path).to.equal(path);
      expect(problem.cure).to.match(/^\p{Lu}.*\.$/u);
      expect(problem.message).to.match(message).and.include(problem.path).and.include(problem.cure);
    });
  }
});
