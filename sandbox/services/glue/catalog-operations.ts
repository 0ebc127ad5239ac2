import type * as glue from "@aws-sdk/client-glue";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type CallContext, type Operation } from "../../kernel/service";
import { onCatalog } from "./access";
import { shownDatabase, shownTable, type Catalogs } from "./catalog";
import type { CatalogKeys } from "./encryption";

/** A catalog operation, with the use of the catalog's key. */
export function onCatalogKey<I>(
  keys: CatalogKeys,
  purpose: "read" | "write",
  access: Parameters<typeof operation<I>>[0],
  run: (input: I, context: CallContext) => object | void,
): Operation {
  return operation<I>(access, (input, context) => {
    keys.use(purpose, context);
    return run(input, context);
  });
}

export function databaseOperations(catalogs: Catalogs, keys: CatalogKeys): Record<string, Operation> {
  return {
    GetDatabase: onCatalogKey<glue.GetDatabaseRequest>(
      keys,
      "read",
      (input, context) => onCatalog("GetDatabase", input, context, input.Name),
      ({ Name }, { place }) => ({ Database: shownDatabase(catalogs.database(Name, place)) }),
    ),
    GetDatabases: onCatalogKey<glue.GetDatabasesRequest>(
      keys,
      "read",
      (input, context) => onCatalog("GetDatabases", input, context, "*"),
      (input, { place }) => page(catalogs.databasesOf(place).map(shownDatabase), input, "DatabaseList"),
    ),
    CreateDatabase: onCatalogKey<glue.CreateDatabaseRequest>(
      keys,
      "write",
      (input, context) => onCatalog("CreateDatabase", input, context, input.DatabaseInput?.Name ?? ""),
      (input, { place, world }) => void catalogs.addDatabase(input.DatabaseInput ?? { Name: "" }, place, world.now()),
    ),
    UpdateDatabase: onCatalogKey<glue.UpdateDatabaseRequest>(
      keys,
      "write",
      (input, context) => onCatalog("UpdateDatabase", input, context, input.Name),
      (input, { place }) => {
        const database = catalogs.database(input.Name, place);
        database.input = { ...input.DatabaseInput, Name: database.name };
      },
    ),
    DeleteDatabase: onCatalogKey<glue.DeleteDatabaseRequest>(
      keys,
      "write",
      (input, context) => onCatalog("DeleteDatabase", input, context, input.Name, "*"),
      ({ Name }, { place }) => catalogs.removeDatabase(Name, place),
    ),
  };
}

export function tableOperations(catalogs: Catalogs, keys: CatalogKeys): Record<string, Operation> {
  return {
    GetTable: onCatalogKey<glue.GetTableRequest>(
      keys,
      "read",
      (input, context) => onCatalog("GetTable", input, context, input.DatabaseName, input.Name),
      ({ DatabaseName, Name }, { place }) => ({ Table: shownTable(catalogs.table(DatabaseName, Name, place), place) }),
    ),
    GetTables: onCatalogKey<glue.GetTablesRequest>(
      keys,
      "read",
      (input, context) => onCatalog("GetTables", input, context, input.DatabaseName, "*"),
      (input, { place }) => {
        const pattern = input.Expression === undefined ? undefined : new RegExp(`^(?:${input.Expression})$`);
        const tables = [...catalogs.database(input.DatabaseName, place).tables.values()]
          .filter(({ name }) => !pattern || pattern.test(name))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        return page(
          tables.map((table) => shownTable(table, place)),
          input,
          "TableList",
        );
      },
    ),
    CreateTable: onCatalogKey<glue.CreateTableRequest>(
      keys,
      "write",
      (input, context) => onCatalog("CreateTable", input, context, input.DatabaseName, tableName(input)),
      (input, { place, world }) => {
        const { TableInput: table, PartitionIndexes, OpenTableFormatInput } = input;
        if (!table || PartitionIndexes?.length || OpenTableFormatInput)
          throw new Unsupported("CreateTable with partition indexes or an open table format");
        catalogs.addTable(catalogs.database(input.DatabaseName, place), table, world.now());
      },
    ),
    UpdateTable: onCatalogKey<glue.UpdateTableRequest>(
      keys,
      "write",
      (input, context) => onCatalog("UpdateTable", input, context, input.DatabaseName, tableName(input)),
      (input, { place, world }) => {
        const table = catalogs.table(input.DatabaseName, tableName(input), place);
        if (!input.TableInput) throw new AwsError("InvalidInputException", "TableInput is required.");
        table.input = { ...input.TableInput, Name: table.name };
        table.updated = world.now();
        table.version++;
      },
    ),
    DeleteTable: onCatalogKey<glue.DeleteTableRequest>(
      keys,
      "write",
      (input, context) => onCatalog("DeleteTable", input, context, input.DatabaseName, input.Name),
      ({ DatabaseName, Name }, { place }) => {
        const table = catalogs.table(DatabaseName, Name, place);
        catalogs.database(DatabaseName, place).tables.delete(table.name);
      },
    ),
  };
}

function tableName(input: { readonly Name?: string | undefined; readonly TableInput?: glue.TableInput | undefined }) {
  return input.Name ?? input.TableInput?.Name ?? "";
}

interface Paged {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/** One page; a token is the place of the next entry. */
export function page(entries: readonly object[], { NextToken, MaxResults = 100 }: Paged, member: string): object {
  const first = Number(NextToken ?? 0);
  if (!Number.isInteger(first)) throw new AwsError("InvalidInputException", "The pagination token is invalid.");
  const next = first + MaxResults;
  return { [member]: entries.slice(first, next), ...(next < entries.length && { NextToken: String(next) }) };
}
