import type { Span } from "./spans";

export interface Word extends Span {
  readonly text: string;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** The words of a text as Unicode and ICU's dictionaries cut them, for languages without spaces, too. */
export function segmentWords(text: string, language: string): Word[] {
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: "word" })));
  return [...segmenter.segment(text)].flatMap(({ segment, index, isWordLike }) =>
    isWordLike ? [{ text: segment, begin: index, end: index + segment.length }] : [],
  );
}
