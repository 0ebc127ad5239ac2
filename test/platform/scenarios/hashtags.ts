import { emptyRawText, mediaVersionOf, wantPart, withdrawPart, type RawTextItem } from "@huut/domain";
import { event, type Stage } from "../../support/stage";
import { callApi } from "./edge";
import type { Scenario } from "./index";

const start = "2026-11-02T08:00:00Z";
const createdAt = "2026-11-02T08:00:00.000Z";

/** Tamil for "The cricket match began.": Comprehend does not read it, so that Translate has to. */
const TAMIL = { text: "கிரிக்கெட் போட்டி தொடங்கியது", tags: ["#மழை"], language: "ta" } as const;

const insert = (postId: string, post: object) =>
  event("INSERT", `e-${postId}`, createdAt, { createdAt, ...post, postId });

/** A post's captions, too long for their item: their text lies in a file. */
function longCaptions(postId: string, language: string, srtKey: string) {
  const of = { postId, language, postVersion: 1, mediaVersion: mediaVersionOf(`audio/u-1/${postId}.mp3`) };
  return { ...of, state: "ready", source: "transcribed", revision: 0, srtKey, updatedAt: createdAt };
}

function get(stage: Stage, path: string, query = "") {
  return callApi(stage, { method: "GET", path, query, scopes: ["hashtags/read", "search/read"] });
}

/** A post is tagged, and found by what is said in its captions. Somebody has deleted the file of other captions of it. */
export const searched: Scenario = {
  name: "tags, trends and search by the API",
  start,
  async play(stage) {
    await stage.publish(insert("p-1", TAMIL));
    await stage.pass(60);
    const [spoken, gone] = ["captions/p-1/ta.srt", "captions/p-1/hi.srt"];
    await stage.put(stage.output("publishedBucket"), spoken, "1\n00:00:00,000 --> 00:00:02,000\nமழை நின்றது\n");
    await stage.putItem(stage.output("captionsTable"), longCaptions("p-1", "ta", spoken));
    await stage.putItem(stage.output("captionsTable"), longCaptions("p-1", "hi", gone));
    await stage.pass(30);
    return {
      trends: await get(stage, "/v1/trends"),
      tags: await get(stage, "/v1/posts/p-1/hashtags"),
      found: await get(stage, "/v1/search", `q=${encodeURIComponent("நின்றது")}`),
    };
  },
};

/** What a post without a text has in `raw-text` while it waits to have one analysed, and while it waits to lose its tags. */
function waiting(postId: string, since: string): { readonly analyse: RawTextItem; readonly suggest: RawTextItem } {
  const subject = { postVersion: 1, content: "" };
  const analyse = wantPart(emptyRawText(postId, since), "text", subject, since);
  const suggest = analyse && withdrawPart(analyse, "text", subject, since);
  if (analyse === undefined || suggest === undefined) throw new Error(`Post ${postId} waits for nothing`);
  return { analyse, suggest };
}

/** Posts wait since the morning, one for its analysis and one for its tags, and their messages are lost: the sweep sends others. */
export const lostMessages: Scenario = {
  name: "posts whose messages are lost on their way to their tags",
  start,
  async play(stage) {
    const since = "2026-11-02T05:00:00.000Z";
    await stage.publish(insert("p-1", { text: "" }), insert("p-2", { text: "" }));
    await stage.pass(20);
    await stage.putItem(stage.output("rawTextTable"), waiting("p-1", since).analyse);
    await stage.putItem(stage.output("rawTextTable"), waiting("p-2", since).suggest);
    const swept = await stage.invoke(stage.output("sweepTextsFunction"), {});
    await stage.pass(40);
    return { swept };
  },
};

/** Translate is throttled, and DynamoDB fails, for longer than the SDK tries: messages come back in a minute, not with their queues' timeouts. */
export const retriedTexts: Scenario = {
  name: "texts whose analysis is throttled at first, or whose tags fail",
  start,
  faults: {
    faults: [
      { kind: "throttle", service: "translate", function: "analyse-text", times: 5 },
      { kind: "error", service: "dynamodb", function: "suggest-hashtags", until: 30_000 },
    ],
  },
  async play(stage) {
    await stage.publish(insert("p-1", TAMIL), insert("p-2", { text: "A good match between good teams" }));
    await stage.pass(150);
    return {};
  },
};
