import { expect } from "chai";
import * as fc from "fast-check";
import { compilePattern, InvalidPattern } from "../../../sandbox/kernel/event-pattern";

describe("event patterns", () => {
  const event = {
    source: "aws.s3",
    "detail-type": "Object Created",
    detail: {
      bucket: "huut-raw",
      size: 5,
      ok: true,
      none: null,
      tags: ["a", "b"],
      empty: [],
      key: "captions/p-1/hi.vtt",
      parts: [
        { name: "x", size: 1 },
        { name: "y", size: 2 },
      ],
    },
  };
  const cases: [string, unknown, boolean][] = [
    ["exact", { source: ["aws.s3", "aws.glue"] }, true],
    ["exact, other", { source: ["aws.glue"] }, false],
    ["types are told apart", { detail: { size: ["5"] } }, false],
    ["number", { detail: { size: [5] } }, true],
    ["boolean", { detail: { ok: [true] } }, true],
    ["null", { detail: { none: [null] } }, true],
    ["null is not absent", { detail: { nothing: [null] } }, false],
    ["all fields", { source: ["aws.s3"], detail: { size: [6] } }, false],
    ["prefix", { detail: { bucket: [{ prefix: "huut-" }] } }, true],
    ["prefix, ignoring case", { detail: { bucket: [{ prefix: { "equals-ignore-case": "HUUT" } }] } }, true],
    ["suffix", { detail: { key: [{ suffix: ".vtt" }] } }, true],
    ["suffix, other", { detail: { key: [{ suffix: ".srt" }] } }, false],
    ["equals-ignore-case", { detail: { bucket: [{ "equals-ignore-case": "HUUT-RAW" }] } }, true],
    ["anything-but", { detail: { bucket: [{ "anything-but": "huut-raw" }] } }, false],
    ["anything-but, list", { detail: { size: [{ "anything-but": [1, 2] }] } }, true],
    ["anything-but, prefix", { detail: { bucket: [{ "anything-but": { prefix: "huut" } }] } }, false],
    ["anything-but wants a value", { detail: { nothing: [{ "anything-but": "x" }] } }, false],
    ["numeric", { detail: { size: [{ numeric: [">", 0, "<=", 5] }] } }, true],
    ["numeric, outside", { detail: { size: [{ numeric: ["<", 5] }] } }, false],
    ["exists", { detail: { bucket: [{ exists: true }] } }, true],
    ["exists not", { detail: { nothing: [{ exists: false }] } }, true],
    ["exists not, but does", { detail: { bucket: [{ exists: false }] } }, false],
    ["an empty array is absent", { detail: { empty: [{ exists: false }] } }, true],
    ["wildcard", { detail: { key: [{ wildcard: "captions/*/hi.*" }] } }, true],
    ["wildcard, other", { detail: { key: [{ wildcard: "captions/*.srt" }] } }, false],
    ["element of an array", { detail: { tags: ["b"] } }, true],
    ["one object of an array", { detail: { parts: { name: ["x"], size: [1] } } }, true],
    ["not across objects", { detail: { parts: { name: ["x"], size: [2] } } }, false],
    ["$or", { $or: [{ source: ["aws.glue"] }, { detail: { size: [5] } }] }, true],
    ["$or and others", { source: ["aws.glue"], $or: [{ detail: { size: [5] } }, { detail: { ok: [true] } }] }, false],
  ];
  for (const [what, pattern, expected] of cases) {
    it(`${what}: ${JSON.stringify(pattern)}`, () => expect(compilePattern(pattern)(event)).to.equal(expected));
  }

  const invalid: unknown[] = [
    {},
    { source: [] },
    { source: "aws.s3" },
    { source: [{ contains: "s3" }] },
    { source: [{ prefix: 1 }] },
    { source: [{ prefix: "a", suffix: "b" }] },
    { n: [{ numeric: [">"] }] },
    { n: [{ numeric: ["<", 1, ">", 2] }] },
    { n: [{ exists: "yes" }] },
    { n: [{ "anything-but": [] }] },
    { n: [{ "anything-but": { numeric: ["=", 1] } }] },
    { n: [{ wildcard: "a**b" }] },
    { $or: [{ a: [1] }] },
  ];
  for (const pattern of invalid) {
    it(`refuses ${JSON.stringify(pattern)}`, () => expect(() => compilePattern(pattern)).to.throw(InvalidPattern));
  }

  it("refuses operators that the service lacks", () => {
    expect(() => compilePattern({ a: [{ wildcard: "*" }] }, ["prefix"])).to.throw(InvalidPattern, "wildcard");
  });

  it("takes the text around a wildcard literally", () => {
    const plain = fc.string().map((text) => text.replace(/[*\\]/g, "."));
    fc.assert(
      fc.property(plain, plain, plain, (before, middle, after) => {
        const matches = compilePattern({ a: [{ wildcard: `${before}*${after}` }] });
        expect(matches({ a: before + middle + after })).to.equal(true);
        expect(matches({ a: `${before}${middle}${after}!` })).to.equal(
          after === "" || (middle + after + "!").endsWith(after),
        );
      }),
    );
  });
});
