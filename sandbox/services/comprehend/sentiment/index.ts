import type { SentimentScore, SentimentType } from "@aws-sdk/client-comprehend";
import type { Language } from "../languages";
import { rounded } from "../text/spans";
import { valences, type Valences } from "./valences";

export interface Sentiment {
  readonly Sentiment: SentimentType;
  /** In sum 1. */
  readonly SentimentScore: Required<SentimentScore>;
}

export async function sentimentOf(text: string, language: Language): Promise<Sentiment> {
  return judge(await valences(text, language));
}

/** What a text weighs as that says nothing of feelings, and how much more with each word. */
const INDIFFERENCE = { least: 1.2, word: 0.02 } as const;

/** What every answer weighs at least, because the service is never quite sure. */
const DOUBT = 0.15;

/** How much of both feelings weighs as mixed. */
const MIXTURE = 1.5;

/** The likeliest sentiment, and how likely each is. */
export function judge({ positive, negative, words }: Valences): Sentiment {
  const weights = {
    Positive: positive + DOUBT,
    Negative: negative + DOUBT,
    Neutral: INDIFFERENCE.least + INDIFFERENCE.word * words,
    Mixed: MIXTURE * Math.min(positive, negative) + DOUBT,
  };
  // Squares set the likeliest apart from the others.
  const sum = Object.values(weights).reduce((total, weight) => total + weight ** 2, 0);
  const [Positive, Negative, Mixed] = [weights.Positive, weights.Negative, weights.Mixed].map((weight) =>
    rounded(weight ** 2 / sum),
  ) as [number, number, number];
  const SentimentScore = { Positive, Negative, Neutral: rounded(1 - Positive - Negative - Mixed), Mixed };
  const [likeliest] = Object.entries(SentimentScore).reduce((best, each) => (each[1] > best[1] ? each : best));
  return { Sentiment: likeliest.toUpperCase() as SentimentType, SentimentScore };
}
