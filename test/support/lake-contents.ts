import { parse } from "csv-parse/sync";
import { gunzipSync } from "node:zlib";
import type { Sandbox } from "../../sandbox";
import { parseS3Url } from "../../sandbox/kernel/actor";
import { parseArn } from "../../sandbox/kernel/arn";
import { withDuckDb } from "../../sandbox/kernel/duckdb";
import { ObjectFiles } from "../../sandbox/kernel/object-files";
import type { GlueService } from "../../sandbox/services/glue";
import type { ObjectVersion } from "../../sandbox/services/s3/bucket";
import type { S3Service } from "../../sandbox/services/s3";

/** A row of a CSV as a spreadsheet reads it. */
export type CsvRow = Readonly<Record<string, string>>;

/** The files of a partition, as the catalog has it now. */
export interface PartitionFiles {
  readonly date: string;
  readonly files: readonly ObjectVersion[];
}

/** What lies in the lake of a stack, as its readers find it. */
export class LakeContents {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly outputs: Readonly<Record<string, unknown>>,
  ) {}

  /** Lines of the raw zone with their folders. */
  rawLines(prefix: string): { readonly folder: string; readonly row: Readonly<Record<string, unknown>> }[] {
    return this.objects("rawBucket", prefix).flatMap(({ key, body }) => {
      const folder = key.slice(0, key.lastIndexOf("/"));
      const lines = gunzipSync(body).toString("utf8").trimEnd().split("\n");
      return lines.map((line) => ({ folder, row: JSON.parse(line) as Record<string, unknown> }));
    });
  }

  partitions(table: string): PartitionFiles[] {
    const { account, region } = parseArn(String(this.outputs["keyArn"]));
    const { catalogs } = this.sandbox.cloud.service<GlueService>("glue");
    const database = catalogs.database(String(this.outputs["database"]), { account, region });
    const found = [...(database.tables.get(table)?.partitions.values() ?? [])];
    return found.map(({ values, input }) => {
      const { key } = parseS3Url(input.StorageDescriptor?.Location ?? "");
      return { date: values[0] as string, files: this.objects("curatedBucket", key) };
    });
  }

  /** Rows of `posts_csv` by date, read by a parser that refuses what RFC 4180 does not allow. */
  csvRows(): { readonly date: string; readonly row: CsvRow }[] {
    return this.partitions("posts_csv").flatMap(({ date, files }) =>
      files.flatMap(({ body }) => {
        const rows = parse(body, { columns: true, record_delimiter: "\r\n" }) as CsvRow[];
        return rows.map((row) => ({ date, row }));
      }),
    );
  }

  /** A column of a Parquet table over all dates, sorted. */
  parquet(table: string, column: string): Promise<string[]> {
    const { world } = this.sandbox;
    const all = this.partitions(table).flatMap(({ files }) => files);
    return ObjectFiles.of(world).inFolder(async (folder) => {
      const paths = all.map((file, i) => folder.place(`check/${i}.parquet`, { ...file, bucket: "check" }));
      return withDuckDb(world, {}, async (session) => {
        const list = paths.map((path) => `'${path}'`).join(", ");
        const { rows } = await session.table(`SELECT ${column} FROM read_parquet([${list}]) ORDER BY 1`);
        return rows.map(([value]) => String(value));
      });
    });
  }

  private objects(output: string, prefix: string): ObjectVersion[] {
    return [...this.sandbox.cloud.service<S3Service>("s3").objects(String(this.outputs[output]), prefix)];
  }
}
