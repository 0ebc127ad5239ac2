import {
  captionsDocument,
  chooseCaptions,
  documentAnswer,
  fileAnswer,
  foundCaptions,
  parseGetCaptions,
  type CaptionItem,
  type CaptionsQuery,
  type HttpAnswer,
  type HttpCall,
  type MediaItem,
  type PostOfMedia,
} from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";
import { captions, media, MEDIA_VERSION, NOW, post } from "./items";

const path = "/v1/posts/p-1/captions";

function call(query: HttpCall["query"] = {}, headers: HttpCall["headers"] = {}, id = "p-1"): HttpCall {
  return { path, parameters: { id }, query, headers };
}

function queryOf(query: HttpCall["query"] = {}, headers: HttpCall["headers"] = {}): CaptionsQuery {
  const parsed = parseGetCaptions(call(query, headers));
  if (!parsed.ok) throw new Error(parsed.problem.detail);
  return parsed.value;
}

describe("a call for captions", () => {
  const forms: readonly (readonly [HttpCall["query"], HttpCall["headers"], string])[] = [
    [{}, {}, "json"],
    [{}, { accept: "text/vtt" }, "vtt"],
    [{}, { accept: "application/x-subrip, text/vtt;q=0.9" }, "srt"],
    [{}, { accept: "*/*" }, "json"],
    [{ format: "srt" }, { accept: "text/vtt" }, "srt"],
    [{ format: "json" }, { accept: "text/html" }, "json"],
  ];
  for (const [query, headers, format] of forms) {
    it(`with ${JSON.stringify({ ...query, ...headers })} is for ${format}`, () => {
      expect(queryOf(query, headers).format).to.equal(format);
    });
  }

  const languages = { hi: "hi", "hi-IN": "hi", HI_in: "hi", hin: "hi", npi: "ne", "pa-Guru": "pa" };
  for (const [asked, language] of Object.entries(languages)) {
    it(`in ${asked} is for ${language}`, () => expect(queryOf({ language: asked }).language).to.equal(language));
  }

  const refused: readonly (readonly [HttpCall, number, string])[] = [
    [call({ language: "hi,en" }), 400, "language"],
    [call({ language: "" }), 400, "language"],
    [call({ language: "und" }), 400, "language"],
    [call({ format: "ttml" }), 400, "format"],
    [call({ lang: "hi" }), 400, "lang"],
    [call({}, {}, "../x"), 400, "id"],
    [call({}, {}, ""), 400, "id"],
    [call({}, { accept: "text/html" }), 406, "Accept"],
  ];
  for (const [asked, status, parameter] of refused) {
    it(`${JSON.stringify([asked.query, asked.headers, asked.parameters])} is ${status} for ${parameter}`, () => {
      const parsed = parseGetCaptions(asked);
      if (parsed.ok) throw new Error("accepted");
      expect(parsed.problem).to.include({ status, parameter, instance: path });
      expect(parsed.problem.cure).to.be.a("string");
    });
  }
});

type Items = readonly (MediaItem | CaptionItem)[];

function choose(items: Items, query: CaptionsQuery, seen?: PostOfMedia, publicUrl?: string) {
  return chooseCaptions(query, { found: foundCaptions(items), post: seen, now: NOW, publicUrl });
}

function answered(items: Items, query: CaptionsQuery, seen?: PostOfMedia): HttpAnswer {
  const choice = choose(items, query, seen);
  if (choice.kind !== "answer") throw new Error(`chose ${choice.kind} of ${choice.item.language}`);
  return choice.answer;
}

describe("the language of captions", () => {
  const items = [media(), captions("en"), captions("ta"), captions("hi"), captions("bn", { state: "translating" })];
  const cases: readonly (readonly [string | undefined, string])[] = [
    [undefined, "hi"],
    ["en-IN, hi;q=0.5", "en"],
    ["bn, ta;q=0.2", "ta"],
    ["fr", "hi"],
    ["*", "hi"],
    ["hi;q=0, ta;q=0.5, en;q=0.6", "en"],
  ];
  for (const [header, language] of cases) {
    it(`for ${header ?? "nobody in particular"} is ${language}`, () => {
      const query = queryOf({ format: "vtt" }, header === undefined ? {} : { "accept-language": header });
      expect(choose(items, query)).to.deep.include({ kind: "file", format: "vtt", item: captions(language) });
    });
  }

  it("is the one that is asked for, whatever the header says", () => {
    const query = queryOf({ language: "ta" }, { "accept-language": "en" });
    expect(choose(items, query)).to.deep.equal({ kind: "document", item: captions("ta") });
  });
});

