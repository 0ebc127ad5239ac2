import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { transcriptKey, type MediaItem } from "@huut/domain";
import type { FaultPlan } from "../../../sandbox";
import { storedOf } from "../../domain/captions/stored";
import type { Stage } from "../../support/stage";
import type { Scenario } from "./index";

const start = "2026-11-02T08:00:00Z";

/** Seconds after which a message of `translations` comes back that its function has failed with. */
const BACK_AFTER = 3_660;

const stored = storedOf(["आज सुबह बारिश हुई।", "कल फिर मिलेंगे।"]);
const { postId, mediaVersion } = stored;
const KEY = transcriptKey(postId, mediaVersion);

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

function scenario(name: string, play: (stage: Stage) => Promise<unknown>, ...faults: FaultPlan["faults"]): Scenario {
  return {
    name,
    start,
    ...(faults.length > 0 && { faults: { faults } }),
    play: async (stage) => {
      await play(stage);
      return {};
    },
  };
}

async function put(stage: Stage, table: "captionsTable" | "captionRequestsTable", item: object): Promise<void> {
  const input = { TableName: stage.output(table), Item: marshall(item, { removeUndefinedValues: true }) };
  await stage.until(() => stage.client(DynamoDBClient, "dynamodb").send(new PutItemCommand(input)));
}

/** As complete-transcription leaves it: the item, and the transcript whose event starts the translations. */
async function transcribed(stage: Stage): Promise<void> {
  await put(stage, "captionsTable", media);
  await stage.put(stage.output("curatedBucket"), KEY, JSON.stringify(stored));
}

async function send(stage: Stage, queue: "newTranscriptsUrl" | "translationsQueueUrl", message: object): Promise<void> {
  const input = { QueueUrl: stage.output(queue), MessageBody: JSON.stringify(message) };
  await stage.until(() => stage.client(SQSClient, "sqs").send(new SendMessageCommand(input)));
}

const translate = (language: string) => ({ kind: "translate", postId, mediaVersion, language });

/** A transcript is translated; Sinhala is wanted by somebody; the author corrects a cue, and it is translated again. */
export const translation = scenario("a transcript is translated", async (stage) => {
  const requestId = `post#${postId}`;
  await put(stage, "captionRequestsTable", { requestId, languages: new Set(["si"]), expiresAt: 2_000_000_000 });
  await transcribed(stage);
  await stage.pass(60);
  const correction = { cue: 1, text: "कल पक्का मिलेंगे।", revision: 1, correctedAt: "2026-11-02T08:01:00.000Z" };
  await put(stage, "captionsTable", { postId, language: "hi#00001", mediaVersion, ...correction });
  await send(stage, "translationsQueueUrl", translate("en"));
  await stage.pass(60);
});

/** The transcript is gone before it is read: nobody waits for it. */
export const goneTranscript = scenario("translations of a transcript that is gone", async (stage) => {
  await transcribed(stage);
  await stage.pass(60);
  const input = { Bucket: stage.output("curatedBucket"), Key: KEY };
  await stage.until(() => stage.client(S3Client, "s3").send(new DeleteObjectCommand(input)));
  await send(stage, "newTranscriptsUrl", { Records: [{ s3: { object: { key: KEY } } }] });
  await send(stage, "translationsQueueUrl", translate("en"));
  await stage.pass(60);
});

/** The post is removed while the translator hesitates: what was published is taken back. */
export const lateTranslation = scenario(
  "a translation that comes after its post was removed",
  async (stage) => {
    await put(stage, "captionsTable", media);
    await stage.put(stage.output("curatedBucket"), KEY, JSON.stringify(stored));
    await stage.pass(3);
    await withdraw(stage);
    await stage.pass(600);
  },
  { kind: "throttle", service: "translate", operation: "TranslateText", until: 8_000 },
);

/** The function dies when it has published a file; the post is removed before the message comes back. */
export const diedTranslation = scenario(
  "a translation that died before its post was removed",
  async (stage) => {
    await transcribed(stage);
    await stage.pass(60);
    await withdraw(stage);
    await stage.pass(BACK_AFTER);
  },
  { kind: "crash", service: "s3", operation: "PutObject", function: "translate-captions", times: 1 },
);

async function withdraw(stage: Stage): Promise<void> {
  const client = stage.client(DynamoDBClient, "dynamodb");
  const input = { TableName: stage.output("captionsTable"), Key: marshall({ postId, language: "media" }) };
  const answer = await stage.until(() => client.send(new GetItemCommand(input)));
  if ("error" in answer) throw new Error(answer.error);
  await put(stage, "captionsTable", { ...unmarshall(answer.Item ?? {}), state: "withdrawn" });
}
