import { expect } from "chai";
import * as fc from "fast-check";
import { compareKeys, SortedKeys } from "../../../../sandbox/services/s3/sorted-keys";

const key = fc.string({ unit: "binary", maxLength: 6 });

describe("S3's key order", () => {
  it("is that of UTF-8 bytes", () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).to.equal(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it("is kept through additions and removals, and walked from any start", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), fc.array(key), key, (added, removed, start) => {
        const keys = new SortedKeys();
        for (const each of added) keys.add(each);
        for (const each of removed) keys.delete(each);
        const left = [...new Set(added)].filter((each) => !removed.includes(each)).sort(compareKeys);
        expect([...keys.from(start)]).to.deep.equal(left.filter((each) => compareKeys(each, start) >= 0));
      }),
    );
  });

  it("holds across many blocks", () => {
    const keys = new SortedKeys();
    const all = Array.from({ length: 5_000 }, (_, i) => String((i * 7919) % 5_000).padStart(4, "0"));
    for (const each of all) keys.add(each);
    expect([...keys.from("2500")]).to.deep.equal([...all].sort().slice(2_500));
    for (const each of all) keys.delete(each);
    expect([...keys.from("")]).to.deep.equal([]);
  });
});
