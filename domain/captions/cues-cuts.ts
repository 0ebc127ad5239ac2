import { holdNext, holdPrevious, openers } from "./cues-phrases";
import type { Unit } from "./cues-units";
import type { CueWeights } from "./parameters";
import { endsClause } from "./punctuation";
import { changesVoice, endOfSentence } from "./sentences";
import type { Word } from "./words";

/** What cutting costs before each unit, and what not cutting there costs. */
export interface Cuts {
  /** Of ending a cue before unit `i`; that of the last end stands at `units.length`. */
  readonly at: Float64Array;
  /** Sum over the units before `i` of what it costs to have such a place within a cue. */
  readonly inside: Float64Array;
}

export function cutsOf(units: readonly Unit[], words: readonly Word[], weights: CueWeights): Cuts {
  const at = new Float64Array(units.length + 1);
  const inside = new Float64Array(units.length + 1);
  for (let i = 1; i < units.length; i++) {
    const place = placeOf(units[i - 1] as Unit, units[i] as Unit, words, weights);
    at[i] = place.cut;
    inside[i] = (inside[i - 1] ?? 0) + place.kept;
  }
  return { at, inside };
}

interface Place {
  readonly cut: number;
  readonly kept: number;
}

function placeOf(before: Unit, after: Unit, words: readonly Word[], weights: CueWeights): Place {
  if (before.word === after.word) return { cut: weights.otherEnd + weights.splitName, kept: 0 };
  const silence = after.start - before.end;
  const kept = silence > weights.pauseMs ? ((silence - weights.pauseMs) / 1_000) * weights.silenceInside : 0;
  const [word, next] = [words[before.word] as Word, words[after.word] as Word];
  if (changesVoice(word, next)) return { cut: 0, kept: kept + weights.speakerInside };
  if (endOfSentence(word, next)) return { cut: 0, kept: kept + weights.sentenceInside };
  const end = endsClause(before.text)
    ? weights.clauseEnd
    : silence >= weights.pauseMs
      ? weights.pauseEnd
      : weights.otherEnd;
  // A clause's end settles it; elsewhere the words tell what belongs together.
  const together = end === weights.clauseEnd ? 0 : bondOf(before.text, after.text, weights);
  return { cut: end + together, kept };
}

/** How closely two words that no punctuation parts belong together; below zero where a phrase begins between them. */
function bondOf(before: string, after: string, weights: CueWeights): number {
  if (isNumber(before) || (isNumber(after) && /[\p{Sc}#№]$/u.test(before))) return weights.splitNumber;
  if (isName(before) && isName(after)) return weights.splitName;
  const [left, right] = [plain(before), plain(after)];
  if (holdNext.has(left) || holdPrevious.has(right)) return weights.splitPhrase;
  return openers.has(right) ? -weights.beforePhrase : 0;
}

function isNumber(text: string): boolean {
  return /^\P{L}*\p{N}\P{L}*$/u.test(text);
}

/** A Latin word with a capital; `I` begins no name. */
function isName(text: string): boolean {
  return /^[\p{Ps}\p{Pi}"']*(?=\p{Script=Latin})\p{Lu}/u.test(text) && text !== "I" && !/^I['’]/.test(text);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/^[\p{Ps}\p{Pi}"'¿¡]+|[\p{Pe}\p{Pf}"']+$/gu, "");
}
