import type { Instant } from "../time";
import type { Receipt } from "./receipt";

/**
 * The table `erasures`, by `erasureId` and `part`:
 *
 * | part | item |
 * | --- | --- |
 * | `state` | {@link ErasureState}: how far it is |
 * | `post#p-1` | {@link ErasedPost}: a post of the author, and where else traces of it lie; goes when the erasure is closed |
 */
export const STATE_PART = "state";
export const POST_PART = "post#";

/**
 * What is done, in this order; `check` begins anew as long as anything was found.
 *
 * 1. `mark`: events of the author are refused from now on
 * 2. `list`: the author's posts are noted
 * 3. `remove`: a tombstone for each, as if the application had removed it
 * 4. `posts`: what tables and buckets have by post
 * 5. `scan`: what tables have under other keys
 * 6. `raw`: lines of the raw zone, in every region
 * 7. `curate`: the ETL job drops the posts from their dates
 * 8. `history`: and another one from the history of their days
 * 9. `curated`: earlier runs' files
 * 10. `tags`: days of the export of tags, exported anew without the posts
 * 11. `invalidate`: copies at CloudFront's edges
 * 12. `check`: was anything found in this pass?
 */
export const ERASURE_STEPS = [
  "mark",
  "list",
  "remove",
  "posts",
  "scan",
  "raw",
  "curate",
  "history",
  "curated",
  "tags",
  "invalidate",
  "check",
] as const;
export type ErasureStep = (typeof ERASURE_STEPS)[number];

/**
 * - `running`: steps are under way
 * - `erased`: nothing was found any more, and the receipt is there; it is looked once more when nothing late can come from a stream
 * - `closed`: that has been done, and the author's identifier is gone
 * - `failed`: passes did not end; a person has to look
 */
export type ErasurePhase = "running" | "erased" | "closed" | "failed";

/** What was removed, by place. Places are tables, and buckets with their first folder. */
export type Removed = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface ErasureState {
  readonly erasureId: string;
  readonly part: typeof STATE_PART;
  /** Counts the writes of this item: the lock. */
  readonly revision: number;
  readonly phase: ErasurePhase;
  readonly step: ErasureStep;
  /** Absent once it is closed. */
  readonly userId?: string;
  /** The partition of the index of those that are not closed; absent afterwards. */
  readonly open?: typeof OPEN;
  readonly startedAt: Instant;
  readonly updatedAt: Instant;
  /** Before this nothing is done. */
  readonly dueAt: Instant;
  /** Passes through the steps, from 1. */
  readonly pass: number;
  /** When the tombstones of this pass were made, and how many. */
  readonly removedAt?: Instant;
  readonly tombstones: number;
  /** Where the step is to go on. */
  readonly cursor?: string;
  /** Tries of what this step waits for. */
  readonly waits: number;
  /** Noted before it is done, counted afterwards: a crash in between loses no count. */
  readonly planned?: { readonly name: string; readonly removed: Removed };
  readonly removed: Removed;
  /** Of this pass: how much it found, and whether the lake's dates are to be recomputed. */
  readonly found: number;
  readonly lakeTouched: boolean;
  readonly captionsTouched: boolean;
  readonly tagsTouched: boolean;
  readonly jobRunId?: string;
  readonly invalidations: readonly string[];
  readonly receipt?: Receipt;
}

export const OPEN = "open";

/** A post of the author as an erasure notes it, before it is removed. */
export interface ErasedPost {
  readonly erasureId: string;
  /** `post#<postId>`. */
  readonly part: string;
  readonly postId: string;
  /** When it was created, as any of its states says: the lake's dates. */
  readonly createdAt: readonly Instant[];
  /** Hours of its events, `2026-11-02T05`: the lake's partitions of `post_updates`. */
  readonly hours: readonly string[];
  /** Media versions that it ever had. */
  readonly media: readonly string[];
}

export function beginErasure(erasureId: string, userId: string, now: Instant): ErasureState {
  return {
    erasureId,
    part: STATE_PART,
    revision: 1,
    phase: "running",
    step: "mark",
    userId,
    open: OPEN,
    startedAt: now,
    updatedAt: now,
    dueAt: now,
    pass: 1,
    tombstones: 0,
    waits: 0,
    removed: {},
    found: 0,
    lakeTouched: false,
    captionsTouched: false,
    tagsTouched: false,
    invalidations: [],
  };
}

export function afterStep(step: ErasureStep): ErasureStep {
  return ERASURE_STEPS[ERASURE_STEPS.indexOf(step) + 1] ?? "check";
}

/** Both counts together, by place and kind. */
export function addRemoved(a: Removed, b: Removed): Removed {
  return merged(a, b, (x, y) => x + y);
}

/** The greater of each: what a piece of work that was begun twice has removed. */
export function mostRemoved(a: Removed, b: Removed): Removed {
  return merged(a, b, Math.max);
}

export function totalRemoved(removed: Removed): number {
  return Object.values(removed)
    .flatMap((kinds) => Object.values(kinds))
    .reduce((sum, each) => sum + each, 0);
}

function merged(a: Removed, b: Removed, join: (x: number, y: number) => number): Removed {
  const places = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(
    places.map((place) => {
      const [x, y] = [a[place] ?? {}, b[place] ?? {}];
      const kinds = [...new Set([...Object.keys(x), ...Object.keys(y)])].sort();
      return [place, Object.fromEntries(kinds.map((kind) => [kind, join(x[kind] ?? 0, y[kind] ?? 0)]))];
    }),
  );
}

type Progress = Partial<Omit<ErasureState, "erasureId" | "part" | "revision" | "startedAt">>;

/** The next state of an erasure; `undefined` takes a field away. */
export function erasureAfter(state: ErasureState, change: Progress, now: Instant): ErasureState {
  return { ...state, ...change, revision: state.revision + 1, updatedAt: now };
}

/** Notes what is about to be removed. Begun again after a crash, it finds less: the greater count stays. */
export function planned(state: ErasureState, name: string, removed: Removed, now: Instant): ErasureState {
  const before = state.planned?.name === name ? state.planned.removed : {};
  return erasureAfter(state, { planned: { name, removed: mostRemoved(before, removed) } }, now);
}

/** Counts what was planned: it is done. */
export function counted(state: ErasureState, change: Progress, now: Instant): ErasureState {
  const { removed } = state.planned ?? { removed: {} };
  const sums = { removed: addRemoved(state.removed, removed), found: state.found + totalRemoved(removed) };
  return erasureAfter(state, { planned: undefined, ...sums, ...change } as Progress, now);
}

/** The next step, begun at its beginning. */
export function stepAfter(state: ErasureState, now: Instant, waitSeconds = 0): ErasureState {
  return erasureAfter(
    state,
    { step: afterStep(state.step), cursor: undefined, waits: 0, dueAt: later(now, waitSeconds) } as Progress,
    now,
  );
}

/** One pass more through the steps. */
export function nextPass(state: ErasureState, now: Instant, waitSeconds: number): ErasureState {
  const begin = { step: "list", pass: state.pass + 1, tombstones: 0, found: 0, waits: 0 } as const;
  const clean = {
    cursor: undefined,
    lakeTouched: false,
    captionsTouched: false,
    tagsTouched: false,
    jobRunId: undefined,
  };
  return erasureAfter(state, { ...begin, ...clean, dueAt: later(now, waitSeconds) } as Progress, now);
}

export function later(now: Instant, seconds: number): Instant {
  return new Date(Date.parse(now) + seconds * 1000).toISOString();
}
