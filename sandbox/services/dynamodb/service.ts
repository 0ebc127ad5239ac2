import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel, ResourceStatus, Service } from "../../kernel/service";
import { operations } from "./operations";
import { resources } from "./resources";
import { KinesisStreaming } from "./streaming";
import { Table, type TableSchema } from "./table";
import type { Item } from "./values";
import type { Prepared } from "./writes";

const hour = 3_600_000;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html: tokens hold for ten minutes. */
const tokenLife = 600_000;

/** DynamoDB: on-demand tables with global secondary indexes, transactions, TTL and Kinesis streaming. */
export class DynamoDbService implements Service {
  readonly name = "dynamodb";
  readonly sdk = "@aws-sdk/client-dynamodb";
  readonly throttling = { code: "ThrottlingException", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>> = operations(this);
  readonly resources: Readonly<Record<string, ResourceModel>> = resources(this);
  readonly streaming: KinesisStreaming;
  private readonly tables = new Map<string, Table>();
  private readonly tokens = new Map<string, string>();
  private sweeping = new Set<string>();

  constructor(private readonly cloud: Cloud) {
    this.streaming = new KinesisStreaming(cloud);
  }

  createTable(schema: TableSchema): void {
    if (this.tables.has(schema.arn))
      throw new AwsError("ResourceInUseException", `Table already exists: ${schema.name}`);
    this.tables.set(schema.arn, new Table(schema));
  }

  /** A table by name or ARN. @throws ResourceNotFoundException */
  table(nameOrArn: string | undefined, { account, region }: Place): Table {
    const arn = nameOrArn?.startsWith("arn:") ? nameOrArn : `arn:aws:dynamodb:${region}:${account}:table/${nameOrArn}`;
    const table = this.tables.get(arn);
    if (!table)
      throw new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${nameOrArn} not found`);
    return table;
  }

  tableNames({ account, region }: Place): string[] {
    return [...this.tables.values()]
      .filter(({ schema }) => schema.place.account === account && schema.place.region === region)
      .map(({ schema }) => schema.name)
      .sort();
  }

  /** All items of a table, for reports: no call, no permission. */
  items(arn: string): Iterable<Item> {
    return this.tables.get(arn)?.all() ?? [];
  }

  describe({ schema, size }: Table): object {
    const { key, indexes } = schema;
    const keySchema = ({ hash, range }: { hash: string; range?: string }) => [
      { AttributeName: hash, KeyType: "HASH" },
      ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" }]),
    ];
    return {
      TableName: schema.name,
      TableArn: schema.arn,
      TableStatus: "ACTIVE",
      ItemCount: size,
      KeySchema: keySchema(key),
      AttributeDefinitions: Object.entries(schema.attributes).map(([AttributeName, AttributeType]) => ({
        AttributeName,
        AttributeType,
      })),
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      DeletionProtectionEnabled: schema.deletionProtection,
      ...(schema.kmsKey && { SSEDescription: { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: schema.kmsKey } }),
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: indexes.map((index) => ({
          IndexName: index.name,
          IndexStatus: "ACTIVE",
          IndexArn: `${schema.arn}/index/${index.name}`,
          KeySchema: keySchema(index),
          Projection: {
            ProjectionType: index.projection,
            ...(index.include.length > 0 && { NonKeyAttributes: index.include }),
          },
        })),
      }),
    };
  }

  /** Makes prepared writes true, all at once, and tells the streams. */
  commit(prepared: readonly Prepared[]): void {
    for (const { write, before, after } of prepared) {
      const { table } = write;
      if (after) table.put(after);
      else if (before) table.delete(before);
      this.streaming.changed({ table, before, after });
      if (table.schema.ttlAttribute && after?.[table.schema.ttlAttribute]) this.keepSweeping(table);
    }
  }

  /** Whether a transaction with this token was done in the last ten minutes. @throws IdempotentParameterMismatchException */
  alreadyDone(token: string | undefined, request: object, place: Place): boolean {
    const known = token === undefined ? undefined : this.tokens.get(tokenKey(token, place));
    if (known === undefined) return false;
    if (known === JSON.stringify(request)) return true;
    throw new AwsError("IdempotentParameterMismatchException", "The token was used with other parameters.");
  }

  rememberDone(token: string | undefined, request: object, place: Place): void {
    if (token === undefined) return;
    const key = tokenKey(token, place);
    this.tokens.set(key, JSON.stringify(request));
    this.cloud.world.after(tokenLife, () => void this.tokens.delete(key));
  }

  /** Expired items go within hours: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
  private keepSweeping(table: Table): void {
    const { arn, ttlAttribute } = table.schema;
    if (this.sweeping.has(arn)) return;
    this.sweeping.add(arn);
    this.cloud.world.after(6 * hour, () => {
      this.sweeping.delete(arn);
      const now = this.cloud.world.now() / 1000;
      const expiring = [...table.all()].filter((item) => item[ttlAttribute as string]?.N !== undefined);
      for (const item of expiring) {
        if (Number(item[ttlAttribute as string]?.N) > now) continue;
        table.delete(item);
        this.streaming.changed({ table, before: item, after: undefined });
      }
      if (expiring.length > 0) this.keepSweeping(table);
    });
  }

  inFlight(): number {
    return this.streaming.inFlight();
  }

  status(): Readonly<Record<string, ResourceStatus>> {
    return Object.fromEntries([...this.tables.values()].map(({ schema, size }) => [schema.arn, { items: size }]));
  }

  summary(): unknown {
    const rows = [...this.tables.values()].map(({ schema, size }) => [schema.arn, size] as const);
    return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function tokenKey(token: string, { account, region }: Place): string {
  return `${account}/${region}/${token}`;
}
