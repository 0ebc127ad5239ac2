import type * as HuutDomain from "@huut/domain";
import type { TagRow } from "@huut/domain";

/** Rows of a row group, and of what is held as objects: some 10 MB. */
export const ROWS_A_GROUP = 20_000;

/** How Parquet has the catalog's types. Instants are UTC, in milliseconds. */
const PARQUET_TYPES = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  double: { type: "DOUBLE" },
  bigint: { type: "INT64" },
  timestamp: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
} as const;

/** A value as Parquet's writer wants it. */
function parquetValue(type: keyof typeof PARQUET_TYPES, value: string | number | undefined): unknown {
  if (value === undefined) return null;
  if (type === "bigint") return BigInt(value);
  return type === "timestamp" ? new Date(value) : value;
}

/** Both files of a shard, made as rows come in. The same rows make the same bytes. */
export async function tagFiles(domain: typeof HuutDomain) {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer");
  const columns = Object.entries(domain.TAG_COLUMNS) as [keyof TagRow, keyof typeof PARQUET_TYPES][];
  const fields = columns.map(([name, type]) => ({
    name,
    repetition_type: "OPTIONAL" as const,
    ...PARQUET_TYPES[type],
  }));
  const writer = new ByteWriter();
  const schema = [{ name: "root", num_children: fields.length }, ...fields];
  const parquet = new ParquetWriter({ writer, schema, createdBy: "huut version 1" });
  const csv = [Buffer.from(domain.TAG_CSV_HEADER)];
  const waiting: TagRow[] = [];
  const state = { rows: 0 };

  const flush = (): void => {
    if (waiting.length === 0) return;
    const columnData = columns.map(([name, type]) => ({
      name,
      data: waiting.map((row) => parquetValue(type, row[name])),
    }));
    // Without a promise: this writer keeps everything in memory.
    void parquet.write({ columnData, rowGroupSize: ROWS_A_GROUP });
    csv.push(Buffer.from(waiting.map(domain.tagCsvLine).join("")));
    waiting.length = 0;
  };

  return {
    add(row: TagRow): void {
      waiting.push(row);
      state.rows += 1;
      if (waiting.length === ROWS_A_GROUP) flush();
    },
    /** Ends both files. */
    finish() {
      flush();
      void parquet.finish();
      return { rows: state.rows, parquet: Buffer.from(writer.getBytes()), csv: Buffer.concat(csv) };
    },
  };
}
