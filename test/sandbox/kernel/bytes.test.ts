import { expect } from "chai";
import { compact } from "../../../sandbox/kernel/bytes";

describe("Kept bytes", () => {
  it("lie in memory of their own size", () => {
    const slice = Buffer.from(Buffer.alloc(1_000, "abc").subarray(3, 9));
    expect(slice.buffer.byteLength).to.be.greaterThan(6);
    const kept = compact(slice);
    expect(kept.buffer.byteLength).to.equal(6);
    expect(kept.toString()).to.equal("abcabc");
  });

  it("stay where they are when nothing else lies there", () => {
    const whole = new Uint8Array([1, 2, 3]);
    expect(compact(whole).buffer).to.equal(whole.buffer);
    expect([...compact(new Uint8Array())]).to.deep.equal([]);
  });
});
