import { POSTS, WORDS } from "./erasures";
import type { Stage } from "./stage";
import { type Trace, tracesOf } from "./traces";

/** Places that may know an erased post by its identifier. */
const MARKERS = /^table huut-dev-(posts|post-updates|search-terms)$|\/post_updates\/|\/post_(tombstones|history)\//;
/** Until it is looked once more, an erasure knows whom it is of. */
const OPEN = /^table huut-dev-erasures$/;
/** Answers of services by what was asked, without whose it was: they go by their time to live, as the receipt says. */
const CACHES = /^table huut-dev-(analysis|translation)-cache$/;

/** Where a stage has words, the caches of answers aside. */
export async function tracesOutsideCaches(stage: Stage, words: readonly string[]): Promise<Trace[]> {
  return (await tracesOf(stage, words)).filter(({ place }) => !CACHES.test(place));
}

/** Whatever a stage still has of the user who is gone, and must not have, once their receipt is there. */
export async function tracesLeft(stage: Stage): Promise<Trace[]> {
  const isMarker = ({ place, word }: Trace) => MARKERS.test(place) && word.startsWith("gone-");
  const traces = await tracesOutsideCaches(stage, [...WORDS, ...POSTS]);
  return traces.filter((trace) => !OPEN.test(trace.place) && !isMarker(trace));
}
