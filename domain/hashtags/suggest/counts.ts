import type { TagPair, TagPosts } from "./types";

/** How many posts have each tag: `used` of a language's posts, `history` of an author's. The commonest first, then by tag. */
export function tagCounts(posts: readonly { readonly tags: readonly string[] }[]): {
  readonly posts: number;
  readonly tags: readonly TagPosts[];
} {
  const counts = new Map<string, number>();
  for (const { tags } of posts) for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const counted = Array.from(counts, ([tag, count]): TagPosts => ({ tag, posts: count }));
  return { posts: posts.length, tags: counted.sort((a, b) => b.posts - a.posts || (a.tag < b.tag ? -1 : 1)) };
}

/**
 * What stood beside a seed: `together`, once a seed of `seedsOf`.
 *
 * @param posts those that have the seed, as a tag or as a word of their text, with the tags that their authors have set
 */
export function pairsBeside(seed: string, posts: readonly { readonly tags: readonly string[] }[]): readonly TagPair[] {
  const { tags } = tagCounts(posts);
  return tags.filter(({ tag }) => tag !== seed).map((each) => ({ ...each, seed, seedPosts: posts.length }));
}
