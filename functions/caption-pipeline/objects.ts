import type { ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import type { PublishedFile, StoredTranscript } from "@huut/domain";
import { isNamed } from "../shared/dynamo";
import type { S3 } from "../shared/s3";

/** The most that S3 deletes in one call. */
const MOST_KEYS = 1000;

/** Publishes caption files, as the reader of a web page gets them. */
export async function publish(
  { sdk, client }: S3,
  bucket: string,
  files: readonly PublishedFile[],
  caching: string,
): Promise<void> {
  for (const { key, body, contentType, contentLanguage } of files) {
    const headers = { ContentType: contentType, ContentLanguage: contentLanguage, CacheControl: caching };
    await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...headers }));
  }
}

/** Writes a transcript once: a second one would be translated a second time. */
export async function putTranscript(
  { sdk, client }: S3,
  bucket: string,
  key: string,
  stored: StoredTranscript,
): Promise<void> {
  const Body = JSON.stringify(stored);
  const object = { Bucket: bucket, Key: key, Body, ContentType: "application/json", IfNoneMatch: "*" };
  try {
    await client.send(new sdk.PutObjectCommand(object));
  } catch (error) {
    if (!isNamed(error, "PreconditionFailed")) throw error;
  }
}

/** Deletes objects, whether they are there or not. */
export async function deleteObjects({ sdk, client }: S3, bucket: string, keys: readonly string[]): Promise<void> {
  for (let first = 0; first < keys.length; first += MOST_KEYS) {
    const Objects = keys.slice(first, first + MOST_KEYS).map((Key) => ({ Key }));
    const { Errors = [] } = await client.send(
      new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    );
    const [error] = Errors;
    if (error) throw new Error(`${error.Key}: ${error.Code}: ${error.Message}`);
  }
}

/** Keys below a prefix, page by page. */
export async function keysBelow({ sdk, client }: S3, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page: ListObjectsV2CommandOutput = await client.send(
      new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}
