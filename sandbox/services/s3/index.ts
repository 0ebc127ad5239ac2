import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { CallContext, Operation, ResourceModel, ResourceStatus, Service } from "../../kernel/service";
import { AccessLogs } from "./access-log";
import type { Bucket, ObjectVersion } from "./bucket";
import { Lifecycle } from "./lifecycle";
import { Notifications } from "./notifications";
import { bucketOperations } from "./operations/buckets";
import { copyObject } from "./operations/copy";
import { deleteObject, deleteObjects } from "./operations/delete";
import { getObject, headObject } from "./operations/get";
import { listObjectVersions, listObjectsV2 } from "./operations/list";
import { multipartOperations } from "./operations/multipart";
import { putObject } from "./operations/put";
import { bucketResource } from "./resources/bucket";
import { objectResource } from "./resources/object";
import { lifecycleResource, notificationResource } from "./resources/rules";
import { settingResources } from "./resources/settings";
import { Store } from "./store";

export type { Bucket, ObjectVersion } from "./bucket";

/** How the access log names operations. */
const logNames: Readonly<Record<string, string>> = {
  PutObject: "REST.PUT.OBJECT",
  GetObject: "REST.GET.OBJECT",
  HeadObject: "REST.HEAD.OBJECT",
  DeleteObject: "REST.DELETE.OBJECT",
  DeleteObjects: "REST.POST.MULTI_OBJECT_DELETE",
  CopyObject: "REST.COPY.OBJECT",
  ListObjectsV2: "REST.GET.BUCKET",
  ListObjectVersions: "REST.GET.BUCKETVERSIONS",
  CreateMultipartUpload: "REST.POST.UPLOADS",
  UploadPart: "REST.PUT.PART",
  CompleteMultipartUpload: "REST.POST.UPLOAD",
  AbortMultipartUpload: "REST.DELETE.UPLOAD",
  ListParts: "REST.GET.UPLOAD",
  ListMultipartUploads: "REST.GET.UPLOADS",
  HeadBucket: "REST.HEAD.BUCKET",
  GetBucketLocation: "REST.GET.LOCATION",
  GetObjectTagging: "REST.GET.OBJECT_TAGGING",
  PutObjectTagging: "REST.PUT.OBJECT_TAGGING",
  DeleteObjectTagging: "REST.DELETE.OBJECT_TAGGING",
};

interface Target {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** Amazon S3: general purpose buckets with versions, encryption, notifications, lifecycle rules and access logs. */
export class S3Service implements Service {
  readonly name = "s3";
  readonly sdk = "@aws-sdk/client-s3";
  readonly throttling = { code: "SlowDown", statusCode: 503 };
  readonly denial = { code: "AccessDenied", statusCode: 403 };
  readonly store: Store;
  readonly notifications: Notifications;
  readonly lifecycle: Lifecycle;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly logs: AccessLogs;

  constructor(cloud: Cloud) {
    this.store = new Store(cloud.world);
    this.notifications = new Notifications(cloud);
    this.logs = new AccessLogs(cloud);
    this.lifecycle = new Lifecycle(cloud.world, this.store, (...change) => this.changed(...change));
    this.operations = this.logged({
      PutObject: putObject(this),
      GetObject: getObject(this),
      HeadObject: headObject(this),
      DeleteObject: deleteObject(this),
      DeleteObjects: deleteObjects(this),
      CopyObject: copyObject(this),
      ListObjectsV2: listObjectsV2(this),
      ListObjectVersions: listObjectVersions(this),
      ...multipartOperations(this),
      ...bucketOperations(this),
    });
    this.resources = {
      "aws:s3/bucket:Bucket": bucketResource(this),
      ...settingResources(this),
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lifecycleResource(this),
      "aws:s3/bucketNotification:BucketNotification": notificationResource(this),
      "aws:s3/bucketObject:BucketObject": objectResource(this),
      "aws:s3/bucketObjectv2:BucketObjectv2": objectResource(this),
    };
  }

  /** Objects below a prefix, in the order of listings, for reports: no permission is asked for. */
  *objects(bucketName: string, prefix = ""): Generator<ObjectVersion, void, undefined> {
    const bucket = this.store.bucket(bucketName);
    for (const key of bucket.keysFrom(prefix)) {
      if (!key.startsWith(prefix)) return;
      const current = bucket.current(key);
      if (current) yield current;
    }
  }

