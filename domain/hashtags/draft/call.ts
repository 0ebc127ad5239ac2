import { emptyRawText, type RawTextItem } from "../../analysis/raw-text";
import type { PostOfText } from "../../analysis/routes";
import type { TextAnalysis } from "../../analysis/text-analysis";
import { countGraphemes } from "../../captions/graphemes";
import { parseLanguage } from "../../captions/language-tag";
import { accept, bodyOf, callerOf, invalidField, type Checked, type HttpCall } from "../../http/call";
import { MAX_TAGS } from "../../post-event";
import { MAX_TAG_LENGTH, normalizeTag } from "../../tags";
import type { Instant } from "../../time";
import { isHashtag } from "../extract";

/** The scope that suggestions for a draft take. */
export const HASHTAGS_SUGGEST_SCOPE = "hashtags/suggest";

/** Most of a draft's text: Comprehend reads so many bytes in one document, and is paid by characters. */
export const MAX_DRAFT_BYTES = 5_000;
export const MAX_DRAFT_GRAPHEMES = 2_000;

/** A post that nobody has published yet. */
export interface Draft {
  readonly path: string;
  /** Who writes it. */
  readonly subject: string;
  /** NFC. */
  readonly text: string;
  /** Normalized, each once. */
  readonly tags: readonly string[];
  /** As its author's application states it, in canonical spelling. */
  readonly language?: string;
}

/** Checks a call for suggestions. */
export function parseDraft(call: HttpCall): Checked<Draft> {
  const { path } = call;
  const subject = callerOf(call);
  if (!subject.ok) return subject;
  const body = bodyOf(call, ["text", "tags", "language"]);
  if (!body.ok) return body;
  const text = textOf(path, body.value["text"]);
  if (!text.ok) return text;
  const tags = tagsOf(path, body.value["tags"]);
  if (!tags.ok) return tags;
  const language = languageOf(path, body.value["language"]);
  if (!language.ok) return language;
  if (text.value.trim() === "" && tags.value.length === 0) {
    return invalidField(path, "text", "says nothing", "give some text, or tags");
  }
  const stated = language.value === undefined ? {} : { language: language.value };
  return accept({ path, subject: subject.value, text: text.value, tags: tags.value, ...stated });
}

function textOf(path: string, text: unknown): Checked<string> {
  const cure = `give a text of at most ${MAX_DRAFT_BYTES} bytes in UTF-8 and ${MAX_DRAFT_GRAPHEMES} characters`;
  if (typeof text !== "string") return invalidField(path, "text", "is no text", cure);
  if (!text.isWellFormed()) return invalidField(path, "text", "has half of a surrogate pair", cure);
  const composed = text.normalize("NFC");
  const bytes = Buffer.byteLength(composed, "utf8");
  if (bytes > MAX_DRAFT_BYTES) return invalidField(path, "text", `has ${bytes} bytes`, cure);
  const graphemes = countGraphemes(composed);
  if (graphemes > MAX_DRAFT_GRAPHEMES) return invalidField(path, "text", `has ${graphemes} characters`, cure);
  return accept(composed);
}

function tagsOf(path: string, list: unknown = []): Checked<readonly string[]> {
  const cure = `give a list of at most ${MAX_TAGS} hashtags: # and a word, ${MAX_TAG_LENGTH} characters in all`;
  if (!Array.isArray(list)) return invalidField(path, "tags", "is no list", cure);
  if (list.length > MAX_TAGS) return invalidField(path, "tags", `has ${list.length} entries`, cure);
  const tags: string[] = [];
  for (const [index, each] of (list as unknown[]).entries()) {
    const tag = typeof each === "string" ? normalizeTag(each) : undefined;
    if (tag === undefined || !isHashtag(tag)) return invalidField(path, `tags[${index}]`, "is no hashtag", cure);
    tags.push(tag);
  }
  return accept([...new Set(tags)]);
}

function languageOf(path: string, language: unknown): Checked<string | undefined> {
  if (language === undefined) return accept(undefined);
  const tag = typeof language === "string" ? parseLanguage(language) : undefined;
  if (tag === undefined) {
    const cure = "give a language tag such as hi, ta-IN or hi-Latn, or leave it out";
    return invalidField(path, "language", "is no language tag", cure);
  }
  return accept(tag.tag);
}

/** The draft as the post that it may become: of its author, written now. */
export function draftPost({ subject, text, tags, language }: Draft, now: Instant): PostOfText {
  const stated = language === undefined ? {} : { language };
  return { postId: "draft", userId: subject, createdAt: now, version: 1, text, tags, ...stated };
}

/** What `raw-text` would say of that post; no table has it. */
export function draftItem(analysis: TextAnalysis, now: Instant): RawTextItem {
  const text = { postVersion: 1, content: "", state: "analysed", analysis } as const;
  return { ...emptyRawText("draft", now), text };
}
