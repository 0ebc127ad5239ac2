import { expect } from "chai";
import { removedRow, rowOf, type PostRow } from "../../functions/hashtag-engine/topic-desk";
import { record, type Recording } from "../../support/recording";
import { Alone } from "./alone";
import { callRoute } from "./calls";
import { deployAlone } from "./program/deploy";

const TABLE = "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-dev";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

describe("HashtagEngine's feed and moderation", function () {
  this.timeout(60_000);
  let made: Recording<unknown>;
  before(async () => {
    made = await record("dev", () => deployAlone("dev", true));
  });

  const rights = (name: string): Record<string, readonly string[]> => {
    const policy = ["aws:iam/rolePolicy:RolePolicy", `${name}-policy`, "policy"] as const;
    const found: Record<string, string[]> = {};
    for (const { Action, Resource } of made.json<{ Statement: readonly Statement[] }>(...policy).Statement) {
      for (const action of Action) (found[action] ??= []).push(...Resource);
    }
    return Object.fromEntries(Object.entries(found).filter(([action]) => /^(dynamodb|s3|sqs):/.test(action)));
  };

  it("read what they need, and write decisions only", () => {
    expect(rights("feed-api")).to.deep.equal({
      "dynamodb:BatchGetItem": [`${TABLE}-posts`, `${TABLE}-hashtags`],
      "dynamodb:Query": [`${TABLE}-posts/index/by-user`, `${TABLE}-hashtags/index/tagDayShard`, `${TABLE}-trends`],
    });
    expect(rights("moderate-trends")).to.deep.equal({
      "dynamodb:GetItem": [`${TABLE}-trends`],
      "dynamodb:PutItem": [`${TABLE}-trends`],
      "dynamodb:Query": [`${TABLE}-trends`],
    });
  });

  it("have nothing in their environment but names of tables and of an index", () => {
    const { environment } = made.inputs("aws:lambda/function:Function", "feed-api");
    const { variables } = environment as { variables: Record<string, string> };
    expect(variables).to.include({ POSTS_TABLE: "huut-dev-posts", USER_INDEX: "by-user" });
  });
});

interface Shown {
  readonly postId: string;
  readonly reason: string;
}

describe("The feed, deployed in the sandbox", function () {
  this.timeout(120_000);
  let alone: Alone;
  before(async () => void (alone = await Alone.open()));
  after(() => alone?.stage.close());

  const feed = async (subject: string) => {
    const { json } = await callRoute(alone.stage, "feedApiFunction", "GET /v1/feed", { subject });
    return (json["posts"] as readonly Shown[]).map(({ postId, reason }) => [postId, reason] as const);
  };
  const of = (postId: string, userId: string, change: Partial<PostRow>): PostRow =>
    rowOf({ postId, userId, createdAt: "2026-11-02T07:58:00.000Z", eventId: `e-${postId}`, ...change });

  it("leads from what a user wrote to the same in other languages, and to nothing that was removed", async () => {
    const tamil = of("p-ta", "u-3", { text: "இன்று கிரிக்கெட் பார்த்தேன்", tags: ["#கிரிக்கெட்"], language: "ta" });
    await alone.put("postsTable", of("p-own", "u-1", { text: "आज मैच देखा", tags: ["#क्रिकेट"] }));
    await alone.put("postsTable", of("p-en", "u-2", { text: "What a game", tags: ["#cricket"], language: "en" }));
    await alone.put("postsTable", tamil);
    await alone.stage.pass(90);
    expect(await feed("u-1")).to.have.deep.members([
      ["p-en", "You wrote about #क्रिकेट; this post has #cricket."],
      ["p-ta", "You wrote about #क्रिकेट; this post has #கிரிக்கெட்."],
    ]);
    await alone.put("postsTable", removedRow({ ...tamil, version: 2, eventId: "e-gone" }));
    const left = (await feed("u-1")).map(([postId]) => postId);
    expect(left, "though its tags still stand").to.deep.equal(["p-en"]);
    expect(await feed("u-9"), "nobody has said anything yet that many use").to.deep.equal([]);
    expect(alone.denied()).to.deep.equal([]);
  });
});
