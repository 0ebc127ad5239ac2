import {
  captionsIn,
  correctedCaptions,
  correctedWrite,
  correctionAnswer,
  correctionRefusal,
  correctionStep,
  correctionWrites,
  cuesOf,
  foundCaptions,
  fromSrt,
  parseCorrection,
  toSrt,
  translationsToRenew,
  type CaptionItem,
  type CorrectionItem,
  type CueCorrection,
  type HttpCall,
  type MediaItem,
  type ProblemKind,
} from "@huut/domain";
import { expect } from "chai";
import { storedOf } from "../stored";
import { captions, correctedCue, media, MEDIA_VERSION, NOW } from "./items";

const path = "/v1/posts/p-1/captions/hi/cues/2";

function call(body: unknown, more: Partial<HttpCall> = {}): HttpCall {
  return {
    path,
    parameters: { id: "p-1", language: "hi", n: "2" },
    query: {},
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    subject: "u-1",
    ...more,
  };
}

const good = { text: "ठीक है", revision: 0 };
const match = (tag: string) => ({ headers: { "content-type": "application/json", "if-match": tag } });

function correctionOf(body: object = good, more: Partial<HttpCall> = {}): CueCorrection {
  const parsed = parseCorrection(call(body, more));
  if (!parsed.ok) throw new Error(parsed.problem.detail);
  return parsed.value;
}

describe("a correction", () => {
  it("names a cue from 1, a text in NFC without idle space, and the revision that was seen", () => {
    expect(correctionOf({ text: "  cafe\u0301 \n है ", revision: 3 })).to.deep.equal({
      path,
      subject: "u-1",
      postId: "p-1",
      language: "hi",
      cue: 1,
      text: "café है",
      revision: 3,
    });
  });

  it("takes the revision of If-Match as well", () => {
    expect(correctionOf({ text: "a" }, match('"7"')).revision).to.equal(7);
    expect(correctionOf({ text: "a", revision: 7 }, match('"7"')).revision).to.equal(7);
  });

  const parameters = { id: "p-1", language: "hi", n: "2" };
  const refused: readonly (readonly [string, HttpCall, number, string | undefined])[] = [
    ["of nobody", { ...call(good), subject: "" }, 403, undefined],
    ["with a query", call(good, { query: { a: "1" } }), 400, "a"],
    ["of no post", call(good, { parameters: { ...parameters, id: "" } }), 400, "id"],
    ["in no language", call(good, { parameters: { ...parameters, language: "!" } }), 400, "language"],
    ["of cue 0", call(good, { parameters: { ...parameters, n: "0" } }), 400, "n"],
    ["of cue 1e3", call(good, { parameters: { ...parameters, n: "1e3" } }), 400, "n"],
    ["without a text", call({ revision: 0 }), 400, "text"],
    ["without a revision", call({ text: "a" }), 428, "revision"],
    ["of a revision that is none", call({ text: "a", revision: -1 }), 400, "revision"],
    ["of a revision that is a text", call({ text: "a", revision: "0" }), 400, "revision"],
    ["of two revisions", call({ text: "a", revision: 1 }, match('"2"')), 400, "If-Match"],
    ["of any revision", call({ text: "a" }, match("*")), 400, "If-Match"],
    ["with control characters", call({ text: "a\u0007b", revision: 0 }), 422, "text"],
    ["of three lines", call({ text: "आठ अक्षर ".repeat(20), revision: 0 }), 422, "text"],
    ["of half a character", call({ text: "a\ud800", revision: 0 }), 422, "text"],
    ["of nothing", call({ text: " ", revision: 0 }), 422, "text"],
    ["with a field too many", call({ ...good, start: 1 }), 400, "start"],
    ["that is no JSON", { ...call(good), body: "{" }, 400, undefined],
  ];
  for (const [what, bad, status, parameter] of refused) {
    it(`${what} is ${status}`, () => {
      const parsed = parseCorrection(bad);
      if (parsed.ok) throw new Error("accepted");
      expect(parsed.problem.status).to.equal(status);
      expect(parsed.problem.parameter).to.equal(parameter);
    });
  }

  it("that does not fit is told the limit", () => {
    const parsed = parseCorrection(call({ text: "आठ अक्षर ".repeat(20), revision: 0 }));
    expect(!parsed.ok && parsed.problem.detail).to.match(/2 lines of 42/);
  });
});

type Items = readonly (MediaItem | CaptionItem)[];

