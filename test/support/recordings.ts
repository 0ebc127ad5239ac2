import { makeMedia, type MediaSample } from "../../samples/media";
import { event, type SentEvent, type Stage } from "./stage";

/** A recording of a post of a test. */
export interface Recording extends Partial<MediaSample> {
  /** In the application's bucket. */
  readonly key?: string;
  /** Instead of made media. */
  readonly bytes?: Buffer;
}

/** A post with a recording, as the application publishes it. */
export interface Posting extends Recording {
  readonly eventName?: SentEvent["eventName"];
  readonly version?: number;
  /** What the post states; Odia when not given: Transcribe has it and Translate has not, so that no translation follows. */
  readonly states?: string;
  readonly postId?: string;
}

/** Odia for "Hello. Thank you." */
export const ODIA = { language: "or-IN", text: "ନମସ୍କାର। ଧନ୍ୟବାଦ।" } as const;

/** Puts a recording into the application's bucket. */
export async function record(
  stage: Stage,
  { key = "audio/u-1/p-1.mp3", bytes, ...sample }: Recording,
): Promise<string> {
  const media = bytes ?? Buffer.from(makeMedia({ container: "mp3", durationMs: 4_000, ...ODIA, ...sample }));
  await stage.put(stage.output("applicationMediaBucket"), key, media);
  return key;
}

/** Publishes a post with the recording of a key, or without one. */
export async function publishPost(stage: Stage, posting: Posting = {}): Promise<void> {
  const { eventName = "INSERT", version = 1, postId = "p-1", states = "or", key = "audio/u-1/p-1.mp3" } = posting;
  const at = new Date(stage.sandbox.world.now()).toISOString();
  const file = key === "" ? {} : { [key.startsWith("video/") ? "videoFile" : "audioFile"]: key };
  const createdAt = "2026-11-02T08:00:00.000Z";
  const post = { postId, createdAt, version, ...(states === "" ? {} : { language: states }), ...file };
  await stage.publish(event(eventName, `e-${postId}-${version}-${eventName}`, at, post));
}

/** Records and publishes. */
export async function post(stage: Stage, posting: Posting = {}): Promise<void> {
  await record(stage, posting);
  await publishPost(stage, posting);
}