describe("captions that are not ready", () => {
  const en = { language: "en" };
  const as = { language: "as" };
  const cases: readonly (readonly [string, Items, HttpCall["query"], number, RegExp, PostOfMedia?])[] = [
    ["of no post", [], {}, 404, /unknown-post/],
    ["of a removed post that was never seen", [], {}, 410, /withdrawn/, post({ deleted: true })],
    ["of a removed post", [media({ state: "withdrawn" })], {}, 410, /withdrawn/],
    [
      "of a post of text",
      [],
      {},
      404,
      /neither audio nor video/,
      { postId: "p-1", userId: "u-1", version: 1, deleted: false },
    ],
    ["of a container that nobody reads", [], {}, 404, /reads no \.mov/, post({ audioFile: "audio/u-1/p-1.mov" })],
    ["of a post not begun with", [], en, 404, /not begun.*POST \/v1\/captions/, post()],
    ["while speech is transcribed", [media({ state: "transcribing" })], {}, 202, /"state":"transcribing"/],
    ["while the copy is made", [media({ state: "starting" })], en, 202, /"state":"starting".*"language":"en"/],
    ["of media that is parked", [media({ state: "parked", reason: "The day is over." })], {}, 202, /The day is over/],
    ["being translated", [media(), captions("hi"), captions("en", { state: "translating" })], en, 202, /translating/],
    ["parked", [media(), captions("hi"), captions("en", { state: "parked", reason: "Later." })], en, 202, /Later\./],
    ["never asked for", [media(), captions("hi")], en, 404, /"ready":\["hi"\].*POST|POST.*"ready":\["hi"\]/],
    ["in a language that Translate lacks", [media(), captions("hi")], { language: "as" }, 404, /no Assamese/],
    ["in one that nobody knows", [media({ state: "starting" })], { language: "fr" }, 404, /does not know/],
    [
      "that the router found impossible",
      [media(), captions("or", { state: "unsupported", reason: "No Odia." })],
      { language: "or" },
      404,
      /No Odia/,
    ],
    [
      "that failed",
      [media(), captions("hi"), captions("en", { state: "failed", reason: "Broke." })],
      en,
      404,
      /captions-failed.*Broke\.|Broke\..*captions-failed/,
    ],
    [
      "of media that failed",
      [media({ state: "failed", reason: "The file is empty." })],
      {},
      404,
      /The file is empty.*POST/,
    ],
    ["of media that is unsupported", [media({ state: "unsupported", reason: "No Bodo." })], en, 404, /No Bodo/],
    ["of it in the language it states", [media({ state: "unsupported", reason: "No Bodo." })], as, 404, /No Bodo/],
    ["of silence, as a file", [media({ state: "silent" })], { format: "vtt" }, 404, /Nothing is said/],
    ["withdrawn in one language", [media(), captions("en", { state: "withdrawn" })], en, 410, /withdrawn/],
  ];
  for (const [what, items, query, status, told, seen] of cases) {
    it(`${what} are ${status}`, () => {
      const answer = answered(items, queryOf(query), seen);
      expect(answer.status).to.equal(status);
      expect(answer.body).to.match(told);
      expect(answer.headers["cache-control"]).to.equal("no-store");
      const problem = answer.headers["content-type"] === "application/problem+json";
      expect(problem).to.equal(status >= 400);
      expect("retry-after" in answer.headers).to.equal(status === 202);
    });
  }

  it("of silence are a document without cues", () => {
    const answer = answered([media({ state: "silent" })], queryOf());
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.body)).to.deep.include({ state: "silent", cues: [], languages: [] });
  });

  it("are worth asking for again after a while, parked ones tomorrow", () => {
    const after = (items: Items) => answered(items, queryOf(en)).headers["retry-after"];
    expect(after([media({ state: "transcribing" })])).to.equal("30");
    expect(after([media(), captions("en", { state: "translating" })])).to.equal("10");
    expect(after([media(), captions("en", { state: "parked" })])).to.equal(String(16 * 3600));
  });

  it("of other media than the present one are none", () => {
    const old = captions("en", { mediaVersion: "0123456789abcdef" });
    expect(answered([media(), captions("hi"), old], queryOf(en)).status).to.equal(404);
  });
});

const cues = [
  { start: 0, end: 2_000, lines: ["एक"] },
  { start: 2_000, end: 4_000, lines: ["दो", "तीन"] },
];

