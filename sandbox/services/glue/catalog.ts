import type { DatabaseInput, PartitionInput, StorageDescriptor, TableInput } from "@aws-sdk/client-glue";
import { formatArn, type Place } from "../../kernel/arn";
import { AwsError } from "../../kernel/errors";

export interface Database {
  readonly name: string;
  readonly place: Place;
  readonly created: number;
  input: DatabaseInput;
  readonly tables: Map<string, Table>;
}

export interface Table {
  readonly name: string;
  readonly database: string;
  readonly created: number;
  updated: number;
  input: TableInput;
  version: number;
  readonly partitions: Map<string, Partition>;
}

export interface Partition {
  readonly values: readonly string[];
  readonly created: number;
  input: PartitionInput;
}

/** The data catalogs of all accounts and regions. Names are lower case, as Hive's. */
export class Catalogs {
  private readonly databases = new Map<string, Database>();

  addDatabase(input: DatabaseInput, place: Place, now: number): Database {
    const name = lower(input.Name, "The name of a database");
    const key = databaseArn(place, name);
    if (this.databases.has(key)) throw new AwsError("AlreadyExistsException", "Database already exists.");
    const database = { name, place, created: now, input: { ...input, Name: name }, tables: new Map<string, Table>() };
    this.databases.set(key, database);
    return database;
  }

  /** @throws EntityNotFoundException */
  database(name: string | undefined, place: Place): Database {
    const database = this.databases.get(databaseArn(place, (name ?? "").toLowerCase()));
    if (!database) throw notFound(`Database ${name} not found.`);
    return database;
  }

  removeDatabase(name: string | undefined, place: Place): void {
    const database = this.database(name, place);
    this.databases.delete(databaseArn(place, database.name));
  }

  databasesOf({ account, region }: Place): Database[] {
    return this.all()
      .filter(({ place }) => place.account === account && place.region === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  all(): Database[] {
    return [...this.databases.values()];
  }

  addTable(database: Database, input: TableInput, now: number): Table {
    const name = lower(input.Name, "The name of a table");
    if (database.tables.has(name)) throw new AwsError("AlreadyExistsException", "Table already exists.");
    const table: Table = {
      name,
      database: database.name,
      created: now,
      updated: now,
      input: { ...input, Name: name },
      version: 0,
      partitions: new Map(),
    };
    database.tables.set(name, table);
    return table;
  }

  /** @throws EntityNotFoundException */
  table(databaseName: string | undefined, name: string | undefined, place: Place): Table {
    const table = this.database(databaseName, place).tables.get((name ?? "").toLowerCase());
    if (!table) throw notFound(`Table ${name} not found.`);
    return table;
  }
}

/** @throws AlreadyExistsException, InvalidInputException */
export function addPartition(table: Table, input: PartitionInput, now: number): void {
  const key = partitionKey(table, input.Values);
  if (table.partitions.has(key)) throw new AwsError("AlreadyExistsException", "Partition already exists.");
  table.partitions.set(key, { values: input.Values ?? [], created: now, input });
}

/** @throws EntityNotFoundException */
export function findPartition(table: Table, values: readonly string[] | undefined): Partition {
  const partition = table.partitions.get(partitionKey(table, values));
  if (!partition) throw notFound(`Cannot find partition.`);
  return partition;
}

/** @throws InvalidInputException when there are not as many values as keys */
export function partitionKey(table: Table, values: readonly string[] = []): string {
  const keys = table.input.PartitionKeys ?? [];
  if (keys.length !== values.length) {
    throw new AwsError(
      "InvalidInputException",
      `The number of partition keys do not match the number of partition values: ${keys.length} and ${values.length}.`,
    );
  }
  return JSON.stringify(values);
}

export function partitionsOf(table: Table): Partition[] {
  return [...table.partitions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, partition]) => partition);
}

export function databaseArn(place: Place, name: string): string {
  return formatArn({ service: "glue", ...place, resource: `database/${name}` });
}

export function tableArn(place: Place, database: string, name: string): string {
  return formatArn({ service: "glue", ...place, resource: `table/${database}/${name}` });
}

export function notFound(message: string): AwsError {
  return new AwsError("EntityNotFoundException", message);
}

function lower(name: string | undefined, what: string): string {
  if (!name) throw new AwsError("InvalidInputException", `${what} must not be empty.`);
  return name.toLowerCase();
}

/** A table as the API shows it. */
export function shownTable(table: Table, place: Place): object {
  return {
    ...table.input,
    DatabaseName: table.database,
    CatalogId: place.account,
    CreateTime: new Date(table.created),
    UpdateTime: new Date(table.updated),
    VersionId: String(table.version),
    IsRegisteredWithLakeFormation: false,
  };
}

export function shownPartition(partition: Partition, table: Table, place: Place): object {
  return {
    ...partition.input,
    DatabaseName: table.database,
    TableName: table.name,
    CatalogId: place.account,
    CreationTime: new Date(partition.created),
  };
}

export function shownDatabase(database: Database): object {
  return { ...database.input, CatalogId: database.place.account, CreateTime: new Date(database.created) };
}

export type { StorageDescriptor };
