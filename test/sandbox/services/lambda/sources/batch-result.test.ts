import { expect } from "chai";
import * as fc from "fast-check";
import { batchResult } from "../../../../../sandbox/services/lambda/sources/batch-result";

const known = new Set(["1", "2", "3"]);

describe("What a batch's answer means", () => {
  for (const answer of ["null", '""', "{}", '{"batchItemFailures":null}', '{"batchItemFailures":[]}']) {
    it(`${answer} is success`, () => {
      const result = batchResult(answer, known);
      expect(result).to.deep.equal({ kind: "failures", identifiers: new Set() });
    });
  }
  const bad = ['"no"', "5", '{"batchItemFailures":{}}', '{"batchItemFailures":[{"itemIdentifier":""}]}'];
  bad.push('{"batchItemFailures":[{"itemIdentifier":null}]}', '{"batchItemFailures":[null]}');
  bad.push(
    '{"batchItemFailures":[{"id":"1"}]}',
    '{"batchItemFailures":[{"itemIdentifier":"1"},{"itemIdentifier":"9"}]}',
  );
  for (const answer of bad) {
    it(`${answer} fails the batch`, () => expect(batchResult(answer, known).kind).to.equal("malformed"));
  }

  it("names exactly the items of the answer", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom("1", "2", "3")), (ids) => {
        const answer = { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) };
        const result = batchResult(JSON.stringify(answer), known);
        expect(result).to.deep.equal({ kind: "failures", identifiers: new Set(ids) });
      }),
    );
  });
});
