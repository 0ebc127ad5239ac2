/**
 * The linear score: a suggestion's score is the sum of its features, each from 0 to 1 (`mood` from -1), times these weights. `together`, `history`,
 * `captions`, `trend` and `used` were looked for one after another on the third week of three feeds (seeds 1 to 3) of `npm run hashtags:report`, and
 * rounded; the report prints the fourth week of others. What those feeds lack (`entity`, `mood`, `tone`) was set by hand.
 */
export const SUGGEST_WEIGHTS = {
  /** Comprehend's score of a key phrase that is the tag, less for one that nobody has used as a tag and for long ones. */
  phrase: 0.2,
  /** Comprehend's score of an entity that is the tag: names are what people look for. */
  entity: 0.25,
  /** The text says the tag's word, and it is a tag that people use. */
  text: 0.3,
  /** The captions say it: 1/2 for once, 2/3 for twice, … */
  captions: 0.25,
  /** How much more often the tag stands beside the post's seeds than anywhere: noisy-or over the seeds. */
  together: 1.2,
  /** 1 for the hottest tag of the language, falling with the rank. */
  trend: 0.05,
  /** Share of the author's posts that have the tag, shrunk for few posts. */
  history: 0.9,
  /** How common the tag is in the language, on a logarithmic scale. */
  used: 0.03,
  /** How far the post's tone suits the tag's: positive or negative. */
  mood: 0.15,
  /** The strength of the tone that the tone tag says. */
  tone: 0.15,
} as const;

export type SuggestFeature = keyof typeof SUGGEST_WEIGHTS;

/** The other numbers of the scorer. */
export const SUGGEST_PARAMETERS = {
  /** As many as the API promises. */
  most: 5,
  /** Weaker candidates are not suggested, so that a post about nothing gets no tags. */
  leastScore: 0.1,
  /** Carbonell and Goldstein's λ: 1 takes the best scores only, 0 only what differs. https://doi.org/10.1145/290941.291025 */
  lambda: 0.9,
  /** Words of a phrase that still make a tag. */
  mostWords: 3,
  /** A phrase that nobody has used as a tag counts this much. */
  unusedPhrase: 0.55,
  /** Counts of pairs and of histories are shrunk as if so many more posts had been without the tag. */
  pairShrinkage: 4,
  historyShrinkage: 6,
  /** Seeds per post: what a caller has to look up. */
  mostSeeds: 24,
  /** Candidates that are compared with each other for diversity; weaker ones would not be taken. */
  mostCompared: 25,
  /** From this share of `Negative` on, tags of joy that the post does not say are kept out. */
  vetoNegative: 0.7,
  /** From this score of a sentiment on, a tone tag may be added. */
  toneFrom: 0.85,
} as const;
