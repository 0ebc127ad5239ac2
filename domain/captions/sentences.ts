/** A sentence, as the words `[from, to)` of a transcript. */
export interface Sentence {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}
