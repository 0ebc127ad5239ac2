import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DeleteTranscriptionJobCommand,
  GetTranscriptionJobCommand,
  ListTranscriptionJobsCommand,
  StartTranscriptionJobCommand,
  TranscribeClient,
  type StartTranscriptionJobRequest,
  type TranscriptionJob,
} from "@aws-sdk/client-transcribe";
import { expect } from "chai";
import { makeMedia } from "../../../samples/media";
import { behavioursOf, failureOf, type Probe } from "../behaviour";
import { arrival } from "./sqs";

const GUIDE = "https://docs.aws.amazon.com/transcribe/latest/dg";
const API = "https://docs.aws.amazon.com/transcribe/latest/APIReference";
const START = `${API}/API_StartTranscriptionJob.html`;

type More = Partial<StartTranscriptionJobRequest>;

/** A bucket with two seconds of speech, and how jobs over it are started. */
async function recorded(probe: Probe) {
  const { bucket } = await probe.create("aws:s3/bucket:Bucket", { bucket: probe.name("media") });
  const speech = { language: "hi-IN", text: "नमस्ते दोस्तों।" };
  const Body = makeMedia({ container: "wav", durationMs: 2_000, ...speech });
  await probe.client(S3Client).send(new PutObjectCommand({ Bucket: bucket as string, Key: "talk.wav", Body }));
  const start = (TranscriptionJobName: string, more: More = {}) =>
    probe.client(TranscribeClient).send(
      new StartTranscriptionJobCommand({
        TranscriptionJobName,
        LanguageCode: "hi-IN",
        Media: { MediaFileUri: `s3://${bucket}/talk.wav` },
        OutputBucketName: bucket as string,
        ...more,
      }),
    );
  return { bucket: bucket as string, start };
}

function ended(probe: Probe, TranscriptionJobName: string): Promise<TranscriptionJob> {
  return probe.eventually(300_000, async () => {
    const command = new GetTranscriptionJobCommand({ TranscriptionJobName });
    const { TranscriptionJob: job } = await probe.client(TranscribeClient).send(command);
    return /COMPLETED|FAILED/.test(job?.TranscriptionJobStatus ?? "") ? job : undefined;
  });
}

async function read(probe: Probe, Bucket: string, Key: string): Promise<string> {
  const { Body } = await probe.client(S3Client).send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? "";
}

type Refused = readonly [what: string, more: More];

const refused: readonly Refused[] = [
  ["no language", { LanguageCode: undefined }],
  ["two ways to find the language", { IdentifyLanguage: true }],
  ["only one language to choose from", { LanguageCode: undefined, IdentifyLanguage: true, LanguageOptions: ["hi-IN"] }],
  ["a language that the service lacks", { LanguageCode: "as-IN" as never }],
  ["a format that the service lacks", { MediaFormat: "mov" as never }],
  ["a name with a space", { TranscriptionJobName: "a name" }],
  ["media that is no object", { Media: { MediaFileUri: "s3://no-such-bucket-of-anyone/talk.wav" } }],
];

