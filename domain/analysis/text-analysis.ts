import type { Entity, KeyPhrase, SentimentOf } from "../hashtags/suggest/types";
import type { AnalysisFeature, FeatureOutcome } from "./features";
import type { LanguageSource } from "./text-language";

/** A text to be analysed. */
export interface TextToAnalyse {
  readonly text: string;
  /** The language that its post, or Transcribe, states. */
  readonly stated?: string;
}

/** What was found in a text. */
export interface TextAnalysis {
  /** BCP 47, as `TextLanguage`; absent for a text that is in no language. */
  readonly language?: string;
  readonly languageBy?: LanguageSource;
  readonly languageScore?: number;
  /** The English that was read in the text's place, as Translate made it: sentiment, phrases and entities are of this. */
  readonly pivot?: { readonly language: "en"; readonly by: "Amazon Translate"; readonly text: string };
  readonly state: FeatureOutcome["state"];
  readonly features: Readonly<Record<AnalysisFeature, FeatureOutcome>>;
  readonly sentiment?: SentimentOf;
  /** The surest first; offsets count code points of the whole text (NFC, without blanks around it), or of the pivot's. */
  readonly keyPhrases: readonly KeyPhrase[];
  readonly entities: readonly Entity[];
}

/** Phrases and entities that are kept, so that an item stays far below DynamoDB's 400 KB. */
export const MAX_FOUND = 100;

/** What Comprehend says of one document, feature by feature. */
export interface FoundInDocument {
  readonly sentiment?: SentimentOf;
  readonly keyPhrases: readonly KeyPhrase[];
  readonly entities: readonly Entity[];
}

/** A document and what was found in it. */
export interface ReadDocument {
  readonly offset: number;
  /** Code points: what a document's sentiment weighs. */
  readonly length: number;
  readonly found: FoundInDocument;
}

/** What was found in a text's documents, as if they had been read as one. */
export function mergeFound(documents: readonly ReadDocument[]): FoundInDocument {
  const sentiment = mergeSentiments(documents);
  return {
    ...(sentiment === undefined ? {} : { sentiment }),
    keyPhrases: surest(documents.flatMap(({ offset, found }) => found.keyPhrases.map((each) => shifted(each, offset)))),
    entities: surest(documents.flatMap(({ offset, found }) => found.entities.map((each) => shifted(each, offset)))),
  };
}

function shifted<Found extends KeyPhrase>(found: Found, offset: number): Found {
  const { BeginOffset, EndOffset } = found;
  return {
    ...found,
    ...(BeginOffset === undefined ? {} : { BeginOffset: BeginOffset + offset }),
    ...(EndOffset === undefined ? {} : { EndOffset: EndOffset + offset }),
  };
}

function surest<Found extends KeyPhrase>(found: readonly Found[]): readonly Found[] {
  return found.toSorted((a, b) => b.Score - a.Score || (a.BeginOffset ?? 0) - (b.BeginOffset ?? 0)).slice(0, MAX_FOUND);
}

const LABELS = { Positive: "POSITIVE", Negative: "NEGATIVE", Neutral: "NEUTRAL", Mixed: "MIXED" } as const;
type Mood = keyof typeof LABELS;
const MOODS: readonly Mood[] = ["Positive", "Negative", "Neutral", "Mixed"];

/** The mean of the documents' scores by their lengths; the strongest one names it. One document's is its own. */
function mergeSentiments(documents: readonly ReadDocument[]): SentimentOf | undefined {
  const felt = documents.flatMap(({ length, found }) =>
    found.sentiment === undefined ? [] : [{ length, sentiment: found.sentiment }],
  );
  const [only, ...others] = felt;
  if (only === undefined || others.length === 0) return only?.sentiment;
  const total = felt.reduce((sum, { length }) => sum + length, 0);
  const mean = (mood: Mood): number =>
    felt.reduce((sum, { length, sentiment }) => sum + (length / total) * sentiment.SentimentScore[mood], 0);
  const SentimentScore = {
    Positive: mean("Positive"),
    Negative: mean("Negative"),
    Neutral: mean("Neutral"),
    Mixed: mean("Mixed"),
  };
  const strongest = MOODS.reduce((best, mood) => (SentimentScore[mood] > SentimentScore[best] ? mood : best));
  return { Sentiment: LABELS[strongest], SentimentScore };
}
