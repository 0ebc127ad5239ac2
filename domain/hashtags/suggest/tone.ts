import { topicOf, tagIn } from "../aliases";
import type { SentimentOf, Veto } from "./types";
import { SUGGEST_PARAMETERS } from "./weights";

/** Topics of joy, 1, and of grief, -1; all others are of no tone. */
const TONES: Readonly<Record<string, number>> = {
  "#happiness": 1,
  "#love": 1,
  "#diwali": 1,
  "#holi": 1,
  "#eid": 1,
  "#navratri": 1,
  "#festival": 1,
  "#wedding": 1,
  "#goodmorning": 1,
  "#dance": 1,
  "#comedy": 1,
  "#independenceday": 1,
  "#sadness": -1,
};

/** How joyful what a tag is about is: 1 joy, -1 grief, 0 neither, or unknown. */
export function toneOf(tag: string): number {
  return TONES[topicOf(tag)?.topic ?? ""] ?? 0;
}

/** How far a post's tone suits a tag's, -1 to 1. */
export function moodOf(tag: string, sentiment: SentimentOf | undefined): number {
  if (sentiment === undefined) return 0;
  const { Positive, Negative } = sentiment.SentimentScore;
  return toneOf(tag) * (Positive - Negative);
}

/**
 * Why sentiment keeps a tag out, if it does: a tag of joy that a sad post does not say itself. What the author says is never vetoed,
 * only ranked lower.
 */
export function vetoOf(tag: string, said: boolean, sentiment: SentimentOf | undefined): Veto | undefined {
  const negative = sentiment?.SentimentScore.Negative ?? 0;
  if (said || toneOf(tag) <= 0 || negative < SUGGEST_PARAMETERS.vetoNegative) return undefined;
  const reason = `The post is negative (${negative.toFixed(2)}) and does not speak of ${tag} itself.`;
  return { tag, reason };
}

/** The one tag that says a strong tone, in the post's language; none for a mixed, neutral or weak one. */
export function toneTag(
  language: string,
  sentiment: SentimentOf | undefined,
): { readonly tag: string; readonly strength: number; readonly sentiment: string } | undefined {
  if (sentiment === undefined) return undefined;
  const { Positive, Negative } = sentiment.SentimentScore;
  const [topic, strength] =
    sentiment.Sentiment === "POSITIVE"
      ? ["#happiness", Positive]
      : sentiment.Sentiment === "NEGATIVE"
        ? ["#sadness", Negative]
        : ["", 0];
  const tag = topic === "" ? undefined : tagIn(topic, language);
  if (tag === undefined || strength < SUGGEST_PARAMETERS.toneFrom) return undefined;
  return { tag, strength, sentiment: sentiment.Sentiment.toLowerCase() };
}
