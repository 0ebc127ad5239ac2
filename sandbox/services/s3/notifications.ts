import type { Cloud } from "../../kernel/cloud";
import type { CallContext } from "../../kernel/service";
import { AccessDenied, AwsError } from "../../kernel/errors";
import type { Principal } from "../../iam";
import type { Random } from "../../world/random";
import type { EventsService } from "../events/service";
import type { Bucket, NotificationRule, ObjectVersion } from "./bucket";

/** Seconds between attempts at a destination that throttles or is broken; the last repeats. */
const backoff = [1, 5, 30, 120, 300];
const giveUpAfter = 86_400_000;

/**
 * Event notifications: at least once, in no promised order, as `s3.amazonaws.com` on behalf of the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export class Notifications {
  private random: Random | undefined;
  private pending = 0;
  private lost = 0;

  constructor(private readonly cloud: Cloud) {}

  /** Notifications that have not reached their destinations. */
  inFlight(): number {
    return this.pending;
  }

  /** Notifications that no destination took: denied, gone, or broken for a day. */
  undelivered(): number {
    return this.lost;
  }

  /** @param event without the prefix `s3:`, e.g. `ObjectCreated:Put` */
  notify(bucket: Bucket, event: string, version: ObjectVersion, context?: CallContext): void {
    const { notifications, eventBridge } = bucket.settings;
    if (notifications.length === 0 && !eventBridge) return;
    const matching = notifications.filter((rule) => applies(rule, event, version.key));
    for (const rule of matching) {
      const record = this.record(bucket, rule, event, version, context);
      this.schedule(bucket, () => this.send(bucket, rule, { Records: [record] }));
    }
    if (eventBridge) this.toEventBridge(bucket, event, version, context);
  }

  /**
   * What S3 does before it takes a configuration: queues and topics must accept a test event, functions a dry run.
   * @throws AwsError InvalidArgument
   */
  async validate(bucket: Bucket, rule: NotificationRule): Promise<void> {
    const test = {
      Service: "Amazon S3",
      Event: "s3:TestEvent",
      Time: new Date(this.cloud.world.now()).toISOString(),
      Bucket: bucket.name,
      RequestId: this.chance().hex(16).toUpperCase(),
      HostId: this.chance().hex(32),
    };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.send(bucket, rule, test, "DryRun");
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        if (isTransient(error) && attempt < 10) continue;
        throw new AwsError(
          "InvalidArgument",
          `Unable to validate the following destination configurations: ${rule.arn} (${error.message})`,
        );
      }
    }
  }

  private schedule(bucket: Bucket, send: () => Promise<void>): void {
    const { world } = this.cloud;
    const site = { service: "s3", operation: "Notification", resource: bucket.arn };
    const late = world.faults.strikes(["reorder"], site);
    const delay = late ? this.chance().int(1, late.delay ?? 60_000) : this.chance().int(100, 900);
    const copies = world.faults.strikes(["duplicate"], site) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.pending++;
      world.after(delay + copy * this.chance().int(200, 5_000), () => this.attempt(send, world.now(), 0));
    }
  }

  private async attempt(send: () => Promise<void>, since: number, failures: number): Promise<void> {
    try {
      await send();
      this.pending--;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { world } = this.cloud;
      if (!isTransient(error) || world.now() - since > giveUpAfter) {
        this.pending--;
        this.lost++;
        return;
      }
      const wait = backoff[Math.min(failures, backoff.length - 1)] as number;
      world.after(wait * 1000, () => this.attempt(send, since, failures + 1));
    }
  }

  private async send(
    bucket: Bucket,
    { kind, arn }: NotificationRule,
    event: object,
    invocation = "Event",
  ): Promise<void> {
    const [, , , region = "", account = "", name = ""] = arn.split(":");
    const body = JSON.stringify(event);
    const call = {
      principal: { kind: "service", service: "s3.amazonaws.com" } satisfies Principal,
      place: { account: bucket.account, region: bucket.region },
      sourceArn: bucket.arn,
      sourceAccount: bucket.account,
    };
    if (kind === "queue") {
      const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
      await this.cloud.call({
        ...call,
        service: "sqs",
        operation: "SendMessage",
        input: { QueueUrl, MessageBody: body },
      });
    } else if (kind === "topic") {
      const input = { TopicArn: arn, Subject: "Amazon S3 Notification", Message: body };
      await this.cloud.call({ ...call, service: "sns", operation: "Publish", input });
    } else {
      const input = { FunctionName: arn, InvocationType: invocation, Payload: Buffer.from(body) };
      await this.cloud.call({ ...call, service: "lambda", operation: "Invoke", input });
    }
  }

  private record(
    bucket: Bucket,
    rule: NotificationRule,
    event: string,
    version: ObjectVersion,
    context?: CallContext,
  ): object {
    return {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: bucket.region,
      eventTime: new Date(this.cloud.world.now()).toISOString(),
      eventName: event,
      userIdentity: { principalId: principalId(context?.principal) },
      requestParameters: { sourceIPAddress: "127.0.0.1" },
      responseElements: {
        "x-amz-request-id": this.chance().hex(16).toUpperCase(),
        "x-amz-id-2": this.chance().hex(32),
      },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: rule.id,
        bucket: { name: bucket.name, ownerIdentity: { principalId: bucket.account }, arn: bucket.arn },
        object: {
          key: encodedKey(version.key),
          ...(!version.deleteMarker && !event.startsWith("ObjectRemoved") && { size: version.body.length }),
          ...(version.etag && { eTag: version.etag.slice(1, -1) }),
          ...(version.versionId !== "null" && { versionId: version.versionId }),
          sequencer: version.sequencer,
        },
      },
    };
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
  private toEventBridge(bucket: Bucket, event: string, version: ObjectVersion, context?: CallContext): void {
    const detailType = eventBridgeType(event);
    if (!detailType) return;
    const [, reason = ""] = event.split(":");
    const removed = detailType === "Object Deleted";
    const detail = {
      version: "0",
      bucket: { name: bucket.name },
      object: {
        key: version.key,
        ...(!removed && { size: version.body.length }),
        ...(version.etag && { etag: version.etag.slice(1, -1) }),
        ...(version.versionId !== "null" && { "version-id": version.versionId }),
        sequencer: version.sequencer,
      },
      "request-id": this.chance().hex(16).toUpperCase(),
      requester: context ? context.place.account : "s3.amazonaws.com",
      "source-ip-address": "127.0.0.1",
      ...(removed
        ? {
            reason: "DeleteObject",
            "deletion-type": version.deleteMarker ? "Delete Marker Created" : "Permanently Deleted",
          }
        : { reason: reason === "Copy" ? "CopyObject" : reason === "Put" ? "PutObject" : reason }),
    };
    const place = { account: bucket.account, region: bucket.region };
    this.schedule(bucket, async () => {
      this.cloud
        .service<EventsService>("events")
        .emit(place, { source: "aws.s3", "detail-type": detailType, detail, resources: [bucket.arn] });
    });
  }

  private chance(): Random {
    return (this.random ??= this.cloud.world.random.fork("s3/notifications"));
  }
}

