import { boundedCalls } from "./bounded-calls";
import { isNamed } from "./dynamo";

/** @param region the function's own by default */
export async function loadS3(region?: string) {
  const sdk = await import("@aws-sdk/client-s3");
  return { sdk, client: new sdk.S3Client({ ...boundedCalls(), ...(region !== undefined && { region }) }) };
}
export type S3 = Awaited<ReturnType<typeof loadS3>>;

/** The text of an object; nothing when there is none, which a role is told that may list the bucket there. */
export async function readText({ sdk, client }: S3, bucket: string, key: string): Promise<string | undefined> {
  try {
    const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString("utf-8")) ?? "";
  } catch (error) {
    if (isNamed(error, "NoSuchKey")) return undefined;
    throw error;
  }
}
