import type { PolicyDocument } from "../../iam";
import { SortedKeys } from "./sorted-keys";

export interface Encryption {
  readonly algorithm: "AES256" | "aws:kms";
  readonly kmsKeyId?: string;
  readonly bucketKey: boolean;
}

export interface Retention {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Headers that are stored with an object and given back with it. */
export interface ObjectHeaders {
  readonly ContentType?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  readonly key: string;
  /** `null` where versioning was not enabled. */
  readonly versionId: string;
  readonly modified: number;
  readonly deleteMarker: boolean;
  readonly body: Buffer;
  /** With its quotation marks. */
  readonly etag: string;
  readonly headers: ObjectHeaders;
  readonly encryption: Encryption;
  readonly checksums: Readonly<Record<string, string>>;
  readonly sequencer: string;
  readonly storageClass: string;
  readonly partCount?: number | undefined;
  tags: Readonly<Record<string, string>>;
  retention?: Retention | undefined;
  legalHold?: boolean | undefined;
  /** When a newer version took its place; noncurrent versions expire by it. */
  noncurrentSince?: number;
}

export interface Upload {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: number;
  readonly headers: ObjectHeaders;
  readonly encryption: Encryption;
  readonly tags: Readonly<Record<string, string>>;
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string; readonly modified: number }>;
}

export interface NotificationRule {
  readonly id: string;
  readonly kind: "queue" | "topic" | "function";
  readonly arn: string;
  /** e.g. `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

export interface LoggingTarget {
  readonly bucket: string;
  readonly prefix: string;
  /** `[SourceAccountId]/[SourceRegion]/[SourceBucket]/[YYYY]/[MM]/[DD]/` stands before the name. */
  readonly partitioned: boolean;
}

export interface LifecycleRule {
  readonly id: string;
  readonly prefix: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly largerThan: number;
  readonly smallerThan: number;
  readonly expireDays?: number | undefined;
  readonly expireDate?: number | undefined;
  readonly expireDeleteMarkers: boolean;
  readonly noncurrentDays?: number | undefined;
  readonly newerNoncurrent: number;
  readonly abortUploadsDays?: number | undefined;
}

/** What the split resources of Pulumi set on a bucket. */
export interface BucketSettings {
  versioning: "Off" | "Enabled" | "Suspended";
  encryption: Encryption;
  policy?: PolicyDocument;
  publicAccess: { readonly blockPolicy: boolean; readonly restrict: boolean };
  ownership: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";
  notifications: readonly NotificationRule[];
  eventBridge: boolean;
  lifecycle: readonly LifecycleRule[];
  logging?: LoggingTarget;
  objectLock: boolean;
  defaultRetention?: { readonly mode: Retention["mode"]; readonly days: number };
}

/** A bucket: its settings, and its objects by key with all their versions. */
export class Bucket {
  readonly settings: BucketSettings = {
    versioning: "Off",
    encryption: { algorithm: "AES256", bucketKey: false },
    publicAccess: { blockPolicy: true, restrict: true },
    ownership: "BucketOwnerEnforced",
    notifications: [],
    eventBridge: false,
    lifecycle: [],
    objectLock: false,
  };
  readonly uploads = new Map<string, Upload>();
  private readonly versions = new Map<string, ObjectVersion[]>();
  private readonly index = new SortedKeys();

  constructor(
    readonly name: string,
    readonly account: string,
    readonly region: string,
    readonly created: number,
  ) {}

  get arn(): string {
    return `arn:aws:s3:::${this.name}`;
  }

  /** The newest version of a key, which may be a delete marker. */
  newest(key: string): ObjectVersion | undefined {
    return this.versions.get(key)?.at(-1);
  }

  /** The object that a plain read finds. */
  current(key: string): ObjectVersion | undefined {
    const newest = this.newest(key);
    return newest?.deleteMarker ? undefined : newest;
  }

  version(key: string, versionId: string): ObjectVersion | undefined {
    return this.versions.get(key)?.find((version) => version.versionId === versionId);
  }

  /** All versions of a key, oldest first. */
  history(key: string): readonly ObjectVersion[] {
    return this.versions.get(key) ?? [];
  }

  /** Makes `version` the newest; without versioning, or with `null` for an id, it takes the place of the `null` version. */
  push(version: ObjectVersion): void {
    const history = this.versions.get(version.key);
    if (!history) {
      this.versions.set(version.key, [version]);
      this.index.add(version.key);
      return;
    }
    const replaced = version.versionId === "null" ? history.findIndex(({ versionId }) => versionId === "null") : -1;
    if (replaced >= 0) history.splice(replaced, 1);
    const previous = history.at(-1);
    if (previous) previous.noncurrentSince = version.modified;
    history.push(version);
  }

  /** Removes a version for good. */
  drop(version: ObjectVersion): void {
    const history = this.versions.get(version.key);
    const at = history?.indexOf(version) ?? -1;
    if (!history || at < 0) return;
    history.splice(at, 1);
    const newest = history.at(-1);
    if (newest) delete newest.noncurrentSince;
    else {
      this.versions.delete(version.key);
      this.index.delete(version.key);
    }
  }

  /** Keys with any version, not below `start`, in the order of listings. */
  keysFrom(start: string): Generator<string, void, undefined> {
    return this.index.from(start);
  }
}
