import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { transcriptKey } from "@huut/domain";
import { expect } from "chai";
import type { IamService } from "../../../sandbox/services/iam";
import { storedOf } from "../../domain/captions/stored";
import { Alone, posted } from "./alone";
import { weather } from "./storm";

const stored = storedOf(["आज क्रिकेट का मैच था।", "हम सब घर पर रहे।"]);
const media = {
  postId: "p-1",
  language: "media",
  postVersion: 1,
  mediaVersion: stored.mediaVersion,
  state: "transcribed",
};

/** Posts come with speech and in another script, are tagged, and one of them goes. */
async function story(alone: Alone): Promise<void> {
  const { stage } = alone;
  await alone.put("postsTable", posted("p-0", { createdAt: "2026-11-02T07:00:00.000Z" }));
  await stage.pass(60);
  await alone.put("postsTable", posted("p-1"));
  const tamil = { text: "இன்று சென்னையில் கிரிக்கெட் போட்டி நடந்தது", language: "ta" };
  await alone.put("postsTable", posted("p-2", tamil));
  await stage.put(stage.output("curatedBucket"), transcriptKey("p-1", stored.mediaVersion), JSON.stringify(stored));
  await alone.put("captionsTable", media);
  await stage.pass(120);
  const items = new Map(alone.rawText().map((item) => [item.postId, item]));
  const [first, second] = [items.get("p-1"), items.get("p-2")];
  expect([first?.text?.state, first?.speech?.state, second?.text?.state]).to.deep.equal(Array(3).fill("analysed"));
  expect(second?.text?.analysis?.pivot?.by).to.equal("Amazon Translate");
  expect([first?.pending, second?.pending]).to.deep.equal([undefined, undefined]);
  expect(alone.tags("p-1").manual.map(({ tag }) => tag)).to.deep.equal(["#मैच"]);
  expect(alone.tags("p-1").automated.map(({ tag }) => tag)).to.include("#क्रिकेट");
  expect(alone.tags("p-2").automated.map(({ tag }) => tag)).to.include("#கிரிக்கெட்");

  await alone.put("postsTable", posted("p-1", { version: 2, text: "", deleted: true }));
  await stage.pass(120);
  expect(alone.tags("p-1")).to.deep.equal({ manual: [], automated: [] });
  const removed = alone.rawText().find(({ postId }) => postId === "p-1");
  expect(removed).to.include({ removedAt: 2 }).and.not.have.any.keys("text", "speech", "pending");
  expect([alone.denied(), alone.deadLetters()]).to.deep.equal([[], 0]);

  const input = { FunctionName: stage.output("sweepTextsFunction") };
  await stage.until(() => stage.client(LambdaClient, "lambda").send(new InvokeCommand(input)));
  const unused = stage.sandbox.cloud.service<IamService>("iam").unusedGrants();
  const own = unused.filter(({ role }) => /(route-texts|analyse-text|suggest-hashtags|sweep-texts)$/.test(role));
  const actions = new Set(own.map(({ action }) => action).filter((action) => !/^(kms|xray|logs):/.test(action)));
  // What only faults make use of: the sweep's notes, messages that failed, and where they end.
  expect([...actions].sort()).to.deep.equal(["dynamodb:PutItem", "sqs:ChangeMessageVisibility", "sqs:SendMessage"]);
}

describe("HashtagEngine, deployed in the sandbox", function () {
  this.timeout(120_000);

  it("takes posts from their changes to their tags, under its own roles, and takes them back when they go", async () => {
    const alone = await Alone.open();
    try {
      await story(alone);
    } finally {
      alone.stage.close();
    }
  });

  it("loses nothing and pays for nothing twice in a storm, every fault of which strikes", async () => {
    const struck = await weather(1);
    expect(struck.map((times) => times > 0)).to.deep.equal(struck.map(() => true));
  });
});
