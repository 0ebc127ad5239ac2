import { expect } from "chai";
import * as fc from "fast-check";
import { answerBytes, isKnown, jsonAnswer, problemAnswer } from "../../../domain/http/answer";
import { bodyOf, MAX_BODY_BYTES, strangeParameter, subjectOf, type HttpCall } from "../../../domain/http/call";
import { preferredLanguage, preferredType } from "../../../domain/http/negotiation";
import { problem } from "../../../domain/http/problem";

const call = (more: Partial<HttpCall> = {}): HttpCall => ({
  path: "/x",
  parameters: {},
  query: {},
  headers: {},
  ...more,
});
const json = { "content-type": "application/json" };

describe("a caller's language", () => {
  const offered = ["hi", "en", "ta"];
  const cases: readonly (readonly [string | undefined, string | undefined])[] = [
    [undefined, "hi"],
    ["", "hi"],
    ["*", "hi"],
    ["en", "en"],
    ["EN-in, hi;q=0.9", "en"],
    ["hi;q=0.5, en-IN;q=0.6", "en"],
    ["fr, ta;q=0.1", "ta"],
    ["fr", undefined],
    ["hi;q=0, *", "en"],
    ["ta-Taml-IN", "ta"],
    ["mr, *;q=0.5", "hi"],
    [";;;=,q", undefined],
  ];
  for (const [header, expected] of cases) {
    it(`of "${header ?? "no header"}" is ${expected ?? "none"}`, () => {
      expect(preferredLanguage(header, offered)).to.equal(expected);
    });
  }

  it("is one of those offered or none, whatever the header", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z;=,.*0-9 -]{0,40}$/)), (header) => {
        expect([...offered, undefined]).to.include(preferredLanguage(header, offered));
        expect(["a/b", undefined]).to.include(preferredType(header, ["a/b"]));
      }),
    );
  });
});

describe("a caller's form", () => {
  const offered = ["application/json", "text/vtt"];
  const cases: readonly (readonly [string | undefined, string | undefined])[] = [
    [undefined, "application/json"],
    ["*/*", "application/json"],
    ["text/vtt", "text/vtt"],
    ["text/*, application/json;q=0.5", "text/vtt"],
    ["text/html, */*;q=0.1", "application/json"],
    ["text/html", undefined],
    ["application/json;q=0, */*", "text/vtt"],
  ];
  for (const [header, expected] of cases) {
    it(`of "${header ?? "no header"}" is ${expected ?? "none"}`, () => {
      expect(preferredType(header, offered)).to.equal(expected);
    });
  }
});

describe("a condition of If-None-Match", () => {
  const cases: readonly (readonly [string | undefined, boolean])[] = [
    [undefined, false],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ["*", true],
    ['"b"', false],
    ["a", false],
    ["", false],
  ];
  for (const [condition, known] of cases) {
    it(`${condition ?? "that is absent"} ${known ? "names" : "does not name"} "a"`, () => {
      expect(isKnown(condition, '"a"')).to.equal(known);
    });
  }
});

describe("a body", () => {
  const fields = ["a", "b"];
  const refused: readonly (readonly [string, Partial<HttpCall>, number, RegExp])[] = [
    ["of no media type", { body: "{}" }, 415, /application\/json/],
    ["of a form", { body: "a=1", headers: { "content-type": "application/x-www-form-urlencoded" } }, 415, /form/],
    ["that is no JSON", { body: "{", headers: json }, 400, /not JSON/],
    ["that is absent", { headers: json }, 400, /not JSON/],
    ["that is a list", { body: "[]", headers: json }, 400, /no object/],
    ["that is null", { body: "null", headers: json }, 400, /no object/],
    ["with a field too many", { body: '{"a":1,"c":2}', headers: json }, 400, /"c"/],
    ["that is too large", { body: JSON.stringify({ a: "क".repeat(MAX_BODY_BYTES / 3) }), headers: json }, 413, /16384/],
  ];
  for (const [what, more, status, detail] of refused) {
    it(`${what} is ${status}`, () => {
      const checked = bodyOf(call(more), fields);
      if (checked.ok) throw new Error("accepted");
      expect(checked.problem.status).to.equal(status);
      expect(checked.problem.detail).to.match(detail);
      expect(checked.problem.cure).to.be.a("string");
    });
  }

  it("of known fields is taken, charset or not", () => {
    for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON"]) {
      const checked = bodyOf(call({ body: '{"a":1}', headers: { "content-type": type } }), fields);
      expect(checked).to.deep.equal({ ok: true, value: { a: 1 } });
    }
  });
});

describe("a call", () => {
  it("with a parameter that is not known is refused by its name", () => {
    expect(strangeParameter(call({ query: { a: "1" } }), ["a"])).to.equal(undefined);
    const refusal = strangeParameter(call({ query: { a: "1", lang: "hi" } }), ["a"]);
    expect(refusal).to.include({ status: 400, parameter: "lang", cure: "leave it out; there are a" });
    expect(strangeParameter(call({ query: { a: "" } }), [])?.cure).to.equal("leave it out; there are none");
  });

  it("of nobody is refused where it matters who calls", () => {
    expect(subjectOf(call({ subject: "u-1" }))).to.deep.equal({ ok: true, value: "u-1" });
    for (const subject of [undefined, ""]) {
      const checked = subjectOf(call(subject === undefined ? {} : { subject }));
      expect(!checked.ok && checked.problem.status).to.equal(403);
    }
  });
});

describe("an answer", () => {
  it("of a problem has its status, its media type, and is kept by nobody", () => {
    const answer = problemAnswer(problem("unknown-post", "/x", "there is no such post", { parameter: "id" }));
    expect(answer.status).to.equal(404);
    expect(answer.headers).to.deep.equal({ "content-type": "application/problem+json", "cache-control": "no-store" });
    expect(JSON.parse(answer.body)).to.deep.equal({
      type: "urn:huut:problem:unknown-post",
      title: "There is no such post",
      status: 404,
      detail: "there is no such post",
      instance: "/x",
      parameter: "id",
    });
  });

  it("counts as many bytes as its text within JSON", () => {
    expect(answerBytes(jsonAnswer(200, { a: "क" }))).to.equal(Buffer.byteLength('"{\\"a\\":\\"क\\"}"'));
  });
});
