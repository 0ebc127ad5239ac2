import type { Partition } from "@aws-sdk/client-glue";
import { boundedCalls } from "./bounded-calls";
import { isNamed } from "./dynamo";

export async function loadGlue() {
  const sdk = await import("@aws-sdk/client-glue");
  return { sdk, client: new sdk.GlueClient(boundedCalls()) };
}
export type Glue = Awaited<ReturnType<typeof loadGlue>>;

/** A table of the catalog, by day. */
export interface DayTable {
  readonly database: string;
  readonly table: string;
}

/** A table as Glue's operations name it. */
export const named = ({ database, table }: DayTable) => ({ DatabaseName: database, TableName: table });

/** A day's partition, if there is one. */
export async function partitionOf({ sdk, client }: Glue, table: DayTable, day: string): Promise<Partition | undefined> {
  try {
    const answer = await client.send(new sdk.GetPartitionCommand({ ...named(table), PartitionValues: [day] }));
    return answer.Partition;
  } catch (error) {
    if (isNamed(error, "EntityNotFoundException")) return undefined;
    throw error;
  }
}
