import { expect } from "chai";
import { storedOf } from "../../domain/captions/stored";
import { serviceError } from "../packaged";
import { postOf, TextDesk } from "./text-desk";

const TAMIL = "இன்று சென்னையில் மழை பெய்தது, கிரிக்கெட் போட்டி நிறுத்தப்பட்டது";
const FEATURES = ["BatchDetectSentiment", "BatchDetectKeyPhrases", "BatchDetectEntities"];

describe("analyse-text, from its package", () => {
  let desk: TextDesk;
  beforeEach(async () => {
    desk = new TextDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  it("finds language, sentiment, phrases and entities of a post, and sends it on to be tagged", async () => {
    await desk.posted(postOf());
    expect(await desk.analyse("p-1")).to.deep.equal([]);
    const item = await desk.rawText();
    expect(item?.text).to.deep.include({ state: "analysed", postVersion: 1 });
    expect(item?.text?.analysis).to.deep.include({ language: "hi", languageBy: "comprehend", state: "complete" });
    expect(item?.text?.analysis?.sentiment?.SentimentScore).to.have.keys("Positive", "Negative", "Neutral", "Mixed");
    expect(item?.text?.analysis?.keyPhrases).to.not.deep.equal([]);
    expect(item?.pending).to.match(/^suggest#/);
    expect(await desk.waiting("suggestions")).to.deep.equal(["p-1"]);
    expect(desk.paid()).to.deep.equal(["BatchDetectDominantLanguage", ...FEATURES]);
  });

  it("reads what Comprehend lacks in Translate's English, marked as such, and what nobody has not at all", async () => {
    await desk.posted(postOf({ text: TAMIL, language: "ta" }));
    await desk.posted(postOf({ postId: "p-2", text: "ଆଜି ବର୍ଷା ହେଲା", language: "or" }));
    expect(await desk.analyse("p-1", "p-2")).to.deep.equal([]);
    const tamil = (await desk.rawText())?.text?.analysis;
    expect(tamil).to.deep.include({ language: "ta", languageBy: "script", state: "partial" });
    expect(tamil?.pivot).to.include({ language: "en", by: "Amazon Translate" });
    const { Text, BeginOffset, EndOffset } = tamil?.keyPhrases[0] ?? {};
    expect([...(tamil?.pivot?.text ?? "")].slice(BeginOffset, EndOffset).join("")).to.equal(Text);
    const odia = (await desk.rawText("p-2"))?.text?.analysis;
    expect(odia).to.deep.include({ language: "or", state: "unsupported" });
    expect(odia?.features.entities.reason).to.match(/no Odia/);
  });

  it("takes a batch of posts to Comprehend together", async () => {
    const posts = Array.from({ length: 25 }, (_, index) => `p-${index}`);
    for (const [index, postId] of posts.entries()) {
      await desk.posted(postOf({ postId, text: `${postOf().text} ${index}` }));
    }
    expect(await desk.analyse(...posts)).to.deep.equal([]);
    expect(desk.paid()).to.deep.equal(["BatchDetectDominantLanguage", ...FEATURES]);
    expect(await desk.waiting("suggestions")).to.have.members(posts);
  });

  it("analyses no text twice: a message that comes again, a like, the same text of another post, a tag that is added", async () => {
    await desk.posted(postOf());
    await desk.analyse("p-1");
    const paid = desk.paid().length;
    expect(await desk.analyse("p-1", "p-1")).to.deep.equal([]);
    await desk.posted(postOf({ postId: "p-2" }));
    await desk.analyse("p-2");
    await desk.posted(postOf({ version: 2, tags: ["#मैच"] }), postOf());
    await desk.analyse("p-1");
    expect(desk.paid()).to.have.length(paid);
    expect((await desk.rawText())?.text).to.include({ state: "analysed", postVersion: 2 });
    expect((await desk.rawText("p-2"))?.text?.analysis).to.deep.equal((await desk.rawText())?.text?.analysis);
  });

  it("analyses the newest text, whichever message comes last, and none of a post that was removed meanwhile", async () => {
    await desk.posted(postOf());
    await desk.put("posts", postOf({ version: 3, text: TAMIL, language: "ta" }));
    expect(await desk.analyse("p-1")).to.deep.equal([]);
    expect((await desk.rawText())?.text).to.include({ state: "analysed", postVersion: 3 });
    await desk.route({ before: postOf(), after: postOf({ version: 2, text: "कल" }) });
    expect((await desk.rawText())?.text).to.include({ state: "analysed", postVersion: 3 });

    await desk.posted(postOf({ postId: "p-2" }));
    await desk.put("posts", postOf({ postId: "p-2", version: 2, text: "", deleted: true }));
    expect(await desk.analyse("p-2")).to.deep.equal([]);
    expect(await desk.rawText("p-2"))
      .to.include({ removedAt: 2 })
      .and.not.have.property("text");
  });

  it("takes back what was analysed while the post was removed", async () => {
    await desk.posted(postOf());
    let removed = false;
    desk.after = async ({ operation }) => {
      if (operation !== "BatchDetectEntities" || removed) return;
      removed = true;
      await desk.route({ before: postOf(), after: postOf({ version: 2, text: "", deleted: true }) });
    };
    expect(await desk.analyse("p-1")).to.deep.equal([]);
    expect(removed).to.equal(true);
    expect(await desk.rawText())
      .to.include({ removedAt: 2 })
      .and.not.have.property("text");
  });

  it("hears what is said in a post's media, beside its text", async () => {
    await desk.posted(postOf());
    await desk.transcribed(storedOf(["आज सुबह बारिश हुई।", "हम सब घर पर रहे।"]));
    expect(await desk.analyse("p-1")).to.deep.equal([]);
    const item = await desk.rawText();
    expect([item?.text?.state, item?.speech?.state]).to.deep.equal(["analysed", "analysed"]);
    expect(item?.speech?.analysis?.language).to.equal("hi");
  });

  it("forgets speech that has gone, looking itself: a change that comes late says nothing of what is there", async () => {
    const stored = storedOf(["आज सुबह बारिश हुई।"]);
    const { mediaVersion } = stored;
    await desk.transcribed(stored);
    await desk.analyse("p-1");
    const media = { postId: "p-1", language: "media", postVersion: 1, mediaVersion };
    await desk.route({ before: { ...media, state: "transcribing" }, after: { ...media, state: "failed" } });
    expect(await desk.analyse("p-1")).to.deep.equal([]);
    expect((await desk.rawText())?.speech?.state).to.equal("analysed");
    const withdrawn = { ...media, state: "withdrawn" };
    await desk.put("captions", withdrawn);
    await desk.route({ before: { ...media, state: "transcribed" }, after: withdrawn });
    expect(await desk.analyse("p-1")).to.deep.equal([]);
    expect((await desk.rawText())?.speech)
      .to.include({ state: "withdrawn" })
      .and.not.have.property("analysis");
  });

  it("waits for a post that is not to be read yet, and fails what is no message", async () => {
    await desk.route({ after: postOf() });
    await desk.posted(postOf({ postId: "p-2" }));
    expect(await desk.analyse("p-1", "broken", "p-2")).to.have.members(["p-1", "broken"]);
    expect(desk.count("ChangeMessageVisibility")).to.equal(2);
    await desk.put("posts", postOf());
    expect(await desk.analyse("p-1")).to.deep.equal([]);
  });

  it("fails only the posts whose call fails, and pays for nothing twice afterwards", async () => {
    await desk.posted(postOf());
    await desk.posted(postOf({ postId: "p-2", text: TAMIL, language: "ta" }));
    desk.failAt("TranslateText", "before", 1, "ThrottlingException");
    expect(await desk.analyse("p-1", "p-2")).to.deep.equal(["p-2"]);
    desk.heal();
    const before = desk.paid().length;
    expect(await desk.analyse("p-2")).to.deep.equal([]);
    expect(desk.paid().slice(before)).to.deep.equal(["TranslateText", ...FEATURES]);
    expect(await desk.waiting("suggestions")).to.deep.equal(["p-1", "p-2"]);
  });

  it("says of a document that Comprehend refuses for good what is missing, and of its neighbours nothing", async () => {
    await desk.posted(postOf());
    await desk.posted(postOf({ postId: "p-2", text: `${postOf().text} refused` }));
    desk.before = ({ operation, input }) => {
      const texts = (input["TextList"] ?? []) as string[];
      if (operation !== "BatchDetectEntities" || !texts.some((text) => text.endsWith("refused"))) return undefined;
      throw serviceError("InvalidRequestException");
    };
    expect(await desk.analyse("p-1", "p-2")).to.deep.equal([]);
    const state = async (postId: string) => (await desk.rawText(postId))?.text?.analysis?.features.entities;
    expect(await state("p-1")).to.deep.equal({ state: "complete" });
    expect(await state("p-2")).to.deep.equal({ state: "unsupported", reason: "The service refuses the text." });
  });

  it("stops in time, and goes on from there", async () => {
    await desk.posted(postOf());
    desk.timeLeft = 10_000;
    expect(await desk.analyse("p-1")).to.deep.equal(["p-1"]);
    expect(desk.paid()).to.deep.equal([]);
  });

  it("goes on when answers are not kept for the next who asks, and fails what it may have to pay for twice", async () => {
    await desk.posted(postOf());
    desk.failAt("BatchWriteItem", "before");
    expect(await desk.analyse("p-1")).to.deep.equal([]);
    await desk.posted(postOf({ postId: "p-2" }));
    desk.failAt("BatchGetItem", "before");
    expect(await desk.analyse("p-2")).to.deep.equal(["p-2"]);
    expect(desk.paid()).to.deep.equal(["BatchDetectDominantLanguage", ...FEATURES]);
  });

  const crashes = ["BatchDetectKeyPhrases", "PutItem", "SendMessageBatch"];
  for (const operation of crashes) {
    for (const when of ["before", "after"] as const) {
      it(`loses nothing when it dies ${when} ${operation}, and asks again only what it had no answer to`, async () => {
        await desk.posted(postOf());
        desk.failAt(operation, when);
        expect(await desk.analyse("p-1")).to.deep.equal(["p-1"]);
        desk.heal();
        const before = desk.paid().length;
        expect(await desk.analyse("p-1")).to.deep.equal([]);
        const again = desk.paid().slice(before);
        expect(new Set(again).size).to.equal(again.length);
        if (operation === "PutItem" || operation === "SendMessageBatch") expect(again).to.deep.equal([]);
        expect((await desk.rawText())?.text?.state).to.equal("analysed");
        expect(new Set(await desk.waiting("suggestions"))).to.deep.equal(new Set(["p-1"]));
      });
    }
  }
});
