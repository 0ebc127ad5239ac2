import { expect } from "chai";
import {
  endedJob,
  endedMessage,
  endStep,
  isAwaited,
  MAX_ATTEMPTS,
  MEDIA_STATES,
  pendingKey,
  type MediaItem,
  type SeenJob,
} from "@huut/domain";
import { mediaItem } from "./media-items";

const item = mediaItem({ state: "transcribing" });
const JOB = item.jobName;

function failed(failureReason?: string): SeenJob {
  return { status: "FAILED", failureReason };
}

describe("endedJob", () => {
  const cases: readonly (readonly [string, object, object | undefined])[] = [
    [
      "an event of Transcribe",
      { source: "aws.transcribe", detail: { TranscriptionJobName: JOB, TranscriptionJobStatus: "COMPLETED" } },
      { jobName: JOB, postId: "p-1" },
    ],
    ["the sweeper's message", JSON.parse(endedMessage(item)), { jobName: JOB, postId: "p-1" }],
    [
      "a message about a post whose name did not fit",
      { postId: "x:".repeat(60), detail: { TranscriptionJobName: "long_h1.0123456789abcdef" } },
      { jobName: "long_h1.0123456789abcdef", postId: "x:".repeat(60) },
    ],
    ["somebody else's job", { detail: { TranscriptionJobName: "call-17" } }, { jobName: "call-17" }],
    ["no job", { detail: {} }, undefined],
    ["nothing", {}, undefined],
  ];
  for (const [what, body, job] of cases) {
    it(`reads ${what}`, () => expect(endedJob(JSON.stringify(body))).to.deep.equal(job));
  }
});

describe("isAwaited", () => {
  it("is what still waits for the job", () => {
    const awaited = MEDIA_STATES.filter((state) => isAwaited(mediaItem({ state }), JOB));
    expect(awaited).to.have.members(["starting", "transcribing", "parked", "transcribed", "silent", "failed"]);
  });
  for (const [what, seen, jobName] of [
    ["no item", undefined, JOB],
    ["other media", mediaItem({ mediaKey: "audio/u-1/other.mp3", state: "transcribing" }), JOB],
    ["what is done", mediaItem({ state: "transcribed", pending: undefined as never }), JOB],
    ["what is silent and done", mediaItem({ state: "silent", pending: undefined as never }), JOB],
  ] as const) {
    it(`is not ${what}`, () => expect(isAwaited(seen, jobName)).to.equal(false));
  }
});

describe("endStep", () => {
  const last = { attempts: MAX_ATTEMPTS };
  const cases: readonly (readonly [string, Partial<MediaItem>, SeenJob | undefined, string])[] = [
    ["reads what is completed", {}, { status: "COMPLETED" }, "read"],
    ["reads it before the start is written down", { state: "starting" }, { status: "COMPLETED" }, "read"],
    ["reads it again after a crash", { state: "transcribed" }, { status: "COMPLETED" }, "read"],
    ["reads what comes after it was given up", { state: "failed" }, { status: "COMPLETED" }, "read"],
    ["clears what was given up", { state: "failed" }, failed("x"), "clear"],
    ["clears what was given up and is not known", { state: "failed" }, undefined, "clear"],
    ["clears a job of an earlier time", { state: "parked" }, { status: "COMPLETED" }, "clear"],
    ["waits for what runs", {}, { status: "IN_PROGRESS" }, "wait"],
    ["waits for what is queued", {}, { status: "QUEUED" }, "wait"],
    ["tries an internal failure again", {}, failed("Internal failure. Try your request again."), "retry"],
    ["tries what it does not understand again", {}, failed("Something new."), "retry"],
    ["tries a failure without a reason again", {}, failed(), "retry"],
    ["tries it so often only", last, failed("Internal failure. Try your request again."), "end"],
    ["tries again what is not known", {}, undefined, "retry"],
    ["tries that so often only", last, undefined, "end"],
    ["sends again what was about to start", { state: "starting", ...last }, undefined, "retry"],
  ];
  for (const [what, change, job, kind] of cases) {
    it(what, () => expect(endStep({ ...item, ...change }, job).kind).to.equal(kind));
  }

  /** https://docs.aws.amazon.com/transcribe/latest/APIReference/API_TranscriptionJob.html and what people report. */
  const reasons: Readonly<Record<string, string>> = {
    "Unsupported media format.": "end",
    "The media format provided does not match the detected media format.": "end",
    "Invalid sample rate for audio file.": "end",
    "The sample rate provided does not match the detected sample rate.": "end",
    "Invalid file size: file size too large.": "end",
    "Invalid number of channels: number of channels too large.": "end",
    "The data in your input media file isn't valid. Check the media file and try your request again.": "end",
    "The input media file length is too small. Minimum audio duration is 0.500000 milliseconds.": "end",
    "Your audio file must have a speech segment long enough in duration to perform automatic language identification.":
      "silent",
    "The S3 URI that you provided can't be accessed. Make sure that you have read permission.": "retry",
    "The URI that you provided doesn't point to an S3 object. Make sure that the object exists.": "retry",
    "The specified S3 bucket can't be accessed.": "retry",
    "The data access role can't be assumed.": "retry",
    "Internal failure. Try your request again.": "retry",
  };
  for (const [reason, kind] of Object.entries(reasons)) {
    it(`takes "${reason}" for ${kind}`, () => expect(endStep(item, failed(reason)).kind).to.equal(kind));
  }
  it("does not count what only sends a message again", () => {
    expect(endStep({ ...item, state: "starting" }, undefined)).to.include({ kind: "retry", counts: false });
    expect(endStep(item, undefined)).to.include({ kind: "retry", counts: true });
  });
  it("says how often it was tried, and why it failed at last", () => {
    expect(endStep({ ...item, ...last }, failed("Internal failure."))).to.deep.equal({
      kind: "end",
      reason: "Given up after 5 tries. Internal failure.",
    });
  });
});

it("pending keys of media and captions of a post lie in one shard", () => {
  expect(pendingKey("transcribing", "p-1").split("#")[1]).to.equal(pendingKey("parked", "p-1").split("#")[1]);
});
