import { manualTags, TagBasis } from "../hashtags/tag-items";
import type { PostAnalysis, SuggestInput, TagPair, TagPosts } from "../hashtags/suggest/types";
import type { PostOfText } from "./routes";
import type { RawPart, RawTextItem } from "./raw-text";
import type { TextAnalysis } from "./text-analysis";

/** How far around a post is looked. */
export const CONTEXT = {
  /** Seeds whose other posts are looked up. */
  seeds: 4,
  /** UTC days before the post's, its own included. */
  days: 2,
  /** Posts of one partition of the index of tags: the newest before this one. */
  postsAPartition: 10,
  /** Posts in all: as many as one BatchGetItem reads. */
  posts: 100,
  /** The author's posts before this one. */
  authorPosts: 30,
} as const;

/** What was found around a post. */
export interface SuggestContext {
  /** The text of its captions in its language. */
  readonly captions?: string;
  /** The author's earlier posts. */
  readonly earlier?: readonly Pick<PostOfText, "text" | "tags">[];
  /** Tags that authors have set, of earlier posts with one of the seeds; one list a post. */
  readonly beside?: readonly (readonly string[])[];
  /** What trends in its language, the hottest first. */
  readonly trends?: SuggestInput["trends"];
}

/** What was analysed of a part, unless that is gone, or of nothing that can be read. */
function analysisOf(part: RawPart | undefined): TextAnalysis | undefined {
  return part?.state === "withdrawn" || part?.analysis?.language === undefined ? undefined : part.analysis;
}

/** What tags are made from: more wins over less of the same version. */
export function basisOf(item: RawTextItem): number {
  return analysisOf(item.speech) === undefined ? TagBasis.text : TagBasis.captions;
}

/** The language of a post's tags: that of its text, else of its speech, else the stated one. */
export function languageOfTags(post: PostOfText, item: RawTextItem): string {
  return analysisOf(item.text)?.language ?? analysisOf(item.speech)?.language ?? post.language ?? "en";
}

/** Everything that tags are suggested from. */
export function suggestInput(post: PostOfText, item: RawTextItem, context: SuggestContext = {}): SuggestInput {
  const { captions, earlier, beside, trends } = context;
  const analysis = bothParts(analysisOf(item.text), analysisOf(item.speech));
  return {
    language: languageOfTags(post, item),
    text: post.text ?? "",
    manual: manualTags(post).map(({ tag }) => tag),
    ...(captions === undefined ? {} : { captions }),
    ...(analysis === undefined ? {} : { analysis }),
    ...(earlier === undefined ? {} : { history: { posts: earlier.length, tags: countTags(earlier.map(tagsOf)) } }),
    // The sample is of posts like this one, so that how many it has says nothing of how common a tag is.
    ...(beside === undefined ? {} : { used: { posts: 0, tags: countTags(beside) } }),
    ...(trends === undefined ? {} : { trends }),
  };
}

/** Text and speech together; the tone is the text's, which its author chose for it. */
function bothParts(text: TextAnalysis | undefined, speech: TextAnalysis | undefined): PostAnalysis | undefined {
  if (text === undefined && speech === undefined) return undefined;
  const sentiment = text?.sentiment ?? speech?.sentiment;
  return {
    keyPhrases: [...(text?.keyPhrases ?? []), ...(speech?.keyPhrases ?? [])],
    entities: [...(text?.entities ?? []), ...(speech?.entities ?? [])],
    ...(sentiment === undefined ? {} : { sentiment }),
  };
}

const tagsOf = (post: Pick<PostOfText, "text" | "tags">): readonly string[] => manualTags(post).map(({ tag }) => tag);

/** How many of these posts have each tag. */
function countTags(posts: readonly (readonly string[])[]): readonly TagPosts[] {
  const counts = new Map<string, number>();
  for (const tag of posts.flatMap((tags) => [...new Set(tags)])) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return Array.from(counts, ([tag, count]) => ({ tag, posts: count }));
}

/** How often other tags stood beside each seed. */
export function pairsOf(seeds: readonly string[], beside: readonly (readonly string[])[]): readonly TagPair[] {
  return seeds.flatMap((seed) => {
    const own = beside.filter((tags) => tags.includes(seed));
    const others = countTags(own).filter(({ tag }) => tag !== seed);
    return others.map(({ tag, posts }) => ({ seed, seedPosts: own.length, tag, posts }));
  });
}
