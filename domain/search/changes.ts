import { languageByScript } from "../analysis/text-language";
import type { CaptionItem } from "../captions/items";
import { compareStates, type StateOrder } from "../event-order";
import { manualTags } from "../hashtags/tag-items";
import type { Instant } from "../time";
import { documentName, kindOf, type SearchDocument } from "./documents";
import { type DocumentItem, type PostMarker, indexWrites, withdrawDocument } from "./search-items";

/** What of an item of `posts` search follows from. */
export interface PostOfSearch extends StateOrder {
  readonly postId: string;
  readonly createdAt: Instant;
  readonly deleted: boolean;
  readonly text?: string;
  readonly tags?: readonly string[];
  readonly language?: string;
}

/** What the index has of a post. */
export interface PostIndex {
  readonly marker?: PostMarker;
  readonly documents: readonly DocumentItem[];
}

/** The items of a post's partition, in any order. */
export function postIndexOf(items: readonly (DocumentItem | PostMarker)[]): PostIndex {
  const marker = items.find((item): item is PostMarker => "removed" in item);
  return {
    ...(marker && { marker }),
    documents: items.filter((item): item is DocumentItem => "terms" in item),
  };
}

/** Whether an item of the stream of changes is of captions in a language: not of a recording, nor a correction. */
export function isCaptions(item: object): item is CaptionItem {
  return "source" in item && "state" in item && "mediaVersion" in item && "language" in item;
}

/** Whether a change of a post changes what it is found by; likes do not. */
export function concernsSearch(before: PostOfSearch | undefined, after: PostOfSearch): boolean {
  const what = ({ createdAt, deleted, text, tags = [], language }: PostOfSearch) =>
    JSON.stringify([createdAt, deleted, text, tags, language]);
  return before === undefined || what(before) !== what(after);
}

/** Whether a change of captions changes what they are found by. */
export function captionsConcernSearch(before: CaptionItem | undefined, after: CaptionItem): boolean {
  const what = ({ state, source, text, srtKey, mediaVersion, revision }: CaptionItem) =>
    JSON.stringify([state, source, text, srtKey, mediaVersion, revision]);
  return before === undefined || what(before) !== what(after);
}

/** What an author wrote, in the language that its script tells, where one alone is written in it; else in the one that they state. */
export function documentOfPost(post: PostOfSearch): SearchDocument {
  const { postId, createdAt, version, occurredAt, eventId, text = "" } = post;
  const script = languageByScript(text);
  const language = script.kind === "known" ? script.language.tag : (post.language ?? "und");
  const tags = manualTags(post).map(({ tag }) => tag);
  return { postId, createdAt, source: "text", language, order: { version, occurredAt, eventId }, text, tags };
}

/** What was said, or its translation. */
export function documentOfCaptions(item: CaptionItem, createdAt: Instant, text: string): SearchDocument {
  const { postId, language, source } = item;
  const of = source === "transcribed" ? "captions" : "captions-translation";
  return { postId, createdAt, source: of, language, order: orderOfCaptions(item), text };
}

export function orderOfCaptions({ postVersion, updatedAt, mediaVersion, revision }: CaptionItem): StateOrder {
  return { version: postVersion, occurredAt: updatedAt, eventId: `${mediaVersion}#${revision}` };
}

/** The transaction that brings a document into the index; none where the post is removed, or a newer state is there. */
export function documentChange({ marker, documents }: PostIndex, document: SearchDocument) {
  if (marker?.removed === true && marker.version >= document.order.version) return [];
  const name = documentName(document);
  return indexWrites(
    documents.find(({ postId }) => postId === name),
    document,
  );
}

/**
 * The transactions, one a document, that take documents of a post out of the index.
 *
 * @param which of those that still have terms
 * @param order of the state that they are withdrawn by: a document of a newer version of the post stays
 */
export function withdrawals(
  { documents }: PostIndex,
  postId: string,
  order: StateOrder,
  which: (document: DocumentItem) => boolean,
) {
  return documents
    .filter((document) => document.terms.length > 0 && document.order.version <= order.version && which(document))
    .map((document) => {
      const { createdAt, source, postId: name } = document;
      const language = name.slice(name.indexOf("#") + 1);
      return withdrawDocument(document, { postId, createdAt, source, language, order: later(order, document.order) });
    });
}

/**
 * The transactions that take captions out of the index that there are no longer. Withdrawn captions leave an item even where there was none,
 * so that an older change of them, which comes late, does not bring them back.
 */
export function captionsWithdrawal(index: PostIndex, item: CaptionItem) {
  const { postId, language, updatedAt } = item;
  const [name, order] = [documentName({ source: "captions", language }), orderOfCaptions(item)];
  const before = index.documents.find((document) => document.postId === name);
  if (before !== undefined) return withdrawals(index, postId, order, (each) => each === before);
  if (item.state !== "withdrawn") return [];
  return [withdrawDocument(undefined, { postId, createdAt: updatedAt, source: "captions", language, order })];
}

/** Captions are made after the version of the post that they are of, and may be made after it was removed. */
function later(order: StateOrder, own: StateOrder): StateOrder {
  return compareStates(order, own) > 0 ? order : { ...own, version: order.version, eventId: `${own.eventId}~` };
}

/** Texts of a post in other languages than the one that it is in now: an edit may have changed it. */
export function isOtherText(document: DocumentItem, current: SearchDocument): boolean {
  return kindOf(document.source) === "text" && document.postId !== documentName(current);
}
