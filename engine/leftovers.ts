import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { StackGraph } from "../sandbox";

/** A client of S3 in an account and region. */
export type Storage = (account: string, region: string) => S3Client;

/**
 * Deletes what a stack has written into its buckets while it lived, in every version, as a person has to before they can go: the program
 * empties no bucket. The emulator's schedules come due in real time, and a query that one starts leaves its result.
 *
 * @returns what was deleted, `bucket/key` each, in order
 */
export async function deleteLeftovers(graph: StackGraph, storage: Storage): Promise<string[]> {
  const declared = new Set(
    graph.resources
      .filter(({ type }) => type === "aws:s3/bucketObjectv2:BucketObjectv2")
      .map(({ inputs }) => `${inputs["bucket"]}/${inputs["key"]}`),
  );
  const deleted = new Set<string>();
  for (const { type, account, region, inputs } of graph.resources) {
    if (type !== "aws:s3/bucket:Bucket" || account === undefined || region === undefined) continue;
    const client = storage(account, region);
    const Bucket = String(inputs["bucket"]);
    let page: ListObjectVersionsCommandOutput | undefined;
    do {
      const from = page && { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      page = await client.send(new ListObjectVersionsCommand({ Bucket, ...from }));
      const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      const left = found.filter(({ Key }) => !declared.has(`${Bucket}/${Key}`));
      await deleteVersions(client, Bucket, left);
      for (const { Key } of left) deleted.add(`${Bucket}/${Key}`);
    } while (page.IsTruncated);
    client.destroy();
  }
  return [...deleted].sort();
}

async function deleteVersions(
  client: S3Client,
  Bucket: string,
  versions: readonly Pick<ObjectVersion, "Key" | "VersionId">[],
): Promise<void> {
  if (versions.length === 0) return;
  const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
  const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  const [error] = Errors;
  if (error) throw new Error(`${Bucket}/${error.Key} cannot be deleted: ${error.Message}`);
}
