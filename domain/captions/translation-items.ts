import type { ConditionalWrite } from "../conditional-write";
import type { Instant } from "../time";
import { captionKey, CAPTION_MEDIA_TYPES, isTranscriptKey, type CaptionFormat } from "./caption-keys";
import { MAX_ITEM_TEXT_BYTES, pendingKey, type CaptionItem, type MediaItem } from "./items";
import { targets, type Target } from "./languages";
import { toSrt, toVtt } from "./subtitles";
import type { PublishedFile } from "./transcribed";
import type { StoredTranscript } from "./transcript";
import type { TranslatedCaptions } from "./translate-captions";
import type { TranslationEnd } from "./translation-refusal";
import { joined } from "./words";

/**
 * Keys of the transcripts that an S3 event tells of. The bucket sends those of one prefix only; whatever else comes is passed over, as is
 * the event by which S3 tries a notification out when it is made
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
 *
 * The order of events does not matter: a transcript's content follows from its media version, so there is no later one to win.
 *
 * @throws SyntaxError, or Error for what no S3 event is
 */
export function newTranscripts(body: string): readonly string[] {
  const event = JSON.parse(body) as { Event?: unknown; Records?: readonly { s3?: { object?: { key?: unknown } } }[] };
  if (event.Event === "s3:TestEvent") return [];
  if (!Array.isArray(event.Records)) throw new Error("The message is no event of S3: it has no Records");
  const keys = (event.Records as readonly { s3?: { object?: { key?: unknown } } }[]).map(({ s3 }) => s3?.object?.key);
  // Keys come as forms write them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
  const texts = keys.map((key) => (typeof key === "string" ? decodeURIComponent(key.replaceAll("+", " ")) : ""));
  return texts.filter(isTranscriptKey);
}

/** What becomes of the languages that captions of a post are wanted in. */
export interface TranslationPlan {
  /** Each is to be translated into. */
  readonly translating: readonly CaptionItem[];
  readonly unsupported: readonly CaptionItem[];
}

/**
 * The items of a new transcript's translations.
 *
 * @param wanted the eager languages, and those that somebody has asked for
 */
export function planTranslations(
  media: MediaItem,
  { language: source }: Pick<StoredTranscript, "language">,
  wanted: readonly string[],
  now: Instant,
): TranslationPlan {
  const plan = targets(wanted, source);
  return {
    translating: plan.targets.map(({ language }) => translatingItem(media, language, undefined, now)),
    unsupported: plan.unsupported.map(({ language, reason }) =>
      endedItem(media, language, { state: "unsupported", reason }, undefined, now),
    ),
  };
}

/** What all items of a media version's translations say. */
function itemOf({ postId, postVersion, mediaVersion }: MediaItem, language: string, now: Instant) {
  return { postId, language, postVersion, mediaVersion, source: "translated" as const, updatedAt: now };
}

/** What the sweeper has counted of a translation that still waits; one that has ended is begun with anew. */
function nudgesOf(seen: CaptionItem | undefined): Pick<CaptionItem, "nudges"> {
  return seen?.pending === undefined || seen.nudges === undefined ? {} : { nudges: seen.nudges };
}

/** A translation that is on its way. */
function translatingItem(media: MediaItem, language: string, seen: CaptionItem | undefined, now: Instant): CaptionItem {
  const counted = { revision: seen?.revision ?? 0, ...nudgesOf(seen) };
  const pending = pendingKey("translating", media.postId);
  return { ...itemOf(media, language, now), state: "translating", ...counted, pending, since: now };
}

/**
 * The item of a translation that is begun with; `undefined` when it says so already, or when there are captions, which stay ready until
 * there are newer ones.
 */
export function begunItem(
  media: MediaItem,
  language: string,
  seen: CaptionItem | undefined,
  now: Instant,
): CaptionItem | undefined {
  const own = isOf(media, seen) ? seen : undefined;
  if (own?.state === "translating" || own?.state === "ready") return undefined;
  return translatingItem(media, language, own, now);
}

