import type * as glue from "@aws-sdk/client-glue";
import { AwsError } from "../../kernel/errors";
import type { CallContext, Operation } from "../../kernel/service";
import { onCatalog } from "./access";
import { onCatalogKey, page } from "./catalog-operations";
import {
  addPartition,
  findPartition,
  partitionKey,
  partitionsOf,
  shownPartition,
  type Catalogs,
  type Table,
} from "./catalog";
import type { CatalogKeys } from "./encryption";
import { partitionFilter } from "./partition-filter";

interface TableRef {
  readonly CatalogId?: string | undefined;
  readonly DatabaseName: string | undefined;
  readonly TableName: string | undefined;
}

/** Partitions of tables, one by one and in batches whose failures are answered one by one. */
export function partitionOperations(catalogs: Catalogs, keys: CatalogKeys): Record<string, Operation> {
  const on = <I extends TableRef>(
    action: string,
    purpose: "read" | "write",
    run: (table: Table, input: I, context: CallContext) => object | void,
  ) => ({
    [action]: onCatalogKey<I>(
      keys,
      purpose,
      (input, context) => onCatalog(action, input, context, input.DatabaseName, input.TableName),
      (input, context) => {
        const table = catalogs.table(input.DatabaseName, input.TableName, context.place);
        return run(table, input, context);
      },
    ),
  });
  return {
    ...on<glue.GetPartitionRequest>("GetPartition", "read", (table, { PartitionValues }, { place }) => ({
      Partition: shownPartition(findPartition(table, PartitionValues), table, place),
    })),
    ...on<glue.GetPartitionsRequest>("GetPartitions", "read", (table, input, { place }) => {
      const matches = partitionFilter(input.Expression, table.input.PartitionKeys ?? []);
      const found = partitionsOf(table).filter(({ values }) => matches(values));
      return page(
        found.map((partition) => shownPartition(partition, table, place)),
        input,
        "Partitions",
      );
    }),
    ...on<glue.BatchGetPartitionRequest>("BatchGetPartition", "read", (table, { PartitionsToGet }, { place }) => {
      const found = (PartitionsToGet ?? []).map(({ Values }) => table.partitions.get(partitionKey(table, Values)));
      return {
        Partitions: found.filter((each) => each !== undefined).map((each) => shownPartition(each, table, place)),
        UnprocessedKeys: [],
      };
    }),
    ...on<glue.CreatePartitionRequest>("CreatePartition", "write", (table, { PartitionInput }, { world }) =>
      addPartition(table, required(PartitionInput), world.now()),
    ),
    ...on<glue.BatchCreatePartitionRequest>("BatchCreatePartition", "write", (table, input, { world }) => {
      const inputs = bounded(input.PartitionInputList);
      return { Errors: errorsOf(inputs, valuesOf, (one) => addPartition(table, one, world.now())) };
    }),
    ...on<glue.UpdatePartitionRequest>("UpdatePartition", "write", (table, input) =>
      replace(table, input.PartitionValueList, input.PartitionInput),
    ),
    ...on<glue.BatchUpdatePartitionRequest>("BatchUpdatePartition", "write", (table, { Entries }) => ({
      Errors: errorsOf(
        bounded(Entries),
        (entry) => entry.PartitionValueList,
        (entry) => replace(table, entry.PartitionValueList, entry.PartitionInput),
        "PartitionValueList",
      ),
    })),
    ...on<glue.DeletePartitionRequest>("DeletePartition", "write", (table, { PartitionValues }) => {
      findPartition(table, PartitionValues);
      table.partitions.delete(partitionKey(table, PartitionValues));
    }),
  };
}

function valuesOf(input: glue.PartitionInput): readonly string[] | undefined {
  return input.Values;
}

/** Puts a partition in the place of another; with other values it moves. */
function replace(table: Table, values: readonly string[] | undefined, input: glue.PartitionInput | undefined): void {
  const partition = findPartition(table, values);
  const next = required(input);
  const moved = partitionKey(table, next.Values ?? values);
  if (moved !== partitionKey(table, values)) {
    if (table.partitions.has(moved)) throw new AwsError("AlreadyExistsException", "Partition already exists.");
    table.partitions.delete(partitionKey(table, values));
  }
  table.partitions.set(moved, { ...partition, values: next.Values ?? partition.values, input: next });
}

function required(input: glue.PartitionInput | undefined): glue.PartitionInput {
  if (!input) throw new AwsError("InvalidInputException", "PartitionInput is required.");
  return input;
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html */
function bounded<T>(list: readonly T[] | undefined): readonly T[] {
  if ((list?.length ?? 0) > 100)
    throw new AwsError("ValidationException", "A batch of partitions has at most 100 members.");
  return list ?? [];
}

function errorsOf<T>(
  list: readonly T[],
  values: (one: T) => readonly string[] | undefined,
  work: (one: T) => void,
  member = "PartitionValues",
): object[] {
  return list.flatMap((one) => {
    try {
      work(one);
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const ErrorDetail = { ErrorCode: error.code, ErrorMessage: error.message };
      return [{ [member]: values(one), ErrorDetail }];
    }
  });
}
