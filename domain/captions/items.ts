import { sha256 } from "../digest";
import type { CaptionQuality } from "./quality";

/**
 * The table `captions`, by post (`postId`) and sort key (`language`):
 *
 * | sort key | item | written by |
 * | --- | --- | --- |
 * | `media` | {@link MediaItem}: how far the post's media has come | start-, complete-transcription, sweep, withdraw |
 * | `hi` (ISO 639) | {@link CaptionItem}: the captions of one language | complete-transcription, translations |
 * | `hi#00012` | {@link CorrectionItem}: a cue as its author wants it | correct-captions |
 */

/** The sort key of the item of a post's media: longer than any language's. */
export const MEDIA_ITEM = "media";

/** Spreads what waits over several keys of the index: one key takes 1,000 writes a second. */
export const PENDING_SHARDS = 8;

/** What is still to come of an item; the partition of the index `pending`. */
export type PendingWork = "transcribing" | "translating" | "parked";

/** `transcribing#3`: the partition of the index that an item waits in. */
export function pendingKey(work: PendingWork, postId: string): string {
  return `${work}#${parseInt(sha256(postId).slice(0, 8), 16) % PENDING_SHARDS}`;
}

/** Every partition of the index for a kind of work. */
export function pendingKeys(work: PendingWork): readonly string[] {
  return Array.from({ length: PENDING_SHARDS }, (_, shard) => `${work}#${shard}`);
}

/** What all items of a post's media version say. */
interface Versioned {
  readonly postId: string;
  /** The version of the post that named this media: an older one never wins. */
  readonly postVersion: number;
  readonly mediaVersion: string;
  /** UTC instant of the last change. */
  readonly updatedAt: string;
  /** Both or none: what is still to come, and since when it waits. */
  readonly pending?: string;
  readonly since?: string;
  /** When the sweeper last sent it on its way again, and how often it has done so since the item last got any further. */
  readonly nudgedAt?: string;
  readonly nudges?: number;
  /** Why the state is what it is, as a sentence for the post's author; absent where the state says it all. */
  readonly reason?: string;
}

/**
 * - `starting`: noticed; the copy is being made or the job is about to start
 * - `transcribing`: the job was taken by Transcribe
 * - `parked`: the day's limit is used up; it starts on a later day
 * - `transcribed`, `silent`: done, with and without speech
 * - `unsupported`: container or language that Transcribe lacks
 * - `failed`: media that is missing, broken, too long or too large, or a job that failed for good
 * - `withdrawn`: the post was removed
 */
export const MEDIA_STATES = [
  "starting",
  "transcribing",
  "parked",
  "transcribed",
  "silent",
  "unsupported",
  "failed",
  "withdrawn",
] as const;
export type MediaState = (typeof MEDIA_STATES)[number];

/** How far the media of a post has come. */
export interface MediaItem extends Versioned {
  readonly language: typeof MEDIA_ITEM;
  readonly state: MediaState;
  /** Author of the post, who may correct its captions. */
  readonly userId: string;
  /** Key in the application's bucket. */
  readonly mediaKey: string;
  /** What the post says, or nothing. */
  readonly statedLanguage?: string;
  readonly jobName: string;
  /** When this media was begun with: tells this time from an earlier one with the same file. */
  readonly beganAt: string;
  /** Transcription jobs that it was given, the one to come included; what was parked and goes on counts once. */
  readonly attempts: number;
  /** The request that had it tried again after it had failed. */
  readonly requestId?: string;
  /** The UTC day whose limit it counts for, and how long the file was thought to be when it was reserved. */
  readonly reservedOn?: string;
  readonly estimatedSeconds?: number;
  /** The language that was spoken most: `hi-IN`. From `transcribed` on. */
  readonly spokenLanguage?: string;
  readonly durationMs?: number;
  /** Key of the transcript in the curated bucket. */
  readonly transcriptKey?: string;
}

/**
 * - `translating`: a message is under way
 * - `parked`: the day's limit is used up
 * - `ready`: files are published; `quality.passes` says whether they keep the gate
 * - `unsupported`, `failed`, `withdrawn`: as of media
 */
export const CAPTION_STATES = ["translating", "parked", "ready", "unsupported", "failed", "withdrawn"] as const;
export type CaptionState = (typeof CAPTION_STATES)[number];

/** The captions of a post in one language. */
export interface CaptionItem extends Versioned {
  /** ISO 639: `hi`. */
  readonly language: string;
  readonly state: CaptionState;
  readonly source: "transcribed" | "translated";
  /** Counts corrections that are in the files; 0 for none. */
  readonly revision: number;
  /** Keys in the published bucket; from `ready` on. */
  readonly vttKey?: string;
  readonly srtKey?: string;
  /** The whole text, up to `MAX_ITEM_TEXT_BYTES`; else it is read from the files. */
  readonly text?: string;
  readonly quality?: CaptionQuality;
  /** Of the spoken language: corrections, of any language, that files and translations are still to follow; `debtOf` names them. */
  readonly owes?: ReadonlySet<string>;
}

/** Longest text that an item holds, bytes of UTF-8: the item stays far below DynamoDB's 400 KB. */
export const MAX_ITEM_TEXT_BYTES = 200_000;

/** A cue as the post's author wants it. */
export interface CorrectionItem {
  readonly postId: string;
  /** `hi#00012`: {@link correctionKey}. */
  readonly language: string;
  readonly mediaVersion: string;
  /** 0-based number of the cue in the captions of the media version before any correction. */
  readonly cue: number;
  readonly text: string;
  /** Counts the corrections of this cue, from 1. */
  readonly revision: number;
  readonly correctedBy: string;
  readonly correctedAt: string;
}

/** The sort key of a correction: sorts by cue. Transcripts of four hours have some four thousand cues. */
export function correctionKey(language: string, cue: number): string {
  return `${language}#${String(cue).padStart(5, "0")}`;
}
