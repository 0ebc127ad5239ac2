import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type EncryptionKey } from "./encryption-key";
import { type Action, type Grant, grant, requireService } from "./grants";
import { resourceName } from "./names";
import { type Place, arnOf } from "./place";
import { type Signal, countAbove } from "./signal";

/** The type of a key attribute: string, number, binary. */
export type KeyType = "S" | "N" | "B";

/** An index of a table. */
export interface TableIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** What is copied into the index. Default: everything. */
  readonly projection?: "ALL" | "KEYS_ONLY" | { readonly include: readonly string[] };
}

/** Arguments of {@link Table}. */
export interface TableArgs {
  readonly place: Place;
  readonly key: EncryptionKey;
  /** Types of the attributes that keys and indexes use. */
  readonly attributes: Readonly<Record<string, KeyType>>;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes?: readonly TableIndex[];
  /** The attribute that holds the second, since 1970, at which an item may go. */
  readonly expiresAt?: string;
  /** Both images on a DynamoDB stream, which replicas in another region need as well. */
  readonly streamed?: boolean;
  /** Deletion protection, by AWS and by Pulumi. */
  readonly protect?: boolean;
}

function indexOf(index: TableIndex): aws.types.input.dynamodb.TableGlobalSecondaryIndex {
  const projection = index.projection ?? "ALL";
  return {
    name: index.name,
    keySchemas: [
      { attributeName: index.partitionKey, keyType: "HASH" },
      ...(index.sortKey ? [{ attributeName: index.sortKey, keyType: "RANGE" }] : []),
    ],
    ...(typeof projection === "string"
      ? { projectionType: projection }
      : { projectionType: "INCLUDE", nonKeyAttributes: [...projection.include] }),
  };
}

/** An on-demand table: customer-managed key, point-in-time recovery, deletion protection where asked for. */
export class Table extends pulumi.ComponentResource {
  readonly table: aws.dynamodb.Table;
  readonly name: pulumi.Output<string>;
  /** Known in previews, for the program gives the name, and still depends on the table. */
  readonly arn: pulumi.Output<string>;
  readonly signals: readonly Signal[];
  readonly #key: EncryptionKey;

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:shared:Table", name, {}, opts);
    this.#key = args.key;
    this.table = new aws.dynamodb.Table(
      name,
      {
        name: resourceName(args.place, name, "table"),
        billingMode: "PAY_PER_REQUEST",
        attributes: Object.entries(args.attributes).map(([attribute, type]) => ({ name: attribute, type })),
        hashKey: args.partitionKey,
        rangeKey: args.sortKey,
        globalSecondaryIndexes: args.indexes?.map(indexOf),
        ttl: args.expiresAt ? { attributeName: args.expiresAt, enabled: true } : undefined,
        streamEnabled: args.streamed ? true : undefined,
        streamViewType: args.streamed ? "NEW_AND_OLD_IMAGES" : undefined,
        serverSideEncryption: { enabled: true, kmsKeyArn: args.key.arn },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: args.protect ?? false,
      },
      // The recovery stack adds replicas; this one must not remove them.
      { parent: this, ignoreChanges: ["replicas"], protect: args.protect, retainOnDelete: args.protect },
    );
    this.name = this.table.name;
    this.arn = this.table.name.apply((table) => arnOf(args.place, "dynamodb", `table/${table}`));
    this.signals = [
      countAbove({
        name: `${name}-throttled`,
        namespace: "AWS/DynamoDB",
        metric: "ThrottledRequests",
        dimensions: { TableName: this.table.name },
        threshold: 10,
        severity: "ticket",
        runbook: "table-throttling.md",
        why: "Requests are refused although the table is on demand: a hot key, or growth faster than it doubles.",
      }),
    ];
    this.registerOutputs({ name: this.name, arn: this.arn });
  }

  /** Grants operations on the table's items, and the use of its key that they imply. */
  grant(...actions: Action[]): Grant[] {
    requireService("dynamodb", "A table", actions);
    return [grant(actions, [this.arn]), ...this.#key.grantFor("dynamodb", actions)];
  }

  /** Grants operations on one index; an index has an ARN of its own. */
  grantIndex(index: string, ...actions: Action[]): Grant[] {
    requireService("dynamodb", "An index", actions);
    return [
      grant(actions, [pulumi.interpolate`${this.arn}/index/${index}`]),
      ...this.#key.grantFor("dynamodb", actions),
    ];
  }
}
