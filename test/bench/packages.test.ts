import { expect } from "chai";
import { limits } from "../../bench/measurements";
import { packageSizes, zippedSize } from "../../bench/packages";
import type { StackGraph } from "../../sandbox";
import { graphOf } from "../support/platform";

describe("Sizes of packages", () => {
  it("are those of a zip", () => {
    // Sizes of what `zip -X` writes, and 16 bytes more a file for the data descriptor that Go adds.
    expect(zippedSize(new Map())).to.equal(22);
    const noise = Buffer.from(Array.from({ length: 1_000 }, (_, i) => (i * i * 31 + (i >> 3) * 17) % 251));
    const stored = zippedSize(new Map([["a.bin", noise]]));
    expect(stored).to.be.within(108 + 16 + 600, 108 + 16 + noise.length + 5);
    const twice = new Map([
      ["a.bin", noise],
      ["b.bin", noise],
    ]);
    expect(zippedSize(twice) - 22).to.equal(2 * (stored - 22));
    const text = Buffer.from("exports.handler = async () => 'नमस्ते';\n".repeat(500));
    expect(zippedSize(new Map([["index.js", text]]))).to.be.lessThan(text.length / 20);
  });

  it("of prod keep their limits, and there are some", async () => {
    const [graph] = await graphOf("prod");
    const sizes = await packageSizes(graph as StackGraph);
    const broken = sizes.filter(
      ({ kind, zipped }) => zipped > (kind === "function" ? limits.functionPackage : limits.layerPackage),
    );
    expect(broken).to.deep.equal([]);
    expect(new Set(sizes.map(({ kind }) => kind))).to.deep.equal(new Set(["function", "layer"]));
  });
});