/** A translation that is published. */
export function readyItem(
  media: MediaItem,
  { language }: Target,
  { cues, quality, revision }: TranslatedCaptions,
  now: Instant,
): CaptionItem {
  const { postId, mediaVersion } = media;
  const text = joined(cues.flatMap(({ lines }) => lines));
  return {
    ...itemOf(media, language, now),
    state: "ready",
    revision,
    vttKey: captionKey({ postId, mediaVersion, language, format: "vtt" }),
    srtKey: captionKey({ postId, mediaVersion, language, format: "srt" }),
    ...(Buffer.byteLength(text, "utf8") <= MAX_ITEM_TEXT_BYTES ? { text } : {}),
    quality,
  };
}

/**
 * A translation that the day's limit does not allow. Captions that there are already, from before a correction, stay what they are:
 * ready, with newer ones to come.
 *
 * @param seen the language's item, if there is one
 */
export function parkedItem(
  media: MediaItem,
  language: string,
  reason: string,
  seen: CaptionItem | undefined,
  now: Instant,
): CaptionItem {
  const own = isOf(media, seen) ? seen : undefined;
  const wasParked = own?.pending === pendingKey("parked", media.postId);
  const waits = { pending: pendingKey("parked", media.postId), since: wasParked ? (own.since ?? now) : now };
  if (own?.state === "ready") return { ...own, reason, ...waits, updatedAt: now };
  const counted = { revision: own?.revision ?? 0, ...nudgesOf(own) };
  return { ...itemOf(media, language, now), state: "parked", reason, ...counted, ...waits };
}

/** A translation that will not come. Captions that there are already stay, with the reason why there are no newer ones. */
export function endedItem(
  media: MediaItem,
  language: string,
  { state, reason }: TranslationEnd,
  seen: CaptionItem | undefined,
  now: Instant,
): CaptionItem {
  const own = isOf(media, seen) ? seen : undefined;
  if (own?.state !== "ready") return { ...itemOf(media, language, now), state, reason, revision: own?.revision ?? 0 };
  return {
    ...own,
    reason,
    updatedAt: now,
    pending: undefined,
    since: undefined,
    nudgedAt: undefined,
    nudges: undefined,
  };
}

/** Whether an item is about this media, and not of an earlier time that the post had it. */
export function isOf(media: MediaItem, item: CaptionItem | undefined): item is CaptionItem {
  return item?.mediaVersion === media.mediaVersion && item.postVersion === media.postVersion;
}

/** Puts an item where there is none of this version of the post, nor of a later one. */
export function firstWrite(item: CaptionItem): ConditionalWrite<"captions"> {
  return {
    table: "captions",
    item: { ...item },
    condition: "attribute_not_exists(#postId) OR #postVersion < :postVersion",
    names: { "#postId": "postId", "#postVersion": "postVersion" },
    values: { ":postVersion": item.postVersion },
  };
}

/** Puts an item in the place of an older one of the same media: not of one with more corrections, nor of a withdrawn one. */
export function translationWrite(item: CaptionItem): ConditionalWrite<"captions"> {
  const { postVersion, mediaVersion, revision } = item;
  const first = firstWrite(item);
  const same = "#postVersion = :postVersion AND #mediaVersion = :mediaVersion";
  return {
    ...first,
    condition: `${first.condition} OR (${same} AND #state <> :withdrawn AND #revision <= :revision)`,
    names: { ...first.names, "#mediaVersion": "mediaVersion", "#state": "state", "#revision": "revision" },
    values: {
      ":postVersion": postVersion,
      ":mediaVersion": mediaVersion,
      ":withdrawn": "withdrawn",
      ":revision": revision,
    },
  };
}

/**
 * The files of a translation. WebVTT says that a machine made it, and whether its author has mended it; SubRip has no comments. The
 * service's stand-in marks its texts by itself.
 */
export function translatedFiles(
  { postId, mediaVersion, language: source }: StoredTranscript,
  { language }: Pick<Target, "language">,
  { cues, corrected }: Pick<TranslatedCaptions, "cues" | "corrected">,
): readonly PublishedFile[] {
  const machine = `Translated from ${source} by a machine (Amazon Translate)`;
  const note = corrected === 0 ? `${machine}.` : `${machine}, and corrected by the post's author.`;
  const file = (format: CaptionFormat, body: string): PublishedFile => ({
    key: captionKey({ postId, mediaVersion, language, format }),
    body,
    contentType: CAPTION_MEDIA_TYPES[format],
    contentLanguage: language,
  });
  return [file("vtt", toVtt(cues, { language, note })), file("srt", toSrt(cues))];
}
