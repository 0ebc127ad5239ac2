import type { HeldTag, ReviewDecision, TrendItem } from "@huut/domain";
import { expect } from "chai";
import { randomOf, textIn } from "../../domain/trends/crowd";
import { rowOf, type PostRow } from "../../functions/hashtag-engine/topic-desk";
import { Alone } from "./alone";
import { callRoute } from "./calls";

describe("Moderation of trends, deployed in the sandbox", function () {
  this.timeout(180_000);
  const PRAYER = "#प्रार्थना";
  let alone: Alone;
  before(async () => {
    // 08:00 UTC; the first computation comes a quarter of an hour later.
    alone = await Alone.open();
    for (const row of chorus()) await alone.put("postsTable", row);
    for (const row of crowd("#मेला")) await alone.put("postsTable", row);
    await alone.stage.pass(16 * 60);
  });
  after(() => alone?.stage.close());

  /** Everybody sends the same words. */
  function chorus(): readonly PostRow[] {
    return Array.from({ length: 20 }, (_, place) =>
      posted(PRAYER, place, "हे प्रभु सबकी रक्षा करना और सबको शांति देना आज और सदा"),
    );
  }

  function crowd(tag: string): readonly PostRow[] {
    const random = randomOf(3);
    return Array.from({ length: 14 }, (_, place) => posted(tag, place, textIn("hi", random)));
  }

  function posted(tag: string, place: number, text: string): PostRow {
    const createdAt = new Date(Date.UTC(2026, 10, 2, 7, 10 + 2 * place)).toISOString();
    return rowOf({
      postId: `${tag}-${place}`,
      userId: `u-${place}`,
      createdAt,
      eventId: `e-${tag}-${place}`,
      tags: [tag],
      text,
    });
  }

  const reviews = (query = "") => callRoute(alone.stage, "moderateTrendsFunction", `GET /v1/trends/reviews?${query}`);
  const shown = async (): Promise<string[]> => {
    const { json } = await callRoute(alone.stage, "hashtagsApiFunction", "GET /v1/trends?scope=lang%23hi&window=day");
    return (json["trends"] as TrendItem["trends"]).map(({ tag }) => tag);
  };
  const held = async (): Promise<string[]> => {
    const { json } = await reviews();
    return (json["held"] as HeldTag[]).map(({ tag }) => tag);
  };
  const write = async (tag: string, decision: ReviewDecision | "withdraw", revision: number, more: object = {}) => {
    const body = { decision, reason: "Looked at it.", revision, ...more };
    const { status } = await callRoute(
      alone.stage,
      "moderateTrendsFunction",
      `PUT /v1/trends/reviews/${encodeURIComponent(tag)}`,
      {
        body,
        subject: "m-1",
      },
    );
    expect(status).to.equal(200);
  };
  /** Decides, and waits for the next computation. */
  const decide = async (...said: Parameters<typeof write>) => {
    await write(...said);
    await alone.stage.pass(15 * 60);
  };

  it("holds what everybody copies, until somebody lets it pass: the next list has it", async () => {
    expect(await shown()).to.deep.equal(["#मेला"]);
    expect(await held()).to.deep.equal([PRAYER]);
    await decide(PRAYER, "allow", 0);
    expect(await shown()).to.have.members(["#मेला", PRAYER]);
    expect(await held()).to.deep.equal([]);
  });

  it("takes a blocked tag off the list within a quarter of an hour, and out of feeds at once", async () => {
    const feed = async () => {
      const { json } = await callRoute(alone.stage, "feedApiFunction", "GET /v1/feed?languages=hi", {
        subject: "u-none",
      });
      return [...new Set((json["posts"] as { tag: string }[]).map(({ tag }) => tag))];
    };
    expect(await feed()).to.have.members(["#मेला", PRAYER]);
    await write("#मेला", "block", 0);
    expect(await feed()).to.deep.equal([PRAYER]);
    await alone.stage.pass(15 * 60);
    expect(await shown()).to.deep.equal([PRAYER]);
    expect(await held(), "settled").to.deep.equal([]);
  });

  it("goes back to what votes say when a decision is withdrawn, or over", async () => {
    await decide("#मेला", "withdraw", 1);
    expect(await shown()).to.include("#मेला");
    const until = new Date(alone.stage.sandbox.world.now() + 25 * 60_000).toISOString();
    await decide("#मेला", "hold", 2, { until });
    expect(await shown()).to.not.include("#मेला");
    expect(await held()).to.include("#मेला");
    await alone.stage.pass(15 * 60);
    expect(await shown()).to.include("#मेला");
    const { json } = await reviews("tag=मेला");
    const past = (json["decisions"] as { decision: string; decidedBy: string }[]).map((each) => each.decision);
    expect(past).to.deep.equal(["block", "withdraw", "hold"]);
  });

  it("was denied nothing", () => {
    expect(alone.denied()).to.deep.equal([]);
    expect(alone.deadLetters()).to.equal(0);
  });
});
