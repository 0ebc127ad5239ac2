import { jsonAnswer, problemAnswer, type HttpAnswer } from "../../http/answer";
import { preferredLanguage } from "../../http/negotiation";
import { problem, type ProblemDetails, type ProblemKind } from "../../http/problem";
import { secondsToTomorrow, type Instant } from "../../time";
import type { CaptionFormat } from "../caption-keys";
import type { CaptionItem, MediaItem } from "../items";
import { mediaOf } from "../media";
import type { PostOfMedia } from "../media-start";
import { overview, type DocumentContext } from "./document";
import { captionsIn, readyLanguages, type FoundCaptions } from "./found";
import type { CaptionsQuery } from "./get-call";
import { whyNever } from "./possible";

/** What becomes of a call for captions. */
export type CaptionsChoice =
  /** A file is to be read and sent as it is. */
  | { readonly kind: "file"; readonly item: CaptionItem; readonly format: CaptionFormat }
  /** The document with the cues of these captions. */
  | { readonly kind: "document"; readonly item: CaptionItem }
  | { readonly kind: "answer"; readonly answer: HttpAnswer };

/** When to ask again, seconds: speech takes a fraction of its length to be transcribed, a translation some seconds. */
export const RETRY_SECONDS = { transcribing: 30, translating: 10 } as const;

export const NO_SPEECH = "Nothing is said in the recording.";

/** What the choice depends on beside the call. */
export interface ChoiceContext extends Omit<DocumentContext, "path"> {
  readonly found: FoundCaptions;
  /** Read where the table `captions` knows nothing of the post. */
  readonly post?: PostOfMedia | undefined;
  readonly now: Instant;
}

/**
 * What to answer. The language is the one asked for, else the one that `Accept-Language` prefers among those that are ready, else the
 * spoken one.
 */
export function chooseCaptions(query: CaptionsQuery, context: ChoiceContext): CaptionsChoice {
  const { found } = context;
  const { media } = found;
  const refuse = refusal(query);
  if (media === undefined) return unseen(query, context.post, refuse);
  if (media.state === "withdrawn") return refuse("captions-withdrawn", "The post was removed.");
  const language = query.language ?? preferred(query, found);
  const item = language === undefined ? undefined : captionsIn(found, language);
  if (item?.state === "ready") {
    return query.format === "json" ? { kind: "document", item } : { kind: "file", item, format: query.format };
  }
  const ready = readyLanguages(found);
  const never = language === undefined || item !== undefined ? undefined : whyNever(language, media);
  if (never !== undefined) return refuse("captions-unsupported", never, { state: "unsupported", ready });
  const { state, reason = "" } = item ?? media;
  switch (state) {
    case "starting":
    case "transcribing":
    case "translating":
    case "parked":
      return making(query, context, item ?? media);
    case "unsupported":
      return refuse("captions-unsupported", reason, { state, ready });
    case "failed":
      return refuse("captions-failed", reason, { state, ready, cure: asking(query.postId, language) });
    case "withdrawn":
      return refuse("captions-withdrawn", reason, { state });
    case "silent":
      return silent(query, context, refuse);
    default:
      return missing(query, ready, refuse);
  }
}

type Refuse = (kind: ProblemKind, reason: string, more?: ProblemDetails) => CaptionsChoice;

function refusal({ path }: CaptionsQuery): Refuse {
  return (kind, reason, more = {}) => {
    const sentence = reason === "" ? "There are no captions." : reason;
    const detail = more.cure === undefined ? sentence : `${sentence} To mend it, ${more.cure}.`;
    return { kind: "answer", answer: problemAnswer(problem(kind, path, detail, more)) };
  };
}

function preferred({ acceptLanguage }: CaptionsQuery, found: FoundCaptions): string | undefined {
  const ready = readyLanguages(found);
  return preferredLanguage(acceptLanguage, ready) ?? ready[0];
}

/** The platform has not begun with the post: is there one, and has it anything to hear? */
function unseen({ postId, language }: CaptionsQuery, post: PostOfMedia | undefined, refuse: Refuse): CaptionsChoice {
  if (post === undefined) return refuse("unknown-post", `There is no post ${postId}.`, { parameter: "id" });
  if (post.deleted) return refuse("captions-withdrawn", "The post was removed.");
  const media = mediaOf(post);
  if (media === undefined) return refuse("captions-unsupported", "The post has neither audio nor video.");
  if ("unsupported" in media) return refuse("captions-unsupported", media.unsupported);
  return refuse("captions-missing", "The post's captions were not begun.", {
    ready: [],
    cure: asking(postId, language),
  });
}

/** On the way: its state, and when to ask again. */
function making(
  { path, postId, language }: CaptionsQuery,
  { found, now, publicUrl }: ChoiceContext,
  { state, reason }: CaptionItem | MediaItem,
): CaptionsChoice {
  const body = {
    ...overview(found, { path, publicUrl }),
    postId,
    ...(language === undefined ? {} : { language }),
    state,
    ...(reason === undefined ? {} : { reason }),
  };
  return { kind: "answer", answer: jsonAnswer(202, body, { "retry-after": String(retryAfter(state, now)) }) };
}

/** Seconds until it is worth to ask again: what the day's limit has parked waits for the next UTC day. */
export function retryAfter(state: string, now: Instant): number {
  if (state === "parked") return secondsToTomorrow(now);
  return state === "translating" ? RETRY_SECONDS.translating : RETRY_SECONDS.transcribing;
}

/** Silence is a state, not an error: a document can say so, a file cannot. */
function silent({ format, path }: CaptionsQuery, { found, publicUrl }: ChoiceContext, refuse: Refuse): CaptionsChoice {
  if (format !== "json") return refuse("captions-unsupported", NO_SPEECH, { state: "silent", ready: [] });
  const body = { ...overview(found, { path, publicUrl }), reason: NO_SPEECH, cues: [] };
  return { kind: "answer", answer: jsonAnswer(200, body) };
}

/** Transcribed, and never asked for in this language. */
function missing({ postId, language }: CaptionsQuery, ready: readonly string[], refuse: Refuse): CaptionsChoice {
  const what = language === undefined ? "There are no captions yet" : `There are no captions in "${language}" yet`;
  const there = ready.length === 0 ? "none are ready" : `ready are ${ready.join(", ")}`;
  return refuse("captions-missing", `${what}; ${there}.`, { ready, cure: asking(postId, language) });
}

/** How captions are asked for. */
function asking(postId: string, language = "hi"): string {
  return `ask for them: POST /v1/captions with ${JSON.stringify({ postId, languages: [language] })}`;
}
