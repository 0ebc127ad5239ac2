import type { PostState } from "../post-write";
import type { Instant } from "../time";
import { jobNameOf } from "./caption-keys";
import { MEDIA_ITEM, pendingKey, type MediaItem } from "./items";
import { transcribeChoice, type LanguageChoice } from "./languages";
import { mediaOf, mediaVersionOf, type Media } from "./media";
import type { TranscribeMessage } from "./messages";

/** The part of a post that its captions depend on, as the table `posts` has it now. */
export type PostOfMedia = Pick<
  PostState,
  "postId" | "userId" | "version" | "deleted" | "language" | "audioFile" | "videoFile"
>;

/** What a job needs to be started. */
export interface Wanted {
  readonly item: MediaItem;
  readonly media: Media;
  readonly language: Exclude<LanguageChoice, { readonly unsupported: string }>;
}

/** What to do with a message that a post has media. */
export type StartStep =
  | { readonly kind: "ignore"; readonly why: string }
  /** The item was written by an earlier try: go on. */
  | ({ readonly kind: "go" } & Wanted)
  /** Write the item, then go on. `replaces`: an item was there, so that a job may have the same name. */
  | ({ readonly kind: "begin"; readonly replaces: boolean } & Wanted)
  /** Write the item: it says why there will be no captions. */
  | { readonly kind: "end"; readonly item: MediaItem };

/** What the decision depends on. */
export interface StartContext {
  readonly message: TranscribeMessage;
  /** Read after the message, so that it is newer than what the message tells; absent: the post is gone. */
  readonly post: PostOfMedia | undefined;
  /** The item of the post's media, as far as there is one. */
  readonly seen: MediaItem | undefined;
  /** Languages to identify the spoken one among, ISO 639. */
  readonly spokenLanguages: readonly string[];
  readonly now: Instant;
}

/**
 * Decides by what the post is now: the message only says that it is worth to look. So messages may come twice and in any order,
 * and no job is started for a post that was removed or has other media meanwhile.
 */
export function startStep(context: StartContext): StartStep {
  const { post, seen, message, spokenLanguages, now } = context;
  if (post === undefined || post.deleted) return ignore("the post was removed");
  const key = post.videoFile ?? post.audioFile;
  const media = mediaOf(post);
  if (key === undefined || media === undefined) return ignore("the post has no media any more");
  const mediaVersion = mediaVersionOf("key" in media ? media.key : key);
  if (seen !== undefined && !isToBegin(seen, mediaVersion, post, message)) {
    if (seen.mediaVersion !== mediaVersion) return ignore("a newer version of the post has other media");
    if (seen.state !== "starting" && seen.state !== "parked") return ignore(`it is ${seen.state}`);
    return going(seen, media, transcribeChoice(post.language, spokenLanguages), now);
  }
  const item = newItem(context, post, "key" in media ? media.key : key, mediaVersion);
  if ("unsupported" in media) return ended(item, media.unsupported, now);
  const language = transcribeChoice(post.language, spokenLanguages);
  if ("unsupported" in language) return ended(item, language.unsupported, now);
  const waits = { pending: pendingKey("transcribing", post.postId), since: now };
  return { kind: "begin", item: { ...item, ...waits }, media, language, replaces: seen !== undefined };
}

/** Other media is begun with, the same again after it was withdrawn, and failed media when somebody asks for it. */
function isToBegin(seen: MediaItem, mediaVersion: string, post: PostOfMedia, message: TranscribeMessage): boolean {
  if (post.version < seen.postVersion) return false;
  if (seen.mediaVersion !== mediaVersion) return true;
  if (seen.state === "withdrawn") return post.version > seen.postVersion;
  const asked = message.requestId !== undefined && message.requestId !== seen.requestId;
  return asked && (seen.state === "failed" || seen.state === "unsupported");
}

/** Media and language were fit when the item was written; the configuration may have changed since. */
function going(
  item: MediaItem,
  media: NonNullable<ReturnType<typeof mediaOf>>,
  language: LanguageChoice,
  now: Instant,
): StartStep {
  if ("unsupported" in media) return ended(item, media.unsupported, now);
  if ("unsupported" in language) return ended(item, language.unsupported, now);
  return { kind: "go", item, media, language };
}

function newItem(
  { message: { requestId }, now }: StartContext,
  { postId, userId, version, language }: PostOfMedia,
  mediaKey: string,
  mediaVersion: string,
): MediaItem {
  return {
    postId,
    language: MEDIA_ITEM,
    postVersion: version,
    mediaVersion,
    state: "starting",
    userId,
    mediaKey,
    ...(language === undefined ? {} : { statedLanguage: language }),
    jobName: jobNameOf(postId, mediaVersion),
    beganAt: now,
    attempts: 1,
    ...(requestId === undefined ? {} : { requestId }),
    updatedAt: now,
  };
}

function ended(item: MediaItem, reason: string, now: Instant): StartStep {
  const waits = { pending: undefined, since: undefined };
  return { kind: "end", item: { ...item, ...waits, state: "unsupported", reason, updatedAt: now } };
}

const ignore = (why: string): StartStep => ({ kind: "ignore", why });

/** The post has this media, now: a condition for the transaction that begins with it. Counters may change meanwhile. */
export function mediaCheck({ postId, audioFile, videoFile }: PostOfMedia) {
  const files = Object.entries({ audioFile, videoFile });
  const conditions = files.map(([name, key]) =>
    key === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`,
  );
  return {
    table: "posts" as const,
    key: { postId },
    condition: ["#deleted = :false", ...conditions].join(" AND "),
    names: { "#deleted": "deleted", "#audioFile": "audioFile", "#videoFile": "videoFile" },
    values: {
      ":false": false,
      ...Object.fromEntries(files.flatMap(([name, key]) => (key === undefined ? [] : [[`:${name}`, key]]))),
    },
  };
}
