import { postSegment, versionOfJob } from "../captions/caption-keys";
import { addDays, dayOf, daysBetween, partitionOf, type Instant } from "../time";
import type { ErasedPost } from "./state";

/** Where objects of a post lie, below which prefix, and which of those there are the post's. */
export interface PostPrefix {
  readonly bucket: "raw" | "curated" | "published";
  readonly prefix: string;
  readonly isOwn: (key: string) => boolean;
}

/** Objects that have a post's name: they go with all of their versions. */
export function prefixesOfPost(postId: string): readonly PostPrefix[] {
  const post = postSegment(postId);
  const all = () => true;
  // `p-1.` is also what the jobs of the post `p-1.2` begin with.
  const ofJob = (folder: string, end: RegExp) => (key: string) => {
    const job = key.slice(folder.length).replace(end, "");
    return versionOfJob(job) !== undefined && job.length === post.length + 17;
  };
  return [
    { bucket: "published", prefix: `captions/${post}/`, isOwn: all },
    { bucket: "curated", prefix: `transcripts/${post}/`, isOwn: all },
    { bucket: "raw", prefix: `staging/${post}.`, isOwn: ofJob("staging/", /\/.*$/) },
    { bucket: "raw", prefix: `transcribe/${post}.`, isOwn: ofJob("transcribe/", /\.json$/) },
  ];
}

/** Where messages and records lie that nobody could read. */
const UNREAD = ["errors/", "quarantine/"];

/**
 * Prefixes of the raw zone that may have lines of an author, in order. Partitions of posts and their history are told by their times; changes of captions
 * lie by when they were made, which nothing else keeps: every day since the first post with media.
 */
export function rawPrefixes(posts: readonly ErasedPost[], now: Instant): readonly string[] {
  const hour = (folder: string, at: string) => {
    const { date, hour: hours } = partitionOf(at.length === 13 ? `${at}:00:00.000Z` : at);
    return `${folder}/created_date=${date}/created_hour=${hours}/`;
  };
  const created = posts.flatMap(({ createdAt }) => createdAt.map((at) => hour("posts", at)));
  const events = posts.flatMap(({ hours }) => hours.map((at) => hour("post_updates", at)));
  const withMedia = posts.filter(({ media }) => media.length > 0).flatMap(({ createdAt }) => createdAt);
  const captions = daysUntil(withMedia, now).map((day) => `captions/created_date=${day}/`);
  return [...new Set([...created, ...events, ...captions, ...UNREAD])].sort();
}

function daysUntil(instants: readonly Instant[], now: Instant): readonly string[] {
  const [first] = [...instants].sort();
  if (first === undefined) return [];
  const length = Math.max(0, daysBetween(dayOf(first), dayOf(now))) + 1;
  return Array.from({ length }, (_, day) => addDays(dayOf(first), day));
}

/** Paths that CloudFront is to forget: those of each post, or all where that would be more than may be under way at once (15). */
export function invalidationPaths(posts: readonly ErasedPost[]): readonly string[] {
  const own = posts.filter(({ media }) => media.length > 0).map(({ postId }) => `/captions/${postSegment(postId)}/*`);
  return own.length > 10 ? ["/captions/*"] : [...new Set(own)].sort();
}
