import type { World } from "../../world/world";
import type { Bucket, LifecycleRule, ObjectVersion } from "./bucket";
import { isLocked } from "./operations/delete";
import type { Store } from "./store";

const day = 86_400_000;

type Changed = (bucket: Bucket, event: string, version: ObjectVersion) => void;

/**
 * Lifecycle actions, once a day at midnight UTC, to which S3 rounds every rule's time up.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export class Lifecycle {
  private readonly scheduled = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly store: Store,
    private readonly changed: Changed,
  ) {}

  /** Looks after a bucket from now on. */
  watch(bucket: Bucket): void {
    if (this.scheduled.has(bucket.name)) return;
    this.scheduled.add(bucket.name);
    const next = () => {
      this.world.at((Math.floor(this.world.now() / day) + 1) * day, () => {
        this.apply(bucket);
        next();
      });
    };
    next();
  }

  private apply(bucket: Bucket): void {
    const now = this.world.now();
    for (const rule of bucket.settings.lifecycle) {
      const keys = [];
      for (const key of bucket.keysFrom(rule.prefix)) {
        if (!key.startsWith(rule.prefix)) break;
        keys.push(key);
      }
      for (const key of keys) this.applyToKey(bucket, rule, key, now);
      this.abortUploads(bucket, rule, now);
    }
  }

  private applyToKey(bucket: Bucket, rule: LifecycleRule, key: string, now: number): void {
    const current = bucket.current(key);
    if (current && concerns(rule, current) && expires(rule, current, now)) this.expire(bucket, current);
    if (rule.noncurrentDays !== undefined) this.expireNoncurrent(bucket, rule, key, now);
    const newest = bucket.newest(key);
    if (rule.expireDeleteMarkers && newest?.deleteMarker && bucket.history(key).length === 1) {
      bucket.drop(newest);
      this.changed(bucket, "LifecycleExpiration:Delete", newest);
    }
  }

  /** With versioning, an expired object gets a delete marker; without, it goes. */
  private expire(bucket: Bucket, current: ObjectVersion): void {
    if (bucket.settings.versioning === "Off" && isLocked(current, this.world.now(), false)) return;
    const marker = this.store.markDeleted(bucket, current.key);
    this.changed(
      bucket,
      marker ? "LifecycleExpiration:DeleteMarkerCreated" : "LifecycleExpiration:Delete",
      marker ?? current,
    );
  }

  private expireNoncurrent(bucket: Bucket, rule: LifecycleRule, key: string, now: number): void {
    const noncurrent = bucket.history(key).slice(0, -1);
    const candidates = noncurrent.slice(0, Math.max(0, noncurrent.length - rule.newerNoncurrent));
    for (const version of candidates) {
      const age = now - due(version.noncurrentSince ?? now, rule.noncurrentDays as number);
      if (age < 0 || !concerns(rule, version) || isLocked(version, now, false)) continue;
      bucket.drop(version);
      this.changed(bucket, "LifecycleExpiration:Delete", version);
    }
  }

  private abortUploads(bucket: Bucket, rule: LifecycleRule, now: number): void {
    if (rule.abortUploadsDays === undefined) return;
    for (const upload of [...bucket.uploads.values()]) {
      if (!upload.key.startsWith(rule.prefix) || now < due(upload.initiated, rule.abortUploadsDays)) continue;
      bucket.uploads.delete(upload.uploadId);
    }
  }
}

/** So many days after `since`, rounded up to the next midnight UTC. */
function due(since: number, days: number): number {
  return Math.ceil((since + days * day) / day) * day;
}

function expires(rule: LifecycleRule, version: ObjectVersion, now: number): boolean {
  if (rule.expireDate !== undefined && now >= rule.expireDate) return true;
  return rule.expireDays !== undefined && now >= due(version.modified, rule.expireDays);
}

function concerns(rule: LifecycleRule, { body, tags, deleteMarker }: ObjectVersion): boolean {
  if (!deleteMarker && (body.length <= rule.largerThan || body.length >= rule.smallerThan)) return false;
  return Object.entries(rule.tags).every(([name, value]) => tags[name] === value);
}
