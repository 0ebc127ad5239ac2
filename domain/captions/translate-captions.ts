import {
  correctedTranscript,
  correctionsIn,
  revisionOf,
  standingCorrections,
  withCorrections,
  type Correction,
} from "./corrections";
import type { Target } from "./languages";
import { withMissing } from "./placeholders";
import { qualityOf } from "./quality";
import type { StoredTranscript } from "./transcript";
import { translateSegments, type TranslatedParts, type TranslationEffects } from "./translate-parts";
import { layPerCue, layTranslation, type LaidTranslation, type LooserLayout } from "./translation-layout";
import { repaired, type Captions } from "./translation-repair";
import { withoutIdleRoom, withRoom } from "./translation-room";
import { segmentsByCue, segmentsToTranslate } from "./translation-segments";

/** A transcript that is to be read in another language. */
export interface TranslationTask {
  /** Without corrections. */
  readonly stored: StoredTranscript;
  /** Of the spoken language and of the target's; others are passed over. */
  readonly corrections: readonly Correction[];
  readonly target: Target;
}

export interface TranslatedCaptions extends Captions {
  /** Counts the corrections that were looked at, those of the spoken language included. */
  readonly revision: number;
  /** Cues that say what the post's author has written instead of the translation. */
  readonly corrected: number;
  /** Characters that were sent to the translator: what the cache had is not among them. */
  readonly characters: number;
  readonly calls: number;
  /** Cues that were translated one by one. */
  readonly fellBack: number;
}

/** What a translation takes account of; an older one never replaces a newer one. */
export function translationRevision(
  stored: StoredTranscript,
  corrections: readonly Correction[],
  language: string,
): number {
  const [spoken, own] = [stored.language, language].map((each) => correctionsIn(corrections, stored, each));
  return revisionOf([...(spoken ?? []), ...(own ?? [])]);
}

/**
 * Captions in another language. Sentences are translated as a whole and laid on the cues of what was said; those that cannot be laid
 * are translated cue by cue. What was translated before comes from the cache, so that after a correction only the sentences that it
 * touches are translated again.
 *
 * @returns `undefined` when the day's limit does not allow it; what was translated until then is kept
 */
export async function translateCaptions(
  { stored, corrections, target }: TranslationTask,
  effects: TranslationEffects,
): Promise<TranslatedCaptions | undefined> {
  const spoken = correctedTranscript(stored, corrections);
  const roomy = withRoom(spoken);
  const segments = segmentsToTranslate(spoken);
  const sentences = await translateSegments(segments, target, effects);
  if (sentences === undefined) return undefined;
  const translations = segments.map(({ from, to }, index) => ({ from, to, text: whole(sentences.texts[index]) }));
  const lay = (looser?: LooserLayout) => layTranslation(roomy, translations, target.language, undefined, looser);
  const laid = lay();
  const rest = await translatePerCue(roomy, laid, target, effects);
  if (rest === undefined) return undefined;
  const standing = standingCorrections(stored, corrections, target.language);
  const finish = (each: LaidTranslation): Captions => {
    const texts = each.fellBack.map(({ from, to }) => rest.texts.slice(from, to).map((text = "") => text));
    const timed = withoutIdleRoom(spoken, layPerCue(roomy, each, texts, target.language).cues);
    // Where a word is longer than a cue, the cues that go on with it have no words, and so no translation, of their own.
    const cues = withCorrections(spoken, timed, standing).filter(({ lines }) => lines.length > 0);
    return { cues, quality: qualityOf(cues) };
  };
  const best = repaired(roomy, segments, finish(laid), (looser) => {
    const again = lay(looser);
    // Only what fell back before has translations cue by cue.
    const known = again.fellBack.every(({ from, to }) => !rest.texts.slice(from, to).includes(undefined));
    return known ? finish(again) : undefined;
  });
  return {
    ...best,
    revision: translationRevision(stored, corrections, target.language),
    corrected: standing.length,
    characters: sentences.characters + rest.characters,
    calls: sentences.calls + rest.calls,
    fellBack: rest.texts.filter((text) => text !== undefined).length,
  };
}

/** A translation without its placeholders cannot be laid: its cues fall back. */
function whole(translation: TranslatedParts["texts"][number] | undefined): string | undefined {
  return translation?.missing.length === 0 ? translation.text : undefined;
}

interface PerCue extends Omit<TranslatedParts, "texts"> {
  /** The text of each of the transcript's cues that fell back. */
  readonly texts: readonly (string | undefined)[];
}

async function translatePerCue(
  stored: StoredTranscript,
  { fellBack }: LaidTranslation,
  target: Target,
  effects: TranslationEffects,
): Promise<PerCue | undefined> {
  const parts = await translateSegments(
    fellBack.flatMap((range) => segmentsByCue(stored, range)),
    target,
    effects,
  );
  if (parts === undefined) return undefined;
  const { texts, ...rest } = parts;
  const shown = texts.map(withMissing).values();
  const byCue: (string | undefined)[] = stored.cues.map(() => undefined);
  for (const { from, to } of fellBack) for (let cue = from; cue < to; cue += 1) byCue[cue] = shown.next().value;
  return { ...rest, texts: byCue };
}
