import { mediaVersionOf, pendingKey, type MediaItem, type PostOfMedia, type TranscribeMessage } from "@huut/domain";

export const NOW = "2026-11-03T05:00:00.000Z";
export const LATER = "2026-11-04T00:15:00.000Z";

/** A post with a recording. */
export function postOf(change: Partial<PostOfMedia> = {}): PostOfMedia {
  return {
    postId: "p-1",
    userId: "u-1",
    version: 3,
    deleted: false,
    language: "hi",
    audioFile: "audio/u-1/p-1.mp3",
    ...change,
  };
}

/** The message that it has one. */
export function messageOf(change: Partial<TranscribeMessage> = {}): TranscribeMessage {
  return { kind: "transcribe", postId: "p-1", postVersion: 3, userId: "u-1", ...change };
}

/** The item of its media, as start-transcription has just begun with it. */
export function mediaItem(change: Partial<MediaItem> = {}): MediaItem {
  const mediaKey = change.mediaKey ?? "audio/u-1/p-1.mp3";
  const mediaVersion = mediaVersionOf(mediaKey);
  return {
    postId: "p-1",
    language: "media",
    postVersion: 3,
    mediaVersion,
    state: "starting",
    userId: "u-1",
    mediaKey,
    statedLanguage: "hi",
    jobName: `p-1.${mediaVersion}`,
    beganAt: NOW,
    attempts: 1,
    updatedAt: NOW,
    pending: pendingKey("transcribing", "p-1"),
    since: NOW,
    ...change,
  };
}
