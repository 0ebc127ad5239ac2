import { expect } from "chai";
import { checkPrefix, evaluatePrefix, formatTime, keysOf } from "../../../../sandbox/services/firehose/prefix";

const values = {
  partitionKeyFromQuery: { table: "posts" },
  partitionKeyFromLambda: { day: "2" },
  timestamp: Date.UTC(2026, 10, 2, 5, 7, 9),
  errorOutputType: "processing-failed",
  randomString: () => "r",
};

describe("Firehose's prefixes", () => {
  const cases: [string, string][] = [
    ["", "2026/11/02/05/"],
    ["raw/", "raw/2026/11/02/05/"],
    ["!{partitionKeyFromQuery:table}/d=!{partitionKeyFromLambda:day}/", "posts/d=2/"],
    [
      "e/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd'T'HH}/!{firehose:random-string}/",
      "e/processing-failed/2026-11-02T05/r/",
    ],
  ];
  for (const [prefix, expected] of cases) {
    it(`evaluates "${prefix}"`, () => expect(evaluatePrefix(prefix, values)).to.equal(expected));
  }

  it("refuses expressions and patterns that it cannot read", () => {
    for (const prefix of ["!{x:y}", "!{timestamp:QQQ}", "!{partitionKeyFromQuery", "!{firehose:error-output-type}"]) {
      expect(() => checkPrefix(prefix, false), prefix).to.throw();
    }
    expect(() => checkPrefix("!{partitionKeyFromQuery:a}", true)).to.throw();
    expect(keysOf("!{partitionKeyFromQuery:a}/!{partitionKeyFromQuery:b}", "partitionKeyFromQuery")).to.deep.equal([
      "a",
      "b",
    ]);
    expect(formatTime("dd.MM.yy", values.timestamp)).to.equal("02.11.26");
  });
});
