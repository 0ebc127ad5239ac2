import { problem, type Problem } from "../../http/problem";
import { mediaOf, mediaVersionOf } from "../media";
import { transcription } from "../media-route";
import type { PostOfMedia } from "../media-start";
import { captionsIn, spokenLanguageOf, type FoundCaptions } from "./found";
import type { CaptionsOrder } from "./post-call";
import type { LanguageState, OrderedWork, RequestItem } from "./request-item";
import { languageState } from "./request-state";

/** Why captions of a post cannot be ordered at all; `undefined` when they can. */
export function orderProblem({ path, postId }: CaptionsOrder, post: PostOfMedia | undefined): Problem | undefined {
  const cure = "name a post that is there";
  if (post === undefined || post.deleted) {
    return problem("unknown-post", path, `there is no post ${postId}; ${cure}`, { parameter: "postId", cure });
  }
  if (mediaOf(post) !== undefined) return undefined;
  const other = "name a post with audio or video";
  const detail = `the post ${postId} has neither audio nor video; ${other}`;
  return problem("no-media", path, detail, { parameter: "postId", cure: other });
}

/** What a request sets going, and how its languages stand as it does. */
export interface OrderPlan {
  readonly states: readonly LanguageState[];
  readonly work: readonly OrderedWork[];
}

/**
 * What to send for a request, given what is there. Languages that are ready, under way or impossible take nothing; those of a
 * transcribed post one message each; a post whose transcript is not there, nor under way, is to be transcribed first.
 */
export function planOrder(request: RequestItem, post: PostOfMedia, found: FoundCaptions): OrderPlan {
  const { requestId, postId, languages } = request;
  const media = mediaOf(post);
  if (media === undefined) throw new RangeError(`The post ${postId} has no media: orderProblem says so`);
  if ("unsupported" in media) {
    const reason = media.unsupported;
    return { states: languages.map((language) => ({ language, state: "unsupported", reason })), work: [] };
  }
  const present = presentOf(found, mediaVersionOf(media.key));
  const states = languages.map((language) => languageState(request, language, present));
  const open = states.filter(({ state }) => state === "pending").map(({ language }) => language);
  if (open.length === 0) return { states, work: [] };
  if (present.media?.state !== "transcribed") {
    const work = isUnderWay(present.media)
      ? []
      : [{ queue: "media" as const, message: { ...transcription(post), requestId } }];
    return { states, work };
  }
  const { mediaVersion } = present.media;
  const spoken = spokenLanguageOf(present);
  const missing = open.filter((language) => language !== spoken && !isUnderWay(captionsIn(present, language)));
  const work = missing.map((language): OrderedWork => ({
    queue: "translations",
    message: { kind: "translate", postId, mediaVersion, language, requestId },
  }));
  return { states, work };
}

/** Captions of media that the post has no more are none. */
function presentOf(found: FoundCaptions, mediaVersion: string): FoundCaptions {
  return found.media?.mediaVersion === mediaVersion ? found : { captions: [] };
}

function isUnderWay(item: { readonly state: string } | undefined): boolean {
  return item !== undefined && ["starting", "transcribing", "translating", "parked"].includes(item.state);
}
