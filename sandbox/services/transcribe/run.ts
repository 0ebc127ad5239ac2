import { type Actor } from "../../kernel/actor";
import { AwsError } from "../../kernel/errors";
import type { Cloud } from "../../kernel/cloud";
import { actorOf, checkMedia, checkOutput, fetchMedia, putOutput, Refused } from "./access";
import type { Job } from "./job";
import { subtitleKey } from "./location";
import { BrokenMedia, detectFormat, readMedia, type Media } from "./media";
import { transcriptFile } from "./output";
import { quotas } from "./quotas";
import { NoSpeech, recognize, type Recognition } from "./recognizer";
import { subtitleFile } from "./subtitles";

/** A job's end, in the service's words. */
export class Failure extends Error {
  override readonly name = "Failure";
}

const INVALID = "The data in your input media file isn't valid. Check the media file and try your request again.";
const SILENT =
  "Your audio file must have a speech segment long enough in duration to perform automatic language identification. " +
  "Provide an audio file with someone speaking for a longer period of time and try your request again.";

/** What a job found in its media. */
export interface Heard {
  readonly actor: Actor;
  readonly media: Media;
}

/** Reads a job's media. @throws Failure */
export async function listen(cloud: Cloud, job: Job): Promise<Heard> {
  return inWords(async () => {
    const actor = actorOf(cloud, job);
    if (job.execution) await checkOutput(actor, job);
    if ((await checkMedia(actor, job)) > quotas.largest) throw new Failure("Invalid file size: file size too large.");
    const media = mediaOf(job, await fetchMedia(actor, job));
    checkLength(media.durationMs);
    return { actor, media };
  });
}

/** Recognizes what was heard and writes it down. @throws Failure */
export async function writeDown(cloud: Cloud, job: Job, { actor, media }: Heard): Promise<Recognition> {
  return inWords(async () => {
    const random = cloud.world.random.fork(`transcribe/${job.arn}`);
    const recognition = recognize(media.attachment, media.durationMs, job.language, random);
    const { output, subtitles } = job;
    const { utterances } = recognition;
    if (subtitles && isSpoken(recognition)) {
      for (const format of subtitles.formats) {
        const file = subtitleFile(format, utterances, subtitles.startIndex);
        await putOutput(actor, job, subtitleKey(output.key, format), file, "application/octet-stream");
      }
    }
    // Last: whoever waits for the transcript finds the subtitles beside it.
    await putOutput(actor, job, output.key, JSON.stringify(transcriptFile(job, recognition)), "application/json");
    return recognition;
  });
}

export function isSpoken({ utterances }: Recognition): boolean {
  return utterances.some(({ words }) => words.length > 0);
}

/**
 * Formats and rates as https://docs.aws.amazon.com/transcribe/latest/APIReference/API_TranscriptionJob.html (FailureReason)
 * words them.
 */
function mediaOf({ format: asked, sampleRate }: Job, bytes: Uint8Array): Media {
  if (bytes.length === 0) throw new Failure(INVALID);
  const format = detectFormat(bytes);
  const agrees = asked === undefined || asked === format || (isIso(asked) && isIso(format));
  if (!agrees) throw new Failure("The media format provided does not match the detected media format.");
  if (format === undefined) throw new Failure("Unsupported media format.");
  const media = readMedia(format, bytes);
  const { sampleRate: detected, channels = 1 } = media;
  if (detected !== undefined && (detected < 8_000 || detected > 48_000))
    throw new Failure("Invalid sample rate for audio file.");
  if (sampleRate !== undefined && detected !== undefined && sampleRate !== detected)
    throw new Failure("The sample rate provided does not match the detected sample rate.");
  if (channels > 2) throw new Failure("Invalid number of channels: number of channels too large.");
  return media;
}

/** m4a and mp4 are one container. */
function isIso(format: string | undefined): boolean {
  return format === "m4a" || format === "mp4";
}

/** The message for the shorter is the service's; that for the longer is made like it. */
function checkLength(milliseconds: number): void {
  const bound =
    milliseconds < quotas.shortest
      ? (["small", "Minimum", quotas.shortest] as const)
      : milliseconds > quotas.longest
        ? (["large", "Maximum", quotas.longest] as const)
        : undefined;
  if (!bound) return;
  const [size, limit, length] = bound;
  throw new Failure(
    `The input media file length is too ${size}. ${limit} audio duration is ${(length / 1000).toFixed(6)} seconds. ` +
      "Check the length of the file and try your request again.",
  );
}

async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) throw new Failure(error.message);
    if (error instanceof BrokenMedia) throw new Failure(INVALID);
    if (error instanceof NoSpeech) throw new Failure(SILENT);
    if (error instanceof AwsError) throw new Failure("Internal failure. Try your request again.");
    throw error;
  }
}
