import { sha256 } from "../digest";
import { graphemesOf } from "./graphemes";
import { protectText, restoreText, type ProtectedText, type RestoredText } from "./placeholders";
import { endsClause, endsSentence } from "./punctuation";
import { sentencesOf } from "./sentences";
import type { StoredTranscript } from "./transcript";
import { textOf } from "./words";

/** Most bytes of UTF-8 of a text: https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html */
export const MAX_TRANSLATE_BYTES = 10_000;

/** What is translated as a whole: a sentence, with the cues `[from, to)` that show it. Two segments may share a cue. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  /** Its words of the transcript: `[wordFrom, wordTo)`. */
  readonly wordFrom: number;
  readonly wordTo: number;
  readonly text: string;
  /** What goes to the translator, call by call; one part unless the text is too long for one call. */
  readonly parts: readonly SegmentPart[];
}

/** One call of the translator; a part that is not `translatable` stays as it is. */
export interface SegmentPart extends ProtectedText {
  /** What stands between the part before and this one. */
  readonly glue: "" | " ";
}

/** The cues `[from, to)` of a transcript. */
export interface CueRange {
  readonly from: number;
  readonly to: number;
}

/** The sentences of a transcript, in their order; together they hold all of its words. */
export function segmentsToTranslate(stored: StoredTranscript): readonly Segment[] {
  return sentencesOf(stored.words).map(({ from, to }) => segmentOf(stored, from, to));
}

/** The words of each cue of a range as a segment of its own: what is asked for when a sentence cannot be laid on its cues. */
export function segmentsByCue(stored: StoredTranscript, { from, to }: CueRange): readonly Segment[] {
  return stored.cues.slice(from, to).map((cue) => segmentOf(stored, cue.from, cue.to));
}

function segmentOf(stored: StoredTranscript, wordFrom: number, wordTo: number): Segment {
  const text = textOf(stored.words, wordFrom, wordTo);
  const from = cueOfWord(stored, wordFrom);
  const to = cueOfWord(stored, wordTo - 1) + 1;
  return { from, to, wordFrom, wordTo, text, parts: partsOf(text) };
}

/** The cue that shows a word, found by halving: a transcript has thousands of either. */
function cueOfWord({ cues }: StoredTranscript, word: number): number {
  let low = 0;
  let high = cues.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((cues[middle]?.from ?? Infinity) <= word) low = middle;
    else high = middle - 1;
  }
  return low;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** A text in as many calls as it needs: cut at a sentence's end if there is one, then a clause's, a word's, a grapheme's. */
export function partsOf(text: string): readonly SegmentPart[] {
  const parts: SegmentPart[] = [];
  const add = (piece: string, glue: SegmentPart["glue"]): void => {
    const marked = protectText(piece);
    if (bytesOf(marked.text) <= MAX_TRANSLATE_BYTES) {
      parts.push({ ...marked, glue });
      return;
    }
    const halves = halve(piece);
    // One grapheme of ten thousand bytes is no speech: it is shown as it came.
    if (halves === undefined) parts.push({ text: piece, tokens: [], translatable: false, glue });
    else {
      add(halves[0], glue);
      add(halves[2], halves[1]);
    }
  };
  add(text.normalize("NFC"), "");
  return parts;
}

/** Cuts a text near its middle, at the best kind of place that its middle half offers. */
function halve(text: string): readonly [string, SegmentPart["glue"], string] | undefined {
  const words = text.split(/\s+/u);
  if (words.length === 1) {
    const graphemes = graphemesOf(text);
    const middle = graphemes.length >> 1;
    return middle === 0 ? undefined : [graphemes.slice(0, middle).join(""), "", graphemes.slice(middle).join("")];
  }
  let best = 0;
  let leastCost = Infinity;
  let length = 0;
  for (let cut = 1; cut < words.length; cut += 1) {
    const before = words[cut - 1] ?? "";
    length += before.length + 1;
    const off = Math.abs(length / text.length - 0.5);
    const kind = endsSentence(before) ? 0 : endsClause(before) ? 1 : 2;
    const cost = off + (off < 0.25 ? kind : kind + 3);
    if (cost >= leastCost) continue;
    leastCost = cost;
    best = cut;
  }
  return [words.slice(0, best).join(" "), " ", words.slice(best).join(" ")];
}

/**
 * The translation of a segment from those of its parts. Parts that are not translatable need none.
 *
 * @param translated what came back for each part, `undefined` where nothing was asked
 */
export function assembleTranslation(segment: Segment, translated: readonly (string | undefined)[]): RestoredText {
  let text = "";
  const missing: string[] = [];
  for (const [index, part] of segment.parts.entries()) {
    const answer = part.translatable ? translated[index] : part.text;
    if (answer === undefined)
      throw new RangeError(`Part ${index} of the segment of cue ${segment.from} is not translated`);
    const restored = restoreText(answer, part);
    missing.push(...restored.missing);
    text += text === "" ? restored.text : `${part.glue}${restored.text}`;
  }
  return { text, missing };
}

/**
 * Names a translation in the cache: the same words between the same languages are paid for once.
 *
 * @param source Translate's code of the source language
 * @param target Translate's code of the target language
 * @param text the part as it is sent, placeholders included
 * @returns SHA-256, 64 hexadecimal digits
 */
export function translationDigest(source: string, target: string, text: string): string {
  return sha256(JSON.stringify(["translation/1", source, target, text.normalize("NFC")]));
}
