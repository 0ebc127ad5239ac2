import { expect } from "chai";
import * as fc from "fast-check";
import { after as afterAll } from "mocha";
import {
  canVote,
  emptyLedger,
  ledgerKey,
  ledgerMark,
  moderatePost,
  observePost,
  parseVoteKey,
  voteOf,
  votesOf,
  voteWrites,
  type Moderation,
  type PostLedger,
  type PostObservation,
  type VoteItem,
} from "@huut/domain";
import { Tables } from "../../support/tables";
import { Crowd } from "./crowd";

const AT = "2026-11-02T05:31:07.120Z";
const TAGS = ["#क्रिकेट", "#cricket", "#கிரிக்கெட்", "#বই", "#کتابیں"];

const state = (version: number, part: Partial<PostObservation> = {}): PostObservation => ({
  postId: "p-1",
  userId: "u-1",
  createdAt: AT,
  version,
  occurredAt: `2026-11-02T06:00:00.${String(version).padStart(3, "0")}Z`,
  eventId: `e-${version}`,
  deleted: false,
  tags: ["#क्रिकेट"],
  language: "hi",
  text: "आज का मैच बहुत रोमांचक रहा, आखिरी ओवर में जीत मिली",
  ...part,
});
const removed = (version: number) => state(version, { deleted: true, tags: undefined, text: undefined });
const after = (...states: readonly PostObservation[]) => states.reduce(observePost, emptyLedger("p-1"));
const living = (ledger: PostLedger) =>
  [...votesOf(ledger).values()].filter(({ entry }) => entry.live).map(({ key }) => key.tagAuthor);

