import { DeleteTranscriptionJobCommand, ListTranscriptionJobsCommand } from "@aws-sdk/client-transcribe";
import { expect } from "chai";
import { makeMedia } from "../../../../samples/media";
import type { SqsService } from "../../../../sandbox/services/sqs";
import { account, hindi, refusal, Stage, start, wordsOf } from "./stage";

const talk = { container: "mp4", durationMs: 8_000, ...hindi } as const;

describe("A transcription job", () => {
  let stage: Stage;
  beforeEach(async () => void (stage = await new Stage().build()));
  afterEach(() => stage.world.close());

  it("goes from IN_PROGRESS to COMPLETED in virtual time and writes the transcript", async () => {
    await stage.put("talk.mp4", talk);
    const begun = await stage.start();
    expect(begun).to.deep.include({
      TranscriptionJobName: "job",
      TranscriptionJobStatus: "IN_PROGRESS",
      LanguageCode: "hi-IN",
    });
    expect(begun.StartTime).to.deep.equal(new Date(start));
    expect(begun).not.to.have.any.keys("Settings", "Transcript", "MediaFormat");
    await stage.world.runFor(4_000);
    expect((await stage.get()).TranscriptionJobStatus).to.equal("IN_PROGRESS");
    await stage.world.runFor(60_000);
    const done = await stage.get();
    expect(done).to.deep.include({
      TranscriptionJobStatus: "COMPLETED",
      MediaFormat: "mp4",
      MediaSampleRateHertz: 44_100,
      Transcript: { TranscriptFileUri: "https://s3.ap-south-1.amazonaws.com/out/job.json" },
    });
    expect(done.CompletionTime?.getTime()).to.equal(start + 5_000 + 2_000);
    expect(await stage.keys()).to.deep.equal([".write_access_check_file.temp", "job.json"]);
  });

  it("writes the service's shape, and says that a stand-in made it", async () => {
    await stage.run(talk);
    const file = await stage.file();
    expect(file).to.include({ jobName: "job", accountId: account, status: "COMPLETED" });
    expect(file.sandbox).to.deep.include({ standIn: true });
    const { items, audio_segments: segments, transcripts } = file.results;
    expect(wordsOf(file)).to.deep.equal(["नमस्ते", "दोस्तों", "आज", "बारिश", "हुई", "चाय", "गरम", "है"]);
    expect(transcripts).to.deep.equal([{ transcript: "नमस्ते दोस्तों, आज बारिश हुई । चाय गरम है ।" }]);
    expect(items.map(({ id }) => id)).to.deep.equal(items.map((_, i) => i));
    for (const item of items) {
      if (item.type === "punctuation") expect(item).to.have.all.keys("id", "type", "alternatives");
      else expect(Number(item.end_time)).to.be.greaterThan(Number(item.start_time));
    }
    expect(items.find(({ type }) => type === "punctuation")?.alternatives).to.deep.equal([
      { confidence: "0.0", content: "," },
    ]);
    expect(segments.map(({ transcript }) => transcript)).to.deep.equal(["नमस्ते दोस्तों, आज बारिश हुई ।", "चाय गरम है ।"]);
    expect(segments.flatMap((segment) => segment.items)).to.deep.equal(items.map(({ id }) => id));
  });

  it("makes the same bytes for the same seed", async () => {
    await stage.run(talk);
    const first = await stage.text("job.json");
    stage.world.close();
    stage = await new Stage().build();
    await stage.run(talk);
    expect(await stage.text("job.json")).to.equal(first);
  });

  it("is empty where nothing is spoken, without subtitles", async () => {
    const Subtitles = { Formats: ["srt", "vtt"], OutputStartIndex: 1 } as never;
    const done = await stage.run({ container: "mp3", durationMs: 4_800 }, { Subtitles });
    expect(done.TranscriptionJobStatus).to.equal("COMPLETED");
    expect(done.Subtitles).to.deep.equal({ Formats: ["srt", "vtt"], OutputStartIndex: 1 });
    const { results } = await stage.file();
    expect(results).to.deep.equal({ transcripts: [{ transcript: "" }], items: [], audio_segments: [] });
    expect(await stage.keys()).to.deep.equal([".write_access_check_file.temp", "job.json"]);
  });

  it("writes subtitles beside the transcript", async () => {
    const Subtitles = { Formats: ["srt", "vtt"], OutputStartIndex: 1 } as never;
    const done = await stage.run(talk, { Subtitles, OutputKey: "sub/" });
    expect(done.Subtitles?.SubtitleFileUris).to.deep.equal(
      ["srt", "vtt"].map((format) => `https://s3.ap-south-1.amazonaws.com/out/sub/job.${format}`),
    );
    expect(await stage.text("sub/job.srt")).to.match(
      /^1\n00:00:00,200 --> 00:00:0\d,\d{3}\nनमस्ते दोस्तों, आज बारिश हुई ।\n\n2\n/,
    );
    expect(await stage.text("sub/job.vtt")).to.match(/^WEBVTT\n\n1\n00:00:00\.200 --> /);
    expect(await stage.keys()).to.include("sub/.write_access_check_file.temp");
  });

  for (const [asked, key] of [
    ["a/b.json", "a/b.json"],
    ["a/b", "a/b/job.json"],
    ["a/b/", "a/b/job.json"],
  ] as const) {
    it(`writes to ${key} when OutputKey is ${asked}`, async () => {
      await stage.run(talk, { OutputKey: asked });
      expect((await stage.file(key)).jobName).to.equal("job");
    });
  }

  it("tells its end on the bus", async () => {
    const heard = await listenTo(stage);
    await stage.run(talk);
    await stage.run(Buffer.from("no media at all"), { TranscriptionJobName: "bad" });
    expect(heard().map(({ source, detail }) => [source, detail])).to.deep.equal([
      ["aws.transcribe", { TranscriptionJobName: "job", TranscriptionJobStatus: "COMPLETED" }],
      [
        "aws.transcribe",
        { TranscriptionJobName: "bad", TranscriptionJobStatus: "FAILED", FailureReason: "Unsupported media format." },
      ],
    ]);
  });

  it("loses the event, not the job, when a fault says so", async () => {
    stage.world.close();
    stage = await new Stage([{ kind: "lose", service: "transcribe", times: 1 }]).build();
    const heard = await listenTo(stage);
    await stage.run(talk, { TranscriptionJobName: "one" });
    const done = await stage.run(talk, { TranscriptionJobName: "two" });
    expect(done.TranscriptionJobStatus).to.equal("COMPLETED");
    expect((await stage.get("one")).TranscriptionJobStatus).to.equal("COMPLETED");
    expect(heard().map(({ detail }) => detail.TranscriptionJobName)).to.deep.equal(["two"]);
  });

  it("fails inside when a fault says so", async () => {
    stage.world.close();
    stage = await new Stage([
      { kind: "error", service: "transcribe", operation: "TranscriptionJob", times: 1 },
    ]).build();
    expect((await stage.run(talk)).FailureReason).to.equal("Internal failure. Try your request again.");
  });

  it("is listed, the newest first, and forgotten when it is deleted and after 90 days", async () => {
    for (const name of ["Alpha", "beta", "gamma"]) {
      await stage.run(talk, { TranscriptionJobName: name });
    }
    const list = async (input: object) => {
      const answer = await stage.client().send(new ListTranscriptionJobsCommand(input));
      return [answer.TranscriptionJobSummaries?.map((job) => job.TranscriptionJobName), answer.NextToken];
    };
    expect(await list({ MaxResults: 2 })).to.deep.equal([["gamma", "beta"], "2"]);
    expect(await list({ MaxResults: 2, NextToken: "2" })).to.deep.equal([["Alpha"], undefined]);
    expect(await list({ JobNameContains: "ALPH", Status: "COMPLETED" })).to.deep.equal([["Alpha"], undefined]);
    expect(await list({ Status: "FAILED" })).to.deep.equal([[], undefined]);
    await stage.client().send(new DeleteTranscriptionJobCommand({ TranscriptionJobName: "beta" }));
    expect(await refusal(stage.get("beta"))).to.equal(
      "BadRequestException: The requested job couldn't be found. Check the job name and try your request again.",
    );
    await stage.world.runFor(91 * 86_400_000);
    expect(await list({})).to.deep.equal([[], undefined]);
  });

  it("cannot be deleted while it runs", async () => {
    await stage.put("talk.mp4", talk);
    await stage.start();
    const remove = () => stage.client().send(new DeleteTranscriptionJobCommand({ TranscriptionJobName: "job" }));
    expect(await refusal(remove())).to.match(/^BadRequestException: The requested job couldn't be deleted/);
    await stage.world.runFor(60_000);
    await remove();
    expect((await stage.start()).TranscriptionJobStatus).to.equal("IN_PROGRESS");
  });

  it("keeps its name for itself", async () => {
    await stage.put("talk.mp4", talk);
    const both = await Promise.allSettled([stage.start(), stage.start()]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
    expect(await refusal(stage.start())).to.equal(
      "ConflictException: The requested job name already exists. Use a different job name.",
    );
  });
});

describe("The media of a transcription job", () => {
  let stage: Stage;
  before(async () => void (stage = await new Stage().build()));
  after(() => stage.world.close());

  const whole = makeMedia({ container: "mp4", durationMs: 3_000 });
  const rows: readonly (readonly [what: string, media: Parameters<Stage["run"]>[0], more: object, reason: RegExp])[] = [
    [
      "499 ms",
      { container: "mp4", durationMs: 499 },
      {},
      /length is too small\. Minimum audio duration is 0\.500000 seconds/,
    ],
    ["over 4 h", { container: "mp4", durationMs: 4 * 3_600_000 + 1 }, {}, /length is too large/],
    ["QuickTime", { container: "mov", durationMs: 3_000 }, {}, /^Unsupported media format\.$/],
    ["nothing", new Uint8Array(), {}, /^The data in your input media file isn't valid\./],
    ["half a file", whole.subarray(0, whole.length / 2), {}, /^The data in your input media file isn't valid\./],
    [
      "another format",
      whole,
      { MediaFormat: "wav" },
      /^The media format provided does not match the detected media format\.$/,
    ],
    [
      "a format of none",
      Buffer.from("x".repeat(40)),
      { MediaFormat: "mp3" },
      /^The media format provided does not match/,
    ],
    [
      "another rate",
      whole,
      { MediaSampleRateHertz: 16_000 },
      /^The sample rate provided does not match the detected sample rate\.$/,
    ],
  ];
  for (const [i, [what, media, more, reason]] of rows.entries()) {
    it(`fails the job: ${what}`, async () => {
      const TranscriptionJobName = `job-${i}`;
      const done = await stage.run(media, { TranscriptionJobName, ...more });
      expect(done.TranscriptionJobStatus).to.equal("FAILED");
      expect(done.FailureReason).to.match(reason);
      expect(await stage.keys()).not.to.include(`${TranscriptionJobName}.json`);
    });
  }

  it("may be 500 ms or 4 h long, and m4a be called mp4", async () => {
    for (const [i, durationMs] of [500, 4 * 3_600_000].entries()) {
      const more = { TranscriptionJobName: `length-${i}`, MediaFormat: "mp4" } as const;
      const done = await stage.run({ container: "m4a", durationMs }, more);
      await stage.world.runFor(4_000_000);
      expect((await stage.get(done.TranscriptionJobName)).TranscriptionJobStatus).to.equal("COMPLETED");
    }
  });
});

interface Told {
  readonly source: string;
  readonly detail: { readonly TranscriptionJobName: string };
}

/** What a rule on the job's events sends to a queue. */
async function listenTo(stage: Stage): Promise<() => Told[]> {
  const queue = await stage.create<{ arn: string; url: string }>("aws:sqs/queue:Queue", "heard", { name: "heard" });
  const eventPattern = JSON.stringify({ source: ["aws.transcribe"], "detail-type": ["Transcribe Job State Change"] });
  const rule = await stage.create("aws:cloudwatch/eventRule:EventRule", "rule", { name: "rule", eventPattern });
  await stage.create("aws:cloudwatch/eventTarget:EventTarget", "target", { rule: "rule", arn: queue.arn });
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
  };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await stage.create("aws:sqs/queuePolicy:QueuePolicy", "policy", { queueUrl: queue.url, policy });
  return () =>
    stage.cloud
      .service<SqsService>("sqs")
      .messages(queue.arn)
      .map(({ body }) => JSON.parse(body) as Told);
}
