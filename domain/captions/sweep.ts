import { assignments, type ConditionalWrite } from "../conditional-write";
import { dayOf, type Instant } from "../time";
import { MEDIA_ITEM, type CaptionItem, type MediaItem } from "./items";
import type { SeenJob } from "./media-end";
import { endWrite } from "./media-state";
import type { TranscribeMessage, TranslateMessage } from "./messages";

const MINUTE = 60_000;

/** An item that waits for something. */
export type PendingItem = MediaItem | CaptionItem;

/** How often something is sent on its way again without getting any further, before it is given up. */
export const MAX_NUDGES = 5;

/**
 * How long something may be on its way before the sweeper looks after it, milliseconds. What waits in a queue is left alone until that
 * queue has given it up: every receive that it allows, each for its visibility timeout.
 */
export const STUCK_AFTER = {
  /** Five receives of 30 minutes. */
  starting: 180 * MINUTE,
  /** A job may run for hours; Transcribe is asked, which costs nothing. */
  transcribing: 10 * MINUTE,
  /** Its job has ended; five receives of 12 minutes. */
  completing: 75 * MINUTE,
  /** Eight receives of 60 minutes, if its function dies each time. */
  translating: 510 * MINUTE,
  /** A correction's call pays what it owes within 30 s. */
  owing: 10 * MINUTE,
} as const;

/**
 * - `leave`: it is on its way, or not due
 * - `ask`: ask Transcribe for its job
 * - `send`: send its message again
 * - `give-up`: it was sent often enough
 */
export type SweepStep = "leave" | "ask" | "send" | "give-up";

/** What to do about an item that waits. Parked work is another matter: {@link resumable}. */
export function sweepStep(item: PendingItem, now: Instant): SweepStep {
  const kind = isMedia(item) ? mediaKind(item) : captionKind(item);
  const touched = item.nudgedAt ?? item.updatedAt;
  const since = Date.parse(now) - Date.parse(touched);
  const patience = kind === "transcribing" && item.nudgedAt !== undefined ? "completing" : kind;
  if (since < STUCK_AFTER[patience]) return "leave";
  if (kind === "transcribing") return "ask";
  return sendOrGiveUp(item);
}

function sendOrGiveUp({ nudges = 0 }: PendingItem): "send" | "give-up" {
  return nudges < MAX_NUDGES ? "send" : "give-up";
}

export function isMedia(item: PendingItem): item is MediaItem {
  return item.language === MEDIA_ITEM;
}

function mediaKind({ state }: MediaItem): "starting" | "transcribing" | "completing" {
  return state === "starting" || state === "transcribing" ? state : "completing";
}

/** Captions that are ready owe something to a correction; what was sent for it waits in the queue of translations. */
function captionKind({ state, nudgedAt }: CaptionItem): "translating" | "owing" {
  return state === "ready" && nudgedAt === undefined ? "owing" : "translating";
}

/** What to do about an item once Transcribe has said how its job stands. */
export function afterAsking(item: MediaItem, job: SeenJob | undefined): "leave" | "send" | "give-up" {
  if (job?.status === "QUEUED" || job?.status === "IN_PROGRESS") return "leave";
  return sendOrGiveUp(item);
}

/** Parked on an earlier UTC day, and not resumed today. */
export function isDue(item: PendingItem, now: Instant): boolean {
  return dayOf(item.nudgedAt ?? item.updatedAt) < dayOf(now);
}

/**
 * Parked media to resume: in their order, as long as the day's limit has room for them. What alone does not fit is passed over, so
 * that it keeps nobody waiting.
 *
 * @param room seconds that the day's limit still allows
 */
export function resumable(items: readonly MediaItem[], room: number, now: Instant): readonly MediaItem[] {
  let left = room;
  return items.filter((item) => {
    const seconds = item.estimatedSeconds ?? 0;
    if (!isDue(item, now) || seconds > left) return false;
    left -= seconds;
    return true;
  });
}

/** Notes that an item is sent on its way again, unless it has moved since it was read. `counts`: not for what was parked. */
export function nudgeWrite(item: PendingItem, counts: boolean, now: Instant): ConditionalWrite<"captions"> {
  const { update, names, values } = assignments(
    { nudgedAt: now, ...(counts ? { nudges: (item.nudges ?? 0) + 1 } : {}) },
    [],
  );
  return {
    table: "captions",
    key: { postId: item.postId, language: item.language },
    update,
    condition: "#state = :seen AND #updatedAt = :updatedAt AND attribute_exists(#pending)",
    names: { ...names, "#state": "state", "#updatedAt": "updatedAt", "#pending": "pending" },
    values: { ...values, ":seen": item.state, ":updatedAt": item.updatedAt },
  };
}

/** Gives an item up: a person has to look at the dead letters. */
export function giveUpWrite(item: PendingItem, now: Instant): ConditionalWrite<"captions"> {
  const reason = `Given up: it was sent on its way ${item.nudges ?? 0} times and got no further.`;
  if (isMedia(item) && (item.state === "starting" || item.state === "transcribing")) {
    return endWrite(item, "failed", reason, now);
  }
  // Captions that are there stay there; `owes` goes on saying what they lack.
  const end = item.state === "ready" ? {} : { state: "failed", reason };
  const { update, names, values } = assignments({ ...end, updatedAt: now }, ["pending", "since", "nudgedAt", "nudges"]);
  return {
    table: "captions",
    key: { postId: item.postId, language: item.language },
    update,
    condition: "#state = :seen AND #updatedAt = :updatedAtSeen",
    names: { ...names, "#state": "state" },
    values: { ...values, ":seen": item.state, ":updatedAtSeen": item.updatedAt },
  };
}

/** The message that has media transcribed, from what its item knows. */
export function mediaMessage({
  postId,
  postVersion,
  userId,
  mediaKey,
  statedLanguage,
  requestId,
}: MediaItem): TranscribeMessage {
  return {
    kind: "transcribe",
    postId,
    postVersion,
    userId,
    ...(mediaKey.startsWith("video/") ? { videoFile: mediaKey } : { audioFile: mediaKey }),
    ...(statedLanguage === undefined ? {} : { statedLanguage }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** The message that has captions translated. */
export function translationMessage({ postId, mediaVersion, language }: CaptionItem): TranslateMessage {
  return { kind: "translate", postId, mediaVersion, language };
}

/** Minutes that the oldest of these has waited. */
export function oldestMinutes(items: readonly PendingItem[], now: Instant): number {
  const waits = items.map(({ since }) => (since === undefined ? 0 : Date.parse(now) - Date.parse(since)));
  return Math.floor(Math.max(0, ...waits) / MINUTE);
}
