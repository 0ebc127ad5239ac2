import type { ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import type { S3 } from "../shared/s3";

/** A version of an object, or a delete marker. */
export interface Version {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isMarker: boolean;
}

/** One page of a bucket's versions. */
export interface VersionPage {
  readonly versions: readonly Version[];
  /** Where the next page begins; `undefined` after the last one. */
  readonly next?: readonly [key: string, versionId: string | undefined];
}

/** The most that S3 deletes in one call. */
const MOST_KEYS = 1000;

export async function versionPage(
  { sdk, client }: S3,
  bucket: string,
  prefix: string,
  from?: VersionPage["next"],
  limit = MOST_KEYS,
): Promise<VersionPage> {
  const input = { Bucket: bucket, Prefix: prefix, MaxKeys: limit, KeyMarker: from?.[0], VersionIdMarker: from?.[1] };
  const page: ListObjectVersionsCommandOutput = await client.send(new sdk.ListObjectVersionsCommand(input));
  const of = (isMarker: boolean) => (each: { Key?: string; VersionId?: string; IsLatest?: boolean }) => ({
    key: each.Key ?? "",
    versionId: each.VersionId ?? "null",
    isLatest: each.IsLatest ?? false,
    isMarker,
  });
  const versions = [...(page.Versions ?? []).map(of(false)), ...(page.DeleteMarkers ?? []).map(of(true))];
  if (page.IsTruncated !== true || page.NextKeyMarker === undefined) return { versions };
  return { versions, next: [page.NextKeyMarker, page.NextVersionIdMarker] };
}

/** All versions below a prefix. */
export async function versionsBelow(s3: S3, bucket: string, prefix: string): Promise<Version[]> {
  const found: Version[] = [];
  let from: VersionPage["next"];
  do {
    const page = await versionPage(s3, bucket, prefix, from);
    found.push(...page.versions);
    from = page.next;
  } while (from !== undefined);
  return found;
}

/** Deletes versions for good; those that are gone already are no error. */
export async function deleteVersions(
  { sdk, client }: S3,
  bucket: string,
  versions: readonly Pick<Version, "key" | "versionId">[],
): Promise<void> {
  for (let first = 0; first < versions.length; first += MOST_KEYS) {
    const Objects = versions
      .slice(first, first + MOST_KEYS)
      .map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
    const command = new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
    const { Errors = [] } = await client.send(command);
    const [error] = Errors;
    // The key may name a post: it stays out of the message.
    if (error) throw new Error(`A version in ${bucket} was not deleted: ${error.Code}: ${error.Message}`);
  }
}

/** Versions of one bucket that are to go. */
export interface FoundVersions {
  readonly region: string;
  readonly bucket: string;
  readonly versions: readonly Version[];
}

/** How many objects and versions they are, for the receipt. */
export function countsOf(versions: readonly Version[]) {
  return { objects: new Set(versions.map(({ key }) => key)).size, versions: versions.length };
}

/** Deletes versions for good, bucket by bucket. @param s3 the client of a region */
export async function deleteFound(s3: (region: string) => Promise<S3>, found: readonly FoundVersions[]): Promise<void> {
  for (const { region, bucket, versions } of found) await deleteVersions(await s3(region), bucket, versions);
}
