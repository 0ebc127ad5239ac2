import { DataLake, type DataLakeArgs } from "../../../components/data-lake";
import { EncryptionKey, FunctionLayer, Table } from "../../../components/shared";

export const place = { stack: "dev", account: "222222222222", region: "ap-south-1" };

/** A policy, parsed. */
export interface Policy {
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: string;
    readonly Principal?: unknown;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition?: unknown;
  }[];
}

/** A lake that captures one table, complete. */
export function lakeOf(changes: Partial<DataLakeArgs> = {}): DataLake {
  const lake = new DataLake("lake", {
    place,
    applicationAccount: "111111111111",
    layer: new FunctionLayer("library", { place }),
    active: true,
    schedule: "cron(15 * * * ? *)",
    scanLimitGiB: 2,
    logRetentionDays: 14,
    ownsAccountSettings: false,
    protect: false,
    ...changes,
  });
  const key = new EncryptionKey("other", { place, description: "test" });
  const posts = new Table("posts", { place, key, attributes: { postId: "S" }, partitionKey: "postId" });
  lake.capture("posts", posts);
  lake.finalize();
  return lake;
}