describe("whether captions can be corrected", () => {
  const UNSUPPORTED = { state: "unsupported", reason: "Amazon Translate has no Hindi." } as const;
  const cases: readonly (readonly [string, Items, ProblemKind | undefined, string?])[] = [
    ["of a post that nobody knows", [], "unknown-post"],
    ["of somebody else", [media(), captions("hi")], "not-the-author", "u-2"],
    ["of somebody else, that were withdrawn", [media({ state: "withdrawn" })], "not-the-author", "u-2"],
    ["of a removed post", [media({ state: "withdrawn" })], "captions-withdrawn"],
    ["in a language that there are none in", [media(), captions("en")], "captions-missing"],
    ["that could not be made", [media(), captions("hi", { state: "failed" })], "captions-failed"],
    ["that never will be", [media(), captions("hi", UNSUPPORTED)], "captions-unsupported"],
    ["that nobody can make of what is spoken", [media({ spokenLanguage: "or-IN" })], "captions-unsupported"],
    ["that are being made", [media(), captions("hi", { state: "translating" })], "captions-not-ready"],
    ["that are ready", [media(), captions("hi")], undefined],
  ];
  for (const [what, items, kind, subject = "u-1"] of cases) {
    it(`${what}: ${kind ?? "they can"}`, () => {
      const refused = correctionRefusal(correctionOf(good, { subject }), foundCaptions(items));
      expect(refused?.type).to.equal(kind && `urn:huut:problem:${kind}`);
    });
  }
});

const stored = { ...storedOf(["नमस्ते दोस्तो।", "आज मौसम", "अच्छा है।"]), mediaVersion: MEDIA_VERSION };
const item = captions("hi");

function written(more: Partial<CorrectionItem> = {}): CorrectionItem {
  return {
    postId: "p-1",
    language: "hi#00001",
    mediaVersion: MEDIA_VERSION,
    cue: 1,
    text: "आज का मौसम",
    revision: 1,
    correctedBy: "u-1",
    correctedAt: NOW,
    ...more,
  };
}

describe("the step of a correction", () => {
  const step = (correction: CueCorrection, current?: CorrectionItem) =>
    correctionStep(correction, { item, stored, written: current, now: NOW });

  it("writes the first one of a cue", () => {
    const made = step(correctionOf({ text: "आज का मौसम", revision: 0 }));
    expect(made).to.deep.equal({ kind: "write", item: written() });
  });

  it("writes the next one over what was seen", () => {
    const made = step(correctionOf({ text: "कल", revision: 1 }), written());
    expect(made.kind === "write" && made.item).to.include({ revision: 2, text: "कल" });
  });

  it("begins anew with other media", () => {
    const made = step(correctionOf(), written({ mediaVersion: "0123456789abcdef", revision: 9 }));
    expect(made.kind === "write" && made.item).to.include({ revision: 1 });
  });

  it("is made already when the same comes again", () => {
    for (const revision of [0, 1]) {
      const made = step(correctionOf({ text: "आज का मौसम", revision }), written());
      expect(made).to.deep.equal({ kind: "there", revision: 1 });
    }
  });

  it("is made already when it says what was heard", () => {
    expect(step(correctionOf({ text: "आज मौसम", revision: 0 }))).to.deep.equal({ kind: "there", revision: 0 });
  });

  it("is refused over what was not seen, which it is told", () => {
    for (const [revision, current] of [
      [0, written({ revision: 3 })],
      [4, written({ revision: 3 })],
      [1, undefined],
    ] as const) {
      const made = step(correctionOf({ text: "कल", revision }), current);
      const is = current?.revision ?? 0;
      expect(made.kind === "refuse" && made.problem).to.deep.include({ status: 412, parameter: "revision" });
      const text = current === undefined ? {} : { text: current.text };
      expect(made.kind === "refuse" && made.problem.current).to.deep.equal({ n: 2, revision: is, ...text });
    }
  });

  it("is refused for a cue that there is not", () => {
    const made = step({ ...correctionOf(), cue: 3 });
    expect(made.kind === "refuse" && made.problem).to.include({ status: 404, parameter: "n" });
    expect(made.kind === "refuse" && made.problem.cure).to.equal("give a cue from 1 to 3");
  });
});

