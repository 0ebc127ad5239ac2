import {
  captionKey,
  jobNameOf,
  mediaVersionOf,
  type CaptionItem,
  type MediaItem,
  type PostOfMedia,
  type StoredTranscript,
} from "@huut/domain";

export const NOW = "2026-11-02T08:00:00.000Z";
export const EARLIER = "2026-11-02T07:00:00.000Z";
export const MEDIA_KEY = "audio/u-1/p-1.mp3";
export const MEDIA_VERSION = mediaVersionOf(MEDIA_KEY);

/** A post with a recording. */
export function post(more: Partial<PostOfMedia> = {}): PostOfMedia {
  return { postId: "p-1", userId: "u-1", version: 3, deleted: false, language: "hi", audioFile: MEDIA_KEY, ...more };
}

/** Its media, transcribed unless told otherwise. */
export function media(more: Partial<MediaItem> = {}): MediaItem {
  return {
    postId: "p-1",
    language: "media",
    postVersion: 3,
    mediaVersion: MEDIA_VERSION,
    state: "transcribed",
    userId: "u-1",
    mediaKey: MEDIA_KEY,
    statedLanguage: "hi",
    spokenLanguage: "hi-IN",
    jobName: jobNameOf("p-1", MEDIA_VERSION),
    beganAt: EARLIER,
    attempts: 1,
    durationMs: 6_000,
    updatedAt: EARLIER,
    ...more,
  };
}

/** Captions in a language, ready unless told otherwise; Hindi is spoken. */
export function captions(language: string, more: Partial<CaptionItem> = {}): CaptionItem {
  const file = { postId: "p-1", mediaVersion: MEDIA_VERSION, language };
  return {
    ...file,
    postVersion: 3,
    state: "ready",
    source: language === "hi" ? "transcribed" : "translated",
    revision: 0,
    vttKey: captionKey({ ...file, format: "vtt" }),
    srtKey: captionKey({ ...file, format: "srt" }),
    updatedAt: EARLIER,
    ...more,
  };
}

/** What is answered once the second cue of a transcript is corrected for the first time. */
export function correctedCue({ cues }: Pick<StoredTranscript, "cues">, ...lines: readonly string[]) {
  const { start, end } = cues[1] ?? {};
  return { postId: "p-1", language: "hi", n: 2, start, end, lines, revision: 1, captionsRevision: 1 };
}
