import type { Post, PostEvent } from "../domain/post-event";
import type { Container } from "./media";
import { makeChance } from "./random";
import { durationOf, kindOf, type SpeechKind } from "./speech/make";
import { MEDIA_PLANS, type Fate, type MediaPlan, type PostPlan } from "./speech/plan";

/** A post's events in the order in which they occurred, none of them with media yet. */
export interface History {
  /** The language that the post is written in, whatever it states. */
  readonly voice: string;
  /** What its author wanted it to be. */
  readonly form: "audio" | "video" | "text";
  readonly events: readonly PostEvent[];
}

/** A media file of the feed, as `samples/media-manifest.json` lists it. */
export interface FeedMedia {
  /** In the application's bucket. */
  readonly key: string;
  readonly postId: string;
  /** Name in the plan of the media. */
  readonly sample: string;
  readonly container: Container;
  /** ISO 639, what is spoken; absent where nobody speaks. */
  readonly language?: string;
  /** What the post says of its language; absent where it says nothing. */
  readonly stated?: string;
  readonly kind?: SpeechKind;
  /** Absent where no whole file is. */
  readonly durationMs?: number;
  readonly fate: Fate;
}

const HOUR = 3_600_000;

/** Media is withdrawn when its captions have long been there, and replaced not at once either. */
const WITHDRAWN_AFTER = 4 * HOUR;
const REPLACED_AFTER = HOUR;

/** As the container says: webm is a video's here. */
const FORMS: Readonly<Record<Container, "audio" | "video">> = {
  amr: "audio",
  flac: "audio",
  m4a: "audio",
  mov: "video",
  mp3: "audio",
  mp4: "video",
  ogg: "audio",
  wav: "audio",
  webm: "video",
};

/**
 * Gives the planned media to posts that suit them. Media that no post suits is left out: a feed of another seed may lack one.
 */
export function placeMedia(
  histories: readonly History[],
  seed: number,
): { readonly histories: readonly History[]; readonly media: readonly FeedMedia[] } {
  // Chance of its own: what the feed holds beside media does not depend on the plan.
  const chance = makeChance(seed);
  const placed = [...histories];
  const media: FeedMedia[] = [];
  const taken = new Set<number>();
  for (const plan of MEDIA_PLANS) {
    const suiting = histories.flatMap((history, i) => (!taken.has(i) && suits(history, plan) ? [i] : []));
    if (suiting.length === 0) continue;
    const chosen = chance.pick(suiting);
    const carrier = carrying(histories[chosen] as History, plan);
    taken.add(chosen);
    placed[chosen] = carrier.history;
    media.push(...carrier.media);
  }
  return { histories: placed, media };
}

/** The author of a post in another language is one of the Hindi or the Bengali speakers otherwise. */
const HOST: Readonly<Record<string, string>> = { ur: "hi", as: "bn" };

function suits({ voice, form, events }: History, plan: PostPlan): boolean {
  const [first, last] = [events[0] as PostEvent, events.at(-1) as PostEvent];
  const lasted = Date.parse(last.occurredAt) - Date.parse(first.occurredAt);
  const removed = last.eventName === "REMOVE";
  return (
    voice === (HOST[plan.language] ?? plan.language) &&
    form === FORMS[plan.container] &&
    (first.post.language !== undefined) === (plan.states !== null) &&
    (plan.fate === "withdrawn" ? removed && lasted >= WITHDRAWN_AFTER : !removed) &&
    (plan.later === undefined || lasted >= REPLACED_AFTER)
  );
}

function carrying(history: History, plan: PostPlan): { history: History; media: FeedMedia[] } {
  const { later } = plan;
  const first = history.events[0] as PostEvent;
  const said = stated(first.post, plan);
  const keys = [keyOf(said, plan), ...(later === undefined ? [] : [keyOf(said, later, "-2")])] as const;
  const changes = Date.parse(first.occurredAt) + REPLACED_AFTER;
  const events = history.events.map((event) => {
    const changed = later !== undefined && Date.parse(event.occurredAt) >= changes;
    const key = changed ? (keys[1] as string) : keys[0];
    const field = FORMS[plan.container] === "audio" ? "audioFile" : "videoFile";
    return { ...event, post: { ...stated(event.post, plan), [field]: key } };
  });
  const media = [entry(said, plan, keys[0]), ...(later === undefined ? [] : [entry(said, later, keys[1] as string)])];
  return { history: { ...history, events }, media };
}

/** The post with the language that the plan has it state, and its text in it. */
function stated(post: Post, { states, as }: PostPlan): Post {
  if (as !== undefined) return { ...post, text: as.text, tags: as.tags, language: as.language };
  return typeof states === "string" ? { ...post, language: states } : post;
}

function keyOf({ userId, postId }: Post, { container }: MediaPlan, suffix = ""): string {
  return `${FORMS[container]}/${userId}/${postId}${suffix}.${container}`;
}

function entry({ postId, language }: Post, plan: MediaPlan, key: string): FeedMedia {
  const { name, container, fate } = plan;
  const kind = kindOf(plan);
  const whole = fate !== "missing" && fate !== "empty" && fate !== "broken";
  return {
    key,
    postId,
    sample: name,
    container,
    ...(kind !== undefined && { language: plan.language }),
    ...(language !== undefined && { stated: language }),
    ...(kind !== undefined && { kind }),
    ...(whole && { durationMs: durationOf(plan) }),
    fate,
  };
}
