import { PutRecordCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { jobNameOf, mediaVersionOf, transcribeOutputKey, transcriptKey } from "@huut/domain";
import { makeMedia } from "../../../samples/media";
import type { FaultPlan } from "../../../sandbox";
import { post, publishPost, record } from "../../support/recordings";
import type { Stage } from "../../support/stage";
import type { Scenario } from "./index";

const start = "2026-11-02T08:00:00Z";

/** Minutes after which a message comes back that its function has failed with. */
const BACK_AFTER = { media: 31, ended: 13, planned: 4 } as const;

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

const minutes = (stage: Stage, count: number) => stage.pass(count * 60);

/** A recording becomes a transcript and captions of its own language; nothing of the job is left. */
export const transcription = scenario("a post's recording is transcribed", async (stage) => {
  await post(stage);
  await minutes(stage, 1);
});

/** A recording of more than one part, one of which S3 refuses for as long as the SDK tries. */
export const largeMedia = scenario(
  "a large recording whose copy fails once",
  async (stage) => {
    await record(stage, { key: "video/u-1/p-1.mp4", container: "mp4", bytes: large() });
    await publishPost(stage, { key: "video/u-1/p-1.mp4" });
    await minutes(stage, BACK_AFTER.media + 2);
  },
  { kind: "error", service: "s3", operation: "UploadPart", function: "start-transcription", times: 6 },
);

function large(): Buffer {
  const media = Buffer.from(makeMedia({ container: "mp4", durationMs: 4_000, language: "or-IN", text: "ନମସ୍କାର।" }));
  // A box that players skip: https://developer.apple.com/documentation/quicktime-file-format/free_atom
  const rest = Buffer.alloc(9 * 1024 * 1024);
  rest.writeUInt32BE(rest.length, 0);
  rest.write("free", 4, "latin1");
  return Buffer.concat([media, rest]);
}

/** A post is removed after its captions are there; so is a correction of them. */
export const withdrawal = scenario("captions of a removed post are withdrawn", async (stage) => {
  await post(stage);
  await minutes(stage, 1);
  const mediaVersion = mediaVersionOf("audio/u-1/p-1.mp3");
  const correction = { postId: "p-1", language: "or#00000", mediaVersion, cue: 0, text: "x", revision: 1 };
  await stage.putItem(stage.output("captionsTable"), correction);
  await publishPost(stage, { eventName: "REMOVE", version: 2 });
  await minutes(stage, 1);
});

/** The post gets another recording: its captions are those of the new one only. */
export const replacement = scenario("a post gets another recording", async (stage) => {
  await post(stage);
  await minutes(stage, 1);
  await post(stage, { eventName: "MODIFY", version: 2, key: "audio/u-1/p-1-again.mp3" });
  await minutes(stage, 1);
});

/** The post is removed while its captions are made: what was published since is taken back. */
export const takenBack = scenario(
  "captions that were made while their post was removed",
  async (stage) => {
    await post(stage);
    await stage.pass(20);
    await publishPost(stage, { eventName: "REMOVE", version: 2 });
    await minutes(stage, BACK_AFTER.ended + 2);
  },
  { kind: "crash", service: "s3", operation: "PutObject", function: "complete-transcription", times: 1 },
);

/** The job fails, its successor's event is lost, and the sweeper finds it. */
export const lostEvent = scenario(
  "a job that fails, and one whose event is lost",
  async (stage) => {
    await post(stage);
    await minutes(stage, 31);
  },
  { kind: "error", service: "transcribe", operation: "TranscriptionJob", times: 1 },
  { kind: "lose", service: "transcribe", operation: "TranscribeJobStateChange", from: 10_000 },
);

/** Somebody deletes a job's transcript before it is read: it is transcribed again. */
export const lostOutput = scenario(
  "a transcript that is gone before it is read",
  async (stage) => {
    await post(stage);
    await stage.pass(30);
    await stage.delete(
      stage.output("rawBucket"),
      transcribeOutputKey(jobNameOf("p-1", mediaVersionOf("audio/u-1/p-1.mp3"))),
    );
    await minutes(stage, BACK_AFTER.ended + 2);
  },
  {
    kind: "crash",
    service: "transcribe",
    operation: "GetTranscriptionJob",
    function: "complete-transcription",
    times: 1,
  },
);

/** Somebody deletes a transcript before its translations are planned: there is nothing to plan. */
export const lostNewTranscript = scenario(
  "a transcript that is gone before its translations are planned",
  async (stage) => {
    await post(stage);
    await stage.pass(30);
    await stage.delete(stage.output("curatedBucket"), transcriptKey("p-1", mediaVersionOf("audio/u-1/p-1.mp3")));
    await minutes(stage, BACK_AFTER.planned + 2);
  },
  { kind: "crash", service: "s3", operation: "GetObject", function: "plan-translations", times: 1 },
);

/** The copy fails until the queue gives the message up; the sweeper sends another one. */
export const stuckMedia = scenario(
  "a recording whose copy fails until its message is given up",
  async (stage) => {
    await post(stage);
    await minutes(stage, 200);
  },
  { kind: "error", service: "s3", operation: "PutObject", function: "start-transcription", until: 9_600_000 },
);

/** A change that cannot be read is given up, and named. */
export const strangeChange = scenario("a change of a post that cannot be read", async (stage) => {
  const change = {
    eventName: "INSERT",
    tableName: stage.output("postsTable"),
    dynamodb: { NewImage: { audioFile: { S: "audio/a.mp3" }, strange: { X: 1 } } },
  };
  const Data = Buffer.from(JSON.stringify(change));
  const input = { StreamName: stage.output("changesStream"), Data, PartitionKey: "a" };
  await stage.until(() => stage.client(KinesisClient, "kinesis").send(new PutRecordCommand(input)));
  await minutes(stage, 10);
});

/** What schedules invoke that look after captions, texts and trends. */
const SCHEDULED = ["sweep-captions", "sweep-texts", "compute-trends"] as const;

/** DynamoDB answers no sweep, and no computation of trends: the invocations are given up after three attempts. */
export const lostSweep = scenario(
  "sweeps and trends that fail",
  (stage) => minutes(stage, 5),
  ...SCHEDULED.map((name) => ({ kind: "error", service: "dynamodb", operation: "Query", function: name }) as const),
);

/** Lambda invokes none of them: the schedules give up. */
export const uninvokedSweep = scenario(
  "sweeps and trends that cannot be invoked",
  (stage) => minutes(stage, 65),
  ...SCHEDULED.map((name) => ({ kind: "error", service: "lambda", operation: "Invoke", resource: name }) as const),
);
