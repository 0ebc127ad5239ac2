import { cueAt } from "./corrections";
import { readingTime, type Cue } from "./cues";
import { CUE_PARAMETERS } from "./parameters";
import type { CaptionQuality } from "./quality";
import type { StoredTranscript } from "./transcript";
import { blocksOf, type LooserLayout } from "./translation-layout";
import type { Segment } from "./translation-segments";

/** Captions with their report. */
export interface Captions {
  readonly cues: readonly Cue[];
  readonly quality: CaptionQuality;
}

/** What can be read counts before what is near to its speech: twice the reading speed costs as much as 130 graphemes off. */
const HASTE_COST = 40;

/**
 * Mends captions below the gate without another translation: sentences that are too much for the time of their cues share the
 * cues of the sentences beside them, as long as nothing is heard so long after it is read, or so long before. The better of both stays.
 *
 * @param layAgain lays the same translations; `undefined` where that would need more of them
 */
export function repaired(
  stored: StoredTranscript,
  segments: readonly Segment[],
  captions: Captions,
  layAgain: (looser: LooserLayout) => Captions | undefined,
): Captions {
  if (captions.quality.passes) return captions;
  const joints = jointsFor(stored, segments, captions.cues);
  const again = joints.size === 0 ? undefined : layAgain({ joints, hasteCost: HASTE_COST });
  return again !== undefined && isBetter(again.quality, captions.quality) ? again : captions;
}

/** Runs of sentences beside a hasty one, on either side, that lend it their room. */
const NEIGHBOURS = 2;

/** Where the sentences of hasty cues meet those beside them. */
function jointsFor(stored: StoredTranscript, segments: readonly Segment[], cues: readonly Cue[]): ReadonlySet<number> {
  const { minDurationMs, lingerMs } = CUE_PARAMETERS;
  const hasty = new Set(
    cues
      .filter(({ start, end, lines }) => end - start < Math.max(readingTime(lines), minDurationMs))
      .map(({ start }) => cueAt(stored, start)),
  );
  const near = (joint: number): boolean => {
    const [before, after] = [stored.cues[joint - 1], stored.cues[joint]];
    return before !== undefined && after !== undefined && after.start - before.end <= lingerMs;
  };
  const blocks = blocksOf(segments);
  const isHasty = blocks.map(({ from, to }) => stored.cues.slice(from, to).some((_, index) => hasty.has(from + index)));
  // A joint is where a block begins, when a hasty one lies within reach before or after it.
  const joints = blocks.filter((_, index) =>
    isHasty.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS).includes(true),
  );
  return new Set(joints.map(({ from }) => from).filter(near));
}

/**
 * Whether captions are worth having instead of others: they pass; else they break fewer limits; else more can be read, and not at the price of
 * as many cues that end with a sentence or a clause no more: where the gate is missed all the same, text is not moved from its speech for little.
 */
export function isBetter(one: CaptionQuality, other: CaptionQuality): boolean {
  if (one.passes !== other.passes) return one.passes;
  const broken = ({ limits }: CaptionQuality) => Object.values(limits).reduce((sum, count) => sum + count, 0);
  if (broken(one) !== broken(other)) return broken(one) < broken(other);
  const gained = one.readableShare - other.readableShare;
  return gained > 0 && gained > other.boundary.share - one.boundary.share;
}