  /** The bytes of an object, for a model that has just been allowed to read it: no permission is asked for. */
  body(bucketName: string, key: string): Buffer | undefined {
    return this.store.bucket(bucketName).current(key)?.body;
  }

  /**
   * The bucket of a call, checked to be where the call was sent and whose the caller expects it to be.
   * @throws AwsError NoSuchBucket, PermanentRedirect, AccessDenied
   */
  reach(input: Target, { place }: CallContext): Bucket {
    const bucket = this.store.bucket(input.Bucket);
    if (bucket.region !== place.region) {
      const Endpoint = `${bucket.name}.s3.${bucket.region}.amazonaws.com`;
      throw new AwsError(
        "PermanentRedirect",
        `The bucket you are attempting to access must be addressed using the specified endpoint: ${Endpoint}.`,
        301,
        { Bucket: bucket.name, Endpoint },
      );
    }
    if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.account) {
      throw new AwsError("AccessDenied", "Access Denied: the bucket is not owned by the expected account.", 403);
    }
    return bucket;
  }

  /** Tells of a change of an object to whom the bucket's notifications name. */
  changed(bucket: Bucket, event: string, version: ObjectVersion, context?: CallContext): void {
    this.notifications.notify(bucket, event, version, context);
  }

  summary(): unknown {
    const buckets = this.store.all().map((bucket) => [bucket.name, this.countOf(bucket)] as const);
    return {
      buckets: Object.fromEntries(buckets.sort(([a], [b]) => (a < b ? -1 : 1))),
      undeliveredNotifications: this.notifications.undelivered(),
      undeliveredLogs: this.logs.undelivered(),
    };
  }

  status(): Readonly<Record<string, ResourceStatus>> {
    return Object.fromEntries(
      this.store.all().map((bucket) => {
        let objects = 0;
        for (const key of bucket.keysFrom("")) if (bucket.current(key)) objects++;
        return [bucket.arn, { objects }];
      }),
    );
  }

  inFlight(): number {
    return this.notifications.inFlight();
  }

  private countOf(bucket: Bucket) {
    let objects = 0;
    let bytes = 0;
    let versions = 0;
    for (const key of bucket.keysFrom("")) {
      const current = bucket.current(key);
      versions += bucket.history(key).length;
      if (!current) continue;
      objects++;
      bytes += current.body.length;
    }
    return { objects, bytes, versions };
  }

  /** Adds the access log to operations on buckets that keep one. */
  private logged(operations: Record<string, Operation>): Record<string, Operation> {
    const entries = Object.entries(operations).map(([name, { access, run }]) => {
      const logName = logNames[name];
      if (!logName) return [name, { access, run }] as const;
      const logging = (input: Target, context: CallContext) => {
        const { settings } = this.store.bucket(input.Bucket);
        const result = () => run(input as never, context);
        return settings.logging ? this.log(logName, input, context, result) : result();
      };
      return [name, { access, run: logging as Operation["run"] }] as const;
    });
    return Object.fromEntries(entries);
  }

  private log(operation: string, input: Target, context: CallContext, run: () => ReturnType<Operation["run"]>): object {
    const bucket = this.store.bucket(input.Bucket);
    const key = input.Key ?? "";
    try {
      const output = (run() ?? {}) as { ContentLength?: number; VersionId?: string };
      const size = bucket.current(key)?.body.length ?? 0;
      const bytes = operation === "REST.GET.OBJECT" ? (output.ContentLength ?? 0) : 0;
      const version = output.VersionId === undefined ? {} : { versionId: output.VersionId };
      this.logs.log(bucket, { operation, key, status: 200, bytes, size, ...version }, context);
      return output;
    } catch (error) {
      if (error instanceof AwsError) {
        this.logs.log(
          bucket,
          { operation, key, status: error.statusCode, errorCode: error.code, bytes: 0, size: 0 },
          context,
        );
      }
      throw error;
    }
  }
}

export function create(cloud: Cloud): S3Service {
  return new S3Service(cloud);
}
