import type { StoredFile } from "@huut/domain";
import { isNamed } from "../shared/dynamo";
import type { S3 } from "../shared/s3";

/** Where an object is. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/**
 * An object of text; `undefined` when there is none. Who may not list a bucket is not told whether a key is missing, only refused:
 * the caller knows from the table whether it should be there.
 */
export async function readFile(s3: S3, { bucket, key }: ObjectPlace): Promise<StoredFile | undefined> {
  try {
    const object = await s3.client.send(new s3.sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
    return { text: (await object.Body?.transformToString("utf-8")) ?? "", etag: object.ETag ?? "" };
  } catch (error) {
    if (isNamed(error, "NoSuchKey") || isNamed(error, "AccessDenied")) return undefined;
    throw error;
  }
}
