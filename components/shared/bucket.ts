import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type GuardArgs, guard } from "./bucket-guards";
import { type Action, type Grant, grant, partition, requireService } from "./grants";
import { globalName } from "./names";
import { type Place } from "./place";
import { type Statement, policyOf, tlsOnly } from "./policies";

/** A queue that is told of new objects. */
export interface ObjectNotification {
  readonly id: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly events: readonly string[];
  /** A queue, whose policy admits `s3.amazonaws.com` from this bucket. */
  readonly queueArn: pulumi.Input<string>;
  /** The queue, with its policy: S3 tries it out when the notification is made. */
  readonly dependsOn?: pulumi.Resource;
}

/** Arguments of {@link Bucket}. */
export interface BucketArgs extends GuardArgs {
  readonly place: Place;
  /** The part of the bucket's name that says what it is for: `raw`. */
  readonly part: string;
  /** Where S3 writes access logs, below `s3/<part>/`. The log bucket itself has none. */
  readonly accessLogs?: Bucket;
  /**
   * Makes versions lockable, and keeps everybody from deleting one for so many days. The provider replaces a bucket
   * that is to become lockable later, so whether this is given must not hang on a setting; the days may.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
   */
  readonly objectLock?: { readonly days?: number };
  /** Protected by Pulumi, and never emptied by it. */
  readonly protect?: boolean;
}

/** Operations on a bucket rather than on its objects. */
const ON_BUCKET = /^s3:(ListBucket|ListBucketVersions|ListBucketMultipartUploads|GetBucket[A-Za-z]*)$/;

/** Operations that are told the prefix that they list. */
const LISTING: ReadonlySet<Action> = new Set<Action>(["s3:ListBucket", "s3:ListBucketVersions"]);

/**
 * A private, versioned, encrypted bucket that accepts TLS only.
 *
 * A bucket has one policy and one notification resource: parts of the platform hand theirs in by {@link allow} and
 * {@link notify}, and the composition calls {@link finalize} once, when all have done so.
 */
export class Bucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  /** The bucket's name, a plain string. */
  readonly plainName: string;
  readonly name: pulumi.Output<string>;
  /** Known in previews, for the program gives the name, and still depends on the bucket. */
  readonly arn: pulumi.Output<string>;
  /**
   * That the bucket keeps versions. An object that the program uploads waits for it: one without a version of its own is hidden by a marker
   * when it is deleted, not removed, and then the bucket cannot go.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
   */
  readonly versioning: aws.s3.BucketVersioning;
  readonly #label: string;
  readonly #encryption: BucketArgs["encryption"];
  readonly #statements: Statement[] = [];
  readonly #notifications: ObjectNotification[] = [];
  #policy: aws.s3.BucketPolicy | undefined;

  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:shared:Bucket", name, {}, opts);
    this.#label = name;
    this.#encryption = args.encryption;
    this.plainName = globalName(args.place, args.part);
    this.bucket = new aws.s3.Bucket(
      name,
      { bucket: this.plainName, forceDestroy: false, objectLockEnabled: args.objectLock ? true : undefined },
      { parent: this, protect: args.protect, retainOnDelete: args.protect },
    );
    this.name = this.bucket.bucket;
    this.arn = this.bucket.bucket.apply((bucket) => `arn:aws:s3:::${bucket}`);
    this.versioning = guard(name, this.bucket, args, this);
    if (args.accessLogs) this.#logTo(args.accessLogs, args.part);
    if (args.objectLock?.days) this.#lock(args.objectLock.days, this.versioning);
    this.registerOutputs({ name: this.name, arn: this.arn });
  }

  /** Adds a statement to the bucket's one policy. */
  allow(statement: Statement): void {
    this.#refuseWhenFinal("a policy statement");
    this.#statements.push(statement);
  }

  /** Adds a notification to the bucket's one notification resource. */
  notify(notification: ObjectNotification): void {
    this.#refuseWhenFinal("a notification");
    this.#notifications.push(notification);
  }

  /**
   * Makes the policy and, when any was asked for, the notifications. Once, at the end of the composition.
   *
   * @returns the policy, for what has to come after it
   */
  finalize(): aws.s3.BucketPolicy {
    this.#refuseWhenFinal("a second finalize()");
    const all = [this.arn, pulumi.interpolate`${this.arn}/*`];
    this.#policy = new aws.s3.BucketPolicy(
      `${this.#label}-policy`,
      { bucket: this.name, policy: policyOf([tlsOnly("s3", all), ...this.#statements]) },
      { parent: this },
    );
    if (this.#notifications.length === 0) return this.#policy;
    new aws.s3.BucketNotification(
      `${this.#label}-notifications`,
      {
        bucket: this.name,
        queues: this.#notifications.map(({ id, prefix, suffix, events, queueArn }) => ({
          id,
          queueArn,
          events: [...events],
          filterPrefix: prefix,
          filterSuffix: suffix,
        })),
      },
      { parent: this, dependsOn: this.#notifications.flatMap(({ dependsOn }) => dependsOn ?? []) },
    );
    return this.#policy;
  }

  /** Grants operations on the bucket and all of its objects, and the use of its key that they imply. */
  grant(...actions: Action[]): Grant[] {
    return this.grantOn([""], ...actions);
  }

  /**
   * Grants operations below prefixes, and the use of the key that they imply.
   *
   * @param prefixes such as `quarantine/`; listing is confined to them, too
   */
  grantOn(prefixes: readonly string[], ...actions: Action[]): Grant[] {
    requireService("s3", "A bucket", actions);
    const [onBucket, onObjects] = partition(actions, (action) => ON_BUCKET.test(action));
    const [listing, others] = partition(onBucket, (action) => LISTING.has(action));
    const everywhere = prefixes.includes("");
    const below = everywhere ? undefined : { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } };
    return [
      ...(onObjects.length > 0
        ? [
            grant(
              onObjects,
              prefixes.map((prefix) => pulumi.interpolate`${this.arn}/${prefix}*`),
            ),
          ]
        : []),
      ...(listing.length > 0 ? [grant(listing, [this.arn], below)] : []),
      ...(others.length > 0 ? [grant(others, [this.arn])] : []),
      ...(this.#encryption === "sse-s3" ? [] : this.#encryption.grantFor("s3", actions)),
    ];
  }

  #refuseWhenFinal(what: string): void {
    if (this.#policy) {
      throw new pulumi.ResourceError(
        `Bucket "${this.#label}" is final and does not take ${what}: hand it in before finalize().`,
        this,
      );
    }
  }

  #logTo(target: Bucket, part: string): void {
    target.allow({
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
      Sid: `AccessLogsOf${part.replace(/[^A-Za-z0-9]/g, "")}`,
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${target.arn}/s3/${part}/*`,
      Condition: { ArnLike: { "aws:SourceArn": this.arn } },
    });
    new aws.s3.BucketLogging(
      `${this.#label}-access-logs`,
      { bucket: this.name, targetBucket: target.name, targetPrefix: `s3/${part}/` },
      { parent: this },
    );
  }

  #lock(days: number, versioning: aws.s3.BucketVersioning): void {
    new aws.s3.BucketObjectLockConfiguration(
      `${this.#label}-lock`,
      { bucket: this.name, rule: { defaultRetention: { mode: "GOVERNANCE", days } } },
      { parent: this, dependsOn: [versioning] },
    );
  }
}
