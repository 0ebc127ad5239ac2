import type { Principal } from "../../iam";
import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import { outOfScope } from "../../kernel/scope";
import type { Call, KeyUse, Operation, ResourceModel, Service } from "../../kernel/service";
import type { CloudWatchService } from "../cloudwatch";
import type { KmsService } from "../kms";
import { embeddedSamples } from "./embedded-metrics";
import { batches } from "./ingestion";
import { operations } from "./operations";
import { resources } from "./resources";
import { groupArn, LogTable, type LogEvent, type LogGroup } from "./store";
import { Deliveries } from "./vended/deliveries";
import { deliveryResources } from "./vended/resources";

export type { LogEvent } from "./store";
export type { VendedEvent } from "./vended/deliveries";

export function create(cloud: Cloud): LogsService {
  return new LogsService(cloud);
}

/** A line of a log: its time is now when not given. */
export type Line = string | { readonly timestamp: number; readonly message: string };

/** What a service writes of its own, with whose permission. */
export interface LogWrite {
  readonly principal: Principal;
  /** Where the group is. */
  readonly place: Place;
  /** Name of the group. */
  readonly group: string;
  readonly stream: string;
  readonly lines: readonly Line[];
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

/** The service that writes the vended logs of others: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html */
const deliveryService = "delivery.logs.amazonaws.com";
const deliveryPolicy = "AWSLogDeliveryWrite20150319";

/** A delivery is tried again at these distances, milliseconds, when the service throttles or fails. */
const retryDelays = [1_000, 5_000, 30_000, 300_000];

/** CloudWatch Logs: groups, streams, events and the metrics embedded in them, and the delivery of other services' logs. */
export class LogsService implements Service {
  readonly name = "logs";
  readonly sdk = "@aws-sdk/client-cloudwatch-logs";
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  /** The second version of log delivery. */
  readonly deliveries: Deliveries;
  private readonly table = new LogTable();
  private undelivered = 0;

  constructor(private readonly cloud: Cloud) {
    const useKey = (group: LogGroup, use: KeyUse) => this.useKey(group, use);
    const onEvents = (group: LogGroup, events: readonly LogEvent[]) => this.extract(group, events);
    const admitKey = (group: LogGroup) => this.admitKey(group);
    this.operations = operations({ table: this.table, useKey, admitKey, onEvents });
    this.deliveries = new Deliveries(cloud);
    this.resources = {
      ...resources(this.table, () => cloud.world.now(), admitKey),
      ...deliveryResources(this.deliveries, cloud),
    };
  }

  /**
   * Writes lines as `principal`, in as many calls as it takes; makes the stream when it is not there.
   * @throws AwsError what CloudWatch Logs answers: AccessDeniedException, ResourceNotFoundException, …
   */
  async write({ group, stream, lines, ...who }: LogWrite): Promise<void> {
    if (lines.length === 0) return;
    const now = this.cloud.world.now();
    const events = lines.map((line) => (typeof line === "string" ? { timestamp: now, message: line } : line));
    const names = { logGroupName: group, logStreamName: stream };
    const call = (operation: string, input: object) => this.cloud.call({ ...who, service: "logs", operation, input });
    if (!this.table.find(who.place, group)?.streams.has(stream))
      await call("CreateLogStream", names).catch(unlessThere);
    for (const logEvents of batches(events)) await call("PutLogEvents", { ...names, logEvents });
  }

  /**
   * Writes a service's vended logs (access logs, …) by the log delivery service, which AWS admits to the group with a
   * resource policy of its own. It goes on by itself, tries again for a while, and counts what it could not deliver.
   */
  deliver(place: Place, group: string, stream: string, lines: readonly string[]): void {
    this.admitDelivery(place, group);
    const write: LogWrite = {
      principal: { kind: "service", service: deliveryService },
      place,
      group,
      stream,
      lines: lines.map((message) => ({ timestamp: this.cloud.world.now(), message })),
      sourceArn: `arn:aws:logs:${place.region}:${place.account}:delivery`,
      sourceAccount: place.account,
    };
    outOfScope(() => this.tryDelivery(write, 0)).catch((error: unknown) => this.cloud.world.fail(error));
  }

  /** The events of a group in the order of their arrival, stream by stream, for tests and summaries. */
  eventsOf(place: Place, group: string): readonly LogEvent[] {
    return [...this.table.group(place, group).streams.values()].flatMap(({ events }) => events);
  }

  summary(): object {
    const groups = this.table.all().map(({ arn, streams, kmsKeyId }) => {
      const events = [...streams.values()].reduce((sum, stream) => sum + stream.events.length, 0);
      return [arn, { streams: streams.size, events, encrypted: kmsKeyId !== undefined }] as const;
    });
    const files = this.deliveries.files();
    return { groups: Object.fromEntries(groups), undelivered: this.undelivered, files };
  }

  private async tryDelivery(write: LogWrite, attempt: number): Promise<void> {
    try {
      await this.write(write);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const delay = retryDelays[attempt];
      const transient = error.statusCode >= 500 || error.code.includes("Throttl");
      if (!transient || delay === undefined) {
        this.undelivered += write.lines.length;
        return;
      }
      this.cloud.world.after(delay, () => this.tryDelivery(write, attempt + 1));
    }
  }

  private admitDelivery(place: Place, group: string): void {
    const name = `${deliveryPolicy}-${group}`;
    if (this.table.policiesIn(place).has(name)) return;
    this.table.setPolicy(place, name, {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AWSLogDeliveryWrite",
          Effect: "Allow",
          Principal: { Service: deliveryService },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${groupArn(place, group)}:log-stream:*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": place.account },
            ArnLike: { "aws:SourceArn": `arn:aws:logs:${place.region}:${place.account}:*` },
          },
        },
      ],
    });
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
  private useKey({ kmsKeyId, arn, place }: LogGroup, use: KeyUse): void {
    if (kmsKeyId === undefined) return;
    const call: Call = {
      principal: { kind: "service", service: `logs.${place.region}.amazonaws.com` },
      place,
      service: "kms",
      operation: use,
      input: {},
      sourceArn: arn,
      sourceAccount: place.account,
    };
    const keys = this.cloud.service<KmsService>("kms");
    this.cloud.require(keys.useOf(kmsKeyId, use, { call, place }, { "aws:logs:arn": arn }), { call });
  }

  /** A group takes a key only when its policy lets the service use it. */
  private admitKey(group: LogGroup): void {
    try {
      this.useKey(group, "GenerateDataKey");
      this.useKey(group, "Decrypt");
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        "InvalidParameterException",
        `The specified KMS key does not exist or is not allowed to be used with Arn '${group.arn}': ${error.message}`,
      );
    }
  }

  private extract({ place }: LogGroup, events: readonly LogEvent[]): void {
    const metrics = this.cloud.service<CloudWatchService>("monitoring");
    for (const { message } of events) {
      for (const { namespace, name, dimensions, value, unit, timestamp } of embeddedSamples(message)) {
        metrics.put(place, namespace, name, dimensions, value, unit, timestamp);
      }
    }
  }
}

/** Another writer may have made the stream in the meantime. */
function unlessThere(error: unknown): void {
  if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
}
