import { cutShort, makeMedia, type MediaSample, type Speech } from "../media";
import { composeSpeech, lengthOf } from "./compose";
import type { MediaPlan } from "./plan";

/** How a speech is spoken, for reports that keep them apart. */
export type SpeechKind = "punctuated" | "unpunctuated" | "speakers" | "codeMixed";

const KINDS: Partial<Record<MediaPlan["content"]["kind"], SpeechKind>> = {
  unpunctuated: "unpunctuated",
  dialogue: "speakers",
  codeMixed: "codeMixed",
};

/** Undefined where nobody speaks. */
export function kindOf({ content }: MediaPlan): SpeechKind | undefined {
  return content.kind === "silence" ? undefined : (KINDS[content.kind] ?? "punctuated");
}

/** What is spoken; undefined where nobody speaks. */
export function speechOf({ name, language, content }: MediaPlan): Speech | undefined {
  return content.kind === "silence" ? undefined : composeSpeech(language, content, seedOf(name));
}

/** By its name, so that one more in the plan changes none of the others. */
function seedOf(name: string): number {
  return [...name].reduce((seed, letter) => (Math.imul(seed, 31) + letter.charCodeAt(0)) | 0, 7);
}

/** The media as its maker meant it, before a mishap. */
export function mediaSampleOf(plan: MediaPlan): MediaSample {
  const { container, content, pace } = plan;
  if (content.kind === "silence") return { container, durationMs: content.durationMs };
  const speech = speechOf(plan) as Speech;
  return { container, durationMs: lengthOf(speech, pace), ...speech };
}

const durations = new Map<MediaPlan, number>();

/** Milliseconds; worked out once, because whoever makes many feeds asks for each again. */
export function durationOf(plan: MediaPlan): number {
  const known = durations.get(plan) ?? mediaSampleOf(plan).durationMs;
  durations.set(plan, known);
  return known;
}

/** The bytes of the object, of one that is missing as if it were not. */
export function bytesOf(plan: MediaPlan): Uint8Array {
  if (plan.fate === "empty") return new Uint8Array(0);
  const media = makeMedia(mediaSampleOf(plan));
  return plan.fate === "broken" ? cutShort(media) : media;
}
