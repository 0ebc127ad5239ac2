import { AwsError } from "../../kernel/errors";
import { Actor } from "../../kernel/actor";
import { isTransient } from "../../kernel/delivery";
import type { Cloud } from "../../kernel/cloud";
import type { StsService } from "../sts";
import type { Job } from "./job";
import { writeCheckKey } from "./location";

/** The service as policies name it, and as the conditions of forwarded calls do. */
export const SERVICE = "transcribe.amazonaws.com";

/** Why a job cannot have what it needs, in the service's words. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/**
 * In whose name a job reads and writes: the role that it was given, else whoever started it.
 * @throws Refused when the role does not let the service in
 */
export function actorOf(cloud: Cloud, job: Job): Actor {
  const { place, caller, execution, arn, name } = job;
  if (!execution) return new Actor(cloud, { principal: caller, place, via: SERVICE });
  try {
    const principal = cloud.service<StsService>("sts").assumeForService(execution.roleArn, SERVICE, {
      sessionName: `transcribe-${name}`.slice(0, 64),
      sourceArn: arn,
      sourceAccount: place.account,
    });
    return new Actor(cloud, { principal, place: { ...place, account: principal.account } });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new Refused(
      "The data access role can't be assumed. Make sure that it trusts Amazon Transcribe and try your request again.",
    );
  }
}

/** Whether the media is there and may be read. @returns its size. @throws Refused */
export async function checkMedia(actor: Actor, { media, place }: Job): Promise<number> {
  const input = { Bucket: media.bucket, Key: media.key };
  const { ContentLength } = await onMedia(
    actor.call<{ ContentLength: number }>("s3", "HeadObject", input),
    place.region,
  );
  return ContentLength;
}

/** @throws Refused */
export async function fetchMedia(actor: Actor, { media, place }: Job): Promise<Uint8Array> {
  return onMedia(actor.get(media.bucket, media.key), place.region);
}

/** Tries whether the output's place can be written, by an object that stays there. @throws Refused */
export async function checkOutput(actor: Actor, job: Job): Promise<void> {
  await putOutput(actor, job, writeCheckKey(job.output.key), "", "binary/octet-stream");
}

/** @throws Refused */
export async function putOutput(actor: Actor, job: Job, key: string, body: string, type: string): Promise<void> {
  const { output, outputKmsKey } = job;
  const input = {
    Bucket: output.bucket,
    Key: key,
    Body: Buffer.from(body),
    ContentType: type,
    ...(outputKmsKey !== undefined && { ServerSideEncryption: "aws:kms", SSEKMSKeyId: outputKmsKey }),
  };
  try {
    await actor.call("s3", "PutObject", input);
  } catch (error) {
    throw refusal(
      error,
      job.place.region,
      "The specified S3 bucket can't be accessed. Make sure that you have write permission and try your request again.",
    );
  }
}

async function onMedia<T>(call: Promise<T>, region: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw refusal(
      error,
      region,
      "The S3 URI that you provided can't be accessed. Make sure that you have read permission and try your request again.",
    );
  }
}

/** What an answer of S3 is to a job; errors that are nobody's fault stay what they are. */
function refusal(error: unknown, region: string, denied: string): unknown {
  if (!(error instanceof AwsError) || isTransient(error)) return error;
  if (error.code === "NoSuchKey" || error.code === "NotFound")
    return new Refused(
      "The URI that you provided doesn't point to an S3 object. Make sure that the object exists and try your request again.",
    );
  if (error.code === "NoSuchBucket")
    return new Refused(
      "The specified S3 bucket doesn't exist. Make sure that the bucket exists and try your request again.",
    );
  if (error.code === "PermanentRedirect")
    return new Refused(
      `The specified S3 bucket isn't in the same region. Make sure the bucket is in the ${region} region and try your request again.`,
    );
  return new Refused(denied);
}
