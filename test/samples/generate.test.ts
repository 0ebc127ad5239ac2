import { expect } from "chai";
import { readFileSync } from "node:fs";
import { parseFeedLine, parsePostEvent, type FeedEntry } from "@huut/domain";
import { generateSamples } from "../../samples/generate";

const committed = readFileSync("samples/posts.ndjson", "utf8");
const entries = committed
  .trimEnd()
  .split("\n")
  .map((line, index) => parseFeedLine(line, index + 1) as FeedEntry);

describe("samples", () => {
  const { feed, manifest, media } = generateSamples(1);
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

  it("are what the generator writes, byte for byte, and stay small", () => {
    expect(feed === committed).to.equal(true, "samples/posts.ndjson differs: run `npm run samples`");
    expect(readFileSync("samples/manifest.json", "utf8")).to.equal(json(manifest));
    expect(readFileSync("samples/media-manifest.json", "utf8")).to.equal(json(media));
    expect(Buffer.byteLength(feed)).to.be.below(3_000_000);
    expect(generateSamples(2).feed === feed).to.equal(false);
  });

  it("hold enough of everything, in eleven languages and two that cannot be transcribed over three days", () => {
    expect(manifest.posts).to.be.at.least(500);
    expect(manifest.updates).to.be.at.least(2000);
    for (const count of [manifest.removes, manifest.duplicates, manifest.lateInserts]) expect(count).to.be.at.least(20);
    const eleven = ["bn", "en", "gu", "hi", "kn", "ml", "mr", "or", "pa", "ta", "te"];
    expect(manifest.languages).to.deep.equal([...eleven, "as", "ur"].sort());
    expect(new Set(entries.map((entry) => entry.at.slice(0, 10))).size).to.equal(3);
  });

  it("are lines of a feed in the order of publishing", () => {
    expect(entries.filter((entry) => "error" in entry)).to.deep.equal([]);
    expect(entries.map((entry) => entry.at)).to.deep.equal(entries.map((entry) => entry.at).sort());
  });

  it("hold exactly twenty bad messages, each of another kind and refused for its reason", () => {
    const refused = entries.flatMap(({ line, body, attributes }) => {
      const parsed = parsePostEvent(body, attributes);
      return parsed.ok ? [] : [{ line, reasons: parsed.reasons }];
    });
    expect(refused.map(({ line }) => line)).to.deep.equal(manifest.bad.map(({ line }) => line));
    expect(new Set(manifest.bad.map(({ kind }) => kind)).size).to.equal(20);
    for (const [index, { kind, reason }] of manifest.bad.entries()) {
      expect(refused[index]?.reasons[0], kind).to.satisfy((text: string) => text.startsWith(reason));
    }
  });

  it("publish some inserts after the removal of their post", () => {
    const removed = new Set<string>();
    const late = entries.filter(({ body, attributes }) => {
      const parsed = parsePostEvent(body, attributes);
      if (!parsed.ok) return false;
      if (parsed.event.eventName === "REMOVE") removed.add(parsed.event.post.postId);
      return parsed.event.eventName === "INSERT" && removed.has(parsed.event.post.postId);
    });
    expect(late).to.not.have.length(0);
  });
});
