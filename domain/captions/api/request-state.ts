import { jsonAnswer, type HttpAnswer } from "../../http/answer";
import type { Instant } from "../../time";
import type { CaptionItem, MediaItem } from "../items";
import { NO_SPEECH, retryAfter } from "./choose";
import { captionsIn, type FoundCaptions } from "./found";
import { whyNever } from "./possible";
import type { LanguageState, RequestItem, RequestState } from "./request-item";

/** How one language of a request stands. Items that failed before it was made do not count: it has them tried again. */
export function languageState(
  { createdAt }: Pick<RequestItem, "createdAt">,
  language: string,
  found: FoundCaptions,
): LanguageState {
  const { media } = found;
  const item = captionsIn(found, language);
  const told = (state: RequestState, reason?: string): LanguageState => ({
    language,
    state,
    ...(reason === undefined ? {} : { reason }),
  });
  if (item?.state === "ready") return told("ready");
  const never = item === undefined ? whyNever(language, media) : undefined;
  if (never !== undefined) return told("unsupported", never);
  const decisive = item ?? media;
  switch (decisive?.state) {
    case "unsupported":
      return told("unsupported", decisive.reason);
    case "silent":
      return told("unsupported", NO_SPEECH);
    case "withdrawn":
      return told("failed", "The post was removed.");
    case "failed":
      return decisive.updatedAt < createdAt ? told("pending") : told("failed", decisive.reason);
    default:
      return told("pending", decisive?.reason);
  }
}

/** The whole of a request, as it is answered. */
export function requestBody(request: RequestItem, languages: readonly LanguageState[]) {
  const { requestId, postId, createdAt } = request;
  const state: "pending" | "done" = languages.some((each) => each.state === "pending") ? "pending" : "done";
  const links = { request: requestPath(requestId), captions: `/v1/posts/${postId}/captions` };
  return { requestId, postId, state, languages, createdAt, links };
}

export function requestPath(requestId: string): string {
  return `/v1/requests/${requestId}`;
}

/** What a request that was made is answered: it lasts, so ask again there. */
export function orderAnswer(request: RequestItem, languages: readonly LanguageState[]): HttpAnswer {
  const body = requestBody(request, languages);
  const seconds = retryAfter("transcribing", request.createdAt);
  return jsonAnswer(202, body, { location: requestPath(request.requestId), ...later(body.state, seconds) });
}

/** How a request stands now. */
export function requestAnswer(request: RequestItem, found: FoundCaptions, now: Instant): HttpAnswer {
  const languages = request.languages.map((language) => languageState(request, language, found));
  const body = requestBody(request, languages);
  return jsonAnswer(200, body, later(body.state, waitOf(found, languages, now)));
}

function later(state: "pending" | "done", seconds: number): Readonly<Record<string, string>> {
  return state === "pending" ? { "retry-after": String(seconds) } : {};
}

/** The shortest wait of what is pending. */
function waitOf(found: FoundCaptions, languages: readonly LanguageState[], now: Instant): number {
  const items = languages
    .filter(({ state }) => state === "pending")
    .map(({ language }): CaptionItem | MediaItem | undefined => captionsIn(found, language) ?? found.media);
  return Math.min(
    ...items.map((item) => retryAfter(item?.state === "transcribed" ? "translating" : (item?.state ?? ""), now)),
  );
}
