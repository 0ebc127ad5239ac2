import { expect } from "chai";
import * as fc from "fast-check";
import {
  automatedTags,
  manualTags,
  MAX_STORED_TAGS,
  removedTagWrites,
  suggestTags,
  TagBasis,
  tagDayShard,
  tagDayShards,
  tagsOfPost,
  tagWrites,
  type StoredTag,
  type TaggedPost,
  type TagHead,
  type TagItem,
  type TagSource,
} from "@huut/domain";
import { Tables } from "../../support/tables";

const NOW = "2026-11-03T05:00:00.000Z";
const post: TaggedPost = {
  postId: "p-1",
  userId: "u-1",
  createdAt: "2026-11-02T23:59:59.000Z",
  version: 1,
  language: "hi",
};
const stored = (...tags: string[]): readonly StoredTag[] => tags.map((tag) => ({ tag, aliases: [] }));

describe("manualTags", () => {
  it("are those listed, then those of the text, each once, without numbers alone", () => {
    const tags = manualTags({ tags: ["#Cricket", "#2026", "#मैच"], text: "#cricket देखा #दिवाली और #१२" });
    expect(tags.map(({ tag }) => tag)).to.deep.equal(["#cricket", "#मैच", "#दिवाली"]);
    expect(tags[0]?.aliases).to.deep.include({ language: "hi", tag: "#क्रिकेट" });
    expect(manualTags({})).to.deep.equal([]);
  });
});

