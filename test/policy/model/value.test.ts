import { expect } from "chai";
import { UNKNOWN, Value } from "../../../policy/model";

const at = (raw: unknown, path: string) => new Value(raw, "").at(path);
const of = (raw: unknown) => new Value(raw, "limit");

describe("policy: a value", () => {
  it("is found at a path", () => {
    const raw = { rule: { days: 7 }, rules: [{ id: "a" }, { id: "b" }], block: [{ id: "c" }], names: ["x"] };
    expect(at(raw, "rule.days").raw).to.equal(7);
    expect(at(raw, "rules.1.id").raw).to.equal("b");
    expect(at(raw, "rules.10.id").raw).to.equal(undefined);
    expect(at(raw, "block.id").raw, "a list of one stands for its item").to.equal("c");
    expect(at(raw, "names.length").raw, "only what is in the data").to.equal(undefined);
    expect(at(raw, "rule.days.deeper").raw).to.equal(undefined);
    expect(at(raw, "toString").raw).to.equal(undefined);
    expect(at(raw, "absent.x").raw).to.equal(undefined);
    expect(at(null, "x").raw).to.equal(undefined);
    expect(at([{ x1: 1, "1x": 2 }], "x1").raw).to.equal(1);
    expect(at([{ x1: 1, "1x": 2 }], "1x").raw).to.equal(2);
    expect(at([..."abcdefghijkl"], "11").raw).to.equal("l");
  });

  it("is unknown below what is unknown", () => {
    expect(at({ a: UNKNOWN }, "a.b.c").raw).to.equal(UNKNOWN);
    expect(at({ a: UNKNOWN }, "a").isUnknown).to.equal(true);
    expect(at({ a: 1 }, "a").isUnknown).to.equal(false);
  });

  it("knows where it stands", () => {
    expect(at({}, "a.b").path).to.equal("a.b");
    expect(of({}).at("a").path).to.equal("limit.a");
    expect(
      of([1, 2])
        .items()
        .map(({ path }) => path),
    ).to.deep.equal(["limit[0]", "limit[1]"]);
    expect(
      of({ a: 1 })
        .entries()
        .map(([name, { path, raw }]) => [name, path, raw]),
    ).to.deep.equal([["a", "limit.a", 1]]);
  });

  it("is present unless it is nothing", () => {
    for (const nothing of [undefined, null, "", []]) expect(of(nothing).present(), String(nothing)).to.equal(false);
    for (const some of [0, false, "x", [1], {}, [undefined]]) expect(of(some).present(), String(some)).to.equal(true);
    expect(of(UNKNOWN).present()).to.equal(UNKNOWN);
  });

  it("equals numbers and booleans however they are written", () => {
    expect(of(7).is(7)).to.equal(true);
    expect(of("7").is(7)).to.equal(true);
    expect(of("true").isTrue()).to.equal(true);
    expect(of(true).is("true")).to.equal(true);
    expect(of(true).isTrue()).to.equal(true);
    expect(of(false).isTrue()).to.equal(false);
    expect(of(1).isTrue()).to.equal(false);
    expect(of(undefined).is("undefined")).to.equal(false);
    expect(of(null).is("null")).to.equal(false);
    expect(of(["7"]).is("7")).to.equal(false);
    expect(of({ toString: () => "7" }).is("7")).to.equal(false);
    expect(of(UNKNOWN).is(7)).to.equal(UNKNOWN);
    expect(of(UNKNOWN).isTrue()).to.equal(UNKNOWN);
  });

  it("is one of several", () => {
    expect(of("b").isOneOf(["a", "b"])).to.equal(true);
    expect(of("c").isOneOf(["a", "b"])).to.equal(false);
    expect(of("c").isOneOf([])).to.equal(false);
    expect(of(UNKNOWN).isOneOf(["a", "b"])).to.equal(UNKNOWN);
  });

  it("is compared as a number", () => {
    const cases: readonly (readonly [unknown, unknown, unknown])[] = [
      [6, false, true],
      [7, true, true],
      [8, true, false],
      ["7", true, true],
      ["-7", false, true],
      ["7.5", true, false],
      ["7 days", false, false],
      ["a7", false, false],
      ["7.", false, false],
      ["", false, false],
      [undefined, false, false],
      [true, false, false],
      [UNKNOWN, UNKNOWN, UNKNOWN],
    ];
    for (const [raw, least, most] of cases) {
      expect(of(raw).atLeast(7), `${String(raw)} ≥ 7`).to.equal(least);
      expect(of(raw).atMost(7), `${String(raw)} ≤ 7`).to.equal(most);
    }
    expect(of("12.25").number()).to.equal(12.25);
    for (const none of ["x", "a7", "7a", ["7"], true, null])
      expect(of(none).number(), String(none)).to.equal(undefined);
    expect(of(UNKNOWN).number()).to.equal(UNKNOWN);
  });

  it("is compared as a text", () => {
    expect(of("alias/aws/s3").matches(/aws/)).to.equal(true);
    expect(of("key").matches(/aws/)).to.equal(false);
    expect(of(7).matches(/7/)).to.equal(false);
    expect(of(undefined).matches(/undefined/)).to.equal(false);
    expect(of(UNKNOWN).matches(/x/)).to.equal(UNKNOWN);
    expect([of("x").text(), of(7).text(), of(UNKNOWN).text()]).to.deep.equal(["x", undefined, UNKNOWN]);
  });

  it("has items: a block is a list of one, nothing is none", () => {
    const raws = (raw: unknown) =>
      of(raw)
        .items()
        .map((item) => item.raw);
    expect(raws(undefined)).to.deep.equal([]);
    expect(raws(null)).to.deep.equal([]);
    expect(raws({ a: 1 })).to.deep.equal([{ a: 1 }]);
    expect(raws([1, UNKNOWN])).to.deep.equal([1, UNKNOWN]);
    expect(raws(UNKNOWN)).to.deep.equal([UNKNOWN]);
  });

  it("has entries when it is an object", () => {
    for (const none of [undefined, null, "text", ["x"], UNKNOWN]) expect(of(none).entries()).to.deep.equal([]);
  });

  it("asks of items: what is unknown decides nothing", () => {
    const isSeven = (item: Value) => item.is(7);
    expect(of([1, 7]).some(isSeven)).to.equal(true);
    expect(of([1]).some(isSeven)).to.equal(false);
    expect(of([1, UNKNOWN]).some(isSeven)).to.equal(UNKNOWN);
    expect(of([UNKNOWN]).some(() => true)).to.equal(UNKNOWN);
    expect(of([7, 7]).every(isSeven)).to.equal(true);
    expect(of([7, 1]).every(isSeven)).to.equal(false);
    expect(of([7, UNKNOWN]).every(isSeven)).to.equal(UNKNOWN);
    expect(of([UNKNOWN]).every(() => false)).to.equal(UNKNOWN);
    expect(of([]).every(() => false)).to.equal(true);
  });

  it("is what its JSON text says, where it is the text of an object or a list", () => {
    expect(of('{"a":[1]}').json().raw).to.deep.equal({ a: [1] });
    expect(of(" [1]").json().raw).to.deep.equal([1]);
    expect(of("[1]").json().path).to.equal("limit");
    for (const other of ["7", '"x"', "x[1]", "{x", "", 7, ["[1]"], undefined, UNKNOWN])
      expect(of(other).json().raw, String(other)).to.equal(other);
  });

  it("says in a message what stands there", () => {
    const said: readonly (readonly [unknown, string])[] = [
      [UNKNOWN, "limit is not known yet"],
      [undefined, "limit is not set"],
      [null, "limit is not set"],
      [7, "limit is 7"],
      [false, "limit is false"],
      ["x", "limit is x"],
      [["x"], 'limit is ["x"]'],
      [() => 1, "limit is function"],
      ["x".repeat(60), `limit is ${"x".repeat(60)}`],
      ["x".repeat(61), `limit is ${"x".repeat(60)}…`],
    ];
    for (const [raw, text] of said) expect(String(of(raw))).to.equal(text);
  });
});
