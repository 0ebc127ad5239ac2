import {
  correctedTranscript,
  correctionsIn,
  cueAt,
  revisionOf,
  standingCorrections,
  withCorrections,
} from "../corrections";
import type { Cue } from "../cues";
import type { CaptionItem, CorrectionItem } from "../items";
import { qualityOf, type CaptionQuality } from "../quality";
import type { TimedLines } from "../subtitles";
import { spokenFiles, type PublishedFile } from "../transcribed";
import type { StoredTranscript } from "../transcript";
import { translationRevision } from "../translate-captions";
import { translatedFiles } from "../translation-items";
import { joined } from "../words";

/** Captions with every correction that is written down. */
export interface CorrectedCaptions {
  readonly cues: readonly Cue[];
  readonly quality: CaptionQuality;
  /** Counts the corrections that were looked at: the same ones give the same, and one more gives more. */
  readonly revision: number;
  readonly text: string;
  readonly files: readonly PublishedFile[];
}

/**
 * Captions of an item, made from all corrections, so that it does not matter which of several was written first. Those of the spoken
 * language come from the transcript; a translation keeps its published cues but for the corrected ones.
 *
 * @param stored the transcript without corrections
 * @param corrections of the spoken language and of the item's
 * @param published the cues of the item's file; those of the spoken language are not looked at
 */
export function correctedCaptions(
  { language, source }: Pick<CaptionItem, "language" | "source">,
  stored: StoredTranscript,
  corrections: readonly CorrectionItem[],
  published: readonly TimedLines[],
): CorrectedCaptions {
  if (source === "transcribed") {
    const corrected = correctedTranscript(stored, corrections);
    const { cues, words, text } = corrected;
    const revision = revisionOf(correctionsIn(corrections, stored, language));
    return { cues, quality: qualityOf(cues, words), revision, text, files: spokenFiles(corrected, language) };
  }
  const base = published.map((cue): Cue => {
    const { from, to } = stored.cues[cueAt(stored, cue.start)] ?? { from: 0, to: 0 };
    return { ...cue, from, to };
  });
  const standing = standingCorrections(stored, corrections, language);
  const cues = withCorrections(stored, base, standing);
  const revision = translationRevision(stored, corrections, language);
  const text = joined(cues.flatMap(({ lines }) => lines));
  const files = translatedFiles(stored, { language }, { cues, corrected: standing.length });
  return { cues, quality: qualityOf(cues), revision, text, files };
}

/** The cues that show one cue of the transcript: of a translation there may be several, or none. */
export function cuesOf(stored: Pick<StoredTranscript, "cues">, cues: readonly Cue[], cue: number): readonly Cue[] {
  return cues.filter(({ start }) => cueAt(stored, start) === cue);
}
