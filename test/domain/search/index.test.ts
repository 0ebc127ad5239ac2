import { expect } from "chai";
import * as fc from "fast-check";
import {
  indexWrites,
  markerKey,
  markWrite,
  parseQuery,
  rankPosts,
  SEARCH_PARAMETERS,
  termShard,
  termShards,
  weighTerms,
  withdrawDocument,
  withoutRemoved,
  type DocumentItem,
  type Posting,
  type PostMarker,
  type SearchDocument,
} from "@huut/domain";
import { Tables } from "../../support/tables";

const NOW = "2026-11-20T10:00:00.000Z";

const order = (version: number) => ({
  version,
  occurredAt: `2026-11-19T10:00:0${version}.000Z`,
  eventId: `e-${version}`,
});
const documentOf = (part: Partial<SearchDocument> = {}): SearchDocument => ({
  postId: "p-1",
  createdAt: "2026-11-19T10:00:00.000Z",
  source: "text",
  language: "hi",
  order: order(1),
  text: "आज का क्रिकेट मैच भारत ने जीता",
  tags: ["#क्रिकेट"],
  ...part,
});
const weights = (document: SearchDocument) =>
  Object.fromEntries(weighTerms(document).map(({ term, weight }) => [term, weight]));

describe("The terms of a document", () => {
  it("weigh most as tags, then in the opening, and not at all as common words", () => {
    const rest = "फिर हम सब लोग घर चले गए और रात भर बातें करते रहे नदी किनारे";
    const found = weights(documentOf({ text: `मैच शुरू हुआ ${rest} शाम`, tags: ["#क्रिकेट"] }));
    expect(found["#क्रिकेट"]).to.be.greaterThan(found["मैच"]!);
    expect(found["क्रिकेट"]).to.equal(found["#क्रिकेट"]);
    expect(found["मैच"]).to.be.greaterThan(found["शाम"]!);
    expect(found).to.not.have.property("और");
  });

  it("weigh less from speech and from translations, and less for a word in a longer text", () => {
    const weight = (part: Partial<SearchDocument>) => weights(documentOf({ tags: [], ...part }))["मैच"]!;
    const [text, translated] = [weight({}), weight({ source: "text-translation" })];
    expect(translated / text).to.be.closeTo(0.7, 0.01);
    expect(weight({ source: "captions-translation" }) / weight({ source: "captions" })).to.be.closeTo(0.5 / 0.7, 0.01);
    expect(weight({ text: `मैच ${"कहानी ".repeat(100)}` })).to.be.below(text);
    expect(weight({ text: "मैच मैच मैच" }) / text, "frequency saturates").to.be.within(1, 2);
  });

  it("are 64 at most of a post and language, the weightiest", () => {
    const long = Array.from({ length: 500 }, (_, i) => `शब्द${i}`).join(" ");
    const all = (source: SearchDocument["source"]) => weighTerms(documentOf({ source, text: `${long} अंत अंत अंत` }));
    expect(all("text").length + all("captions").length).to.equal(64);
    expect(SEARCH_PARAMETERS.maxTerms).to.deep.equal({ text: 28, captions: 36 });
    expect(all("captions").map(({ term }) => term)).to.include("अंत");
  });
});

describe("A query", () => {
  const read: readonly (readonly [string, string | undefined, readonly string[], readonly string[]])[] = [
    ["cricket match", undefined, ["cricket", "match"], []],
    ["  Cricket  CRICKET ", undefined, ["cricket"], []],
    ["हिन्दी कविता", "hi", ["हिंदी", "कविता"], []],
    ["#क्रिकेट -ipl", undefined, ["#क्रिकेट"], ["ipl"]],
    ["the match", "en", ["match"], []],
    ["the", "en", ["the"], []],
    ["café-culture", undefined, ["cafe", "culture"], []],
    ["كتاب ۲۰۲۶", undefined, ["کتاب", "2026"], []],
    ["match - final", undefined, ["match", "final"], []],
  ];
  for (const [q, language, terms, without] of read) {
    it(`"${q}" looks for ${terms.join(", ")}`, () => {
      const parsed = parseQuery(q, language);
      expect(parsed.ok && [parsed.query.terms, parsed.query.without]).to.deep.equal([terms, without]);
    });
  }

  const refused: readonly (readonly [string | undefined, string | undefined, RegExp])[] = [
    [undefined, undefined, /^q is empty: give words/],
    ["   ", undefined, /^q is empty/],
    ["🎉 !!", undefined, /no word in it: give letters or digits/],
    ["-ipl", undefined, /only leaves words out: give at least one/],
    ["x".repeat(201), undefined, /201 characters: use at most 200/],
    ["a1 b2 c3 d4 e5 f6 g7 h8 i9", undefined, /9 words: use at most 8/],
    ['"आज का मैच"', undefined, /quotation marks: phrases are not searched/],
    ["\ud83c", undefined, /broken text/],
    ["cricket", "!!", /^language "!!" is no language tag/],
  ];
  for (const [q, language, reason] of refused) {
    it(`${JSON.stringify(q)?.slice(0, 20) ?? "none"} in ${language ?? "any"} is refused with the cure`, () => {
      const parsed = parseQuery(q, language);
      expect(parsed).to.include({ ok: false, parameter: language === undefined ? "q" : "language" });
      expect(!parsed.ok && parsed.reason).to.match(reason);
    });
  }
});

