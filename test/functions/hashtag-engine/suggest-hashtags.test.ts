import { expect } from "chai";
import { storedOf } from "../../domain/captions/stored";
import { postOf, TextDesk } from "./text-desk";

const CRICKET = "आज क्रिकेट का मैच देखा, बहुत मज़ा आया #मैच";
const before = (minutes: number): string => new Date(Date.UTC(2026, 10, 3, 4, 58) - minutes * 60_000).toISOString();

describe("suggest-hashtags, from its package", () => {
  let desk: TextDesk;
  beforeEach(async () => {
    desk = new TextDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  /** A post goes all the way. */
  const through = async (post: ReturnType<typeof postOf>, earlier?: ReturnType<typeof postOf>) => {
    await desk.posted(post, earlier);
    expect(await desk.analyse(post.postId)).to.deep.equal([]);
    expect(await desk.suggest(post.postId)).to.deep.equal([]);
  };
  const names = (tags: readonly { readonly tag: string }[]): string[] => tags.map(({ tag }) => tag);

  it("keeps the author's tags, and beside them suggestions in the post's language, each with its why and its aliases", async () => {
    await through(postOf({ text: CRICKET, tags: ["#Sunday"] }));
    const { manual, automated } = await desk.tags();
    expect(names(manual)).to.deep.equal(["#sunday", "#मैच"]);
    expect(names(automated)).to.include("#क्रिकेट");
    expect(automated.length).to.be.within(1, 5);
    const cricket = automated.find(({ tag }) => tag === "#क्रिकेट");
    expect(cricket?.why?.sentence).to.match(/\.$/);
    expect(cricket?.aliases.map(({ tag }) => tag)).to.include.members(["#cricket", "#கிரிக்கெட்"]);
    expect(names(automated)).to.not.include.members(["#मैच"]);
    const item = await desk.rawText();
    expect(item).to.include({ content: 1, suggested: 1 }).and.not.have.any.keys("pending", "since");
  });

  it("looks at what stood beside the post's tags before it, and at its author's habits, and at nothing later", async () => {
    const beside = { text: "मैच का दिन #क्रिकेट #टीमइंडिया", userId: "u-9" };
    for (let post = 1; post <= 4; post++) {
      await through(postOf({ ...beside, postId: `b-${post}`, createdAt: before(post) }));
    }
    await through(postOf({ postId: "h-1", text: "सुबह #चाय", createdAt: before(30) }));
    await through(postOf({ postId: "l-1", text: "मैच #क्रिकेट #कल", userId: "u-8", createdAt: before(-30) }));
    await through(postOf({ text: CRICKET }));
    const { automated } = await desk.tags();
    const features = (tag: string) =>
      automated.find((each) => each.tag === tag)?.why?.contributions?.map(({ feature }) => feature);
    expect(features("#टीमइंडिया")).to.include("together");
    expect(features("#चाय")).to.include("history");
    expect(names(automated)).to.not.include("#कल");
  });

  it("suggests nothing that moderators have blocked, everywhere or for the language, and the next best instead", async () => {
    const decide = (windowStart: string, decision: string, more: object = {}) =>
      desk.put("trends", { scope: "holds", windowStart, tag: "#क्रिकेट", decision, ...more });
    const suggested = async (postId: string) => {
      await through(postOf({ text: CRICKET, postId }));
      const { automated } = await desk.tags(postId);
      return names(automated);
    };
    const free = await suggested("p-free");
    expect(free).to.include("#क्रिकेट");
    await decide("#क्रिकेट lang#hi", "block");
    const rest = await suggested("p-hi");
    expect(rest).to.not.include("#क्रिकेट");
    expect(rest).to.include.members(free.filter((tag) => tag !== "#क्रिकेट"));
    await decide("#क्रिकेट lang#hi", "withdraw");
    await decide("#क्रिकेट", "block");
    expect(await suggested("p-all")).to.not.include("#क्रिकेट");
    await decide("#क्रिकेट", "block", { until: "2026-11-01T00:00:00.000Z" });
    await decide("#क्रिकेट lang#ta", "block");
    expect(await suggested("p-over")).to.include("#क्रिकेट");
  });

  it("heeds trends of its language in the hour that had ended when the post was made, whenever it looks", async () => {
    const list = (scope: string, windowStart: string, tag: string) =>
      desk.put("trends", { scope, windowStart, trends: [{ tag }], review: [] });
    await list("lang#hi", "day#2026-11-02T04", "#क्रिकेट");
    const trend = async () => {
      const { automated } = await desk.tags();
      const features = automated.flatMap(({ tag, why }) =>
        (why?.contributions ?? []).map(({ feature }) => `${tag} ${feature}`),
      );
      return features.filter((each) => each.endsWith(" trend"));
    };
    const first = postOf({ text: CRICKET });
    await through(first);
    const heeded = await trend();
    // What is computed later, of other languages, or of the hour that runs, changes nothing.
    await list("lang#hi", "day#2026-11-02T05", "#खेल");
    await list("lang#ta", "day#2026-11-02T04", "#खेल");
    await desk.world.runFor(5 * 3_600_000);
    const second = postOf({ version: 2, text: `${CRICKET} खेल` });
    await through(second, first);
    expect([heeded, await trend()]).to.deep.equal([["#क्रिकेट trend"], ["#क्रिकेट trend"]]);
  });

  it("hears captions of the post's language", async () => {
    await desk.posted(postOf({ text: "देखिए", tags: [] }));
    await desk.transcribed(storedOf(["आज क्रिकेट का मैच था।", "क्रिकेट सब का खेल है।"]));
    await desk.put("captions", {
      postId: "p-1",
      language: "hi",
      state: "ready",
      text: "क्रिकेट का मैच। क्रिकेट सब का खेल है।",
    });
    expect([await desk.analyse("p-1"), await desk.suggest("p-1")]).to.deep.equal([[], []]);
    const { automated } = await desk.tags();
    const cricket = automated.find(({ tag }) => tag === "#क्रिकेट");
    expect(cricket?.why?.contributions?.map(({ feature }) => feature)).to.include("captions");
  });

  it("makes the tags of an edited text, withdraws the others, and all of a removed post's", async () => {
    const first = postOf({ text: CRICKET });
    await through(first);
    const second = postOf({ version: 2, text: "सुबह की चाय #चाय" });
    await through(second, first);
    const edited = await desk.tags();
    expect(names(edited.manual)).to.deep.equal(["#चाय"]);
    expect(names(edited.automated)).to.not.include("#क्रिकेट");
    const removed = postOf({ version: 3, text: "", deleted: true });
    await desk.posted(removed, second);
    expect(await desk.suggest("p-1")).to.deep.equal([]);
    expect(await desk.tags()).to.deep.equal({ manual: [], automated: [] });
    const live = (await desk.items("hashtags")).filter((item) => "tagDayShard" in item);
    expect(live).to.deep.equal([]);
    expect(await desk.rawText()).to.not.have.property("pending");
  });

  it("does nothing for a message that comes again, nor for a post whose text is still to be analysed", async () => {
    await through(postOf({ text: CRICKET }));
    const written = desk.count("TransactWriteItems");
    expect(await desk.suggest("p-1", "nobody")).to.deep.equal([]);
    await desk.posted(postOf({ postId: "p-2" }));
    expect(await desk.suggest("p-2")).to.deep.equal([]);
    expect(desk.count("TransactWriteItems")).to.equal(written);
  });

  for (const when of ["before", "after"] as const) {
    for (const operation of ["TransactWriteItems", "PutItem"]) {
      it(`has the same tags when it dies ${when} ${operation} and comes again`, async () => {
        await through(postOf({ postId: "p-2", userId: "u-2", text: CRICKET }));
        await desk.posted(postOf({ text: CRICKET }));
        await desk.analyse("p-1");
        desk.failAt(operation, when);
        expect(await desk.suggest("p-1", "broken")).to.have.members(["p-1", "broken"]);
        desk.heal();
        expect(await desk.suggest("p-1")).to.deep.equal([]);
        const [own, other] = [await desk.tags("p-1"), await desk.tags("p-2")];
        expect([names(own.manual), names(own.automated)]).to.deep.equal([names(other.manual), names(other.automated)]);
        expect(await desk.rawText()).to.not.have.property("pending");
      });
    }
  }
});

describe("sweep-texts, from its package", () => {
  let desk: TextDesk;
  beforeEach(async () => {
    desk = new TextDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  const pass = (minutes: number) => desk.world.runFor(minutes * 60_000);

  it("sends on what is stuck in either stage, once per patience, and gives it up after five times", async () => {
    await desk.posted(postOf());
    await desk.posted(postOf({ postId: "p-2" }));
    await desk.analyse("p-2");
    await desk.posted(postOf({ postId: "p-3" }));
    await desk.analyse("p-3");
    await desk.suggest("p-3");
    const calls = desk.calls.length;
    expect(await desk.sweep()).to.deep.include({ waiting: { analyse: 1, suggest: 1 }, sent: 0, givenUp: 0 });
    for (let nudge = 1; nudge <= 5; nudge++) {
      await pass(121);
      expect(await desk.sweep(), `${nudge}`).to.include({ sent: 2, givenUp: 0 });
      expect((await desk.sweep()).sent).to.equal(0);
    }
    const sent = desk.calls.slice(calls).filter(({ operation }) => operation === "SendMessageBatch");
    const bodies = sent.map(({ input }) =>
      (input["Entries"] as { MessageBody: string }[]).map((each) => each.MessageBody),
    );
    const one = [['{"kind":"analyse","postId":"p-1"}'], ['{"kind":"suggest","postId":"p-2"}']];
    expect(bodies).to.deep.equal(Array.from({ length: 5 }, () => one).flat());
    await pass(121);
    expect(await desk.sweep()).to.include({ sent: 0, givenUp: 2 });
    expect((await desk.rawText())?.gaveUp).to.match(/5 times/);
    // Whoever has mended the cause sends the post itself: either stage goes on from there.
    expect(await desk.analyse("p-1", "p-2")).to.deep.equal([]);
    expect(await desk.suggest("p-1", "p-2")).to.deep.equal([]);
    for (const postId of ["p-1", "p-2"]) expect(await desk.rawText(postId)).to.include({ content: 1, suggested: 1 });
    expect(await desk.sweep()).to.deep.include({ waiting: { analyse: 0, suggest: 0 }, oldestMinutes: 0 });
  });

  it("leaves a post alone that got further while it looked", async () => {
    await desk.posted(postOf());
    await pass(121);
    let raced = false;
    desk.before = async ({ operation }) => {
      if (operation !== "PutItem" || raced) return;
      raced = true;
      await desk.analyse("p-1");
    };
    expect(await desk.sweep()).to.include({ sent: 0, givenUp: 0 });
    expect(raced).to.equal(true);
    expect((await desk.rawText())?.text?.state).to.equal("analysed");
  });

  it("looks at the fifty of each shard that wait longest, and sends those that are lost in between later", async () => {
    await desk.posted(postOf());
    await pass(121);
    desk.failAt("SendMessageBatch", "before");
    let failure: unknown;
    await desk.sweep().catch((error: Error) => (failure = error.name));
    expect(failure).to.equal("Crash");
    desk.heal();
    await pass(121);
    expect((await desk.sweep()).sent).to.equal(1);
    const limits = desk.calls.filter(({ operation }) => operation === "Query").map(({ input }) => input["Limit"]);
    expect(new Set(limits)).to.deep.equal(new Set([50]));
  });
});
