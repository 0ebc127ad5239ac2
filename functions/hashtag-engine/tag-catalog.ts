import type { Partition, StorageDescriptor } from "@aws-sdk/client-glue";
import type { ExportedDay } from "@huut/domain";
import { named, partitionOf, type DayTable, type Glue } from "../shared/glue";

/** What a partition says of the run that has written it. */
function exportedBy({ Parameters }: Partition | undefined = {}): ExportedDay | undefined {
  const { run, read_from: readFrom, rows } = Parameters ?? {};
  return run === undefined || readFrom === undefined ? undefined : { run, readFrom, rows: Number(rows) };
}

/** What the catalog has of a day. */
export async function exportedDay(glue: Glue, table: DayTable, day: string): Promise<ExportedDay | undefined> {
  return exportedBy(await partitionOf(glue, table, day));
}

/** Most partitions of one call. */
const BATCH = 500;

/** What the catalog has of days. */
export async function exportedDays(
  { sdk, client }: Glue,
  table: DayTable,
  days: readonly string[],
): Promise<Map<string, ExportedDay>> {
  const found = new Map<string, ExportedDay>();
  for (let from = 0; from < days.length; from += BATCH) {
    const wanted = days.slice(from, from + BATCH).map((day) => ({ Values: [day] }));
    const input = { ...named(table), PartitionsToGet: wanted };
    const { Partitions = [], UnprocessedKeys = [] } = await client.send(new sdk.BatchGetPartitionCommand(input));
    // A day of which nothing is known is exported again, which does no harm.
    if (UnprocessedKeys.length > 0) continue;
    for (const partition of Partitions) {
      const exported = exportedBy(partition);
      if (exported !== undefined) found.set(partition.Values?.[0] ?? "", exported);
    }
  }
  return found;
}

async function descriptorOf({ sdk, client }: Glue, table: DayTable): Promise<StorageDescriptor | undefined> {
  const { database: DatabaseName, table: Name } = table;
  return (await client.send(new sdk.GetTableCommand({ DatabaseName, Name }))).Table?.StorageDescriptor;
}

/**
 * Points a day's partition at new files: one call, so that a reader sees all of the old ones or all of the new.
 *
 * @returns whether it was done; files of a later run stay
 */
export async function movePartition(
  glue: Glue,
  table: DayTable,
  day: string,
  to: ExportedDay & { readonly location: string },
): Promise<boolean> {
  const { sdk, client } = glue;
  const before = await partitionOf(glue, table, day);
  if ((exportedBy(before)?.run ?? "") >= to.run) return false;
  const PartitionInput = {
    Values: [day],
    StorageDescriptor: { ...(await descriptorOf(glue, table)), Location: to.location },
    Parameters: { run: to.run, read_from: to.readFrom, rows: String(to.rows) },
  };
  const command =
    before === undefined
      ? new sdk.CreatePartitionCommand({ ...named(table), PartitionInput })
      : new sdk.UpdatePartitionCommand({ ...named(table), PartitionValueList: [day], PartitionInput });
  await client.send(command as InstanceType<typeof sdk.UpdatePartitionCommand>);
  return true;
}
