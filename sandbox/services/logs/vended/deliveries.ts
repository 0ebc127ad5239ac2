import { gzipSync } from "node:zlib";
import type { Place } from "../../../kernel/arn";
import type { Cloud } from "../../../kernel/cloud";
import { deliver } from "../../../kernel/delivery";
import { AwsError } from "../../../kernel/errors";
import type { Random } from "../../../world/random";
import type { S3Service } from "../../s3";
import type { LogType } from "./log-types";
import { folderOf, type S3Target } from "./object-key";

/** Milliseconds after the first event of a file: AWS delivers several times an hour, usually within the hour. */
const flushAfter = 300_000;

/** A file that could not be written is tried again at these distances, milliseconds, while the error is transient. */
const retryDelays = [1_000, 5_000, 30_000, 300_000];

const hour = 3_600_000;

export interface DeliverySource {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly resourceArn: string;
  readonly type: LogType;
}

export interface DeliveryDestination {
  readonly name: string;
  readonly arn: string;
  readonly bucket: string;
  readonly prefix: string;
}

export interface Delivery {
  readonly id: string;
  readonly arn: string;
  readonly source: DeliverySource;
  readonly destination: DeliveryDestination;
  readonly fields: readonly string[];
  readonly target: S3Target;
}

/** One event of a service's log. */
export interface VendedEvent {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * The second version of log delivery: sources, destinations and the deliveries that join them. Files are written to S3 as
 * `delivery.logs.amazonaws.com` on behalf of the source, so that the bucket's policy decides. AWS adds what is missing
 * there to the policy when a delivery is made by someone who may do so; here nobody does.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html
 */
export class Deliveries {
  readonly sources = new Map<string, DeliverySource>();
  readonly destinations = new Map<string, DeliveryDestination>();
  readonly deliveries = new Map<string, Delivery>();
  /** Lines that wait, by delivery and hour. */
  private readonly waiting = new Map<string, string[]>();
  private random: Random | undefined;
  private counts = { delivered: 0, undelivered: 0 };

  constructor(private readonly cloud: Cloud) {}

  /** Takes an event of a resource's log, and delivers it later wherever deliveries of that resource say. */
  take(resourceArn: string, event: VendedEvent): void {
    for (const delivery of this.deliveries.values()) {
      if (delivery.source.resourceArn === resourceArn) this.keep(delivery, event);
    }
  }

  /** Files that arrived, and those that the bucket did not take. */
  files(): { readonly delivered: number; readonly undelivered: number } {
    return { ...this.counts };
  }

  /** A line has the fields in the order that the delivery gives; what has no value is a hyphen. */
  private keep(delivery: Delivery, { time, fields }: VendedEvent): void {
    const start = Math.floor(time / hour) * hour;
    const key = `${delivery.id} ${start}`;
    const line = JSON.stringify(Object.fromEntries(delivery.fields.map((name) => [name, fields[name] ?? "-"])));
    const lines = this.waiting.get(key);
    if (lines) return void lines.push(line);
    this.waiting.set(key, [line]);
    this.cloud.world.after(flushAfter, () => {
      const all = this.waiting.get(key) ?? [];
      this.waiting.delete(key);
      this.write(delivery, start, gzipSync(`${all.join("\n")}\n`));
    });
  }

  private write(delivery: Delivery, start: number, body: Buffer): void {
    const key = this.keyOf(delivery, start);
    deliver(this.cloud.world, {
      attempt: () => this.put(delivery, key, body),
      wait: (retry) => retryDelays[retry - 1],
      failed: () => void this.counts.undelivered++,
      done: () => void this.counts.delivered++,
    });
  }

  private async put({ source, target }: Delivery, Key: string, Body: Buffer): Promise<void> {
    const { bucket: Bucket } = target;
    const { region } = this.cloud.service<S3Service>("s3").store.bucket(Bucket);
    await this.cloud.call({
      principal: { kind: "service", service: "delivery.logs.amazonaws.com" },
      place: { account: source.place.account, region },
      service: "s3",
      operation: "PutObject",
      input: { Bucket, Key, Body, ACL: "bucket-owner-full-control" },
      sourceArn: source.arn,
      sourceAccount: source.place.account,
    });
  }

  /** `<folder>/<distribution>.<date>-<hour>.<eight digits>.gz`, by the hour of the events, not of the delivery. */
  private keyOf({ source, target }: Delivery, start: number): string {
    const [date = "", time = ""] = new Date(start).toISOString().split("T");
    const [yyyy = "", MM = "", dd = ""] = date.split("-");
    const HH = time.slice(0, 2);
    const id = source.resourceArn.slice(source.resourceArn.lastIndexOf("/") + 1);
    const { account } = source.place;
    const folder = folderOf(target, source.type, {
      ...{ yyyy, MM, dd, HH, DistributionId: id, distributionid: id },
      ...{ accountid: account, "account-id": account },
    });
    this.random ??= this.cloud.world.random.fork("logs/deliveries");
    return `${folder}${id}.${date}-${HH}.${this.random.hex(8)}.gz`;
  }
}

export const notThere = (what: string) =>
  new AwsError("ResourceNotFoundException", `The specified resource does not exist: ${what}.`);
export const conflict = (message: string) => new AwsError("ConflictException", message);
export const invalid = (message: string) => new AwsError("ValidationException", message);
