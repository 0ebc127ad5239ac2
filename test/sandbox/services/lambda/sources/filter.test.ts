import { expect } from "chai";
import { filterOf } from "../../../../../sandbox/services/lambda/sources/filter";

describe("Lambda's event filter", () => {
  const event = { body: { kind: "a", n: 5, tags: ["x", "y"], text: "Hello", none: null, in: { deep: "z" } } };
  const cases: [object, boolean][] = [
    [{ body: { kind: ["a", "b"] } }, true],
    [{ body: { kind: ["b"] } }, false],
    [{ body: { tags: ["y"] } }, true],
    [{ body: { in: { deep: ["z"] } } }, true],
    [{ body: { in: ["z"] } }, false],
    [{ body: { none: [null] } }, true],
    [{ body: { text: [{ prefix: "He" }] } }, true],
    [{ body: { text: [{ suffix: "He" }] } }, false],
    [{ body: { text: [{ "equals-ignore-case": "hELLO" }] } }, true],
    [{ body: { kind: [{ "anything-but": ["b", "c"] }] } }, true],
    [{ body: { kind: [{ "anything-but": "a" }] } }, false],
    [{ body: { n: [{ numeric: [">", 4, "<=", 5] }] } }, true],
    [{ body: { n: [{ numeric: ["=", 4] }] } }, false],
    [{ body: { n: [5], kind: ["b"] } }, false],
    [{ body: { missing: [{ exists: false }], kind: [{ exists: true }] } }, true],
    [{ body: { $or: [{ kind: ["b"] }, { n: [5] }] } }, true],
    [{ other: { kind: ["a"] } }, false],
  ];
  for (const [pattern, expected] of cases) {
    it(`${expected ? "passes" : "stops"} by ${JSON.stringify(pattern)}`, () => {
      expect(filterOf([JSON.stringify(pattern)])(event)).to.equal(expected);
    });
  }

  it("passes what any of several patterns matches, and everything without one", () => {
    expect(filterOf(['{"a":[1]}', '{"a":[2]}'])({ a: 2 })).to.equal(true);
    expect(filterOf([])({})).to.equal(true);
  });

  it("refuses patterns that are none", () => {
    expect(() => filterOf(["[]"])).to.throw(/must be an object/);
    expect(() => filterOf(['{"a":"b"}'])).to.throw(/"a" must be an object or an array/);
    expect(() => filterOf(['{"a":[{"like":"b"}]}'])({ a: "b" })).to.throw(/"like" is not one/);
  });
});
