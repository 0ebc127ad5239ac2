import { assignments, type ConditionalWrite } from "../conditional-write";
import type { Instant } from "../time";
import { postSegment, transcriptKey } from "./caption-keys";
import { MEDIA_ITEM, type MediaItem } from "./items";
import type { WithdrawMessage } from "./messages";

/** The keys of an item, and what tells which recording it is about. */
export interface WithdrawnItem {
  readonly postId: string;
  readonly language: string;
  readonly mediaVersion: string;
}

/** What goes with the captions themselves: everything that says what was said, and what was still to come. */
const GONE = [
  "pending",
  "since",
  "nudgedAt",
  "nudges",
  "owes",
  "reason",
  "text",
  "vttKey",
  "srtKey",
  "quality",
  "transcriptKey",
] as const;

/**
 * The write that withdraws an item, refused for one that a newer version of the post has made.
 *
 * Of one media file, the item's version stays: the version of the post that named other media is still to write it.
 */
export function withdrawWrite(
  { postId, postVersion, mediaVersion }: WithdrawMessage,
  language: string,
  now: Instant,
): ConditionalWrite<"captions"> {
  const whole = mediaVersion === undefined;
  const { update, names, values } = assignments(
    { state: "withdrawn", ...(whole ? { postVersion } : {}), updatedAt: now },
    GONE,
  );
  return {
    table: "captions",
    key: { postId, language },
    update,
    condition: whole
      ? "attribute_exists(#postId) AND #postVersion <= :upTo"
      : "#mediaVersion = :mediaVersion AND #postVersion < :upTo",
    names: {
      ...names,
      ...(whole ? { "#postId": "postId" } : { "#mediaVersion": "mediaVersion" }),
      "#postVersion": "postVersion",
    },
    values: { ...values, ":upTo": postVersion, ...(whole ? {} : { ":mediaVersion": mediaVersion }) },
  };
}

/** The media version that stays: a newer version of the post has it. */
export function keptVersion(media: MediaItem | undefined): string | undefined {
  return media === undefined || media.state === "withdrawn" ? undefined : media.mediaVersion;
}

/** The part of an item's sort key that says what it is. */
export function kindOfItem(language: string): "media" | "captions" | "correction" {
  if (language === MEDIA_ITEM) return "media";
  return language.includes("#") ? "correction" : "captions";
}

/** Whether a message is about an item of a media version. */
export function concerns({ mediaVersion }: WithdrawMessage, of: string, kept: string | undefined): boolean {
  return mediaVersion === undefined ? of !== kept : of === mediaVersion && of !== kept;
}

/** Below which keys a withdrawn post's objects lie: those of captions in `published`, of transcripts in `curated`. */
export function withdrawnPrefixes({ postId, mediaVersion }: WithdrawMessage) {
  const post = postSegment(postId);
  return mediaVersion === undefined
    ? { captions: `captions/${post}/`, transcripts: `transcripts/${post}/` }
    : { captions: `captions/${post}/${mediaVersion}/`, transcripts: transcriptKey(postId, mediaVersion) };
}

/** The media version that an object below those prefixes is about. */
export function versionOfKey(key: string): string {
  return /^[a-z]+\/[^/]+\/([0-9a-f]{16})[/.]/.exec(key)?.[1] ?? "";
}

/**
 * What to withdraw after something was published that nobody wants any more: the post was removed, or has other media, while it was
 * on its way. `undefined` when it is wanted.
 *
 * @param mediaVersion of what was published
 * @param now the item of the post's media, read after that
 */
export function takeBack(mediaVersion: string, now: MediaItem | undefined): WithdrawMessage | undefined {
  if (now === undefined) return undefined;
  const { postId, postVersion } = now;
  if (now.state === "withdrawn") return { kind: "withdraw", postId, postVersion };
  return now.mediaVersion === mediaVersion ? undefined : { kind: "withdraw", postId, postVersion, mediaVersion };
}
