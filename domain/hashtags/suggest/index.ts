import { aliasesOf } from "../aliases";
import { tagKey } from "../tag-key";
import { contentGrounds, Vocabulary, type Ground } from "./content";
import { contextGrounds } from "./context";
import { byScore, diverse } from "./diversity";
import { tagFor, tagOfWord, wordsOf, writingOf, type Writing } from "./phrases";
import { moodOf, toneTag, vetoOf } from "./tone";
import type { Contribution, SuggestInput, Suggestion, Suggestions, Veto } from "./types";
import { SUGGEST_PARAMETERS, SUGGEST_WEIGHTS, type SuggestFeature } from "./weights";
import { suggestionSentence } from "./why";

/** A tag in the post's language with all reasons for it, one a feature. */
interface Candidate {
  readonly tag: string;
  readonly grounds: ReadonlyMap<SuggestFeature, Ground>;
}

/** What the post itself says. */
const SAYING: readonly SuggestFeature[] = ["phrase", "entity", "text", "captions"];
/** A reason that has to do with the post or its author: what is in fashion is none by itself. */
const REASONS: readonly SuggestFeature[] = [...SAYING, "together", "history", "tone"];

/**
 * The tags to look up for `together`: those that the author has set, then what the post says as tags; 24 at most.
 */
export function seedsOf(input: SuggestInput): readonly string[] {
  const { language } = writingOf(input.language, input.text);
  return seedsFrom(input, contentGrounds(input, language, new Vocabulary(input.used)));
}

/** Words are seeds though nobody may use them as tags: #ओवर stands beside #क्रिकेट. Those of phrases come first, what is heard last. */
function seedsFrom(
  { manual, analysis, text, captions = "" }: SuggestInput,
  content: readonly Ground[],
): readonly string[] {
  const phrases = (analysis?.keyPhrases ?? []).map(({ Text }) => Text);
  const seeds = new Set([...manual, ...content.map(({ tag }) => tag)]);
  for (const word of new Set([...phrases, text, captions].flatMap(wordsOf))) {
    if (seeds.size >= SUGGEST_PARAMETERS.mostSeeds) break;
    const tag = tagOfWord(word);
    if (tag !== undefined) seeds.add(tag);
  }
  return [...seeds].slice(0, SUGGEST_PARAMETERS.mostSeeds);
}

/**
 * Tags for a post, five at most: candidates from what the post says and what is known around it, a linear score (`SUGGEST_WEIGHTS`),
 * then diversity. All are in the post's language and script. The same input gives the same answer: equal scores are ordered by tag.
 */
export function suggestTags(input: SuggestInput): Suggestions {
  const writing = writingOf(input.language, input.text);
  const vocabulary = new Vocabulary(input.used);
  const content = contentGrounds(input, writing.language, vocabulary);
  const grounds = [
    ...content,
    ...contextGrounds(input, seedsFrom(input, content), vocabulary),
    ...toneGrounds(input, writing),
  ];
  const candidates = gather(grounds, input, writing, vocabulary);
  const sentiment = input.analysis?.sentiment;
  const vetoed: Veto[] = [];
  const allowed = candidates.filter(({ tag, grounds: of }) => {
    if (!REASONS.some((feature) => of.has(feature))) return false;
    const veto = vetoOf(
      tag,
      SAYING.some((feature) => of.has(feature)),
      sentiment,
    );
    if (veto !== undefined) vetoed.push(veto);
    return veto === undefined;
  });
  const scored = allowed
    .map((candidate) => weigh(candidate, vocabulary, moodOf(candidate.tag, sentiment), writing))
    .filter(({ score }) => score >= SUGGEST_PARAMETERS.leastScore)
    .sort(byScore)
    .slice(0, SUGGEST_PARAMETERS.mostCompared);
  const { most, lambda } = SUGGEST_PARAMETERS;
  return {
    suggestions: diverse(scored, most, lambda, input.manual),
    vetoed: vetoed.sort((a, b) => (a.tag < b.tag ? -1 : 1)),
  };
}

function toneGrounds({ analysis }: SuggestInput, { language }: Writing): readonly Ground[] {
  const tone = toneTag(language, analysis?.sentiment);
  if (tone === undefined) return [];
  const evidence = `${tone.sentiment} (${tone.strength.toFixed(2)})`;
  return [{ tag: tone.tag, feature: "tone", value: tone.strength, evidence }];
}

/** Candidates by their tags; of several grounds of one feature the strongest stays. What the author has set already, in whatever language, is left out, and so is what is blocked. */
function gather(
  grounds: readonly Ground[],
  { manual, blocked = [] }: SuggestInput,
  writing: Writing,
  vocabulary: Vocabulary,
): readonly Candidate[] {
  const out = new Set([...manual, ...blocked].flatMap((tag) => [tagKey(tag), tagKey(tagFor(tag, writing) ?? tag)]));
  const found = new Map<string, { tag: string; grounds: Map<SuggestFeature, Ground> }>();
  for (const ground of grounds) {
    const fit = tagFor(ground.tag, writing);
    const key = fit === undefined ? undefined : tagKey(fit);
    if (fit === undefined || key === undefined || out.has(key)) continue;
    const candidate = found.get(key) ?? { tag: vocabulary.spelling(fit), grounds: new Map<SuggestFeature, Ground>() };
    found.set(key, candidate);
    const seen = candidate.grounds.get(ground.feature);
    if (seen === undefined || ground.value > seen.value) candidate.grounds.set(ground.feature, ground);
  }
  return [...found.values()];
}

function weigh({ tag, grounds }: Candidate, vocabulary: Vocabulary, mood: number, { language }: Writing): Suggestion {
  const posts = vocabulary.postsOf(tag);
  const values: readonly Omit<Ground, "tag">[] = [
    ...grounds.values(),
    { feature: "used", value: vocabulary.commonness(tag), evidence: posts === 1 ? "1 post" : `${posts} posts` },
    { feature: "mood", value: mood, evidence: "" },
  ];
  const contributions = values
    .filter(({ value }) => value !== 0)
    .map(({ feature, value, evidence }): Contribution => {
      return { feature, value: rounded(value), adds: rounded(value * SUGGEST_WEIGHTS[feature]), evidence };
    })
    .sort((a, b) => b.adds - a.adds || (a.feature < b.feature ? -1 : 1));
  const score = rounded(contributions.reduce((sum, { adds }) => sum + adds, 0));
  const sentence = suggestionSentence(contributions, language);
  return { tag, score, why: { contributions, sentence }, aliases: aliasesOf(tag) };
}

/** Four decimals: what is stored and shown, and the same sum in whatever order it was made. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
