import { sha256 } from "../digest";
import { MEDIA_FORMATS, type MediaFormat } from "./media";

/** Longest name of a transcription job. */
const MAX_JOB_NAME = 200;
const MEDIA_VERSION = /^[0-9a-f]{16}$/;
/** Most characters of a post's segment: with `.` and the media version it fills a job's name. */
const MAX_SEGMENT = MAX_JOB_NAME - 17;

/**
 * A post's identifier as one segment of a key and as part of a job's name: letters, digits, `.` and `-` stand for themselves,
 * any other byte of UTF-8, and a leading dot, is `_` and two capital hexadecimal digits. No two identifiers give the same
 * segment, none is `.`, `..` or holds a slash, and nothing needs escaping in a URL or in an S3 event. Identifiers that would
 * get too long keep their beginning, then `_h` and a digest.
 *
 * @throws RangeError for an empty identifier or one that is no well-formed Unicode, which cannot be told apart in UTF-8
 */
export function postSegment(postId: string): string {
  if (postId === "" || !postId.isWellFormed()) throw new RangeError("postId: expected well-formed Unicode, not empty");
  const segment = Array.from(new TextEncoder().encode(postId), (byte, index) => {
    const character = String.fromCharCode(byte);
    const plain = /[A-Za-z0-9-]/.test(character) || (character === "." && index > 0);
    return plain ? character : `_${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
  if (segment.length <= MAX_SEGMENT) return segment;
  return `${segment.slice(0, 100)}_h${sha256(postId).slice(0, 48)}`;
}

/** The identifier that a segment was made of; `undefined` for a shortened one and for what is no such segment. */
export function postOfSegment(segment: string): string | undefined {
  if (!/^([A-Za-z0-9.-]|_[0-9A-F]{2})+$/.test(segment)) return undefined;
  let postId: string;
  try {
    postId = decodeURIComponent(segment.replaceAll("_", "%"));
  } catch {
    return undefined;
  }
  return postSegment(postId) === segment ? postId : undefined;
}

/**
 * The name of the transcription job of a post's media: the same whenever it is asked for, so that `ConflictException` means
 * that the job is there. `<post>.<mediaVersion>`, at most 200 of `0-9a-zA-Z._-`.
 *
 * @throws RangeError for a media version that `mediaVersionOf` did not make
 */
export function jobNameOf(postId: string, mediaVersion: string): string {
  return `${postSegment(postId)}.${checkedVersion(mediaVersion)}`;
}

/**
 * What a job's name says. `undefined` for a job that the platform did not start, and for one whose post's identifier was
 * too long to be kept in it: the `captions` table names its job then.
 */
export function postOfJob(jobName: string): { readonly postId: string; readonly mediaVersion: string } | undefined {
  const [, segment = "", mediaVersion = ""] = /^(.+)\.([0-9a-f]{16})$/.exec(jobName) ?? [];
  const postId = postOfSegment(segment);
  return postId === undefined ? undefined : { postId, mediaVersion };
}

/** The media version that a job's name ends with; `undefined` for a job that the platform did not start. */
export function versionOfJob(jobName: string): string | undefined {
  return /\.([0-9a-f]{16})$/.exec(jobName)?.[1];
}

/** In `raw`: the copy that Transcribe reads, `staging/<jobName>/media.<ext>`. */
export function stagingKey(jobName: string, format: MediaFormat): string {
  return `staging/${checkedJob(jobName)}/media.${format}`;
}

/** In `raw`: what Transcribe writes, `transcribe/<jobName>.json`. */
export function transcribeOutputKey(jobName: string): string {
  return `transcribe/${checkedJob(jobName)}.json`;
}

/** In `raw`: what a job leaves behind, whatever its media's format. */
export function objectsOfJob(jobName: string): readonly string[] {
  return [...new Set(Object.values(MEDIA_FORMATS))]
    .map((format) => stagingKey(jobName, format))
    .concat(transcribeOutputKey(jobName));
}

/** In `curated`: `transcripts/<post>/<mediaVersion>.json`. */
export function transcriptKey(postId: string, mediaVersion: string): string {
  return `transcripts/${postSegment(postId)}/${checkedVersion(mediaVersion)}.json`;
}

/** Whether an object of `curated` is a transcript: nothing else starts translation. */
export function isTranscriptKey(key: string): boolean {
  return /^transcripts\/[A-Za-z0-9._-]+\/[0-9a-f]{16}\.json$/.test(key);
}

/** Files that captions are published in. */
export const CAPTION_FORMATS = ["vtt", "srt"] as const;
export type CaptionFormat = (typeof CAPTION_FORMATS)[number];

/** Media types of the files: https://www.w3.org/TR/webvtt1/#iana-text-vtt; SubRip has none that is registered. */
export const CAPTION_MEDIA_TYPES: Readonly<Record<CaptionFormat, string>> = {
  vtt: "text/vtt; charset=utf-8",
  srt: "application/x-subrip; charset=utf-8",
};

/** A caption file of a post. */
export interface CaptionFile {
  readonly postId: string;
  readonly mediaVersion: string;
  /** ISO 639, as the sort key of `captions`. */
  readonly language: string;
  readonly format: CaptionFormat;
}

/**
 * In `published`: `captions/<post>/<mediaVersion>/<language>.<format>`.
 *
 * @throws RangeError for a language that is no ISO 639 code
 */
export function captionKey({ postId, mediaVersion, language, format }: CaptionFile): string {
  if (!/^[a-z]{2,3}$/.test(language)) throw new RangeError(`language: expected an ISO 639 code, got "${language}"`);
  return `captions/${postSegment(postId)}/${checkedVersion(mediaVersion)}/${language}.${format}`;
}

function checkedVersion(mediaVersion: string): string {
  if (MEDIA_VERSION.test(mediaVersion)) return mediaVersion;
  throw new RangeError(`mediaVersion: expected 16 hexadecimal digits, got "${mediaVersion}"`);
}

function checkedJob(jobName: string): string {
  if (/^[0-9a-zA-Z._-]{1,200}$/.test(jobName) && !jobName.startsWith(".")) return jobName;
  throw new RangeError(`jobName: expected 1 to 200 of 0-9a-zA-Z._-, got "${jobName}"`);
}
