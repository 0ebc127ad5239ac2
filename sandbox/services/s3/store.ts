import type { Place } from "../../kernel/arn";
import { compact } from "../../kernel/bytes";
import { AwsError } from "../../kernel/errors";
import type { World } from "../../world/world";
import { Bucket, type Encryption, type ObjectHeaders, type ObjectVersion, type Retention } from "./bucket";
import { etagOf } from "./checksums";
import { noSuchBucket } from "./errors";

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

/** An object on its way into a bucket. */
export interface NewObject {
  readonly key: string;
  readonly body: Buffer;
  readonly headers: ObjectHeaders;
  readonly encryption: Encryption;
  readonly etag?: string;
  readonly checksums?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly storageClass?: string | undefined;
  readonly partCount?: number;
  readonly versionId?: string;
  readonly retention?: Retention | undefined;
  readonly legalHold?: boolean;
}

/** All buckets of the partition, by their global names. */
export class Store {
  private readonly buckets = new Map<string, Bucket>();
  private random: World["random"] | undefined;
  private sequence = 0;

  constructor(private readonly world: World) {}

  /** @throws AwsError BucketAlreadyOwnedByYou or BucketAlreadyExists */
  createBucket(name: string, { account, region }: Place): Bucket {
    const other = this.buckets.get(name);
    if (other?.account === account) {
      throw new AwsError(
        "BucketAlreadyOwnedByYou",
        `Your previous request to create the named bucket "${name}" succeeded and you already own it.`,
        409,
      );
    }
    if (other) throw new AwsError("BucketAlreadyExists", `The requested bucket name "${name}" is not available.`, 409);
    const bucket = new Bucket(name, account, region, this.world.now());
    this.buckets.set(name, bucket);
    return bucket;
  }

  deleteBucket(name: string): void {
    this.buckets.delete(name);
  }

  /** @throws AwsError NoSuchBucket */
  bucket(name: string | undefined): Bucket {
    const bucket = this.buckets.get(name ?? "");
    if (!bucket) throw noSuchBucket(name ?? "");
    return bucket;
  }

  all(): readonly Bucket[] {
    return [...this.buckets.values()];
  }

  /** Stores an object as the newest version of its key. */
  put(bucket: Bucket, object: NewObject): ObjectVersion {
    const { objectLock, defaultRetention } = bucket.settings;
    const modified = this.world.now();
    const retention =
      object.retention ??
      (objectLock && defaultRetention
        ? { mode: defaultRetention.mode, until: modified + defaultRetention.days * 86_400_000 }
        : undefined);
    const version: ObjectVersion = {
      key: object.key,
      versionId: this.versionIdFor(bucket, object.versionId),
      modified,
      deleteMarker: false,
      body: compact(object.body),
      etag: object.etag ?? etagOf(object.body, object.encryption.algorithm === "aws:kms"),
      headers: object.headers,
      encryption: object.encryption,
      checksums: object.checksums ?? {},
      sequencer: this.sequencer(),
      storageClass: object.storageClass ?? "STANDARD",
      ...(object.partCount !== undefined && { partCount: object.partCount }),
      tags: object.tags ?? {},
      ...(retention && { retention }),
      ...(object.legalHold && { legalHold: true }),
    };
    bucket.push(version);
    return version;
  }

  /** What a delete without a version does: a delete marker where there is versioning, else the object goes. */
  markDeleted(bucket: Bucket, key: string): ObjectVersion | undefined {
    if (bucket.settings.versioning === "Off") {
      const version = bucket.newest(key);
      if (version) bucket.drop(version);
      return undefined;
    }
    const marker: ObjectVersion = {
      key,
      versionId: this.versionIdFor(bucket),
      modified: this.world.now(),
      deleteMarker: true,
      body: nothing,
      etag: "",
      headers: {},
      encryption: { algorithm: "AES256", bucketKey: false },
      checksums: {},
      sequencer: this.sequencer(),
      storageClass: "STANDARD",
      tags: {},
    };
    bucket.push(marker);
    return marker;
  }

  /** Grows with every write: how consumers order the events of one key. */
  sequencer(): string {
    this.sequence++;
    return (BigInt(this.world.now()) * 0x100000n + BigInt(this.sequence % 0x100000))
      .toString(16)
      .toUpperCase()
      .padStart(18, "0");
  }

  newId(length = 32): string {
    this.random ??= this.world.random.fork("s3/ids");
    let id = "";
    while (id.length < length) id += idAlphabet[this.random.int(0, idAlphabet.length - 1)];
    return id;
  }

  private versionIdFor(bucket: Bucket, given?: string): string {
    return bucket.settings.versioning === "Enabled" ? (given ?? this.newId()) : "null";
  }
}

const nothing = Buffer.alloc(0);
