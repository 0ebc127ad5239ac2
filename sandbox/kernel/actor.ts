import type { Cloud } from "./cloud";
import { isTransient } from "./delivery";
import { AwsError } from "./errors";
import { outOfScope } from "./scope";
import type { Call } from "./service";

/** An object as a listing names it. */
export interface ListedObject {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly modified: number;
}

/** Waits between tries, milliseconds: what the SDKs' standard mode comes to. */
const waits = [500, 1_000, 2_000, 4_000];

/**
 * Someone in whose name a service does a long piece of work: a role that it assumed, or a caller whose permissions it
 * forwards. Transient errors are tried again, as the SDKs do; any other error is the work's.
 */
export class Actor {
  constructor(
    private readonly cloud: Cloud,
    private readonly who: Pick<Call, "principal" | "place" | "via" | "sourceArn" | "sourceAccount">,
  ) {}

  async call<O = Record<string, unknown>>(service: string, operation: string, input: object): Promise<O> {
    for (let retry = 0; ; retry++) {
      try {
        return await outOfScope(() => this.cloud.call<O>({ ...this.who, service, operation, input }));
      } catch (error) {
        const wait = error instanceof AwsError && isTransient(error) ? waits[retry] : undefined;
        if (wait === undefined) throw error;
        await new Promise<void>((resolve) => void this.cloud.world.after(wait, resolve));
      }
    }
  }

  /** Checks a permission that no modelled operation stands for. @throws AccessDenied */
  require(service: string, action: string, resource: string): void {
    const call = { ...this.who, service, operation: action.slice(action.indexOf(":") + 1), input: {} };
    this.cloud.require({ action, resource }, { call });
  }

  async list(bucket: string, prefix: string): Promise<ListedObject[]> {
    const objects: ListedObject[] = [];
    let token: string | undefined;
    do {
      const page = await this.call<Listing>("s3", "ListObjectsV2", {
        Bucket: bucket,
        Prefix: prefix,
        ...(token !== undefined && { ContinuationToken: token }),
      });
      for (const { Key, ETag, Size, LastModified } of page.Contents)
        objects.push({ bucket, key: Key, etag: ETag, size: Size, modified: LastModified.getTime() });
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return objects;
  }

  async get(bucket: string, key: string): Promise<Buffer> {
    const { Body } = await this.call<{ Body: Buffer }>("s3", "GetObject", { Bucket: bucket, Key: key });
    return Body;
  }
}

interface Listing {
  readonly Contents: readonly {
    readonly Key: string;
    readonly ETag: string;
    readonly Size: number;
    readonly LastModified: Date;
  }[];
  readonly NextContinuationToken?: string;
}

/** Bucket and key of an `s3://` address. @throws when it is none */
export function parseS3Url(url: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(url) ?? [];
  if (bucket === undefined || key === undefined) throw new Error(`"${url}" is no address of S3 (s3://bucket/key).`);
  return { bucket, key };
}
