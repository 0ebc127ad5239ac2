import { boundedCalls } from "../shared/bounded-calls";

/** Where recordings lie and how they are reached. */
export interface MediaPlace {
  readonly bucket: string;
  readonly readerArn: string;
  readonly externalId: string;
}

/** A part of 8 MiB takes longer than a call that only asks. */
const PART_TIMEOUT_MS = 30_000;

/** S3 as the application's media reader sees it. The SDK asks for new credentials before the old ones expire. */
export async function loadMediaSource({ readerArn, externalId }: MediaPlace) {
  const [sts, sdk] = await Promise.all([import("@aws-sdk/client-sts"), import("@aws-sdk/client-s3")]);
  const assumer = new sts.STSClient(boundedCalls());
  const credentials = async () => {
    const { Credentials: given } = await assumer.send(
      new sts.AssumeRoleCommand({ RoleArn: readerArn, RoleSessionName: "captions", ExternalId: externalId }),
    );
    if (!given?.AccessKeyId || !given.SecretAccessKey)
      throw new Error(`The role ${readerArn} came without credentials.`);
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiration: given.Expiration,
    };
  };
  const client = new sdk.S3Client({ ...partCalls(), credentials });
  return { sdk, client };
}
export type MediaSource = Awaited<ReturnType<typeof loadMediaSource>>;

/** Settings of clients that carry parts of recordings. */
export function partCalls() {
  const bounded = boundedCalls();
  return { ...bounded, requestHandler: { ...bounded.requestHandler, requestTimeout: PART_TIMEOUT_MS } };
}

/** A recording as it lies there. */
export interface FoundMedia {
  readonly bytes: number;
  readonly etag: string;
}

/**
 * Looks at a recording.
 *
 * The reader may not list the bucket, so S3 answers 403 for what is not there, as it does for what may not be read:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 *
 * @returns nothing when it is not there, or may not be read
 */
export async function findMedia(
  { sdk, client }: MediaSource,
  bucket: string,
  key: string,
): Promise<FoundMedia | undefined> {
  try {
    const { ContentLength = 0, ETag = "" } = await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }));
    return { bytes: ContentLength, etag: ETag };
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 403 || status === 404) return undefined;
    throw error;
  }
}
