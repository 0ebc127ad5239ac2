import type { Assignments, ConditionalWrite } from "../conditional-write";
import { assignments } from "../conditional-write";
import { dayOf, type Instant } from "../time";
import { MEDIA_ITEM, pendingKey, type MediaItem, type MediaState } from "./items";

/** Transcription jobs that media is given before it has failed. Each is paid for. */
export const MAX_ATTEMPTS = 5;

/** What the sweeper notes, and what ends with every step that is taken once a job: what only comes again keeps its count. */
const NUDGES = ["nudgedAt", "nudges"] as const;

/** Tables that the writes of captions go to. */
export type CaptionsWrite = ConditionalWrite<"captions">;

/** The name under which the media's seconds are reserved: begun again, they are paid for again. */
export function reservationName({ jobName, beganAt }: MediaItem): string {
  return `${jobName}#${beganAt}`;
}

/** States in which a transcript is still to come. */
export const AWAITED = ["starting", "transcribing", "parked"] as const satisfies readonly MediaState[];

/** States in which a transcript is welcome: one that was given up on is taken all the same when it comes. */
const WELCOME = [
  "starting",
  "transcribing",
  "transcribed",
  "silent",
  "failed",
] as const satisfies readonly MediaState[];

const keyOf = ({ postId }: Pick<MediaItem, "postId">) => ({ postId, language: MEDIA_ITEM });

/**
 * Puts a new item of a post's media in the place of the one that was seen. Whoever comes second is refused and looks again.
 *
 * @param seen as it was read; `undefined` when there was none
 */
export function beginWrite(item: MediaItem, seen: MediaItem | undefined): CaptionsWrite {
  if (seen === undefined) {
    return {
      table: "captions",
      item: { ...item },
      condition: "attribute_not_exists(#postId)",
      names: { "#postId": "postId" },
      values: {},
    };
  }
  const { beganAt, state, updatedAt } = seen;
  return {
    table: "captions",
    item: { ...item },
    condition: "#beganAt = :beganAt AND #state = :state AND #updatedAt = :updatedAt",
    names: { "#beganAt": "beganAt", "#state": "state", "#updatedAt": "updatedAt" },
    values: { ":beganAt": beganAt, ":state": state, ":updatedAt": updatedAt },
  };
}

/** Its seconds are reserved: it starts, also when it was parked before. */
export function reservedWrite(item: MediaItem, seconds: number, now: Instant): CaptionsWrite {
  const set = {
    state: "starting",
    reservedOn: dayOf(now),
    estimatedSeconds: seconds,
    pending: pendingKey("transcribing", item.postId),
    since: item.state === "parked" ? now : item.since,
  };
  return move(item, ["starting", "parked"], set, ["reason", "nudgedAt"], now);
}

/** The day's limit does not allow it: it waits, in the order of those that wait since before it. */
export function parkedWrite(item: MediaItem, seconds: number, reason: string, now: Instant): CaptionsWrite {
  const set = {
    state: "parked",
    reason,
    estimatedSeconds: seconds,
    pending: pendingKey("parked", item.postId),
    since: item.state === "parked" ? item.since : now,
  };
  return move(item, ["starting", "parked"], set, ["nudgedAt"], now);
}

/** Transcribe has taken the job. */
export function takenWrite(item: MediaItem, now: Instant): CaptionsWrite {
  return move(item, ["starting"], { state: "transcribing" }, NUDGES, now);
}

/** It is sent to be transcribed once more. */
export function retryWrite(item: MediaItem, reason: string, now: Instant): CaptionsWrite {
  const set = { state: "starting", attempts: item.attempts + 1, reason };
  return move(item, ["starting", "transcribing", "transcribed", "silent"], set, NUDGES, now);
}

/** There will be no captions. */
export function endWrite(item: MediaItem, state: "unsupported" | "failed", reason: string, now: Instant) {
  return move(item, AWAITED, { state, reason }, ["pending", "since", ...NUDGES], now);
}

/** What a job has heard. */
export interface Heard {
  readonly state: "transcribed" | "silent";
  readonly spokenLanguage?: string;
  readonly durationMs: number;
  /** Of a transcript that is to be written, the last but one thing that is done. */
  readonly transcriptKey?: string;
}

/** The transcript is known. The item stays in the index until everything that follows from it is done. */
export function heardWrite(item: MediaItem, heard: Heard, now: Instant): CaptionsWrite {
  const waits = { pending: pendingKey("transcribing", item.postId), since: item.since ?? now };
  return move(item, WELCOME, { ...heard, ...waits }, ["reason"], now);
}

/** Everything is done: nothing waits any more. */
export function doneWrite(item: MediaItem, now: Instant): CaptionsWrite {
  return move(item, ["transcribed", "silent"], {}, ["pending", "since", ...NUDGES], now);
}

/** Captions of this media are still wanted: a condition for a transaction that writes some. */
export function wantedCheck(item: MediaItem): CaptionsWrite {
  const { condition, names, values } = own(item, WELCOME);
  return { table: "captions", key: keyOf(item), condition, names, values };
}

/** An update of the item as long as it is about the same media, begun at the same time, in one of these states. */
function move(
  item: MediaItem,
  from: readonly MediaState[],
  set: Readonly<Record<string, unknown>>,
  remove: readonly string[],
  now: Instant,
): CaptionsWrite {
  const { update, names, values }: Assignments = assignments({ ...set, updatedAt: now }, remove);
  const mine = own(item, from);
  return {
    table: "captions",
    key: keyOf(item),
    update,
    condition: mine.condition,
    names: { ...names, ...mine.names },
    values: { ...values, ...mine.values },
  };
}

function own({ beganAt, mediaVersion }: MediaItem, from: readonly MediaState[]) {
  const states = Object.fromEntries(from.map((state) => [`:from_${state}`, state]));
  return {
    condition: `#beganAt = :beganAt AND #mediaVersion = :mediaVersion AND #state IN (${Object.keys(states).join(", ")})`,
    names: { "#beganAt": "beganAt", "#mediaVersion": "mediaVersion", "#state": "state" },
    values: { ":beganAt": beganAt, ":mediaVersion": mediaVersion, ...states },
  };
}