/** Keys in records are form-encoded, so that consumers must decode them. */
function encodedKey(key: string): string {
  return encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}

export function applies({ events, prefix, suffix }: NotificationRule, event: string, key: string): boolean {
  if (!key.startsWith(prefix) || !key.endsWith(suffix)) return false;
  return events.some((wanted) => {
    const pattern = wanted.replace(/^s3:/, "");
    return pattern.endsWith("*") ? event.startsWith(pattern.slice(0, -1)) : pattern === event;
  });
}

function eventBridgeType(event: string): string | undefined {
  if (event.startsWith("ObjectCreated:")) return "Object Created";
  if (event.startsWith("ObjectRemoved:") || event.startsWith("LifecycleExpiration:")) return "Object Deleted";
  if (event === "ObjectTagging:Put") return "Object Tags Added";
  return event === "ObjectTagging:Delete" ? "Object Tags Deleted" : undefined;
}

function principalId(principal: Principal | undefined): string {
  if (!principal) return "s3.amazonaws.com";
  switch (principal.kind) {
    case "role":
      return `AWS:${principal.roleArn.split("/").at(-1)}:${principal.sessionName}`;
    case "service":
      return principal.service;
    case "anonymous":
      return "anonymous";
    default:
      return `AWS:${principal.account}`;
  }
}

function isTransient(error: AwsError): boolean {
  if (error instanceof AccessDenied) return false;
  return error.statusCode >= 500 || /throttl|TooManyRequests|SlowDown|RequestTimeout/i.test(error.code);
}
