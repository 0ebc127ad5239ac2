import type * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Place, arnOf } from "./place";

/** The types of columns, as both Glue and Spark write them. */
export type ColumnType = "string" | "bigint" | "double" | "boolean" | "timestamp" | "array<string>";

/** Columns by name, in order. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** By what every curated table is partitioned: the day on which the post was created, `YYYY-MM-DD` in UTC. */
export const PARTITION = { name: "created_date", type: "string" } as const;

/** A database of the Glue catalog. */
export interface Catalog {
  readonly place: Place;
  /** Known in previews, for the program gives it. */
  readonly plainName: string;
  /** The same, once the database is there. */
  readonly name: pulumi.Output<string>;
}

/** How Athena reads a format. */
const FORMATS = {
  parquet: {
    inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    serDeInfo: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
    parameters: { classification: "parquet" },
  },
  csv: {
    inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    serDeInfo: {
      serializationLibrary: "org.apache.hadoop.hive.serde2.OpenCSVSerde",
      parameters: { separatorChar: ",", quoteChar: '"', escapeChar: '"' },
    },
    parameters: { classification: "csv", "skip.header.line.count": "1" },
  },
} as const;

/** A table of curated data, partitioned by day. */
export interface CuratedTableArgs {
  readonly database: pulumi.Input<string>;
  readonly table: string;
  /** `s3://…/`; partitions lie below it. */
  readonly path: string;
  readonly format: keyof typeof FORMATS;
  /** Without the partition's. */
  readonly columns: Columns;
}

/** ARNs of the catalog, its database and tables in it; an operation on tables is checked against all three. */
export function catalogArns(place: Place, database: string, tables: readonly string[] = []): string[] {
  const named = tables.map((table) => arnOf(place, "glue", `table/${database}/${table}`));
  return [arnOf(place, "glue", "catalog"), arnOf(place, "glue", `database/${database}`), ...named];
}

/** Declares a curated table. Its partitions come and move with the runs of what writes them. */
export function curatedTable(args: CuratedTableArgs, opts: pulumi.CustomResourceOptions): aws.glue.CatalogTable {
  const format = FORMATS[args.format];
  // OpenCSVSerde reads every column as a string.
  const columns = Object.entries(args.columns).map(([name, type]) => ({
    name,
    type: args.format === "csv" ? "string" : type,
  }));
  return new aws.glue.CatalogTable(
    `table-${args.table}`,
    {
      name: args.table,
      databaseName: args.database,
      tableType: "EXTERNAL_TABLE",
      parameters: { EXTERNAL: "TRUE", ...format.parameters },
      partitionKeys: [PARTITION],
      storageDescriptor: {
        location: args.path,
        inputFormat: format.inputFormat,
        outputFormat: format.outputFormat,
        serDeInfo: format.serDeInfo,
        columns,
      },
    },
    opts,
  );
}
