import type { Place } from "../../kernel/arn";

/** An object in S3. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

/** `s3://bucket/key`, `https://s3.region.amazonaws.com/bucket/key` and `https://bucket.s3.region.amazonaws.com/key`. */
const FORMS = [
  /^s3:\/\/([^/]+)\/(.+)$/s,
  /^https:\/\/s3[.-][a-z0-9-]+\.amazonaws\.com\/([^/]+)\/(.+)$/s,
  /^https:\/\/s3\.amazonaws\.com\/([^/]+)\/(.+)$/s,
  /^https:\/\/([^/]+)\.s3[.-][a-z0-9-]+\.amazonaws\.com\/(.+)$/s,
] as const;

/** The object that a media URI names; undefined when it names none. */
export function parseMediaUri(uri: string): ObjectLocation | undefined {
  for (const [i, form] of FORMS.entries()) {
    const [, bucket, key] = form.exec(uri) ?? [];
    if (bucket !== undefined && key !== undefined) return { bucket, key: i === 0 ? key : decodeURIComponent(key) };
  }
  return undefined;
}

/**
 * Key of the transcript: `OutputKey` when it names a file, else `<jobName>.json` in the folder that it names.
 * https://docs.aws.amazon.com/transcribe/latest/APIReference/API_StartTranscriptionJob.html (OutputKey)
 */
export function outputKey(jobName: string, asked: string | undefined): string {
  if (asked === undefined) return `${jobName}.json`;
  return asked.endsWith(".json") ? asked : `${asked.replace(/\/?$/, "/")}${jobName}.json`;
}

/** Where the service tries whether it may write, beside the output; it leaves the object there. */
export function writeCheckKey(key: string): string {
  return `${key.slice(0, key.lastIndexOf("/") + 1)}.write_access_check_file.temp`;
}

export function subtitleKey(key: string, format: string): string {
  return key.replace(/\.json$/, `.${format}`);
}

/** The address by which the service names an object that it has written. */
export function httpsUri({ region }: Place, { bucket, key }: ObjectLocation): string {
  return `https://s3.${region}.amazonaws.com/${bucket}/${key}`;
}
