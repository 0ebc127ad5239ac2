import { AwsError } from "../../kernel/errors";
import type { DeliveryStream } from "./delivery-stream";

/**
 * Bytes of a part: S3's least. Firehose does not say from where on it uploads in parts, only that its role needs the rights
 * to list and abort such uploads: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
 */
const partSize = 5 * 1024 * 1024;

/** Writes an object, a large one in parts. @throws AwsError what S3 answered; no parts are left behind if they may be aborted */
export async function upload(stream: DeliveryStream, key: string, body: Buffer): Promise<void> {
  const { bucket, kmsKeyArn } = stream.settings;
  const target = { Bucket: bucket, Key: key };
  const headers = {
    ContentType: "application/octet-stream",
    ...(kmsKeyArn ? { ServerSideEncryption: "aws:kms", SSEKMSKeyId: kmsKeyArn } : {}),
  };
  if (body.length <= partSize) {
    await stream.call("s3", "PutObject", { ...target, Body: body, ...headers });
    return;
  }
  const created = await stream.call<{ UploadId: string }>("s3", "CreateMultipartUpload", { ...target, ...headers });
  const open = { ...target, UploadId: created.UploadId };
  try {
    const Parts: { readonly PartNumber: number; readonly ETag: string }[] = [];
    for (let first = 0; first < body.length; first += partSize) {
      const PartNumber = Parts.length + 1;
      const part = { ...open, PartNumber, Body: body.subarray(first, first + partSize) };
      const { ETag } = await stream.call<{ ETag: string }>("s3", "UploadPart", part);
      Parts.push({ PartNumber, ETag });
    }
    await stream.call("s3", "CompleteMultipartUpload", { ...open, MultipartUpload: { Parts } });
  } catch (error) {
    await abort(stream, open);
    throw error;
  }
}

/** What cannot be aborted stays, and is told of in the log. */
async function abort(stream: DeliveryStream, open: object): Promise<void> {
  try {
    await stream.call("s3", "AbortMultipartUpload", open);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    stream.log(`S3.${error.code}`, error.message);
  }
}