describe("The index", () => {
  const tables = new Tables({ "search-terms": ["termShard", "postId"] });
  before(() => tables.open());
  after(() => tables.close());

  const stored = async (postId: string, name: string) => {
    const items = await tables.items("search-terms");
    return items.find((each) => each["termShard"] === `post#${postId}` && each["postId"] === name) as
      DocumentItem | undefined;
  };
  const put = async (document: SearchDocument) => {
    const before = await stored(
      document.postId,
      `${document.source.startsWith("text") ? "text" : "captions"}#${document.language}`,
    );
    return tables.make(...indexWrites(before, document));
  };
  /** As the function will: postings of each term, then the markers of the candidates. */
  const find = async (q: string, language?: string) => {
    const parsed = parseQuery(q, language);
    if (!parsed.ok) throw new Error(parsed.reason);
    const items = (await tables.items("search-terms")) as unknown as Posting[];
    const { terms, without } = parsed.query;
    const postings = new Map(
      [...terms, ...without].map((term) => {
        const shards = new Set(termShards(term, NOW, 12).flat());
        return [term, items.filter(({ termShard: shard }) => shards.has(shard))];
      }),
    );
    const hits = rankPosts(parsed.query, postings, { now: NOW, posts: 10 });
    const markers = items.filter(({ postId }) => postId === "post") as unknown as PostMarker[];
    return withoutRemoved(hits, markers);
  };
  const ids = async (q: string, language?: string) => (await find(q, language)).map(({ postId }) => postId);

  it("finds posts across languages, through captions and translations, and says why", async () => {
    await tables.make(markWrite("p-1", false, order(1)));
    await tables.make(markWrite("p-2", false, order(1)));
    expect(await put(documentOf())).to.equal(undefined);
    expect(
      await put(
        documentOf({ source: "text-translation", language: "en", text: "India won the cricket match today", tags: [] }),
      ),
    ).to.equal(undefined);
    const spoken = { postId: "p-2", createdAt: "2026-11-18T10:00:00.000Z", tags: [] };
    await put(
      documentOf({ ...spoken, source: "captions", language: "ta", text: "இன்று கிரிக்கெட் போட்டி மிகவும் நன்றாக இருந்தது" }),
    );
    await put(
      documentOf({
        ...spoken,
        source: "captions-translation",
        language: "en",
        text: "the cricket match was very good today",
      }),
    );
    expect(await ids("cricket match"), "English finds Hindi and Tamil").to.deep.equal(["p-1", "p-2"]);
    expect(await ids("கிரிக்கெட்")).to.deep.equal(["p-2"]);
    expect(await ids("क्रिकेट")).to.deep.equal(["p-1"]);
    expect(await ids("cricket", "ta"), "only Tamil documents").to.deep.equal([]);
    expect(await ids("cricket -india")).to.deep.equal(["p-2"]);
    const [hit] = await find("cricket good");
    expect(hit).to.include({ postId: "p-2" });
    expect(hit?.why).to.equal(
      "It has “cricket” in the captions' English translation, “good” in the captions' English translation, and is 2 days old.",
    );
  });

  it("follows an edit in one step, and never goes back to an older state", async () => {
    await tables.make(markWrite("p-3", false, order(1)));
    const of = (version: number, text: string) =>
      documentOf({ postId: "p-3", language: "bn", order: order(version), text, tags: [] });
    await put(of(1, "আজ বৃষ্টি হবে"));
    await put(of(3, "আজ রোদ উঠেছে"));
    expect(await ids("বৃষ্টি")).to.deep.equal([]);
    expect(await ids("রোদ")).to.deep.equal(["p-3"]);
    expect(indexWrites(await stored("p-3", "text#bn"), of(2, "আজ ঝড়")), "older").to.deep.equal([]);
    expect(await tables.make(...indexWrites(undefined, of(4, "আজ ঝড়"))), "by who has not seen it").to.include(
      "ConditionalCheckFailed",
    );
    expect(await ids("রোদ")).to.deep.equal(["p-3"]);
  });

  it("lets a removed post vanish at once, takes nothing of it any more, and ends without its words", async () => {
    await tables.make(markWrite("p-1", true, order(5)));
    expect(await ids("cricket match"), "with all of its terms still there").to.deep.equal(["p-2"]);
    expect(await put(documentOf({ order: order(3), text: "क्रिकेट फिर" })), "an edit from before").to.include(
      "ConditionalCheckFailed",
    );
    expect(await tables.make(markWrite("p-1", false, order(2))), "an older marker").to.deep.equal([
      "ConditionalCheckFailed",
    ]);
    for (const [name, part] of [
      ["text#hi", {}],
      ["text#en", { source: "text-translation", language: "en" }],
    ] as const) {
      const gone = documentOf({ ...part, order: order(5) });
      expect(await tables.make(...withdrawDocument(await stored("p-1", name), gone))).to.equal(undefined);
      expect((await stored("p-1", name))?.terms).to.deep.equal([]);
    }
    const left = (await tables.items("search-terms")).filter(({ postId }) => postId === "p-1");
    expect(left.flatMap((each) => Object.keys(each).filter((name) => name.startsWith("doc:")))).to.deep.equal([]);
  });

  it("fits one transaction, even when every term is another one", () => {
    const words = (from: number) => Array.from({ length: 400 }, (_, i) => `w${from + i}`).join(" ");
    const captions = (version: number, from: number) =>
      documentOf({ source: "captions", order: order(version), text: words(from), tags: [] });
    const first = indexWrites(undefined, captions(1, 0));
    const before = first.find(({ item }) => item !== undefined)?.item as unknown as DocumentItem;
    expect(indexWrites(before, captions(2, 1_000))).to.have.length(74);
  });

  it("ends the same in whatever order states come, one after another", () => {
    const states = [1, 2, 3, 4].map((version) => documentOf({ order: order(version), text: `शब्द${version} साथ` }));
    fc.assert(
      fc.property(fc.shuffledSubarray([...states, ...states], { minLength: 8 }), (all) => {
        let item: DocumentItem | undefined;
        for (const each of all) {
          const write = indexWrites(item, each).find(({ item: made }) => made !== undefined);
          if (write !== undefined) item = write.item as unknown as DocumentItem;
        }
        expect(item?.terms).to.deep.equal(weighTerms(states[3]!));
      }),
    );
  });
});

