/**
 * What the speeches of a language are made of. In `bulletin`, `{where}` is one of the places and `{20-40}` a whole number of
 * that range. Names, places and numbers are made up or everybody's; the sentences were written for these samples.
 */
export interface Stock {
  /** ISO 639. */
  readonly language: string;
  /** A few words: three seconds or so. */
  readonly greeting: string;
  /** Names, numbers and dates, closely packed; said as they stand. */
  readonly facts: readonly string[];
  /** One person's talk: any of them may follow any other. */
  readonly sentences: readonly string[];
  /** The same in long sentences, which one cue does not hold. */
  readonly tales: readonly string[];
  /** The same, about places and figures. */
  readonly bulletin: readonly string[];
  /** Phrases that say in which place: `in Nashik`. */
  readonly where: readonly string[];
  /** With words of another language in the midst, in Latin letters. */
  readonly codeMixed: readonly string[];
  /** A talk of two people, turn by turn. */
  readonly dialogue: readonly string[];
}
