import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { GetPartitionsCommand } from "@aws-sdk/client-glue";
import { jobs, Lake } from "../../sandbox/services/support/lake";
import type { ParityCase } from "./cases";
import type { Places } from "./compare";
import { filesOf } from "./spark";

/** Runs both jobs over every batch in the sandbox, and lays what its catalog points at into a folder. */
export async function runOnDuckDb({ batches }: ParityCase, folder: string): Promise<Places> {
  const lake = new Lake();
  try {
    await lake.build();
    for (const [index, batch] of batches.entries()) {
      for (const [key, body] of filesOf(batch, index)) await lake.put("raw", key, body);
      for (const { name } of jobs) {
        const { JobRunState, ErrorMessage } = await lake.runJob(name);
        if (JobRunState !== "SUCCEEDED") throw new Error(`The job ${name} in the sandbox: ${ErrorMessage}`);
      }
    }
    const places = new Map<string, Map<string, string>>();
    for (const { table } of jobs.flatMap(({ targets }) => targets))
      places.set(table, await copyOf(lake, table, folder));
    return places;
  } finally {
    lake.world.close();
  }
}

async function copyOf(lake: Lake, table: string, folder: string): Promise<Map<string, string>> {
  const dates = new Map<string, string>();
  const { Partitions = [] } = await lake.glue.send(
    new GetPartitionsCommand({ DatabaseName: "lake", TableName: table }),
  );
  for (const { Values = [], StorageDescriptor } of Partitions) {
    const prefix = String(StorageDescriptor?.Location).replace(/^s3:\/\/curated\//, "");
    const place = join(folder, table, String(Values[0]));
    mkdirSync(place, { recursive: true });
    for (const key of await lake.keys("curated", prefix))
      writeFileSync(join(place, basename(key)), await lake.bytes("curated", key));
    dates.set(String(Values[0]), place);
  }
  return dates;
}
