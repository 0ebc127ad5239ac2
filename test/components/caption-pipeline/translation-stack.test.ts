import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { captionKey, transcriptKey, type CaptionItem, type MediaItem } from "@huut/domain";
import { expect } from "chai";
import { verifySrt, verifyVtt } from "../../../cli/captions/verify";
import { readTable } from "../../../cli/start/evidence";
import type { FaultPlan } from "../../../sandbox";
import type { S3Service } from "../../../sandbox/services/s3";
import type { SqsService } from "../../../sandbox/services/sqs";
import { storedOf } from "../../domain/captions/stored";
import { graphOf } from "../../support/platform";
import { Stage } from "../../support/stage";

const stored = storedOf(["आज सुबह बारिश हुई।", "कल फिर मिलेंगे।"]);
const { postId, mediaVersion } = stored;

const media: MediaItem = {
  postId,
  language: "media",
  postVersion: 1,
  mediaVersion,
  updatedAt: "2026-11-02T07:59:00.000Z",
  state: "transcribed",
  userId: "u-1",
  mediaKey: "audio/u-1/p-1.mp3",
  jobName: stored.jobName,
  beganAt: "2026-11-02T07:58:00.000Z",
  attempts: 1,
  spokenLanguage: stored.language,
};

/** Every language that dev translates into, but for the spoken one. */
const EAGER = ["bn", "en", "gu", "kn", "ml", "mr", "pa", "ta", "te", "ur"];

