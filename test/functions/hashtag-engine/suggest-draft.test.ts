import { trendWrite, MAX_DRAFTS_A_DAY, type Trend, type TrendList } from "@huut/domain";
import { expect } from "chai";
import { serviceError } from "../packaged";
import type { Reply } from "./api-event";
import { postOf, TextDesk } from "./text-desk";

const CRICKET = "आज क्रिकेट का मैच देखा, बहुत मज़ा आया #मैच";
const TAMIL = "இன்று சென்னையில் கிரிக்கெட் போட்டி நடந்தது";
const MARATHI = "आज सकाळी पाऊस पडला आणि क्रिकेटचा सामना थांबला";

interface Shown {
  readonly tag: string;
  readonly aliases: readonly { readonly tag: string }[];
  readonly why?: { readonly sentence: string; readonly contributions?: readonly { readonly feature: string }[] };
}
const shown = ({ json }: Reply, source: "manual" | "automated") => json[source] as readonly Shown[];
const names = (reply: Reply, source: "manual" | "automated" = "automated") =>
  shown(reply, source).map(({ tag }) => tag);
const features = (reply: Reply, tag: string) =>
  shown(reply, "automated")
    .find((each) => each.tag === tag)
    ?.why?.contributions?.map(({ feature }) => feature);

describe("suggest-draft, from its package", () => {
  let desk: TextDesk;
  beforeEach(async () => {
    desk = new TextDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  /** A post of somebody goes all the way. */
  const through = async (change: Partial<ReturnType<typeof postOf>>) => {
    const post = postOf(change);
    await desk.posted(post);
    expect([await desk.analyse(post.postId), await desk.suggest(post.postId)]).to.deep.equal([[], []]);
  };
  const list = (window: TrendList["window"], start: string, ...tags: string[]) => {
    const trends = tags.map((tag) => ({ tag }) as Trend);
    const whole = { scope: "lang#hi", window, start, asOf: `${start}:50:00.000Z`, trends, review: [] } as const;
    return desk.put("trends", trendWrite(whole).item ?? {});
  };
  /** Has every call of some operations fail. */
  const broken = (operations: RegExp, name = "ThrottlingException") => {
    desk.before = ({ operation }) => {
      if (operations.test(operation)) throw serviceError(name);
    };
  };

  it("answers with the author's tags and suggestions beside them, in the draft's language, each with its why and its aliases", async () => {
    const reply = await desk.draft({ text: CRICKET, tags: ["#Sunday"] });
    expect(reply.status).to.equal(200);
    expect(reply.json).to.deep.include({ without: [], vetoed: [] });
    expect(reply.json["language"]).to.include({ tag: "hi", by: "comprehend" });
    expect(reply.json["sentiment"]).to.have.nested.property("scores.positive");
    expect(names(reply, "manual")).to.deep.equal(["#sunday", "#मैच"]);
    expect(names(reply)).to.include("#क्रिकेट").and.not.include("#मैच");
    expect(names(reply).length).to.be.within(1, 5);
    for (const { why } of shown(reply, "automated")) expect(why?.sentence).to.match(/^[A-Z].+\.$/);
    const cricket = shown(reply, "automated").find(({ tag }) => tag === "#क्रिकेट");
    expect(cricket?.aliases.map(({ tag }) => tag)).to.include.members(["#cricket", "#கிரிக்கெட்"]);
  });

  it("suggests what the same words get once they are a post, and keeps nothing but paid answers and a count", async () => {
    await list("day", "2026-11-02T05", "#क्रिकेट");
    const reply = await desk.draft({ text: CRICKET, language: "hi" });
    for (const table of ["rawText", "hashtags", "posts"] as const) expect(await desk.items(table)).to.deep.equal([]);
    const kept = await desk.items("cache");
    expect(JSON.stringify(kept)).to.not.include("u-1");
    const paid = desk.paid().length;
    await through({ text: CRICKET, createdAt: new Date(desk.world.now()).toISOString() });
    // All of it was in the cache.
    expect(desk.paid().length).to.equal(paid);
    const { automated } = await desk.tags();
    const stored = automated.map(({ tag, score, why, aliases }) => ({ tag, score, why, aliases }));
    const drafted = shown(reply, "automated").map((each) => ({ ...each, language: undefined }));
    expect(JSON.parse(JSON.stringify(drafted))).to.deep.equal(JSON.parse(JSON.stringify(stored)));
  });

  it("knows the author's habits, what stands beside the draft's tags, and trends of the hour that has ended", async () => {
    for (let post = 1; post <= 4; post++) {
      const createdAt = `2026-11-03T04:0${post}:00.000Z`;
      await through({ postId: `b-${post}`, userId: "u-9", text: "मैच का दिन #क्रिकेट #टीमइंडिया", createdAt });
    }
    await through({ postId: "h-1", text: "सुबह #चाय", createdAt: "2026-11-03T03:00:00.000Z" });
    await list("day", "2026-11-02T05", "#क्रिकेट");
    await list("hour", "2026-11-03T04", "#टीमइंडिया");
    await list("hour", "2026-11-03T05", "#चाय");
    const reply = await desk.draft({ text: CRICKET });
    expect(features(reply, "#क्रिकेट")).to.include("trend");
    expect(features(reply, "#टीमइंडिया")).to.include.members(["together", "trend"]);
    expect(features(reply, "#चाय")).to.include("history").and.not.include("trend");
    const other = await desk.draft({ text: CRICKET }, { subject: "u-2" });
    expect(names(other)).to.not.include("#चाय");
  });

  it("keeps joy out of grief, says so, and adds one tag of the tone; a happy draft has the same tag first", async () => {
    await through({ postId: "h-1", text: "#दिवाली", createdAt: "2026-11-03T03:00:00.000Z" });
    const feeling = async (Positive: number, Negative: number) => {
      const Sentiment = Positive > Negative ? "POSITIVE" : "NEGATIVE";
      const SentimentScore = { Positive, Negative, Neutral: 0, Mixed: 0 };
      const answer = { ResultList: [{ Index: 0, Sentiment, SentimentScore }], ErrorList: [] };
      desk.before = ({ operation }) => (operation === "BatchDetectSentiment" ? { answer } : undefined);
      return desk.draft({ text: `आज घर पर सब लोग बैठे रहे ${Sentiment}` });
    };
    const sad = await feeling(0.02, 0.98);
    expect(sad.json["vetoed"]).to.deep.equal([
      { tag: "#दिवाली", reason: "The post is negative (0.98) and does not speak of #दिवाली itself." },
    ]);
    expect(names(sad)).to.include("#दुख");
    expect(names(sad).filter((tag) => tag === "#दिवाली" || tag === "#खुशी")).to.deep.equal([]);
    const tone = shown(sad, "automated").find(({ tag }) => tag === "#दुख");
    expect(tone?.why?.sentence).to.match(/the post is negative \(0\.98\)/i);
    const happy = await feeling(0.98, 0.02);
    expect(happy.json["vetoed"]).to.deep.equal([]);
    expect(names(happy)).to.include.members(["#दिवाली", "#खुशी"]).and.not.include("#दुख");
    expect(features(happy, "#दिवाली")).to.include.members(["history", "mood"]);
  });

  it("reads a language that Comprehend lacks in Translate's English, and says so", async () => {
    const reply = await desk.draft({ text: TAMIL });
    expect(reply.json).to.deep.include({ readAs: { language: "en", by: "Amazon Translate" }, without: [] });
    expect(reply.json["language"]).to.deep.equal({ tag: "ta", by: "script" });
    expect(reply.json).to.have.nested.property("features.sentiment.state", "partial");
    expect(names(reply)).to.include("#கிரிக்கெட்");
  });

  const outages: readonly (readonly [string, RegExp, object, readonly string[]])[] = [
    ["Comprehend", /^BatchDetect/, { text: MARATHI }, ["language", "sentiment", "keyPhrases", "entities"]],
    ["sentiment", /^BatchDetectSentiment/, { text: CRICKET }, ["sentiment"]],
    ["Translate", /^TranslateText/, { text: TAMIL }, ["translation", "sentiment", "keyPhrases", "entities"]],
    ["the posts", /^Query/, { text: CRICKET }, ["together", "history"]],
    ["the trends", /^GetItem/, { text: CRICKET }, ["trends"]],
    ["the cache", /^Batch(Get|Write)Item/, { text: CRICKET }, []],
  ];
  for (const [what, operations, body, without] of outages) {
    for (const name of ["ThrottlingException", "InternalServerException"]) {
      it(`answers without ${what} when it answers ${name}, and says what is missing`, async () => {
        broken(operations, name);
        const reply = await desk.draft({ tags: ["#क्रिकेट"], ...body });
        expect([reply.status, reply.json["without"]]).to.deep.equal([200, without]);
        expect(names(reply, "manual")).to.include("#क्रिकेट");
      });
    }
  }

  it("answers from the text's own words when everything else is down", async () => {
    broken(/./);
    const reply = await desk.draft({ text: `${CRICKET} #खेल` });
    expect(reply.status).to.equal(200);
    expect(reply.json["without"]).to.deep.equal([
      "language",
      "sentiment",
      "keyPhrases",
      "entities",
      "together",
      "history",
      "trends",
    ]);
    expect(reply.json["language"]).to.deep.equal({ tag: "hi", by: "usual" });
    expect(reply.json).to.have.nested.property("features.sentiment.state", "left-out");
    expect(names(reply)).to.include("#क्रिकेट");
    // Nobody could count it: nothing was asked that costs.
    expect(desk.paid()).to.deep.equal([]);
  });

  it("waits for nobody longer than its time", async () => {
    const start = desk.world.now();
    const never = new Promise(() => undefined);
    desk.before = ({ operation }) => (/^UpdateItem/.test(operation) ? undefined : never);
    const reply = await desk.draft({ text: CRICKET });
    expect(reply.status).to.equal(200);
    expect(reply.json["without"]).to.include.members(["language", "sentiment", "together", "history", "trends"]);
    expect(desk.world.now() - start).to.be.within(8_000, 15_500);
  });

  it("counts the drafts of a user and day, and refuses those beyond", async () => {
    for (let draft = 0; draft < MAX_DRAFTS_A_DAY; draft++) {
      desk.before = ({ operation }) => (operation === "Query" ? { answer: { Items: [] } } : undefined);
      expect((await desk.draft({ text: CRICKET })).status).to.equal(200);
    }
    const before = desk.calls.length;
    const reply = await desk.draft({ text: CRICKET });
    expect([reply.status, reply.json["type"]]).to.deep.equal([429, "urn:huut:problem:too-many-requests"]);
    expect(Number(reply.headers["retry-after"])).to.be.within(1, 86_400);
    expect(desk.calls.length).to.equal(before + 1);
    expect((await desk.draft({ text: CRICKET }, { subject: "u-2" })).status).to.equal(200);
  });

  it("refuses a token without the scope or the user, and what is no draft, before it looks anything up", async () => {
    const refused = [
      await desk.draft({ text: CRICKET }, { scopes: ["hashtags/read"] }),
      await desk.draft({ text: CRICKET }, { subject: "" }),
      await desk.draft({ text: CRICKET, mood: "sad" }),
    ];
    expect(refused.map(({ status, json }) => [status, json["type"], json["parameter"]])).to.deep.equal([
      [403, "urn:huut:problem:missing-scope", undefined],
      [403, "urn:huut:problem:missing-subject", undefined],
      [400, "urn:huut:problem:invalid-body", "mood"],
    ]);
    expect(desk.calls).to.deep.equal([]);
  });
});
