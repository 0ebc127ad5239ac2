import type { PublishedFile } from "@huut/domain";
import type { S3 } from "../shared/s3";

/** A version of a file that was written, and can be taken back. */
export interface WrittenVersion {
  readonly key: string;
  readonly versionId: string;
}

/** Publishes caption files, as the reader of a web page gets them. @returns what to take back should nobody want them */
export async function publishVersions(
  { sdk, client }: S3,
  bucket: string,
  files: readonly PublishedFile[],
  caching: string,
): Promise<readonly WrittenVersion[]> {
  const written: WrittenVersion[] = [];
  for (const { key, body, contentType, contentLanguage } of files) {
    const headers = { ContentType: contentType, ContentLanguage: contentLanguage, CacheControl: caching };
    const { VersionId } = await client.send(
      new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...headers }),
    );
    if (VersionId === undefined) throw new Error(`The bucket ${bucket} keeps no versions: ${key} cannot be taken back`);
    written.push({ key, versionId: VersionId });
  }
  return written;
}

/**
 * Takes versions back. What was there before is current again: the files of somebody with more corrections, or that there are none. A
 * plain deletion would hide those, too.
 */
export async function takeBack({ sdk, client }: S3, bucket: string, written: readonly WrittenVersion[]): Promise<void> {
  for (const { key, versionId } of written) {
    await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  }
}
