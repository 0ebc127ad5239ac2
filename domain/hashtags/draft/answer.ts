import { ANALYSIS_FEATURES } from "../../analysis/features";
import type { AnalysisGap } from "../../analysis/leave-out";
import type { PostOfText } from "../../analysis/routes";
import type { TextAnalysis } from "../../analysis/text-analysis";
import { jsonAnswer, type HttpAnswer } from "../../http/answer";
import { shownTag } from "../get-hashtags";
import { manualTags } from "../tag-items";
import type { SentimentOf, Suggestions } from "../suggest/types";

/** What can be looked up around a post: its author's earlier posts, what stood beside its words and tags, trends of its language. */
export type Surrounding = "history" | "together" | "trends";

/** What an answer may go without. */
export type DraftGap = AnalysisGap | Surrounding;

/** The order in which gaps are told. */
const GAPS: readonly DraftGap[] = [
  "language",
  "translation",
  "sentiment",
  "keyPhrases",
  "entities",
  "together",
  "history",
  "trends",
];

/** Everything that is told of a draft. */
export interface DraftFindings extends Suggestions {
  readonly post: PostOfText;
  readonly analysis: TextAnalysis;
  /** Of the tags, BCP 47. */
  readonly language: string;
  readonly gaps: ReadonlySet<DraftGap>;
}

/** The answer: tags side by side as those of a post are, what they rest on, and what they had to do without. */
export function draftAnswer({ post, analysis, language, suggestions, vetoed, gaps }: DraftFindings): HttpAnswer {
  const without = gapsTold(gaps);
  const { sentiment, pivot, languageScore } = analysis;
  const score = analysis.language === undefined ? undefined : languageScore;
  const features = ANALYSIS_FEATURES.map((feature) => {
    const { state, reason } = analysis.features[feature];
    return [feature, { state: without.includes(feature) ? "left-out" : state, ...(reason && { reason }) }] as const;
  });
  return jsonAnswer(200, {
    language: { tag: language, by: languageBy(post, analysis), ...(score !== undefined && { score }) },
    ...(pivot && { readAs: { language: pivot.language, by: pivot.by } }),
    ...(sentiment && { sentiment: toneOfDraft(sentiment) }),
    features: Object.fromEntries(features),
    manual: manualTags(post).map((tag) => shownTag(tag)),
    automated: suggestions.map((suggestion) => shownTag({ ...suggestion, language })),
    vetoed,
    without,
  });
}

/** What cannot be read without its English is missing with it. */
function gapsTold(gaps: ReadonlySet<DraftGap>): readonly DraftGap[] {
  const all = new Set<DraftGap>(gaps.has("translation") ? [...gaps, ...ANALYSIS_FEATURES] : gaps);
  return GAPS.filter((gap) => all.has(gap));
}

/** How the language of the tags was told; `usual` also of a text in none, whose tags are English. */
function languageBy(post: PostOfText, { language, languageBy: by }: TextAnalysis): string {
  if (language !== undefined && by !== undefined) return by;
  return post.language === undefined ? "usual" : "stated";
}

function toneOfDraft({ Sentiment, SentimentScore }: SentimentOf): object {
  const { Positive: positive, Negative: negative, Neutral: neutral, Mixed: mixed } = SentimentScore;
  return { label: Sentiment.toLowerCase(), scores: { positive, negative, neutral, mixed } };
}
