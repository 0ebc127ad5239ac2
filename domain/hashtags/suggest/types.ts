import type { Alias } from "../aliases";
import type { SuggestFeature } from "./weights";

/** A key phrase as Comprehend's DetectKeyPhrases answers: offsets count code points of the text. */
export interface KeyPhrase {
  readonly Text: string;
  /** 0 to 1. */
  readonly Score: number;
  readonly BeginOffset?: number;
  readonly EndOffset?: number;
}

/** An entity as Comprehend's DetectEntities answers: `PERSON`, `LOCATION`, `EVENT`, … */
export interface Entity extends KeyPhrase {
  readonly Type: string;
}

/** As Comprehend's DetectSentiment answers. */
export interface SentimentOf {
  readonly Sentiment: "POSITIVE" | "NEGATIVE" | "NEUTRAL" | "MIXED";
  /** 0 to 1 each, 1 in all. */
  readonly SentimentScore: {
    readonly Positive: number;
    readonly Negative: number;
    readonly Neutral: number;
    readonly Mixed: number;
  };
}

/** What was read in a post: its own text, or its English translation where Comprehend lacks the language. */
export interface PostAnalysis {
  readonly keyPhrases: readonly KeyPhrase[];
  readonly entities: readonly Entity[];
  readonly sentiment?: SentimentOf;
}

/** How many posts have a tag, of those counted. */
export interface TagPosts {
  readonly tag: string;
  readonly posts: number;
}

/** How often a tag stood beside another: the seed. */
export interface TagPair extends TagPosts {
  readonly seed: string;
  /** Posts with the seed, at least `posts`. */
  readonly seedPosts: number;
}

/** Everything that a suggestion is made from. Tags are normalized. */
export interface SuggestInput {
  /** The post's language in any spelling: `hi`, `hi-Latn`, `en-IN`. */
  readonly language: string;
  readonly text: string;
  /** The words of its captions in this language. */
  readonly captions?: string;
  /** Tags that the author has set. They are never suggested. */
  readonly manual: readonly string[];
  /** Tags that moderators have blocked. They are never suggested, in whatever spelling. */
  readonly blocked?: readonly string[];
  readonly analysis?: PostAnalysis;
  /** What is used in posts of this language, with how many posts there are: words of the text that are tags are known by it. */
  readonly used?: { readonly posts: number; readonly tags: readonly TagPosts[] };
  /** What stood beside the post's seeds (`seedsOf`). */
  readonly together?: readonly TagPair[];
  /** What trends in this language, the hottest first. */
  readonly trends?: readonly { readonly tag: string }[];
  /** Tags of the author's earlier posts. */
  readonly history?: { readonly posts: number; readonly tags: readonly TagPosts[] };
}

/** What a feature adds to a score. */
export interface Contribution {
  readonly feature: SuggestFeature;
  /** 0 to 1; `mood` -1 to 1. */
  readonly value: number;
  /** Value times weight. */
  readonly adds: number;
  /** What it rests on: a phrase, another tag, a place in a list. */
  readonly evidence: string;
}

export interface Suggestion {
  readonly tag: string;
  /** Sum of the contributions. */
  readonly score: number;
  readonly why: {
    /** The strongest first. */
    readonly contributions: readonly Contribution[];
    /** The same in English words. */
    readonly sentence: string;
  };
  /** The same tag in other languages. */
  readonly aliases: readonly Alias[];
}

/** A tag that sentiment kept out, and why. */
export interface Veto {
  readonly tag: string;
  readonly reason: string;
}

export interface Suggestions {
  /** Five at most, the best first. */
  readonly suggestions: readonly Suggestion[];
  readonly vetoed: readonly Veto[];
}
