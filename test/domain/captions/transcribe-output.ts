/** Builders of Transcribe's output, in the shapes that its pages show and that its files were seen to have. */
export type Item = Record<string, unknown>;

export function word(content: string, start: string, end: string, more: Item = {}): Item {
  return {
    type: "pronunciation",
    start_time: start,
    end_time: end,
    alternatives: [{ confidence: "0.98", content }],
    ...more,
  };
}

export function mark(content: string, more: Item = {}): Item {
  return { type: "punctuation", alternatives: [{ confidence: "0.0", content }], ...more };
}

export function output(items: readonly Item[], results: Item = {}, transcript = "…"): Item {
  return {
    jobName: "post-1-0123456789abcdef",
    accountId: "111122223333",
    status: "COMPLETED",
    results: { transcripts: [{ transcript }], items, ...results },
  };
}
