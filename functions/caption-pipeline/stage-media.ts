import type { CompletedPart, S3Client } from "@aws-sdk/client-s3";
import type { Tools } from "../shared/tools";
import type { FoundMedia, MediaSource } from "./media-source";

/** What is in memory at a time: so many parts of so many bytes. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 4;

/** From where to where. */
export interface Staging {
  readonly source: MediaSource;
  readonly from: FoundMedia & { readonly bucket: string; readonly key: string };
  /** A client of the platform's own role. */
  readonly target: S3Client;
  readonly to: { readonly bucket: string; readonly key: string };
}

/**
 * Copies a recording part by part, never the whole of it in memory. Each part is of the object that was looked at: S3 refuses the
 * others. A copy that fails leaves nothing behind.
 */
export async function stageMedia(staging: Staging, { logger }: Tools): Promise<void> {
  const { source, from, target, to } = staging;
  const { sdk } = source;
  const object = { Bucket: to.bucket, Key: to.key };
  if (from.bytes <= PART_BYTES) {
    await target.send(new sdk.PutObjectCommand({ ...object, Body: await partOf(staging, 0) }));
    return;
  }
  const { UploadId } = await target.send(new sdk.CreateMultipartUploadCommand(object));
  const upload = { ...object, UploadId };
  try {
    const Parts = await copyParts(staging, async (number) => {
      const part = { ...upload, PartNumber: number, Body: await partOf(staging, number - 1) };
      const { ETag } = await target.send(new sdk.UploadPartCommand(part));
      return { ETag, PartNumber: number };
    });
    await target.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    await target.send(new sdk.AbortMultipartUploadCommand(upload)).catch((failure: Error) => {
      // The bucket's lifecycle aborts it within a week.
      logger.warn("Could not abort an upload", { error: failure, key: to.key });
    });
    throw error;
  }
}

/** Copies the parts by number, some at a time; after a failure no further one is begun, and those under way end first. */
async function copyParts(
  { from }: Staging,
  copy: (number: number) => Promise<CompletedPart>,
): Promise<CompletedPart[]> {
  const count = Math.ceil(from.bytes / PART_BYTES);
  const done: CompletedPart[] = [];
  const failures: unknown[] = [];
  let next = 1;
  const worker = async (): Promise<void> => {
    while (next <= count && failures.length === 0) {
      const number = next++;
      try {
        done[number - 1] = await copy(number);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARTS_AT_ONCE, count) }, worker));
  if (failures.length > 0) throw failures[0];
  return done;
}

async function partOf({ source: { sdk, client }, from }: Staging, index: number): Promise<Uint8Array> {
  const first = index * PART_BYTES;
  const last = Math.min(first + PART_BYTES, from.bytes) - 1;
  const { Body } = await client.send(
    new sdk.GetObjectCommand({
      Bucket: from.bucket,
      Key: from.key,
      Range: `bytes=${first}-${last}`,
      IfMatch: from.etag,
    }),
  );
  const bytes = await Body?.transformToByteArray();
  if (bytes?.length !== last - first + 1)
    throw new Error(`${from.key}: ${bytes?.length ?? 0} bytes came of bytes ${first} to ${last}`);
  return bytes;
}
