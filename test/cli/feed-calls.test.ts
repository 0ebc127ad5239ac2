import { expect } from "chai";
import { feedsToShow, printFeeds } from "../../cli/start/feed-calls";
import { graphOf } from "../support/platform";
import { event, Stage } from "../support/stage";

const createdAt = "2026-11-02T08:00:00.000Z";

describe("The feeds that a run shows", function () {
  this.timeout(180_000);
  let stage: Stage;
  before(async () => void (stage = await Stage.open(await graphOf("dev"), createdAt)));
  after(() => stage?.close());

  it("are those of a new user and of the one who writes about most, with texts and reasons", async () => {
    const post = { createdAt, language: "hi", text: "आज का मैच देखकर दिल खुश हो गया, सब दोस्त साथ थे और चाय भी थी" };
    await stage.publish(
      event("INSERT", "e-1", createdAt, { ...post, postId: "p-1", userId: "u-1", tags: ["#क्रिकेट", "#चाय"] }),
      event("INSERT", "e-2", createdAt, { ...post, postId: "p-2", userId: "u-2", tags: ["#क्रिकेट"], language: "en" }),
    );
    await stage.pass(60);
    const [fresh, returning] = await feedsToShow(stage.sandbox, "dev");
    expect(fresh).to.deep.equal({
      call: "/v1/feed?languages=en,hi&limit=5",
      userId: "u-new",
      status: 200,
      reader: "new",
      topics: [],
      posts: [],
    });
    expect(returning).to.deep.include({ userId: "u-1", status: 200, reader: "returning" });
    expect(returning?.posts).to.deep.equal([
      {
        postId: "p-2",
        language: "en",
        text: "आज का मैच देखकर दिल खुश हो गया, सब दोस्त साथ थे और चा…",
        reason: "You wrote about #क्रिकेट; this post has #क्रिकेट.",
      },
    ]);
    const lines: string[] = [];
    const log = console.log;
    console.log = (line: string) => void lines.push(line);
    try {
      printFeeds(
        [fresh, returning].filter((each) => each !== undefined),
        (text) => void lines.push(text),
      );
    } finally {
      console.log = log;
    }
    expect(lines).to.deep.equal([
      "GET /v1/feed?languages=en,hi&limit=5 of u-new, a new user, answered 200",
      "  no posts",
      "GET /v1/feed?limit=5 of u-1, a returning user, answered 200",
      `  writes about ${returning?.topics.map(({ tag }) => tag).join(", ")}`,
      "  p-2 en: आज का मैच देखकर दिल खुश हो गया, सब दोस्त साथ थे और चा…\n    You wrote about #क्रिकेट; this post has #क्रिकेट.",
    ]);
  });
});
