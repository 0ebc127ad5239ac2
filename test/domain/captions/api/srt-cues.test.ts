import { fromSrt, toSrt } from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";

const text = fc.string({ minLength: 1 }).filter((each) => /[\p{L}\p{N}]/u.test(each));
const cue = fc.record({ start: fc.nat(36_000_000), end: fc.nat(36_000_000), lines: fc.array(text, { maxLength: 2 }) });

describe("the cues of a SubRip file", () => {
  it("are those that it was written of", () => {
    const cues = [
      { start: 0, end: 1_500, lines: ["नमस्ते", "दुनिया"] },
      { start: 36_061_001, end: 36_062_000, lines: ["1"] },
    ];
    expect(fromSrt(toSrt(cues))).to.deep.equal(cues);
    expect(fromSrt("")).to.deep.equal([]);
  });

  it("write the same file again, whatever their texts", () => {
    fc.assert(
      fc.property(fc.array(cue), (cues) => {
        const file = toSrt(cues);
        const read = fromSrt(file);
        expect(read.length).to.equal(cues.length);
        expect(toSrt(read)).to.equal(file);
      }),
    );
  });

  it("are not guessed of what is no such file", () => {
    for (const broken of ["x", "1\n00:00 --> 00:01\na", "1\n00:00:00,000 --> 00:00:01,000\n"]) {
      expect(() => fromSrt(broken)).to.throw(RangeError);
    }
  });
});