export const transcribe = behavioursOf("transcribe", GUIDE, [
  {
    id: "job",
    title: "a job is in progress, then completed, and its transcript is a file with results in the output bucket",
    doc: `${GUIDE}/how-input.html#how-it-works-output`,
    run: async (probe) => {
      const { bucket, start } = await recorded(probe);
      const name = probe.name("job");
      const { TranscriptionJob: begun } = await start(name, { OutputKey: "out/talk.json" });
      expect(begun?.TranscriptionJobStatus).to.match(/^(QUEUED|IN_PROGRESS)$/);
      const done = await ended(probe, name);
      expect(done.TranscriptionJobStatus).to.equal("COMPLETED");
      expect(done.Transcript?.TranscriptFileUri).to.contain(`/${bucket}/out/talk.json`);
      const file = JSON.parse(await read(probe, bucket, "out/talk.json")) as Record<string, unknown>;
      expect(file).to.include({ jobName: name, accountId: probe.account, status: "COMPLETED" });
      expect(file["results"]).to.include.keys("transcripts", "items", "audio_segments");
    },
  },
  {
    id: "output-key",
    title: "an output key that does not end in .json is a folder, in which the job's name is the file's",
    doc: START,
    run: async (probe) => {
      const { bucket, start } = await recorded(probe);
      const name = probe.name("job");
      await start(name, { OutputKey: "folder" });
      await ended(probe, name);
      expect(await read(probe, bucket, `folder/${name}.json`)).to.contain(name);
    },
  },
  {
    id: "subtitles",
    title: "subtitles are written beside the transcript",
    doc: `${GUIDE}/subtitles.html`,
    run: async (probe) => {
      const { bucket, start } = await recorded(probe);
      const name = probe.name("job");
      await start(name, { Subtitles: { Formats: ["srt", "vtt"], OutputStartIndex: 1 } });
      const { Subtitles } = await ended(probe, name);
      expect(Subtitles?.SubtitleFileUris).to.have.length(2);
      expect(await read(probe, bucket, `${name}.srt`)).to.match(/^1\r?\n\d\d:\d\d:\d\d,\d{3} --> /);
      expect(await read(probe, bucket, `${name}.vtt`)).to.match(/^WEBVTT/);
    },
  },
  {
    id: "write-check",
    title: "the service tries whether it may write, by an object beside the output",
    doc: START,
    run: async (probe) => {
      const { bucket, start } = await recorded(probe);
      await start(probe.name("job"), { OutputKey: "out/" });
      const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: "out/" });
      const { Contents = [] } = await probe.client(S3Client).send(command);
      expect(Contents.map(({ Key }) => Key)).to.include("out/.write_access_check_file.temp");
    },
  },
  {
    id: "conflict",
    title: "a name belongs to one job",
    doc: START,
    run: async (probe) => {
      const { start } = await recorded(probe);
      const name = probe.name("job");
      await start(name);
      expect((await failureOf(start(name))).name).to.equal("ConflictException");
    },
  },
  ...refused.map(([what, more], i) => ({
    id: `refused/${i + 1}`,
    title: `a request with ${what} is a BadRequestException`,
    doc: START,
    run: async (probe: Probe) => {
      const { start } = await recorded(probe);
      expect((await failureOf(start(probe.name("job"), more))).name).to.equal("BadRequestException");
    },
  })),
  {
    id: "missing-job",
    title: "a job that there is not is a BadRequestException",
    doc: `${API}/API_GetTranscriptionJob.html`,
    run: async (probe) => {
      const command = new GetTranscriptionJobCommand({ TranscriptionJobName: probe.name("none") });
      expect((await failureOf(probe.client(TranscribeClient).send(command))).name).to.equal("BadRequestException");
    },
  },
  {
    id: "list",
    title: "jobs are listed by a part of their name in any case, the newest first, until they are deleted",
    doc: `${API}/API_ListTranscriptionJobs.html`,
    run: async (probe) => {
      const { start } = await recorded(probe);
      const mark = probe.name("listed");
      const list = async () => {
        const command = new ListTranscriptionJobsCommand({ JobNameContains: mark.toUpperCase() });
        const { TranscriptionJobSummaries = [] } = await probe.client(TranscribeClient).send(command);
        return TranscriptionJobSummaries.map(({ TranscriptionJobName }) => TranscriptionJobName);
      };
      await start(`${mark}-a`);
      await probe.pass(1_000);
      await start(`${mark}-b`);
      expect(await list()).to.deep.equal([`${mark}-b`, `${mark}-a`]);
      await ended(probe, `${mark}-a`);
      const command = new DeleteTranscriptionJobCommand({ TranscriptionJobName: `${mark}-a` });
      await probe.client(TranscribeClient).send(command);
      expect(await list()).to.deep.equal([`${mark}-b`]);
    },
  },
  {
    id: "event",
    title: "the end of a job is an event with its name and status",
    doc: `${GUIDE}/monitoring-events.html`,
    run: async (probe) => {
      const { start } = await recorded(probe);
      const name = probe.name("job");
      const url = await ruled(probe, name);
      await start(name);
      const event = JSON.parse((await arrival(probe, url, 300_000)).Body ?? "{}") as Record<string, unknown>;
      expect(event).to.include({ source: "aws.transcribe", "detail-type": "Transcribe Job State Change" });
      expect(event["detail"]).to.deep.include({ TranscriptionJobName: name, TranscriptionJobStatus: "COMPLETED" });
    },
  },
  {
    id: "failed",
    title: "a job over something that is no media of the given format fails with the reason",
    doc: `${API}/API_TranscriptionJob.html`,
    run: async (probe) => {
      const { start } = await recorded(probe);
      const name = probe.name("job");
      await start(name, { MediaFormat: "mp3" });
      const { TranscriptionJobStatus, FailureReason } = await ended(probe, name);
      expect(TranscriptionJobStatus).to.equal("FAILED");
      expect(FailureReason).to.equal("The media format provided does not match the detected media format.");
    },
  },
]);

/** A queue that hears of one job's end. @returns its URL */
async function ruled(probe: Probe, job: string): Promise<string> {
  const queue = await probe.create<{ url: string; arn: string }>("aws:sqs/queue:Queue", { name: probe.name("heard") });
  const name = probe.name("rule");
  const eventPattern = JSON.stringify({ source: ["aws.transcribe"], detail: { TranscriptionJobName: [job] } });
  const { arn } = await probe.create<{ arn: string }>("aws:cloudwatch/eventRule:EventRule", { name, eventPattern });
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": arn } },
  };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await probe.create("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: queue.url, policy });
  await probe.create("aws:cloudwatch/eventTarget:EventTarget", { rule: name, arn: queue.arn, targetId: "queue" });
  return queue.url;
}