describe("The ranking", () => {
  const posting = (postId: string, weight: number, createdAt = "2026-11-19T10:00:00.000Z"): Posting => ({
    termShard: termShard("x", postId, createdAt),
    postId,
    createdAt,
    "doc:text#hi": { weight, source: "text", version: 1 },
  });
  const ranked = (terms: Readonly<Record<string, readonly Posting[]>>) =>
    rankPosts({ terms: Object.keys(terms), without: [] }, new Map(Object.entries(terms)), { now: NOW, posts: 1_000 });
  const ids = (terms: Readonly<Record<string, readonly Posting[]>>) => ranked(terms).map(({ postId }) => postId);

  it("goes by weight, then by recency, then by identifier", () => {
    expect(ids({ x: [posting("a", 1), posting("b", 2)] })).to.deep.equal(["b", "a"]);
    expect(ids({ x: [posting("old", 1, "2026-09-01T00:00:00.000Z"), posting("new", 1)] })).to.deep.equal([
      "new",
      "old",
    ]);
    expect(ids({ x: [posting("old", 3, "2026-09-01T00:00:00.000Z"), posting("new", 1)] }), "much better").to.deep.equal(
      ["old", "new"],
    );
    expect(ids({ x: [posting("b", 1), posting("a", 1)] })).to.deep.equal(["a", "b"]);
  });

  it("prefers rare terms, and posts that have all", () => {
    const many = Array.from({ length: 500 }, (_, i) => posting(`m-${i}`, 1));
    expect(ids({ common: many, rare: [posting("r", 1)] })[0]).to.equal("r");
    const both = [posting("both", 1)];
    expect(ids({ x: [...both, posting("one", 1.8)], y: both })).to.deep.equal(["both", "one"]);
  });

  it("counts the best of a post's documents, not their sum: they say the same thing", () => {
    const echo: Posting = { ...posting("echo", 1), "doc:captions#hi": { weight: 0.9, source: "captions", version: 1 } };
    const [first, second] = ranked({ x: [echo, posting("plain", 1)] });
    expect(first?.score).to.equal(second?.score);
    expect(first?.terms).to.have.length(1);
  });

  it("passes over what an emptied posting leaves, and posts without a marker", () => {
    const { termShard: shard, postId, createdAt } = posting("gone", 1);
    expect(ids({ x: [{ termShard: shard, postId, createdAt }] })).to.deep.equal([]);
    const hits = ranked({ x: [posting("a", 1), posting("b", 1)] });
    const marker: PostMarker = { ...markerKey("b"), postId: "post", removed: false, ...order(1) };
    expect(withoutRemoved(hits, [marker]).map(({ postId }) => postId)).to.deep.equal(["b"]);
  });

  it("reads the newest months first", () => {
    const months = termShards("cricket", "2026-01-15T00:00:00.000Z", 3);
    expect(months.map(([first]) => first)).to.deep.equal([
      "cricket#2026-01#0",
      "cricket#2025-12#0",
      "cricket#2025-11#0",
    ]);
    expect(months.flat()).to.include(termShard("cricket", "p-1", "2025-12-31T23:59:59.999Z"));
  });
});
