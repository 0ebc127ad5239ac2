import type { Cue, StoredTranscript, Word } from "@huut/domain";

/** Splits the punctuation off a shown word, as a recognizer gives it. */
function wordOf(shown: string, start: number, end: number): Word {
  const [, text = shown, trail = ""] = /^(.*?)([.,!?।۔]*)$/u.exec(shown) ?? [];
  return { text, start, end, confidence: 0.9, ...(trail === "" ? {} : { trail }) };
}

/**
 * A transcript whose cues are given: each text is one cue, its words 300 ms each without pauses. Whether the texts keep a
 * cue's limits is the caller's affair.
 */
export function storedOf(texts: readonly string[], language = "hi-IN"): StoredTranscript {
  const words: Word[] = [];
  const cues: Cue[] = [];
  for (const text of texts) {
    const from = words.length;
    for (const shown of text.split(" ")) words.push(wordOf(shown, words.length * 300, words.length * 300 + 300));
    cues.push({ start: from * 300, end: words.length * 300, lines: [text], from, to: words.length });
  }
  return {
    schema: "transcript/1",
    postId: "p-1",
    mediaVersion: "0123456789abcdef",
    jobName: "p-1.0123456789abcdef",
    language,
    text: texts.join(" "),
    words,
    cues,
    confidence: 0.9,
    durationMs: words.length * 300,
  };
}