describe("The votes of a post", () => {
  const decision: Moderation = { hidden: true, decidedAt: "2026-11-02T07:00:00.000Z", decisionId: "d-1" };
  const cases: readonly (readonly [string, PostLedger, readonly string[], number])[] = [
    ["nothing seen", emptyLedger("p-1"), [], 0],
    ["one state", after(state(1)), ["#क्रिकेट#u-1"], 1],
    ["an edit that drops the tag", after(state(1), state(2, { tags: ["#cricket"] })), ["#cricket#u-1"], 2],
    ["the same, the other way round", after(state(2, { tags: ["#cricket"] }), state(1)), ["#cricket#u-1"], 2],
    ["a tag that comes back", after(state(1), state(2, { tags: [] }), state(3)), ["#क्रिकेट#u-1"], 1],
    ["a removal", after(state(1), removed(2)), [], 1],
    ["a removal that comes first", after(removed(2), state(1)), [], 1],
    ["a post that a moderator hides", moderatePost(after(state(1)), decision), [], 1],
    ["a decision that comes first", observePost(moderatePost(emptyLedger("p-1"), decision), state(1)), [], 1],
    [
      "a later decision that shows it again",
      moderatePost(
        moderatePost(after(state(1)), { ...decision, hidden: false, decidedAt: "2026-11-02T08:00:00.000Z" }),
        decision,
      ),
      ["#क्रिकेट#u-1"],
      1,
    ],
  ];
  for (const [what, ledger, live, all] of cases) {
    it(`of ${what}: ${live.length} live of ${all}`, () => {
      expect(living(ledger)).to.deep.equal(live);
      expect(votesOf(ledger)).to.have.property("size", all);
    });
  }

  it("count 20 tags, each in one spelling, and forget the text's fingerprint with the text", () => {
    const many = Array.from({ length: 30 }, (_, i) => `#Tag${i}`);
    expect(living(after(state(1, { tags: ["#Cricket", "#cricket", ...many] }))))
      .to.have.length(20)
      .and.include("#cricket#u-1");
    expect(JSON.stringify(after(state(1)))).to.match(/"print":"[0-9a-f]{16}"/);
    expect(JSON.stringify(after(state(1), removed(2)))).to.not.contain("print");
  });

  it("are those of the hour that the post was made in", () => {
    expect([...votesOf(after(state(1))).values()].map(({ key }) => parseVoteKey(key))).to.deep.equal([
      { hour: Date.UTC(2026, 10, 2, 5) / 3_600_000, tag: "#क्रिकेट", author: "u-1" },
    ]);
    expect(parseVoteKey(ledgerKey("p-1"))).to.equal(undefined);
    expect(
      [0, 167, 168].map((hours) => canVote(AT, new Date(Date.parse(AT) + hours * 3_600_000).toISOString())),
    ).to.deep.equal([true, true, false]);
    expect(canVote("2026-11-02T08:00:00.000Z", AT), "made in the future").to.equal(false);
  });

  it("are the same in any order of what was seen, with any of it repeated", () => {
    fc.assert(
      fc.property(observations(), fc.infiniteStream(fc.nat()), (states, numbers) => {
        const shuffled = [...states, ...states.filter((_, i) => i % 3 === 0)]
          .map((each) => ({ each, key: numbers.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(ledgerMark(after(...shuffled))).to.equal(ledgerMark(after(...states)));
        expect(new Crowd().see(...shuffled).votes()).to.deep.equal(new Crowd().see(...states).votes());
      }),
    );
  });

  function observations() {
    const one = fc.record({
      version: fc.integer({ min: 1, max: 8 }),
      tags: fc.subarray(TAGS),
      deleted: fc.boolean(),
      language: fc.constantFrom("hi", "en-IN", undefined),
    });
    // A version has one content: two events of one version differ by their identifiers.
    return fc
      .uniqueArray(one, { selector: ({ version }) => version, minLength: 1, maxLength: 6 })
      .map((all) =>
        all.map(({ version, ...part }) =>
          state(version, part.deleted ? { ...part, tags: undefined, text: undefined } : part),
        ),
      );
  }
});

describe("The writes of votes", () => {
  const tables = new Tables({ "tag-activity": ["hourShard", "tagAuthor"] });
  before(() => tables.open());
  afterAll(() => tables.close());

  const stored = async () => {
    const items = (await tables.items("tag-activity")) as VoteItem[];
    return items
      .flatMap((item) => voteOf(item) ?? [])
      .map(({ tag, author, live, posts }) => ({ tag, author, live, posts }));
  };

  it("keep one vote an author, tag and hour, for as long as one post of it stands", async () => {
    const other = { postId: "p-2", eventId: "f-1", tags: ["#cricket"] };
    const [one, two] = [after(state(1, { tags: ["#cricket"] })), observePost(emptyLedger("p-2"), state(1, other))];
    expect(await tables.make(...voteWrites(undefined, one))).to.equal(undefined);
    expect(await tables.make(...voteWrites(undefined, two))).to.equal(undefined);
    expect(await stored()).to.deep.equal([{ tag: "#cricket", author: "u-1", live: true, posts: 2 }]);
    const gone = observePost(two, { ...removed(2), postId: "p-2", eventId: "f-2" });
    expect(await tables.make(...voteWrites(two, gone))).to.equal(undefined);
    expect(await stored()).to.deep.equal([{ tag: "#cricket", author: "u-1", live: true, posts: 1 }]);
    const both = observePost(one, removed(2));
    expect(await tables.make(...voteWrites(one, both))).to.equal(undefined);
    expect(await stored()).to.deep.equal([{ tag: "#cricket", author: "u-1", live: false, posts: 2 }]);
    expect(voteWrites(both, observePost(both, removed(2))), "a duplicate").to.deep.equal([]);
  });

  it("are refused to who has an old ledger, who then begins anew with what is there", async () => {
    const [postId, tags] = ["p-9", ["#বই"]];
    const first = observePost(emptyLedger(postId), state(1, { postId, tags }));
    await tables.make(...voteWrites(undefined, first));
    expect(await tables.make(...voteWrites(undefined, first))).to.include("ConditionalCheckFailed");
    const newer = observePost(first, state(3, { postId, tags: [] }));
    await tables.make(...voteWrites(first, newer));
    const late = observePost(first, state(2, { postId, tags: ["#வானிலை"] }));
    expect(await tables.make(...voteWrites(first, late))).to.include("ConditionalCheckFailed");
    const item = (await tables.items("tag-activity")).find(
      ({ hourShard }) => hourShard === "post#p-9",
    ) as unknown as PostLedger;
    expect(ledgerMark(item), "as DynamoDB gives it back").to.equal(ledgerMark(newer));
    const mended = observePost(item, state(2, { postId, tags: ["#வானிலை"] }));
    expect(await tables.make(...voteWrites(item, mended))).to.equal(undefined);
    const votes = (await stored()).filter(({ tag }) => tag === "#বই" || tag === "#வானிலை");
    expect(votes.map(({ live }) => live)).to.deep.equal([false, false]);
  });

  it("leave in the table what follows from everything seen, whatever the order", async () => {
    let run = 0;
    const versions = [1, 2, 3, 4].map((version) => ({ version, tags: TAGS.slice(version, version + 2) }));
    const orders = fc.shuffledSubarray([...versions, ...versions.slice(0, 2)], { minLength: 6 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const postId = `q-${run++}`;
        const userId = `v-${run}`;
        let ledger: PostLedger | undefined;
        for (const { version, tags } of order) {
          const next = observePost(ledger ?? emptyLedger(postId), state(version, { postId, userId, tags }));
          const writes = voteWrites(ledger, next);
          if (writes.length > 0) expect(await tables.make(...writes)).to.equal(undefined);
          ledger = next;
        }
        const all = versions.map(({ version, tags }) => state(version, { postId, userId, tags }));
        const found = (await stored()).filter(({ author }) => author === userId);
        const due = new Crowd().see(...all).votes();
        expect(found).to.have.deep.members(due.map(({ tag, author, live, posts }) => ({ tag, author, live, posts })));
      }),
      { numRuns: 8 },
    );
  });

  it("take a vote out of an hour that the post turns out not to be of", async () => {
    const [postId, tags] = ["p-10", ["#kahani"]];
    const first = observePost(emptyLedger(postId), state(1, { postId, tags }));
    await tables.make(...voteWrites(undefined, first));
    const moved = observePost(first, state(2, { postId, tags, createdAt: "2026-11-02T04:00:00.000Z" }));
    await tables.make(...voteWrites(first, moved));
    expect((await stored()).filter(({ tag }) => tag === "#kahani")).to.have.length(1);
  });

  it("set a time to live, and stay within one transaction for a post whose 20 tags are all replaced", () => {
    const tags = (from: number) => Array.from({ length: 30 }, (_, i) => `#t${from + i}`);
    const [old, next] = [
      after(state(1, { tags: tags(0) })),
      after(state(1, { tags: tags(0) }), state(2, { tags: tags(100) })),
    ];
    expect(voteWrites(old, next)).to.have.length(41);
    const [ledger, vote] = voteWrites(undefined, old);
    const expiresAt = Date.UTC(2026, 10, 9, 6) / 1_000;
    expect(ledger?.item).to.include({ expiresAt });
    expect(vote?.values).to.include({ ":expiresAt": expiresAt });
  });
});
