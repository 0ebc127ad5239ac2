import { mediaVersionOf, transcriptKey } from "@huut/domain";
import type { FaultPlan } from "../../../sandbox";
import { post, publishPost, type Posting } from "../../support/recordings";
import type { Stage } from "../../support/stage";
import { callApi } from "./edge";
import type { Scenario } from "./index";

const start = "2026-11-02T08:00:00Z";

/** One short word, in a language that is translated. */
const HINDI: Posting = { states: "hi", language: "hi-IN", text: "नमस्ते।" };

const SCOPES = ["captions/read", "captions/write"] as const;
const CAPTIONS = "/v1/posts/p-1/captions";

function call(stage: Stage, method: string, path: string, more: object = {}) {
  return callApi(stage, { method, path, scopes: SCOPES, ...more });
}

/** Asks for captions in Sinhala, which nobody gets unasked. */
function order(stage: Stage, postId: string, key: string) {
  const body = { postId, languages: ["si"] };
  return call(stage, "POST", "/v1/captions", { body, headers: { "idempotency-key": key } });
}

/** Somebody deletes a transcript before its translations are planned; a language that is asked for then cannot be made. */
export const lostTranscript: Scenario = {
  name: "a transcript that is gone before it is translated",
  start,
  faults: {
    faults: [{ kind: "crash", service: "s3", operation: "GetObject", function: "plan-translations", times: 1 }],
  },
  async play(stage) {
    await post(stage, HINDI);
    await stage.pass(60);
    await stage.delete(stage.output("curatedBucket"), transcriptKey("p-1", mediaVersionOf("audio/u-1/p-1.mp3")));
    const { status } = await order(stage, "p-1", "k-1");
    // Six times the planner's timeout: its message comes back.
    await stage.pass(180);
    return { status };
  },
};

/** The day's limits are used up: a post waits for its transcription until midnight, and another for its translations. */
export const parkedCaptions: Scenario = {
  name: "captions that wait for another day",
  start: "2026-11-02T23:50:00Z",
  async play(stage) {
    const used = (meter: string) => ({ day: "2026-11-02", entry: `total#${meter}`, amount: 10_000_000 });
    await post(stage, HINDI);
    await stage.putItem(stage.output("captionUsageTable"), used("translate-characters"));
    await stage.pass(60);
    await stage.putItem(stage.output("captionUsageTable"), used("transcribe-seconds"));
    await post(stage, { ...HINDI, postId: "p-2", key: "audio/u-1/p-2.mp3" });
    await stage.pass(1500);
    return {};
  },
};

/** The post is removed while Translate is slow: what is translated afterwards is taken back. */
export const lateTranslation: Scenario = {
  name: "a translation of a post that was removed meanwhile",
  start,
  faults: slow({ kind: "crash", service: "s3", operation: "PutObject", function: "translate-captions", times: 1 }),
  async play(stage) {
    await post(stage, HINDI);
    await stage.pass(14);
    await publishPost(stage, { eventName: "REMOVE", version: 2, key: "" });
    await stage.pass(3700);
    return {};
  },
};

/** The transcript cannot be read while it is to be translated: the message comes back in a minute, not with the queue's hour. */
export const retriedTranslation: Scenario = {
  name: "translations whose first try fails",
  start,
  faults: {
    faults: [{ kind: "error", service: "s3", operation: "GetObject", function: "translate-captions", until: 40_000 }],
  },
  async play(stage) {
    await post(stage, HINDI);
    await stage.pass(150);
    return {};
  },
};

function slow(...more: FaultPlan["faults"]): FaultPlan {
  return { faults: [{ kind: "throttle", service: "translate", until: 20_000 }, ...more] };
}

/** Captions are read, asked for, and corrected by their author. */
async function callAll(stage: Stage): Promise<object> {
  const ordered = await order(stage, "p-1", "k-1");
  const { requestId = "" } = JSON.parse(ordered.body ?? "{}") as { requestId?: string };
  await stage.pass(10);
  return {
    ordered: ordered.status,
    transcription: (await order(stage, "p-2", "k-2")).status,
    request: await call(stage, "GET", `/v1/requests/${requestId}`),
    json: await call(stage, "GET", CAPTIONS, { query: "language=si" }),
    file: await call(stage, "GET", CAPTIONS, { query: "language=hi&format=vtt" }),
    translation: await call(stage, "PUT", `${CAPTIONS}/si/cues/1`, { body: { text: "ආයුබෝවන්.", revision: 0 } }),
    corrected: await call(stage, "PUT", `${CAPTIONS}/hi/cues/1`, { body: { text: "धन्यवाद।", revision: 0 } }),
  };
}

/** A correction whose call dies as soon as it is written: the sweeper has files and translations follow it. */
export const owedCorrection: Scenario = {
  name: "a correction whose call dies",
  start,
  faults: {
    faults: [{ kind: "crash", service: "s3", operation: "PutObject", function: "correct-captions", times: 1 }],
  },
  async play(stage) {
    await post(stage, HINDI);
    await stage.pass(60);
    const corrected = await call(stage, "PUT", `${CAPTIONS}/hi/cues/1`, { body: { text: "धन्यवाद।", revision: 0 } });
    await stage.pass(1740);
    const [spoken, translated] = [
      await call(stage, "GET", CAPTIONS, { query: "language=hi&format=srt" }),
      await call(stage, "GET", CAPTIONS, { query: "language=en&format=srt" }),
    ];
    return { corrected, spoken, translated };
  },
};

export const captionCalls: Scenario = {
  name: "captions by the API",
  start,
  async play(stage) {
    await post(stage, HINDI);
    await publishPost(stage, { postId: "p-2", key: "audio/u-1/p-2.mp3" });
    await stage.pass(60);
    // As if it had been given up: a request has it tried again.
    const mediaVersion = mediaVersionOf("audio/u-1/p-2.mp3");
    const at = "2026-11-02T08:00:30.000Z";
    const failed = { postId: "p-2", language: "media", postVersion: 1, mediaVersion, state: "failed", updatedAt: at };
    await stage.putItem(stage.output("captionsTable"), {
      ...failed,
      beganAt: at,
      attempts: 5,
      userId: "u-1",
      jobName: "j",
      mediaKey: "k",
    });
    const answers = await callAll(stage);
    await stage.pass(60);
    return answers;
  },
};

/** DynamoDB answers nobody: callers are told, and logs say why. */
export const brokenCaptionCalls: Scenario = {
  name: "captions by the API while DynamoDB fails",
  start,
  faults: { faults: [{ kind: "error", service: "dynamodb", operation: "BatchGetItem" }] },
  async play(stage) {
    const read = await callApi(stage, { method: "GET", path: CAPTIONS, scopes: SCOPES });
    const body = { text: "x", revision: 0 };
    const written = await callApi(stage, { method: "PUT", path: `${CAPTIONS}/hi/cues/1`, scopes: SCOPES, body });
    return { read, written };
  },
};
