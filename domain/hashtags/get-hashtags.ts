import { postIdOf } from "../captions/api/get-call";
import { jsonAnswer, problemAnswer, type HttpAnswer } from "../http/answer";
import { refuse, strangeParameter, type Checked, type HttpCall } from "../http/call";
import { problem } from "../http/problem";
import { tagsOfPost, type StoredTag, type TagHead, type TagItem } from "./tag-items";

/** Checks a call for a post's tags. @returns the post */
export function parseGetHashtags(call: HttpCall): Checked<string> {
  const stranger = strangeParameter(call, []);
  return stranger === undefined ? postIdOf(call) : refuse(stranger);
}

/** A tag as readers see it. */
export function shownTag({ tag, language, aliases, score, why }: StoredTag & { readonly language?: string }): object {
  return { tag, ...(language && { language }), aliases, ...(score !== undefined && { score }), ...(why && { why }) };
}

/**
 * A post's tags, both kinds apart.
 *
 * @param post as it is in `posts`; a removed one is none
 * @param items every item of the post in `hashtags`
 */
export function hashtagsAnswer(
  path: string,
  postId: string,
  post: { readonly deleted?: boolean } | undefined,
  items: readonly (TagItem | TagHead)[],
): HttpAnswer {
  if (post === undefined || post.deleted === true) {
    const cure = "check the identifier; the post may have been removed";
    const detail = `there is no post "${postId}"; ${cure}`;
    return problemAnswer(problem("unknown-post", path, detail, { parameter: "id", cure }));
  }
  const { manual, automated } = tagsOfPost(items);
  // Until suggestions were made there is no head of theirs: no tags then means none yet.
  const state = items.some(({ sourceTag }) => sourceTag === "automated") ? "complete" : "pending";
  return jsonAnswer(200, { postId, state, manual: manual.map(shownTag), automated: automated.map(shownTag) });
}