describe("a file of captions", () => {
  const file = { text: "WEBVTT\n", etag: '"abc"' };

  it("is answered as it is, with its language, its tag, and what it was chosen by", () => {
    expect(fileAnswer(queryOf({ format: "vtt" }), captions("hi"), "vtt", file)).to.deep.equal({
      status: 200,
      headers: {
        "content-type": "text/vtt; charset=utf-8",
        "cache-control": "private, max-age=60",
        "x-content-type-options": "nosniff",
        etag: '"abc"',
        vary: "Accept, Accept-Language",
        "content-language": "hi",
      },
      body: "WEBVTT\n",
    });
  });

  it("is 304 for who has it", () => {
    const answer = fileAnswer(queryOf({}, { "if-none-match": 'W/"abc"' }), captions("hi"), "vtt", file);
    expect([answer.status, answer.body, answer.headers["etag"]]).to.deep.equal([304, "", '"abc"']);
    expect(answer.headers).to.not.have.property("content-type");
  });

  it("is refused when it is larger than Lambda's answers, which one of four hours is not", () => {
    const large = { ...file, text: "क".repeat(2_000_000) };
    expect(fileAnswer(queryOf(), captions("hi"), "srt", large).status).to.equal(406);
  });
});

describe("the document of captions", () => {
  const found = foundCaptions([media(), captions("hi"), captions("ur", { state: "failed", reason: "Broke." })]);
  const corrections = [1, 0].map((cue) => ({
    postId: "p-1",
    language: `hi#0000${cue}`,
    mediaVersion: cue === 1 ? MEDIA_VERSION : "0123456789abcdef",
    cue,
    text: "दो तीन",
    revision: 4,
    correctedBy: "u-1",
    correctedAt: NOW,
  }));
  const content = { item: captions("hi", { revision: 4 }), cues, spoken: cues, corrections };
  const document = captionsDocument(found, content, { path });

  it("numbers cues from 1, with the revisions of the present media", () => {
    expect(document.cues).to.deep.equal([
      { n: 1, start: 0, end: 2_000, lines: ["एक"], revision: 0 },
      { n: 2, start: 2_000, end: 4_000, lines: ["दो", "तीन"], revision: 4 },
    ]);
  });

  it("lists every language with its state, the way it is written, and where its files are", () => {
    expect(document.languages).to.deep.equal([
      {
        language: "hi",
        name: "Hindi",
        direction: "ltr",
        state: "ready",
        source: "transcribed",
        revision: 0,
        files: { vtt: `${path}?language=hi&format=vtt`, srt: `${path}?language=hi&format=srt` },
        updatedAt: "2026-11-02T07:00:00.000Z",
      },
      {
        language: "ur",
        name: "Urdu",
        direction: "rtl",
        state: "failed",
        source: "translated",
        reason: "Broke.",
        updatedAt: "2026-11-02T07:00:00.000Z",
      },
    ]);
    expect(document.capabilities.transcribe).to.deep.equal({ state: "complete", code: "hi-IN" });
    expect(document).to.deep.include({ state: "transcribed", spokenLanguage: "hi-IN", language: "hi", revision: 4 });
  });

  it("names the published files where they are read by everybody", () => {
    const published = captionsDocument(found, content, { path, publicUrl: "https://captions.example" });
    expect(published.languages[0]?.files?.vtt).to.equal(
      `https://captions.example/captions/p-1/${MEDIA_VERSION}/hi.vtt`,
    );
  });

  it("gives the parts of a cue that was split one number", () => {
    const split = [cues[0], { start: 2_000, end: 3_000, lines: ["a"] }, { start: 3_000, end: 4_000, lines: ["b"] }];
    const translated = { ...content, cues: split.filter((cue) => cue !== undefined), item: captions("en") };
    expect(captionsDocument(found, translated, { path }).cues.map(({ n }) => n)).to.deep.equal([1, 2, 2]);
  });

  it("has a tag of its own, and is 304 for who has it", () => {
    const first = documentAnswer(queryOf(), content.item, document);
    expect(first.headers).to.include({ "content-type": "application/json", "cache-control": "private, no-cache" });
    const again = documentAnswer(queryOf({}, { "if-none-match": first.headers["etag"] }), content.item, document);
    expect(again.status).to.equal(304);
  });
});

it("every call for captions that can be read is answered or leads to files", () => {
  const states = fc.constantFrom<MediaItem["state"]>("starting", "transcribed", "silent", "failed", "withdrawn");
  const tags = fc.constantFrom("hi", "en", "as", "fr", "or", "zz");
  fc.assert(
    fc.property(states, fc.array(tags), fc.option(tags), (state, there, asked) => {
      const items = [media({ state }), ...[...new Set(there)].map((language) => captions(language))];
      const choice = choose(items, queryOf(asked === null ? {} : { language: asked }));
      if (choice.kind === "answer") expect(choice.answer.status).to.be.oneOf([200, 202, 404, 410]);
      else expect(there).to.include(choice.item.language);
    }),
  );
});
