import type { Container } from "../media";
import type { Content } from "./compose";
import { ASSAMESE, URDU, type OtherVoice } from "./others";

/**
 * What becomes of a media file's captions:
 *
 * - `captions`: there are some
 * - `unsupported-language`, `unsupported-container`: Amazon Transcribe has none of it
 * - `silent`: nobody speaks
 * - `broken`, `empty`: the object is cut short, or has no bytes; `missing`: there is no object
 * - `withdrawn`: the post was removed hours later; `replaced`: the post changed to other media
 */
export const FATES = [
  "captions",
  "unsupported-language",
  "unsupported-container",
  "silent",
  "broken",
  "missing",
  "empty",
  "withdrawn",
  "replaced",
] as const;

export type Fate = (typeof FATES)[number];

export interface MediaPlan {
  /** What its bytes depend on, whatever else is in the plan. */
  readonly name: string;
  /** ISO 639: what is spoken. */
  readonly language: string;
  readonly container: Container;
  readonly content: Content | { readonly kind: "silence"; readonly durationMs: number };
  /** How much faster than at ease it is spoken; 1 when not given. */
  readonly pace?: number;
  readonly fate: Fate;
}

/** A post that carries media: it is one of a speaker of the language, unless `as` says otherwise. */
export interface PostPlan extends MediaPlan {
  /** The language that the post states instead of the one it is in; `null` for none. */
  readonly states?: string | null;
  /** What the post says instead, in a language that nobody else of the network speaks. */
  readonly as?: OtherVoice;
  /** The media that the post changes to when it is edited. */
  readonly later?: MediaPlan;
}

type More = Partial<Pick<PostPlan, "name" | "pace" | "fate" | "states" | "as" | "later">>;

function media(language: string, container: Container, content: MediaPlan["content"], more: More = {}): PostPlan {
  return { name: `${language}-${content.kind}`, language, container, content, fate: "captions", ...more };
}

function said(voice: OtherVoice, container: Container): PostPlan {
  const content = { kind: "said", sentences: voice.spoken } as const;
  return media(voice.language, container, content, { as: voice, fate: "unsupported-language" });
}

/** As of somebody who comments on a match. */
const HURRIED = 1.5;

const dialogue = { kind: "dialogue" } as const;
const facts = { kind: "facts" } as const;
const mixed = { kind: "codeMixed" } as const;
const greeting = { kind: "greeting" } as const;
const talk = (sentences: number) => ({ kind: "talk", sentences }) as const;
const bulletin = (sentences: number) => ({ kind: "bulletin", sentences }) as const;
const unpunctuated = (sentences: number) => ({ kind: "unpunctuated", sentences }) as const;

/** The media posts of the samples. A sentence takes three to five seconds: two bulletins last some twenty minutes. */
export const MEDIA_PLANS: readonly PostPlan[] = [
  media("hi", "mp3", greeting),
  media("hi", "m4a", facts),
  media("hi", "mp3", bulletin(256)),
  media("hi", "mp4", dialogue),
  media("hi", "ogg", mixed, { pace: HURRIED }),
  media("hi", "mp3", talk(5), { fate: "withdrawn" }),

  media("bn", "mp3", facts, { fate: "replaced", later: media("bn", "ogg", talk(7), { name: "bn-second" }) }),
  media("bn", "wav", talk(6), { pace: HURRIED }),
  media("bn", "m4a", bulletin(62)),
  media("bn", "webm", dialogue),

  media("ta", "flac", facts),
  media("ta", "m4a", bulletin(276)),
  media("ta", "mp4", dialogue, { pace: HURRIED }),
  media("ta", "mp3", mixed),
  media("ta", "mp4", talk(5), { fate: "broken" }),

  media("te", "mp3", facts, { states: null }),
  media("te", "ogg", talk(40)),
  media("te", "mp4", { ...dialogue, apart: 2_500 }),
  media("te", "mp3", mixed),
  media("te", "m4a", talk(5), { name: "te-stating-en", states: "en" }),
  media("te", "mov", facts, { name: "te-mov", fate: "unsupported-container" }),

  media("kn", "wav", facts),
  media("kn", "mp3", unpunctuated(42)),
  media("kn", "mp4", dialogue),
  media("kn", "ogg", mixed),
  media("kn", "mp3", talk(4), { fate: "missing" }),

  media("ml", "mp4", facts),
  media("ml", "mp3", talk(9)),
  media("ml", "ogg", dialogue),
  media("ml", "m4a", unpunctuated(6)),
  media("ml", "m4a", { kind: "silence", durationMs: 0 }, { name: "ml-empty", fate: "empty" }),

  media("gu", "mp3", facts),
  media("gu", "flac", talk(8)),
  media("gu", "mp4", dialogue),
  media("gu", "webm", unpunctuated(7)),
  media("gu", "amr", { kind: "silence", durationMs: 6_000 }, { fate: "silent" }),

  media("mr", "m4a", facts),
  media("mr", "mp3", bulletin(92)),
  media("mr", "mp4", dialogue),
  media("mr", "wav", mixed, { pace: HURRIED }),
  media("mr", "ogg", { kind: "silence", durationMs: 9_000 }, { fate: "silent" }),

  media("pa", "m4a", facts),
  media("pa", "mp3", talk(7)),
  media("pa", "ogg", dialogue),
  media("pa", "mp3", unpunctuated(6)),

  media("or", "mp4", facts),
  media("or", "mp3", talk(8)),
  media("or", "m4a", dialogue),
  media("or", "webm", unpunctuated(6), { pace: HURRIED }),

  media("en", "mp3", greeting),
  media("en", "wav", facts),
  media("en", "m4a", talk(6), { pace: HURRIED }),
  media("en", "mp4", dialogue),
  media("en", "mp3", mixed),
  media("en", "ogg", unpunctuated(5)),
  media("en", "m4a", talk(4), { name: "en-withdrawn", fate: "withdrawn" }),

  said(URDU, "mp3"),
  said(ASSAMESE, "m4a"),
];