describe("the writes of a correction", () => {
  it("are refused over another one, and without captions to correct", () => {
    const context = { stored, now: NOW };
    const [first, owed, ...others] = correctionWrites(written(), item, context);
    expect(first?.item).to.deep.equal(written());
    expect(first?.condition).to.equal("attribute_not_exists(#revision) OR #mediaVersion <> :mediaVersion");
    expect(owed).to.deep.include({ key: { postId: "p-1", language: "hi" } });
    expect(owed?.condition).to.equal("#state = :ready AND #mediaVersion = :mediaVersion");
    expect(others).to.deep.equal([]);
    const [next] = correctionWrites(written({ revision: 2 }), item, context);
    expect(next?.condition).to.equal("#revision = :seen AND #mediaVersion = :mediaVersion");
    expect(next?.values).to.deep.equal({ ":seen": 1, ":mediaVersion": MEDIA_VERSION });
  });

  it("note on the spoken captions what a correction of a translation owes, and hold it to the translation", () => {
    const own = written({ language: "en#00002", cue: 2, revision: 3 });
    const [, ready, owed, ...others] = correctionWrites(own, captions("en"), { stored, now: NOW });
    expect(ready)
      .to.deep.include({ key: { postId: "p-1", language: "en" } })
      .and.to.not.have.property("update");
    expect(owed).to.deep.include({ key: { postId: "p-1", language: "hi" } });
    expect(owed?.values).to.deep.include({ ":owes": new Set(["en#00002@3"]), ":now": NOW });
    expect(others).to.deep.equal([]);
  });

  it("tell of the files only when they hold more corrections than were told of", () => {
    const made = correctedCaptions(item, stored, [written()], []);
    const write = correctedWrite(item, made, NOW);
    expect(write.condition).to.equal("#state = :ready AND #mediaVersion = :mediaVersion AND #revision < :revision");
    expect(write.values).to.include({ ":revision": 1, ":text": "नमस्ते दोस्तो। आज का मौसम अच्छा है।" });
    const long = correctedWrite(item, { ...made, text: "क".repeat(70_000) }, NOW);
    expect(long.update).to.match(/REMOVE #text$/);
  });
});

describe("corrected captions", () => {
  it("of the spoken language are the transcript's, but for what was corrected", () => {
    const { cues, revision, quality } = correctedCaptions(item, stored, [written({ revision: 5 })], []);
    expect(cues.map(({ lines }) => lines.join(" "))).to.deep.equal(["नमस्ते दोस्तो।", "आज का मौसम", "अच्छा है।"]);
    expect(revision).to.equal(5);
    expect(quality.coverage?.share).to.equal(1);
  });

  it("of a translation are the published ones, but for what was corrected", () => {
    const published = stored.cues.map(({ start, end }, index) => ({ start, end, lines: [`cue ${index + 1}`] }));
    const own = written({ language: "en#00002", cue: 2, text: "is nice.", revision: 2 });
    const made = correctedCaptions(captions("en"), stored, [own], fromSrt(toSrt(published)));
    expect(made.cues.map(({ lines }) => lines.join(" "))).to.deep.equal(["cue 1", "cue 2", "is nice."]);
    expect(made.revision).to.equal(2);
    expect(made.text).to.equal("cue 1 cue 2 is nice.");
  });

  it("do not depend on which correction came first", () => {
    const list = [written(), written({ language: "hi#00000", cue: 0, text: "सलाम।" })];
    expect(correctedCaptions(item, stored, list, [])).to.deep.equal(
      correctedCaptions(item, stored, list.toReversed(), []),
    );
  });

  it("answer the cue as it is shown now", () => {
    const { cues, revision } = correctedCaptions(item, stored, [written()], []);
    const shown = { cues: cuesOf(stored, cues, 1), revision: 1, captionsRevision: revision };
    const answer = correctionAnswer(correctionOf({ text: "आज का मौसम", revision: 0 }), shown);
    expect(answer.headers["etag"]).to.equal('"1"');
    expect(JSON.parse(answer.body)).to.deep.equal(correctedCue(stored, "आज का मौसम"));
  });
});

it("translations of every language that has captions, or is getting them, follow the spoken ones", () => {
  const items = [
    media(),
    captions("hi"),
    captions("en"),
    captions("ta", { state: "translating" }),
    captions("te", { state: "failed" }),
    captions("or", { state: "unsupported" }),
  ];
  const found = foundCaptions(items);
  expect(captionsIn(found, "hi")?.source).to.equal("transcribed");
  expect(translationsToRenew(found)).to.deep.equal(
    ["en", "ta", "te"].map((language) => ({
      kind: "translate",
      postId: "p-1",
      mediaVersion: MEDIA_VERSION,
      language,
    })),
  );
});
