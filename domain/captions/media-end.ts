import { postOfJob } from "./caption-keys";
import type { MediaItem } from "./items";
import { MAX_ATTEMPTS } from "./media-state";

/**
 * A job that has ended, as a message of the queue `ended-transcriptions` names it. Transcribe's events are best effort; the sweeper
 * sends messages of the same kind for what they missed.
 * https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html
 */
export interface EndedJob {
  readonly jobName: string;
  /** Absent where neither the message nor the name tells: the sweeper will. */
  readonly postId?: string;
}

/** Reads a message of that queue; `undefined` for what names no job. */
export function endedJob(body: string): EndedJob | undefined {
  const { detail, postId } = JSON.parse(body) as {
    detail?: { TranscriptionJobName?: unknown };
    postId?: unknown;
  };
  const jobName = detail?.TranscriptionJobName;
  if (typeof jobName !== "string") return undefined;
  const named = typeof postId === "string" ? postId : postOfJob(jobName)?.postId;
  return { jobName, ...(named === undefined ? {} : { postId: named }) };
}

/** The message that the sweeper sends. */
export function endedMessage({ jobName, postId }: MediaItem): string {
  return JSON.stringify({ postId, detail: { TranscriptionJobName: jobName } });
}

/** What Transcribe says of a job; `undefined` for one that it does not know. */
export interface SeenJob {
  readonly status: "QUEUED" | "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly failureReason?: string | undefined;
  /** The language that was asked for or identified. */
  readonly languageCode?: string | undefined;
}

/**
 * What to do about a job that is said to have ended.
 *
 * - `wait`: it has not: there will be an event, or the sweeper
 * - `read`: read the transcript and go on from there
 * - `silent`: nothing is said in the media
 * - `retry`: send it once more
 * - `end`: there will be no captions
 * - `clear`: nobody waits for it any more; its objects can go
 */
export type EndStep =
  | { readonly kind: "wait" | "read" | "silent" | "clear" }
  | { readonly kind: "retry"; readonly item: MediaItem; readonly reason: string; readonly counts: boolean }
  | { readonly kind: "end"; readonly reason: string };

/** Whether anybody waits for what a job has found. */
export function isAwaited(item: MediaItem | undefined, jobName: string): item is MediaItem {
  if (item === undefined || item.jobName !== jobName) return false;
  switch (item.state) {
    case "starting":
    case "transcribing":
    case "parked":
    case "failed":
      return true;
    case "transcribed":
    case "silent":
      return item.pending !== undefined;
    default:
      return false;
  }
}

/** What to do, given the item that waits for the job. */
export function endStep(item: MediaItem, job: SeenJob | undefined): EndStep {
  if (item.state === "parked") return { kind: "clear" };
  if (item.state === "failed") return { kind: job?.status === "COMPLETED" ? "read" : "clear" };
  if (job === undefined) {
    // Deleted to be started again, which an earlier try may not have come to; otherwise forgotten after 90 days.
    return retried(item, "Amazon Transcribe does not know the job any more.", item.state !== "starting");
  }
  switch (job.status) {
    case "QUEUED":
    case "IN_PROGRESS":
      return { kind: "wait" };
    case "COMPLETED":
      return { kind: "read" };
    case "FAILED":
      return failedStep(item, job.failureReason ?? "Amazon Transcribe gives no reason.");
  }
}

/**
 * Failures of the media itself, which another try would only repeat, by how Transcribe words them.
 * https://docs.aws.amazon.com/transcribe/latest/APIReference/API_TranscriptionJob.html (FailureReason)
 */
const FINAL_FAILURES: readonly RegExp[] = [
  /unsupported media format/i,
  /does(n't| not) match the detected/i,
  /invalid sample rate/i,
  /invalid number of channels/i,
  /file size too large/i,
  /length is too (small|large|short|long)/i,
  /input media file isn't valid/i,
];

/** With nothing said, a language to be identified cannot be. */
const SILENT_FAILURE = /speech segment long enough|no speech/i;

function failedStep(item: MediaItem, reason: string): EndStep {
  if (SILENT_FAILURE.test(reason)) return { kind: "silent" };
  if (FINAL_FAILURES.some((pattern) => pattern.test(reason))) return { kind: "end", reason };
  return retried(item, reason, true);
}

/** Once more, unless it was tried often enough. */
export function retried(item: MediaItem, reason: string, counts: boolean): EndStep {
  if (!counts || item.attempts < MAX_ATTEMPTS) return { kind: "retry", item, reason, counts };
  return { kind: "end", reason: `Given up after ${item.attempts} tries. ${reason}` };
}
