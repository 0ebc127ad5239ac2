import { tagKey } from "../hashtags/tag-key";
import type { FeedMatch } from "./candidates";

/** Why a post stands in a feed, as a sentence for its reader. */
export function feedReason({ tag, source, because }: FeedMatch): string {
  if (because.kind !== "affinity") {
    return source === "manual" ? because.trend.why : `${because.trend.why} It was suggested for this post.`;
  }
  const { tags, suggested } = because.topic;
  const own = tags.find((each) => tagKey(each) === tagKey(tag)) ?? tags[0] ?? tag;
  const wrote = suggested ? `Your posts are about ${own}` : `You wrote about ${own}`;
  return source === "manual" ? `${wrote}; this post has ${tag}.` : `${wrote}; ${tag} was suggested for this post.`;
}
