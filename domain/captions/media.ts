import { sha256 } from "../digest";

/**
 * Containers that batch transcription reads, by the extensions that name them.
 * https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html
 */
export const MEDIA_FORMATS = {
  amr: "amr",
  flac: "flac",
  m4a: "m4a",
  mp3: "mp3",
  mpga: "mp3",
  mp4: "mp4",
  m4v: "mp4",
  // Opus and Vorbis come in an Ogg container, whatever the extension says.
  oga: "ogg",
  ogg: "ogg",
  opus: "ogg",
  wav: "wav",
  wave: "wav",
  weba: "webm",
  webm: "webm",
} as const;

export type MediaFormat = (typeof MEDIA_FORMATS)[keyof typeof MEDIA_FORMATS];

/** The media of a post that captions are made of. */
export interface Media {
  /** The object's key in the application's bucket. */
  readonly key: string;
  readonly kind: "audio" | "video";
  readonly format: MediaFormat;
}

/** Limits of batch transcription: https://docs.aws.amazon.com/transcribe/latest/dg/limits-guidelines.html */
export const MEDIA_LIMITS = {
  maxBytes: 2 * 1024 ** 3,
  maxMs: 4 * 3_600_000,
  minMs: 500,
} as const;

/** The part of a post that names its media. */
export interface PostMedia {
  readonly audioFile?: string | undefined;
  readonly videoFile?: string | undefined;
}

/**
 * The media to caption: the video where a post has both, since captions are read on it, unless only the audio can be
 * transcribed. `undefined` for a post without media.
 */
export function mediaOf(post: PostMedia): Media | { readonly unsupported: string } | undefined {
  const video = post.videoFile === undefined ? undefined : mediaAt(post.videoFile, "video");
  const audio = post.audioFile === undefined ? undefined : mediaAt(post.audioFile, "audio");
  return [video, audio].find((media) => media !== undefined && "key" in media) ?? video ?? audio;
}

function mediaAt(key: string, kind: Media["kind"]): Media | { readonly unsupported: string } {
  const extension = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase();
  const format = Object.entries(MEDIA_FORMATS).find(([name]) => name === extension)?.[1];
  if (format !== undefined) return { key, kind, format };
  const what =
    extension === undefined ? `The ${kind}'s key has no extension` : `Amazon Transcribe reads no .${extension}`;
  return { unsupported: `${what}; it reads ${[...new Set(Object.values(MEDIA_FORMATS))].join(", ")}.` };
}

/**
 * Why a file cannot be transcribed, as a sentence; `undefined` when it can.
 *
 * @param durationMs where it is known
 */
export function mediaProblem(size: { readonly bytes: number; readonly durationMs?: number }): string | undefined {
  const { bytes, durationMs } = size;
  if (bytes <= 0) return "The file is empty.";
  if (bytes > MEDIA_LIMITS.maxBytes) return `The file has ${bytes} bytes; Amazon Transcribe takes at most 2 GB.`;
  if (durationMs === undefined) return undefined;
  if (durationMs > MEDIA_LIMITS.maxMs) {
    return `The file lasts ${Math.ceil(durationMs / 1000)} s; Amazon Transcribe takes at most 4 h.`;
  }
  if (durationMs < MEDIA_LIMITS.minMs)
    return `The file lasts ${durationMs} ms; Amazon Transcribe wants at least 500 ms.`;
  return undefined;
}

/**
 * Identifies a media file of a post: 16 hexadecimal digits of SHA-256 over its key. The application never overwrites a media
 * object: another recording has another key.
 */
export function mediaVersionOf(mediaKey: string): string {
  return sha256(mediaKey).slice(0, 16);
}
