import { expect } from "chai";
import { formatHiveType } from "../../../sandbox/kernel/hive-types";
import { mergeSchemas, schemaOfLines } from "../../../sandbox/services/glue/json-schema";
import { partitionFilter } from "../../../sandbox/services/glue/partition-filter";

describe("Crawled schemas", () => {
  const typesOf = (lines: string) => {
    const { schema = new Map() } = schemaOfLines("x.json", Buffer.from(lines)) ?? {};
    return Object.fromEntries([...schema].map(([name, { type }]) => [name, formatHiveType(type)]));
  };
  const cases: [string, Record<string, string>][] = [
    ['{"a":1}', { a: "int" }],
    ['{"a":1}\n{"a":3000000000}', { a: "bigint" }],
    ['{"a":1}\n{"a":1.5}', { a: "double" }],
    ['{"a":1}\n{"a":"x"}', { a: "string" }],
    ['{"a":null}\n\n{"a":true}', { a: "boolean" }],
    ['{"a":null}', { a: "string" }],
    ['{"postId":"p","N":{"B":1}}', { postid: "string", n: "struct<b:int>" }],
  ];
  for (const [lines, types] of cases) {
    it(`of ${JSON.stringify(lines)}`, () => expect(typesOf(lines)).to.deep.equal(types));
  }

  it("keep the data's own names beside the catalog's", () => {
    const first = schemaOfLines("x", Buffer.from('{"postId":"p"}'))?.schema ?? new Map();
    const second = schemaOfLines("x", Buffer.from('{"postId":1,"likes":2}'))?.schema ?? new Map();
    expect([...mergeSchemas(first, second)].map(([name, { path }]) => [name, path])).to.deep.equal([
      ["postid", "postId"],
      ["likes", "likes"],
    ]);
  });

  it("of what is no JSON", () => expect(schemaOfLines("x", Buffer.from("a,b\n"))).to.equal(undefined));
});

describe("The filter of GetPartitions", () => {
  const keys = [
    { Name: "day", Type: "string" },
    { Name: "hour", Type: "int" },
  ];
  const cases: [string | undefined, string[], boolean][] = [
    [undefined, ["2026-11-02", "5"], true],
    ["day = '2026-11-02' AND hour < 10", ["2026-11-02", "9"], true],
    ["day = '2026-11-02' AND hour < 10", ["2026-11-02", "10"], false],
    ["day <> '2026-11-02'", ["2026-11-02", "1"], false],
    ["DAY >= '2026-11-02'", ["2026-11-03", "1"], true],
  ];
  for (const [expression, values, matches] of cases) {
    it(`${expression} on ${values.join("/")}`, () =>
      expect(partitionFilter(expression, keys)(values)).to.equal(matches));
  }

  it("refuses what it does not know", () => {
    expect(() => partitionFilter("day LIKE '2026%'", keys)).to.throw("does not support the expression");
    expect(() => partitionFilter("month = '1'", keys)).to.throw('no key "month"');
  });
});
