import type { FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { rawRow, type TableChange } from "./change-row";

type TransformedRecord = FirehoseTransformationResult["records"][number];

/** One record; what cannot be read goes to the error prefix with the record itself, never away. */
function transformed(recordId: string, data: string, tables: ReadonlyMap<string, string>): TransformedRecord {
  const change = JSON.parse(Buffer.from(data, "base64").toString("utf8")) as TableChange;
  const table = tables.get(change.tableName);
  if (table === undefined) throw new Error(`The table ${change.tableName} is not one that the lake captures`);
  const row = rawRow(table, change);
  if (row === undefined) return { recordId, result: "Dropped", data };
  return { recordId, result: "Ok", data: Buffer.from(`${JSON.stringify(row)}\n`, "utf8").toString("base64") };
}

/**
 * Makes Firehose's transform: changes of DynamoDB tables in, lines of JSON out. The environment variable `TABLE_NAMES`
 * maps DynamoDB's names of tables to the lake's.
 */
export function makeTransform() {
  const tables = lazily(() => {
    const names = JSON.parse(environment("TABLE_NAMES").TABLE_NAMES) as Record<string, string>;
    return new Map(Object.entries(names));
  });

  return async (event: FirehoseTransformationEvent): Promise<FirehoseTransformationResult> => ({
    records: event.records.map(({ recordId, data }): TransformedRecord => {
      try {
        return transformed(recordId, data, tables());
      } catch (error) {
        console.error("Could not transform a record", { recordId, reason: String(error) });
        return { recordId, result: "ProcessingFailed", data };
      }
    }),
  });
}
