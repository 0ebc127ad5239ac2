import { eventDigest } from "./digest";
import { compareStates, type StateOrder } from "./event-order";
import type { EventName, Post, PostEvent } from "./post-event";

/**
 * How one event reaches the tables `posts` and `post-updates`: decided here as data, rendered to expressions by
 * `renderOperation`, sent as one transaction by `separate-events`.
 *
 * Every stored event leaves exactly one durable trace, in the same transaction that applies it, so a crash after any
 * call changes nothing: the redelivered event finds its trace.
 * - The first INSERT of a post leaves `insertEventId` and `insertDigest` on the item in `posts`.
 * - Every other event leaves a row in `post-updates`: MODIFY, REMOVE, and an INSERT of a post that another INSERT had
 *   already made.
 * An identifier that comes back with other content is a conflict and goes to quarantine; the first content stays.
 */

/** The state of a post in `posts`, apart from the traces of its insert. */
export interface PostState extends StateOrder {
  readonly postId: string;
  readonly userId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deleted: boolean;
  /** Event that made this state. */
  readonly eventName: EventName;
  readonly text?: string;
  readonly tags?: readonly string[];
  readonly language?: string;
  readonly audioFile?: string;
  readonly videoFile?: string;
  readonly image?: string;
  readonly likes: number;
  readonly heard: number;
}

/** What the first INSERT of a post leaves on its item. */
export interface InsertTrace {
  readonly insertEventId: string;
  readonly insertDigest: string;
}

/** A row of `post-updates`. */
export interface PostUpdate extends PostState {
  /** Sort key: `<updatedAt>#<eventId>`. */
  readonly updateKey: string;
  readonly digest: string;
}

export type Operation =
  /** Put into `post-updates` unless the key is there. */
  | { readonly kind: "record"; readonly row: PostUpdate }
  /** Update `posts` unless it holds this state or a newer one; with a trace: and unless an INSERT was applied before. */
  | { readonly kind: "apply"; readonly state: PostState; readonly trace?: InsertTrace }
  /** Note on a newer state in `posts` that its INSERT has arrived. */
  | { readonly kind: "trace"; readonly postId: string; readonly trace: InsertTrace };

export type Plan = readonly Operation[];

/** An item of `posts` as far as the decision goes. */
export interface SeenPost extends StateOrder {
  readonly insertEventId?: string;
  readonly insertDigest?: string;
}

export type Step =
  | { readonly kind: "write"; readonly plan: Plan }
  | { readonly kind: "duplicate" }
  | { readonly kind: "conflict"; readonly reasons: readonly string[] };

/**
 * The next thing to do with an event, given the item in `posts` as a refused transaction has shown it. The first step
 * needs no read: without a seen item it assumes that the event is news, and the conditions catch the rest.
 */
export function nextStep(event: PostEvent, seen?: SeenPost): Step {
  const digest = eventDigest(event);
  const state = stateOf(event);
  const newer = seen === undefined || compareStates(state, seen) > 0;
  if (event.eventName === "INSERT") {
    const trace: InsertTrace = { insertEventId: event.eventId, insertDigest: digest };
    if (seen?.insertEventId === undefined) {
      return write(newer ? { kind: "apply", state, trace } : { kind: "trace", postId: state.postId, trace });
    }
    if (seen.insertEventId === event.eventId) return seenBefore(event, digest, seen.insertDigest);
  }
  const record: Operation = { kind: "record", row: updateOf(state, digest) };
  return newer ? write(record, { kind: "apply", state }) : write(record);
}

/** The verdict on an event whose identifier is already in the tables. */
export function seenBefore(event: PostEvent, digest: string, storedDigest: unknown): Step {
  if (storedDigest === digest) return { kind: "duplicate" };
  return {
    kind: "conflict",
    reasons: [`eventId: "${event.eventId}" was already used for another event of post ${event.post.postId}`],
  };
}

/**
 * The state that an event carries. A removal keeps who, when, version and counters; what the author said and recorded
 * is dropped with the post.
 */
export function stateOf(event: PostEvent): PostState {
  const { eventId, eventName, occurredAt, post } = event;
  const deleted = eventName === "REMOVE";
  const kept: Post | Omit<Post, "text" | "tags" | "audioFile" | "videoFile" | "image"> = deleted ? bare(post) : post;
  return { ...kept, deleted, eventId, eventName, occurredAt };
}

function bare({ postId, userId, createdAt, updatedAt, version, language, likes, heard }: Post) {
  return { postId, userId, createdAt, updatedAt, version, ...(language && { language }), likes, heard };
}

function updateOf(state: PostState, digest: string): PostUpdate {
  return { ...state, updateKey: `${state.updatedAt}#${state.eventId}`, digest };
}

function write(...plan: Operation[]): Step {
  return { kind: "write", plan };
}
