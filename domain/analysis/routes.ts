import type { MediaItem } from "../captions/items";
import { sha256 } from "../digest";
import type { Instant } from "../time";
import type { TextToAnalyse } from "./text-analysis";
import { removeRawText, stageOf, wantPart, type AnalysisPart, type PartSubject, type RawTextItem } from "./raw-text";

/** A post as far as its text goes; an item of the table `posts`. */
export interface PostOfText {
  readonly postId: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly version: number;
  readonly deleted?: boolean;
  readonly text?: string;
  readonly tags?: readonly string[];
  readonly language?: string;
}

/** Queues `texts` and `suggestions`: a post has something to be analysed, or to be tagged by. What it is, its item in `raw-text` says. */
export interface TextMessage {
  readonly kind: "analyse" | "suggest";
  readonly postId: string;
}

/**
 * What a change of a post, or of its media's item in `captions`, means for its item in `raw-text`. That a part has gone is looked up once more
 * before it is believed (`gone` is only what the change says): changes come late and twice, and within a version nothing tells their order.
 */
export type TextRoute =
  | {
      readonly kind: "part";
      readonly part: AnalysisPart;
      readonly postId: string;
      readonly subject: PartSubject;
      readonly gone: boolean;
    }
  | { readonly kind: "removed"; readonly postId: string; readonly postVersion: number };

/** The text of a post as it is to be analysed. */
export function textOfPost({ text = "", language }: PostOfText): TextToAnalyse {
  return { text, ...(language === undefined ? {} : { stated: language }) };
}

/** What of a post its analysis and its tags follow from; `undefined` for one that says nothing. */
export function textSubject(post: PostOfText): PartSubject | undefined {
  const { version, text = "", tags = [], language = "" } = post;
  if (text.trim() === "" && tags.length === 0) return undefined;
  return { postVersion: version, content: sha256(JSON.stringify([text, tags, language])).slice(0, 16) };
}

/** Whether an item of the stream of changes is of the media of a post. */
function isMediaItem(item: object): item is MediaItem {
  return "language" in item && item.language === "media" && "mediaVersion" in item;
}

/** An item before and after a change, as the stream of changes has it. */
export interface ItemChange {
  readonly before: object | undefined;
  readonly after: object | undefined;
}

/** Nothing unless what is analysed is another one: likes change nothing. */
export function textRoute({ before, after }: ItemChange): TextRoute | undefined {
  const item = after ?? before;
  if (item === undefined) return undefined;
  if (isMediaItem(item)) return after === undefined ? undefined : speechRoute(before as MediaItem | undefined, item);
  return postRoute(before as PostOfText | undefined, after as PostOfText | undefined, item as PostOfText);
}

function postRoute(
  before: PostOfText | undefined,
  after: PostOfText | undefined,
  { postId, version }: PostOfText,
): TextRoute | undefined {
  const [was, is] = [subjectOf(before), subjectOf(after)];
  if (was?.content === is?.content) return undefined;
  const common = { kind: "part", part: "text", postId } as const;
  if (is !== undefined) return { ...common, subject: is, gone: false };
  if (after === undefined || after.deleted) return { kind: "removed", postId, postVersion: version };
  return { ...common, subject: { postVersion: version, content: "" }, gone: true };
}

const subjectOf = (post: PostOfText | undefined): PartSubject | undefined =>
  post === undefined || post.deleted ? undefined : textSubject(post);

/** States of media in which there is no transcript, and none is on its way that an earlier one could wait for. */
export const SPEECHLESS = ["starting", "silent", "unsupported", "failed", "withdrawn"] as const;

/** What is to be read of speech: the transcript of a recording, or that there is none. */
export function speechSubject({ postVersion, mediaVersion, state }: MediaItem): PartSubject {
  return { postVersion, content: state === "transcribed" ? mediaVersion : `${state} ${mediaVersion}` };
}

/** Speech is analysed once its transcript lies there: the item waits for nothing then. */
function speechRoute(before: MediaItem | undefined, after: MediaItem): TextRoute | undefined {
  const { postId, state } = after;
  const settled = (item: MediaItem | undefined) => item?.state === "transcribed" && item.pending === undefined;
  const gone = SPEECHLESS.some((each) => each === state);
  if (!settled(after) && !gone) return undefined;
  const subject = speechSubject(after);
  const was = before !== undefined && (gone || settled(before)) ? speechSubject(before) : undefined;
  if (was?.content === subject.content && was.postVersion === subject.postVersion) return undefined;
  return { kind: "part", part: "speech", postId, subject, gone };
}

/**
 * What a route does to a post's item.
 *
 * @param seen as it was read; `undefined` when there is none
 * @returns the next item; `undefined` when the item knows already
 */
export function routed(
  seen: RawTextItem | undefined,
  route: TextRoute,
  empty: RawTextItem,
  now: Instant,
): RawTextItem | undefined {
  const item = seen ?? empty;
  if (route.kind === "removed") return removeRawText(item, route.postVersion, now);
  const { part, subject, gone } = route;
  // What was never there needs no note that it has gone.
  return gone && item[part] === undefined ? undefined : wantPart(item, part, subject, now);
}

/** The message that takes an item on, if there is anything to come: also of one that the sweep has given up. */
export function messageFor(item: RawTextItem | undefined): TextMessage | undefined {
  const stage = item === undefined ? undefined : stageOf(item);
  return item === undefined || stage === undefined ? undefined : { kind: stage, postId: item.postId };
}
