import type { MediaFormat } from "@aws-sdk/client-transcribe";
import { readAmr } from "./amr";
import { parseAttachment, type Attachment } from "./attachment";
import { readFlac } from "./flac";
import { readIso } from "./iso";
import { isMp3Frame, readMp3 } from "./mp3";
import { readOgg } from "./ogg";
import { BrokenMedia, Bytes, type ContainerFacts } from "./reader";
import { readWav } from "./wav";
import { readWebm } from "./webm";

export type { Attachment, SpokenSegment } from "./attachment";
export { BrokenMedia } from "./reader";

/** A media file as its bytes tell it. */
export interface Media extends Omit<ContainerFacts, "attachment"> {
  readonly format: MediaFormat;
  /** What is spoken; absent where nothing is. */
  readonly attachment?: Attachment;
}

const readers: Readonly<Record<MediaFormat, (file: Bytes) => ContainerFacts>> = {
  amr: readAmr,
  flac: readFlac,
  m4a: readIso,
  mp3: readMp3,
  mp4: readIso,
  ogg: readOgg,
  wav: readWav,
  webm: readWebm,
};

/** The format by the first bytes; undefined for one that Transcribe does not take. */
export function detectFormat(bytes: Uint8Array): MediaFormat | undefined {
  const file = new Bytes(bytes);
  const begins = (text: string, at = 0) => file.length >= at + text.length && file.text(at, text.length) === text;
  if (begins("ftyp", 4)) return begins("qt  ", 8) ? undefined : begins("M4A ", 8) ? "m4a" : "mp4";
  if (begins("RIFF") && begins("WAVE", 8)) return "wav";
  if (begins("fLaC")) return "flac";
  if (begins("OggS")) return "ogg";
  if (begins("\x1a\x45\xdf\xa3")) return "webm";
  if (begins("#!AMR")) return "amr";
  if (begins("ID3") || isMp3Frame(file, 0)) return "mp3";
  return undefined;
}

/** @throws BrokenMedia when the file is not whole or contradicts itself; Error for a malformed attachment */
export function readMedia(format: MediaFormat, bytes: Uint8Array): Media {
  const { attachment, ...facts } = readers[format](new Bytes(bytes));
  if (!Number.isFinite(facts.durationMs)) throw new BrokenMedia("The file has no length.");
  return { format, ...facts, ...(attachment && { attachment: parseAttachment(attachment) }) };
}