describe("translations in the deployed stack", function () {
  this.timeout(300_000);
  let stage: Stage;
  const open = async (faults?: FaultPlan["faults"]) => {
    stage = await Stage.open(await graphOf("dev"), "2026-11-02T08:00:00Z", faults && { faults });
  };
  afterEach(() => stage.close());

  async function put(table: "captionsTable" | "captionRequestsTable", item: object): Promise<void> {
    const input = { TableName: stage.output(table), Item: marshall(item, { removeUndefinedValues: true }) };
    const answer = await stage.until(() => stage.client(DynamoDBClient, "dynamodb").send(new PutItemCommand(input)));
    if ("error" in answer) throw new Error(answer.error);
  }
  /** As complete-transcription leaves it: the item, and the transcript whose event starts the translations. */
  async function transcribed(): Promise<void> {
    await put("captionsTable", media);
    await stage.put(stage.output("curatedBucket"), transcriptKey(postId, mediaVersion), JSON.stringify(stored));
  }
  async function withdraw(): Promise<void> {
    const client = stage.client(DynamoDBClient, "dynamodb");
    const input = { TableName: stage.output("captionsTable"), Key: marshall({ postId, language: "media" }) };
    const answer = await stage.until(() => client.send(new GetItemCommand(input)));
    if ("error" in answer) throw new Error(answer.error);
    await put("captionsTable", { ...unmarshall(answer.Item ?? {}), state: "withdrawn" });
  }
  async function send(language: string): Promise<void> {
    const message = { kind: "translate", postId, mediaVersion, language };
    const input = { QueueUrl: stage.output("translationsQueueUrl"), MessageBody: JSON.stringify(message) };
    await stage.until(() => stage.client(SQSClient, "sqs").send(new SendMessageCommand(input)));
  }
  const captions = (): CaptionItem[] =>
    (readTable(stage.sandbox, stage.output("captionsTable")) as unknown as CaptionItem[]).filter(
      ({ source }) => source === "translated",
    );
  const inState = (state: CaptionItem["state"]): string[] =>
    captions()
      .filter((item) => item.state === state)
      .map(({ language }) => language)
      .sort();
  /** Published files by key. */
  const files = (): Map<string, string> => {
    const bucket = stage.sandbox.cloud.service<S3Service>("s3").store.bucket(stage.output("publishedBucket"));
    const current = [...bucket.keysFrom("captions/")].flatMap((key) => {
      const object = bucket.current(key);
      return object === undefined ? [] : [[key, Buffer.from(object.body).toString("utf8")] as const];
    });
    return new Map(current);
  };
  const denied = () =>
    stage.sandbox.cloud.ledger.denials().map(({ access, message }) => `${access.action}: ${message}`);
  const deadLetters = (): number => {
    const sqs = stage.sandbox.cloud.service<SqsService>("sqs");
    // Texts wait in vain here: the transcript's post is not in the table.
    const own = /-(media|ended-transcriptions|new-transcripts|translations|withdrawals)-dead-letters$/;
    const dead = sqs.queueArns().filter((arn) => own.test(arn));
    return dead.reduce((sum, arn) => sum + sqs.messages(arn).length, 0);
  };
  const key = (language: string, format: "vtt" | "srt") => captionKey({ postId, mediaVersion, language, format });

  it("make captions in every wanted language of a transcript, and keep up with corrections", async () => {
    await open();
    const wanted = { requestId: `post#${postId}`, languages: new Set(["si", "en"]), expiresAt: 2_000_000_000 };
    await put("captionRequestsTable", wanted);
    await transcribed();
    await stage.pass(60);
    expect(inState("ready")).to.deep.equal([...EAGER, "si"].sort());
    for (const { language, text } of captions()) {
      const [vtt, srt] = [files().get(key(language, "vtt")) ?? "", files().get(key(language, "srt")) ?? ""];
      for (const { cues, problems } of [verifyVtt(vtt), verifySrt(srt)]) {
        expect(problems, language).to.deep.equal([]);
        const shown = cues.flatMap(({ lines }) => lines).join(" ");
        expect(shown.replaceAll("\u200f", ""), language).to.equal(text);
      }
    }
    const calls = () => stage.sandbox.cloud.ledger.callCounts()["translate:TranslateText"] ?? 0;
    const before = calls();
    expect(before).to.equal(2 * 11);
    const correction = { cue: 1, text: "कल पक्का मिलेंगे।", revision: 1, correctedAt: "2026-11-02T08:01:00.000Z" };
    await put("captionsTable", { postId, language: "hi#00001", mediaVersion, ...correction });
    await send("en");
    await stage.pass(60);
    expect(captions().find(({ language }) => language === "en")).to.include({ revision: 1, state: "ready" });
    // One sentence of two.
    expect(calls() - before).to.equal(1);
    expect([denied(), deadLetters()]).to.deep.equal([[], 0]);
  });

  it("come through duplicated events, throttling and dying functions with one file a language", async () => {
    await open([
      { kind: "duplicate", service: "s3", probability: 1 },
      { kind: "duplicate", service: "sqs", resource: "translations", probability: 0.5 },
      { kind: "throttle", service: "translate", until: 30_000 },
      { kind: "crash", service: "s3", operation: "PutObject", function: "translate-captions", times: 3 },
      { kind: "crash", service: "dynamodb", operation: "TransactWriteItems", function: "translate-captions", times: 3 },
      { kind: "crash", service: "sqs", operation: "SendMessageBatch", function: "plan-translations", times: 1 },
      { kind: "lost-answer", service: "dynamodb", function: "translate-captions", probability: 0.1, until: 60_000 },
    ]);
    await transcribed();
    await stage.pass(3 * 3_660);
    expect(inState("ready")).to.deep.equal(EAGER);
    expect([...files().keys()]).to.have.length(2 * EAGER.length);
    expect(captions().filter(({ pending }) => pending !== undefined)).to.deep.equal([]);
    expect([denied(), deadLetters()]).to.deep.equal([[], 0]);
  });

  it("are taken back when the post is removed while the translator hesitates", async () => {
    await open([{ kind: "throttle", service: "translate", operation: "TranslateText", until: 8_000 }]);
    await transcribed();
    await stage.pass(3);
    await withdraw();
    await stage.pass(600);
    expect([inState("ready"), [...files().keys()]]).to.deep.equal([[], []]);
    expect(stage.sandbox.cloud.ledger.callCounts()["s3:DeleteObject"]).to.be.greaterThan(0);
    expect(denied()).to.deep.equal([]);
  });

  it("are cleared up when the function died and the post was removed before it could look", async () => {
    await open([{ kind: "crash", service: "s3", operation: "PutObject", function: "translate-captions", times: 1 }]);
    await transcribed();
    await stage.pass(60);
    const [unfinished = ""] = inState("translating");
    const ofUnfinished = () => [...files().keys()].filter((each) => each.includes(`/${unfinished}.`));
    expect(ofUnfinished()).to.have.length(1);
    await withdraw();
    await stage.pass(3_700);
    expect(ofUnfinished()).to.deep.equal([]);
    expect(denied()).to.deep.equal([]);
  });
});
