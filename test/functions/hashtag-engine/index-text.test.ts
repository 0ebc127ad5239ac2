import { foldTerm, postingEntries, type CaptionItem, type DocumentItem, type Posting } from "@huut/domain";
import { expect } from "chai";
import { serviceError } from "../packaged";
import { removedRow, rowOf, TopicDesk, type Change } from "./topic-desk";

const captionsOf = (change: Partial<CaptionItem> = {}): CaptionItem => ({
  postId: "p-1",
  postVersion: 1,
  mediaVersion: "0123456789abcdef",
  updatedAt: "2026-11-03T04:59:00.000Z",
  language: "ta",
  state: "ready",
  source: "translated",
  revision: 0,
  text: "இன்று கிரிக்கெட் போட்டி மழையால் நின்றது",
  ...change,
});

describe("index-text, from its package", () => {
  let desk: TopicDesk;
  beforeEach(async () => {
    desk = new TopicDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  /** The documents that a word finds: post, document and source. */
  const found = async (word: string): Promise<string[]> => {
    const items = (await desk.items("searchTerms")) as unknown as Posting[];
    const own = items.filter(({ termShard }) => termShard.startsWith(`${foldTerm(word)}#2026-11#`));
    return own.flatMap((each) => postingEntries(each).map(([name, { source }]) => `${each.postId} ${name} ${source}`));
  };
  const postings = async () => {
    const items = await desk.items("searchTerms");
    const named = (item: Record<string, unknown>) => `${String(item["termShard"])} ${String(item["postId"])}`;
    return items
      .filter((item) => "removed" in item || "terms" in item || postingEntries(item as unknown as Posting).length > 0)
      .sort((a, b) => (named(a) < named(b) ? -1 : 1));
  };
  const marker = async () => (await desk.items("searchTerms")).find((item) => "removed" in item);
  const posted = async (row = rowOf(), before?: object) => {
    await desk.put("posts", row);
    return desk.index({ after: row, ...(before && { before }) });
  };

  it("finds a post by its text, its tags, what is said in it, and translations of that", async () => {
    expect(await posted()).to.deep.equal([]);
    const said = captionsOf({ language: "hi", source: "transcribed", text: "स्टेडियम में पानी भर गया" });
    expect(await desk.index({ after: said }, { after: captionsOf() })).to.deep.equal([]);
    expect(await found("बारिश")).to.deep.equal(["p-1 text#hi text"]);
    expect(await found("#क्रिकेट")).to.deep.equal(["p-1 text#hi text"]);
    expect(await found("स्टेडियम")).to.deep.equal(["p-1 captions#hi captions"]);
    expect(await found("போட்டி")).to.deep.equal(["p-1 captions#ta captions-translation"]);
    expect(await marker()).to.include({ removed: false, version: 1 });
  });

  it("goes by a script that one language alone has, then by what is stated, and moves with an edit that changes it", async () => {
    const first = rowOf({ language: undefined as never, text: "மழை வருது", tags: [] });
    await posted(first);
    expect(await found("மழை")).to.deep.equal(["p-1 text#ta text"]);
    await posted(rowOf({ version: 2, text: "ಮಳೆ ಬಂತು", tags: [], language: "kn" }), first);
    expect([await found("மழை"), await found("ಮಳೆ")]).to.deep.equal([[], ["p-1 text#kn text"]]);
    await posted(rowOf({ postId: "p-2", text: "ಮಳೆ ಬಂತು", tags: [], language: "hi" }));
    await posted(rowOf({ postId: "p-3", text: "आज पाऊस पडला", tags: [], language: "mr" }));
    expect((await found("ಮಳೆ")).toSorted()).to.deep.equal(["p-1 text#kn text", "p-2 text#kn text"]);
    expect(await found("पाऊस")).to.deep.equal(["p-3 text#mr text"]);
  });

  it("reads captions that are too long for an item from their file", async () => {
    await posted();
    const key = "captions/p-1/0123456789abcdef/ta.srt";
    await desk.write("published", key, "1\n00:00:00,000 --> 00:00:02,000\nவெள்ளம் வந்தது\n\n");
    expect(await desk.index({ after: captionsOf({ srtKey: key, text: undefined as never }) })).to.deep.equal([]);
    expect(await found("வெள்ளம்")).to.deep.equal(["p-1 captions#ta captions-translation"]);
  });

  it("passes over likes, recordings, corrections and debts, and reads nothing for them", async () => {
    const changes = [
      { before: rowOf(), after: rowOf({ version: 2, likes: 4 }) },
      { after: { postId: "p-1", language: "media", state: "transcribed", mediaVersion: "0123456789abcdef" } },
      { after: { postId: "p-1", language: "hi#00001", mediaVersion: "0123456789abcdef", text: "क" } },
      { before: captionsOf(), after: { ...captionsOf(), owes: new Set(["hi"]) } },
      { after: captionsOf({ state: "translating" }) },
    ];
    expect(await desk.index(...changes)).to.deep.equal([]);
    expect(desk.calls).to.deep.equal([]);
  });

  it("lets a removed post vanish at once, before its documents follow", async () => {
    await posted();
    await desk.index({ after: captionsOf({ updatedAt: "2026-11-03T05:30:00.000Z" }) });
    const removed = removedRow({ occurredAt: "2026-11-03T05:10:00.000Z" });
    desk.failAt("TransactWriteItems", "before");
    await desk.put("posts", removed);
    expect(await desk.index({ before: rowOf(), after: removed })).to.deep.equal([0]);
    expect([(await marker())?.["removed"], (await found("बारिश")).length]).to.deep.equal([true, 1]);
    desk.heal();
    expect(await desk.index({ before: rowOf(), after: removed })).to.deep.equal([]);
    expect([await found("बारिश"), await found("போட்டி")]).to.deep.equal([[], []]);
    // What comes late does not bring it back.
    expect(await desk.index({ after: rowOf() }, { after: captionsOf() })).to.deep.equal([]);
    expect([await found("बारिश"), await found("போட்டி")]).to.deep.equal([[], []]);
    const items = (await desk.items("searchTerms")) as unknown as DocumentItem[];
    expect(items.flatMap(({ terms = [] }) => terms)).to.deep.equal([]);
  });

  it("takes out a post whose item is gone altogether", async () => {
    await posted();
    await desk.index({ after: captionsOf() });
    expect(await desk.index({ before: rowOf() })).to.deep.equal([]);
    expect([await found("बारिश"), await found("போட்டி"), (await marker())?.["removed"]]).to.deep.equal([[], [], true]);
  });

  it("takes withdrawn captions out, and does not bring them back when they come late", async () => {
    await posted();
    const withdrawn = captionsOf({ state: "withdrawn", updatedAt: "2026-11-03T05:00:00.000Z" });
    await desk.index({ before: captionsOf(), after: withdrawn });
    await desk.index({ after: captionsOf() });
    expect(await found("போட்டி")).to.deep.equal([]);
    await desk.index({ after: captionsOf({ updatedAt: "2026-11-03T06:00:00.000Z" }) });
    expect(await found("போட்டி")).to.have.length(1);
  });

  it("ends in the same index in any order and with repeats", async () => {
    const [first, edited] = [rowOf(), rowOf({ version: 2, text: "धूप निकली #मौसम", tags: [] })];
    const corrected = captionsOf({ revision: 1, text: "இன்று வெயில்", updatedAt: "2026-11-03T05:00:00.000Z" });
    const life: readonly Change[] = [
      { after: first },
      { after: captionsOf() },
      { before: first, after: edited },
      { before: captionsOf(), after: corrected },
    ];
    const ends: unknown[] = [];
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1, 3, 2],
    ]) {
      desk.close();
      desk = new TopicDesk();
      await desk.open();
      await desk.put("posts", edited);
      for (const place of order) expect(await desk.index(life[place] as Change)).to.deep.equal([]);
      ends.push(await postings());
    }
    for (const end of ends.slice(1)) expect(end).to.deep.equal(ends[0]);
    expect([await found("धूप"), await found("बारिश")]).to.deep.equal([["p-1 text#hi text"], []]);
  });

  it("gives way to another writer, and fails only the records that it cannot follow", async () => {
    let raced = false;
    desk.before = async ({ operation }) => {
      if (operation !== "TransactWriteItems" || raced) return;
      raced = true;
      await desk.index({ before: rowOf(), after: rowOf({ version: 2, text: "धूप निकली", tags: [] }) });
    };
    expect(await posted()).to.deep.equal([]);
    expect([raced, await found("बारिश"), await found("धूप")]).to.deep.equal([true, [], ["p-1 text#hi text"]]);
    desk.before = ({ operation, input }) => {
      if (operation === "PutItem" && JSON.stringify(input).includes("p-3")) throw serviceError("ThrottlingException");
    };
    const changes = ["p-2", "p-3"].map((postId) => ({ after: rowOf({ postId }) }));
    expect(await desk.index("{", ...changes)).to.deep.equal([0, 2]);
    expect(await found("बारिश")).to.deep.equal(["p-2 text#hi text"]);
  });
});
