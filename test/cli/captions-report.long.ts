import { expect } from "chai";
import { demandsOn, figuresOf } from "../../cli/captions/figures";
import { measure } from "../../cli/captions/measure";
import { replayRecordings, withMedia } from "../../cli/captions/recordings";
import { sampleMedia } from "../../samples/speeches";
import { graphOf, sampleFeed } from "../support/platform";

describe("the recordings of a feed", function () {
  this.timeout(300_000);

  it("are replayed, and what was published of them is read back", async () => {
    const feed = withMedia(await sampleFeed(), ["p-0482", "p-0512"]);
    const [graph] = await graphOf("dev");
    if (graph === undefined) throw new Error("dev has no graph");
    const media = sampleMedia().filter(({ key }) => feed.some(({ body }) => body.includes(key)));
    const { published: found, missing, without } = await replayRecordings(graph, feed, media, 1);
    expect(found.map(({ item }) => item.language)).to.deep.equal("bn en gu hi kn ml mr pa ta te ur".split(" "));
    expect(missing).to.deep.equal([]);
    expect(without.map(({ post, state }) => [post, state])).to.deep.equal([["p-0512", "unsupported"]]);
    const files = await Promise.all(found.map(measure));
    expect(demandsOn(figuresOf(files), 0).filter(({ met }) => !met)).to.deep.equal([]);
  });
});
