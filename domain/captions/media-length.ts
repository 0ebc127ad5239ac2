import { MEDIA_LIMITS, type Media, type MediaFormat } from "./media";

/** Kilobits a second of the thinnest recording that is likely: to guess too long is safe, to guess too short overspends. */
interface Bitrates {
  readonly audio: number;
  readonly video: number;
}

/**
 * What a second of media takes at the least, by container, in kilobits. Phones and messengers record speech, mostly mono.
 *
 * | container | guess | why |
 * | --- | --- | --- |
 * | amr | 12.2 | the highest mode of AMR-NB, and what phones record in: https://www.rfc-editor.org/rfc/rfc4867 |
 * | ogg, webm | 16 | Opus for wideband speech: https://www.rfc-editor.org/rfc/rfc6716#section-2.1.1 |
 * | m4a, mp4 | 24 | AAC-LC, mono, the least that Android advises: https://developer.android.com/media/platform/supported-formats |
 * | mp3 | 32 | the least of MPEG-1 layer III |
 * | wav, flac | 64 | telephone speech as G.711 has it, 8,000 samples of 8 bits; flac halves those of 16 |
 * | video | 80 | the least that Android advises, 56 for the picture and 24 for the sound |
 */
const KILOBITS: Readonly<Record<MediaFormat, Bitrates>> = {
  amr: { audio: 12.2, video: 12.2 },
  flac: { audio: 64, video: 64 },
  m4a: { audio: 24, video: 80 },
  mp3: { audio: 32, video: 32 },
  mp4: { audio: 24, video: 80 },
  ogg: { audio: 16, video: 80 },
  wav: { audio: 64, video: 64 },
  webm: { audio: 16, video: 80 },
};

/** Transcribe bills whole seconds, 15 at least: https://aws.amazon.com/transcribe/pricing/ */
export const LEAST_BILLED_SECONDS = 15;

/** How long media of so many bytes may last at the most, in whole seconds, as Transcribe would bill it. */
export function estimatedSeconds({ format, kind }: Pick<Media, "format" | "kind">, bytes: number): number {
  const seconds = Math.ceil((bytes * 8) / (KILOBITS[format][kind] * 1000));
  return Math.max(LEAST_BILLED_SECONDS, Math.min(seconds, MEDIA_LIMITS.maxMs / 1000));
}

/** What Transcribe bills for media of a length. */
export function billedSeconds(durationMs: number): number {
  return Math.max(LEAST_BILLED_SECONDS, Math.ceil(durationMs / 1000));
}
