import { expect } from "chai";
import { median } from "../../bench/child";
import { isBroken, written, writtenLimit, type Figure } from "../../bench/figures";

describe("A figure", () => {
  const figure = (value: number, limit?: Figure["limit"]): Figure => ({
    group: "g",
    name: "n",
    value,
    unit: "ms",
    ...(limit && { limit }),
  });

  it("keeps its limit up to the limit itself", () => {
    expect(isBroken(figure(5, { most: 5 }))).to.equal(false);
    expect(isBroken(figure(5.1, { most: 5 }))).to.equal(true);
    expect(isBroken(figure(300, { least: 300 }))).to.equal(false);
    expect(isBroken(figure(299, { least: 300 }))).to.equal(true);
    expect(isBroken(figure(1e9))).to.equal(false);
  });

  it("breaks it when it is no number", () => {
    expect(isBroken(figure(NaN, { most: 5 }))).to.equal(true);
    expect(isBroken(figure(NaN, { least: 5 }))).to.equal(true);
  });

  it("is written in its unit", () => {
    expect(written(0.5, "ms")).to.equal("1 ms");
    expect(written(4_321, "ms")).to.equal("4.32 s");
    expect(written(1.804, "×")).to.equal("1.80 ×");
    expect(written(512, "bytes")).to.equal("512 B");
    expect(written(118_579, "bytes")).to.equal("115.8 KiB");
    expect(written(2 * 1_024 ** 2, "bytes")).to.equal("2.0 MiB");
    expect(written(312.4, "events/s")).to.equal("312 events/s");
    expect(writtenLimit(figure(1, { most: 5_000 }))).to.equal("≤ 5.00 s");
    expect(writtenLimit(figure(1))).to.equal("");
  });

  it("is the median of several, the mean of the middle two of an even number", () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
    expect(() => median([])).to.throw("no median");
  });
});