describe("items of hashtags", () => {
  let tables: Tables<"hashtags">;
  beforeEach(async () => {
    tables = new Tables({ hashtags: ["postId", "sourceTag"] });
    await tables.open();
  });
  afterEach(() => tables.close());

  const items = async () => (await tables.items("hashtags")) as unknown as (TagItem | TagHead)[];
  const headOf = async (source: TagSource) =>
    (await items()).find(({ sourceTag }) => sourceTag === source) as TagHead | undefined;
  const shown = async () => {
    const { manual, automated } = tagsOfPost(await items());
    return [manual.map(({ tag }) => tag), automated.map(({ tag }) => tag)];
  };
  let clock = 0;
  const at = () => new Date(Date.parse(NOW) + (clock += 1000)).toISOString();

  async function write(version: number, source: TagSource, tags: string[], basis: number = TagBasis.text) {
    const writes = tagWrites({ ...post, version }, source, stored(...tags), basis, await headOf(source), at());
    return writes.length === 0 ? "old" : ((await tables.make(...writes)) ?? "made");
  }

  it("keep manual and automated apart, in order, with the index's partition", async () => {
    expect(await write(1, "manual", ["#मैच", "#क्रिकेट"])).to.equal("made");
    expect(await write(1, "automated", ["#भारत", "#क्रिकेट"])).to.equal("made");
    expect(await shown()).to.deep.equal([["#मैच", "#क्रिकेट"], ["#भारत"]]);
    const item = (await items()).find(({ sourceTag }) => sourceTag === "manual#क्रिकेट") as TagItem;
    expect(item.tagDayShard)
      .to.equal(tagDayShard("#क्रिकेट", post))
      .and.to.match(/^#क्रिकेट#2026-11-02#[0-3]$/u);
    expect(tagDayShards("#क्रिकेट", "2026-11-02")).to.include(item.tagDayShard);
    expect(item).to.deep.include({ rank: 2, source: "manual", userId: "u-1", language: "hi", postVersion: 1 });
  });

  it("let no older version win, nor one that was made from less", async () => {
    await write(2, "manual", ["#नया"]);
    expect(await write(1, "manual", ["#पुराना"])).to.equal("old");
    await write(2, "automated", ["#सुना"], TagBasis.captions);
    expect(await write(2, "automated", ["#पढ़ा".normalize("NFC")], TagBasis.text)).to.equal("old");
    expect(await shown()).to.deep.equal([["#नया"], ["#सुना"]]);
    expect(await write(3, "automated", ["#पढ़ा".normalize("NFC")], TagBasis.text)).to.equal("made");
  });

  it("refuse a writer who has read the head before somebody else wrote it", async () => {
    const late = tagWrites({ ...post, version: 1 }, "manual", stored("#पुराना"), 0, undefined, at());
    await write(2, "manual", ["#नया"]);
    expect((await tables.make(...late))?.[0]).to.equal("ConditionalCheckFailed");
    const head = await headOf("manual");
    const slow = tagWrites({ ...post, version: 3 }, "manual", stored("#तीन"), 0, head, at());
    await write(4, "manual", ["#चार"]);
    expect((await tables.make(...slow))?.[0]).to.equal("ConditionalCheckFailed");
    expect(await shown()).to.deep.equal([["#चार"], []]);
  });

  it("withdraw tags that an edit takes out, from the index too, and may bring them back", async () => {
    await write(1, "manual", ["#एक", "#दो"]);
    await write(2, "manual", ["#दो"]);
    const gone = (await items()).find(({ sourceTag }) => sourceTag === "manual#एक") as TagItem;
    expect(gone)
      .to.include({ state: "withdrawn", postVersion: 2 })
      .and.not.have.any.keys("tagDayShard", "why", "aliases");
    await write(3, "manual", ["#एक"]);
    expect(await shown()).to.deep.equal([["#एक"], []]);
  });

  it("stay away after the post's removal", async () => {
    await write(1, "manual", ["#एक"]);
    const writes = removedTagWrites({ ...post, version: 2 }, "manual", await headOf("manual"), at());
    expect(await tables.make(...writes)).to.equal(undefined);
    expect(await write(1, "manual", ["#एक"])).to.equal("old");
    expect(await write(2, "manual", ["#एक"], TagBasis.captions)).to.equal("old");
    expect(await write(2, "manual", ["#एक"], TagBasis.removal)).to.equal("old");
    // Suggestions that come after the removal of a post that had none.
    await tables.make(...removedTagWrites({ ...post, version: 2 }, "automated", undefined, at()));
    expect(await write(1, "automated", ["#दो"], TagBasis.captions)).to.equal("old");
    expect(await shown()).to.deep.equal([[], []]);
  });

  it("fit in one transaction, however many there are and were", () => {
    const many = (letter: string) => Array.from({ length: 60 }, (_, index) => `#${letter}${index}`);
    const tags = many("x").slice(0, MAX_STORED_TAGS);
    const head: TagHead = { postId: "p-1", sourceTag: "manual", postVersion: 1, basis: 0, tags, updatedAt: NOW };
    const writes = tagWrites({ ...post, version: 2 }, "manual", stored(...many("y")), 0, head, NOW);
    expect(writes.length).to.be.within(MAX_STORED_TAGS + 1, 100);
  });

  it("store the whole why of a suggestion", async () => {
    const { suggestions } = suggestTags({ language: "hi", text: "बारिश और क्रिकेट", manual: [] });
    await tables.make(...tagWrites(post, "automated", automatedTags(suggestions), 0, undefined, NOW));
    const { automated } = tagsOfPost(await items());
    expect(automated.map(({ tag, score, why, aliases }) => ({ tag, score, why, aliases }))).to.deep.equal(suggestions);
  });

  it("come to the same whatever the order of versions", async () => {
    const tag = fc.constantFrom("#एक", "#दो", "#तीन", "#चार");
    const states = fc.uniqueArray(fc.record({ version: fc.integer({ min: 1, max: 5 }), tags: fc.uniqueArray(tag) }), {
      selector: ({ version }) => version,
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(states, async (some) => {
        const fresh = new Tables<"hashtags">({ hashtags: ["postId", "sourceTag"] });
        tables.close();
        tables = fresh;
        await tables.open();
        for (const { version, tags } of some) await write(version, "manual", tags);
        const newest = some.reduce((a, b) => (a.version > b.version ? a : b));
        expect(await shown()).to.deep.equal([newest.tags, []]);
      }),
      { numRuns: 20 },
    );
  });
});
