import type { Principal } from "../../iam";
import { AwsError } from "../../kernel/errors";
import type { Cloud } from "../../kernel/cloud";
import type { IamService } from "../iam";
import type { Random } from "../../world/random";
import type { Table } from "./table";
import { equalItems, itemSize, keyText, type Item } from "./values";

/** One change of an item. */
export interface Change {
  readonly table: Table;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

interface Destination {
  readonly tableArn: string;
  readonly streamArn: string;
  readonly precision: "MILLISECOND" | "MICROSECOND";
}

const backoff = [1_000, 5_000, 30_000, 60_000];

/**
 * Kinesis Data Streams for DynamoDB: each change becomes a JSON record, at least once and in no promised order. Identical
 * rewrites make no record. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html
 */
export class KinesisStreaming {
  private readonly destinations = new Map<string, Destination[]>();
  private random: Random | undefined;
  /** Of the last change, since 1970. */
  private microseconds = 0;
  private pending = 0;

  constructor(private readonly cloud: Cloud) {}

  enable(destination: Destination): void {
    const list = this.destinations.get(destination.tableArn) ?? [];
    if (list.length >= 2)
      throw new AwsError("LimitExceededException", "A table streams to at most two Kinesis streams.");
    this.destinations.set(destination.tableArn, [...list, destination]);
  }

  disable(tableArn: string, streamArn: string): void {
    const left = (this.destinations.get(tableArn) ?? []).filter((each) => each.streamArn !== streamArn);
    this.destinations.set(tableArn, left);
  }

  /** Changes that have not reached their streams. */
  inFlight(): number {
    return this.pending;
  }

  changed(change: Change): void {
    const { table, before, after } = change;
    if (before && after && equalItems(before, after)) return;
    for (const destination of this.destinations.get(table.schema.arn) ?? []) this.emit(change, destination);
  }

  private emit(change: Change, destination: Destination): void {
    const { world } = this.cloud;
    const site = { service: "dynamodb", operation: "KinesisStreaming", resource: change.table.schema.arn };
    const record = this.record(change, destination);
    const late = world.faults.strikes(["reorder"], site);
    this.random ??= world.random.fork("dynamodb/streaming");
    const delay = late ? this.random.int(1, late.delay ?? 60_000) : this.random.int(20, 200);
    const copies = world.faults.strikes(["duplicate"], site) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.pending++;
      world.after(delay + copy * 500, () => this.deliver(record, change, destination, 0));
    }
  }

  private async deliver(record: string, change: Change, destination: Destination, attempt: number): Promise<void> {
    const { place } = change.table.schema;
    const { hash } = change.table.schema.key;
    const key = keyText((change.after ?? change.before)?.[hash] ?? { S: "?" });
    try {
      await this.cloud.call({
        principal: this.replicationRole(place.account),
        place,
        service: "kinesis",
        operation: "PutRecord",
        input: { StreamARN: destination.streamArn, Data: Buffer.from(record), PartitionKey: key.slice(0, 256) },
      });
      this.pending--;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // DynamoDB goes on trying for as long as the destination lives.
      const wait = backoff[Math.min(attempt, backoff.length - 1)] as number;
      this.cloud.world.after(wait, () => this.deliver(record, change, destination, attempt + 1));
    }
  }

  /** The role that AWS makes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/using-service-linked-roles.html */
  private replicationRole(account: string): Principal {
    return this.cloud.service<IamService>("iam").serviceLinkedRole({
      account,
      service: "kinesisreplication.dynamodb.amazonaws.com",
      name: "AWSServiceRoleForDynamoDBKinesisDataStreamsReplication",
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "kms:GenerateDataKey",
            Resource: "*",
            Condition: { StringLike: { "kms:ViaService": "kinesis.*.amazonaws.com" } },
          },
          {
            Effect: "Allow",
            Action: ["kinesis:PutRecord", "kinesis:PutRecords", "kinesis:DescribeStream"],
            Resource: "*",
          },
        ],
      },
    });
  }

  private record({ table, before, after }: Change, { precision }: Destination): string {
    const image = (after ?? before) as Item;
    this.random ??= this.cloud.world.random.fork("dynamodb/streaming");
    const milliseconds = this.cloud.world.now();
    // The virtual clock has no microseconds of its own: here they tell changes of a millisecond apart, in their order.
    this.microseconds = Math.max(this.microseconds + 1, milliseconds * 1000);
    return JSON.stringify(
      {
        awsRegion: table.schema.place.region,
        eventID: this.random.uuid(),
        eventName: !before ? "INSERT" : !after ? "REMOVE" : "MODIFY",
        userIdentity: null,
        recordFormat: "application/json",
        tableName: table.schema.name,
        dynamodb: {
          ApproximateCreationDateTime: precision === "MICROSECOND" ? this.microseconds : milliseconds,
          Keys: table.keyOf(image),
          ...(after && { NewImage: after }),
          ...(before && { OldImage: before }),
          SizeBytes: (after ? itemSize(after) : 0) + (before ? itemSize(before) : 0),
          ApproximateCreationDateTimePrecision: precision,
        },
        eventSource: "aws:dynamodb",
      },
      binaries,
    );
  }
}

/** Binaries as base64, as in the service's JSON; a Buffer's own `toJSON` would come first, hence the look at the original. */
function binaries(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : value;
}
