import { isoFile } from "./media-iso";
import { amrFile, flacFile, mp3File, wavFile } from "./media-streams";
import { oggFile, webmFile } from "./media-tagged";

/** Containers of sample media; Transcribe takes all but `mov`. */
export const CONTAINERS = ["amr", "flac", "m4a", "mov", "mp3", "mp4", "ogg", "wav", "webm"] as const;

export type Container = (typeof CONTAINERS)[number];

/** A stretch of speech. */
export interface SpokenSegment {
  readonly text: string;
  /** Milliseconds in the media, both or none: without them segments follow one another and fill the media. */
  readonly start?: number;
  readonly end?: number;
  readonly speaker?: string;
  /** 0 or 1. */
  readonly channel?: number;
  /** BCP 47, where it differs from the media's. */
  readonly language?: string;
}

/** What is spoken in a sample: text, or segments. */
export interface Speech {
  /** BCP 47: `hi-IN`. */
  readonly language: string;
  readonly text?: string;
  readonly segments?: readonly SpokenSegment[];
  /** False for speech that a recognizer writes down without punctuation; true when not given. */
  readonly punctuated?: boolean;
  /** Mean confidence that a recognizer is to have, 0 to 1; 0.95 when not given. */
  readonly confidence?: number;
}

export interface MediaSample extends Partial<Speech> {
  readonly container: Container;
  /** Length of the media; that of an mp3 is rounded to 24 ms, that of an amr to 20 ms. */
  readonly durationMs: number;
}

/**
 * A small media file of a given length that carries, instead of sound, what is spoken in it, where the sandbox's stand-in
 * recognizer reads it. Without text or segments it is silent. The container is a real one; to a player it is silence.
 * @throws Error for speech that the container has no place for
 */
export function makeMedia({ container, durationMs, ...speech }: MediaSample): Uint8Array {
  const attachment = attachmentOf(speech);
  switch (container) {
    case "mp4":
      return isoFile("isom", durationMs, attachment);
    case "m4a":
      return isoFile("M4A ", durationMs, attachment);
    case "mov":
      return isoFile("qt  ", durationMs, attachment);
    case "mp3":
      return mp3File(durationMs, attachment);
    case "wav":
      return wavFile(durationMs, attachment);
    case "flac":
      return flacFile(durationMs, attachment);
    case "ogg":
      return oggFile(durationMs, attachment);
    case "webm":
      return webmFile(durationMs, attachment);
    case "amr":
      if (attachment) throw new Error("An amr file has no place for a transcript: take another container.");
      return amrFile(durationMs);
  }
}

function attachmentOf({ language, text, segments, punctuated, confidence }: Partial<Speech>): Buffer | undefined {
  if (text === undefined && segments === undefined) return undefined;
  if (text !== undefined && segments !== undefined)
    throw new Error("Speech is given as text or as segments, not both.");
  if (language === undefined) throw new Error("Speech needs a language.");
  return Buffer.from(JSON.stringify({ language, text, segments, punctuated, confidence }));
}

/** An easy pace of speech, milliseconds: about two and a half words a second. */
const PACE = { word: 110, grapheme: 65, gap: 45, clause: 220, sentence: 480, turn: 620, edges: 400 } as const;

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** How long it takes to say something at an easy pace, milliseconds: a duration for `makeMedia`. */
export function speakingTime({ text, segments }: Pick<Speech, "text" | "segments">): number {
  const turns = text !== undefined ? [text] : (segments ?? []).map((segment) => segment.text);
  const milliseconds = turns.reduce<number>((sum, turn) => sum + turnTime(turn), PACE.edges);
  return Math.max(1000, Math.ceil(milliseconds / 100) * 100);
}

function turnTime(text: string): number {
  const words = text.split(/\s+/u).filter((word) => word !== "");
  return words.reduce((sum, word, i) => {
    const pause =
      i === words.length - 1
        ? PACE.turn
        : /[.?!।॥۔؟]$/u.test(word)
          ? PACE.sentence
          : /\p{P}$/u.test(word)
            ? PACE.clause
            : PACE.gap;
    return sum + PACE.word + PACE.grapheme * [...segmenter.segment(word)].length + pause;
  }, 0);
}

/** A file that ends in its middle. */
export function cutShort(media: Uint8Array): Uint8Array {
  return media.slice(0, Math.max(12, Math.floor(media.length / 2)));
}
