import type { EraseAnswer, Receipt } from "@huut/domain";
import { receiptDigest } from "@huut/domain";
import { expect } from "chai";
import { readTable } from "../../cli/start/evidence";
import type { LogsService } from "../../sandbox/services/logs";
import { tracesLeft, tracesOutsideCaches } from "../support/erased";
import { curate, erase, GONE, linesOfOthers, playFeed, POSTS, setDue, WORDS } from "../support/erasures";
import { graphOf } from "../support/platform";
import { event, Stage } from "../support/stage";
import { tracesOf } from "../support/traces";

describe("erasing a user from the deployed platform", function () {
  this.timeout(600_000);
  let stage: Stage;
  let answer: EraseAnswer;
  let receipt: Receipt;
  let others: readonly string[];

  const denied = () => stage.sandbox.cloud.ledger.denials().map(({ access }) => access.action);

  before(async () => {
    stage = await Stage.open(await graphOf("dev"), "2026-11-02T08:00:00Z");
    await playFeed(stage);
    others = await linesOfOthers(stage);
    const known = new Set((await tracesOf(stage, [...WORDS, ...POSTS])).map(({ word }) => word));
    expect([...known].sort()).to.deep.equal([...WORDS, ...POSTS].sort());
    answer = await erase(stage, GONE);
    receipt = answer.receipt as Receipt;
  });
  after(() => stage.close());

  it("ends, with no call refused", () => {
    expect(answer.phase).to.equal("erased");
    expect(denied()).to.deep.equal([]);
  });

  it("leaves nothing of theirs in any table, nor in any version of any object", async () => {
    expect(await tracesLeft(stage)).to.deep.equal([]);
  });

  it("leaves what others have, byte for byte", async () => {
    expect(await linesOfOthers(stage)).to.deep.equal(others);
  });

  it("says what was removed where", () => {
    const { user, posts, regions, invalidations, removed } = receipt;
    expect([user, posts, regions]).to.deep.equal([receiptDigest(answer.erasureId, GONE), 3, ["ap-south-1"]]);
    expect(invalidations).to.have.length(1);
    const [account, region] = ["222222222222", "ap-south-1"];
    const bucket = (name: string) => `bucket huut-dev-${name}-${account}-${region}`;
    expect(removed["table posts"]).to.deep.equal({ items: 3 });
    expect(removed["table post-updates"]).to.deep.equal({ items: 2 });
    expect(removed[`${bucket("raw")}/posts/`]).to.deep.equal({ lines: 3, objects: 1, versions: 1 });
    expect(removed[`${bucket("raw")}/post_updates/`]).to.deep.equal({ lines: 2, objects: 1, versions: 1 });
    expect(removed[`${bucket("raw")}/quarantine/`]).to.deep.equal({ lines: 1, objects: 1, versions: 1 });
    expect(removed[`${bucket("published")}/captions/`]?.["objects"]).to.equal(2);
    for (const format of ["csv", "parquet"]) {
      expect(removed[`${bucket("curated")}/hashtags/${format}/`]?.["objects"]).to.be.greaterThan(0);
    }
    expect(JSON.stringify(receipt)).to.not.match(/u-gone|gone-\d/);
  });

  it("prints the user's identifier into no log", () => {
    const service = stage.sandbox.cloud.service<LogsService>("logs");
    const { groups } = service.summary() as { groups: object };
    const names = Object.keys(groups).map((arn) => /log-group:(.+?)(:\*)?$/.exec(arn)?.[1] ?? "");
    const messages = names.flatMap((name) => service.eventsOf(stage.place, name).map(({ message }) => message));
    expect(messages.filter((message) => message.includes(answer.erasureId))).to.not.deep.equal([]);
    expect(messages.filter((message) => message.includes(GONE))).to.deep.equal([]);
  });

  it("finds nothing the second time, and nothing of a user whom nobody knows", async () => {
    for (const userId of [GONE, "u-nobody"]) {
      const again = await erase(stage, userId);
      expect([again.phase, again.pass, again.receipt?.posts, again.removed]).to.deep.equal(["erased", 1, 0, {}]);
    }
  });

  it("refuses what comes late: of the erased posts, and new ones", async () => {
    const own = { userId: GONE, createdAt: "2026-11-02T08:00:00.000Z" };
    await stage.publish(
      event("MODIFY", "e-3", "2026-11-02T08:00:30.000Z", { ...own, postId: "gone-1", version: 2, text: "axolotl" }),
      event("INSERT", "e-20", "2026-11-02T09:00:00.000Z", { ...own, postId: "gone-5", text: "quoll" }),
    );
    await stage.pass(600);
    const posts = readTable(stage.sandbox, stage.output("postsTable"));
    expect(posts.filter(({ postId }) => postId === "gone-5")).to.deep.equal([]);
    expect(await tracesOutsideCaches(stage, ["quoll", "axolotl"])).to.deep.equal([]);
    await curate(stage);
    expect(await linesOfOthers(stage)).to.deep.equal(others);
  });

  it("forgets the user when nothing can come late any more", async () => {
    // Days are much to play: they are said to have passed. The schedule finds what is due.
    for (const { erasureId } of readTable(stage.sandbox, stage.output("erasuresTable"))) {
      await setDue(stage, String(erasureId));
    }
    await stage.pass(3 * 3_600);
    const erasures = readTable(stage.sandbox, stage.output("erasuresTable"));
    expect(erasures.map(({ part, phase }) => [part, phase])).to.deep.equal(erasures.map(() => ["state", "closed"]));
    expect(await tracesOutsideCaches(stage, WORDS)).to.deep.equal([]);
  });
});
