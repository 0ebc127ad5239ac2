import type * as HuutDomain from "@huut/domain";
import type { ExportKey, ExportRequest } from "@huut/domain";
import { type Dynamo, loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { loadGlue } from "../shared/glue";
import { lazily } from "../shared/lazily";
import { queryAll } from "../shared/query";
import { loadSqs, sendAll } from "../shared/queues";
import { someAtOnce } from "../shared/some-at-once";
import { loadTools } from "../shared/tools";
import { exportedDays } from "./tag-catalog";

/** Partitions of the index that are read at a time. */
const READS_AT_ONCE = 16;

/** What a run did. */
export interface ExportReport {
  readonly run: string;
  /** Days that were sent on to be written. */
  readonly days: readonly string[];
  /** Days that have changed, and wait for the next run. */
  readonly left: number;
}

interface Desk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly table: string;
  readonly index: string;
}

/**
 * The last change of every finished day in one partition: the last entry, then the last one of an earlier day, and so on. A query a day,
 * however many posts have changed.
 */
async function changesOf({ domain, dynamo, table, index }: Desk, shard: string, today: string): Promise<ExportKey[]> {
  const found: ExportKey[] = [];
  // Sorts before `<day>#…`, and behind everything of the days before.
  let end = today;
  for (;;) {
    const between = ["exportSort", "0", end] as const;
    const query = { table, index, partition: ["exportShard", shard], between, descending: true, limit: 1 } as const;
    const [change] = await queryAll<ExportKey>(dynamo, query);
    if (change === undefined) return found;
    found.push(change);
    end = domain.changeOf(change).day;
  }
}

async function changedDays(desk: Desk, at: string): Promise<Map<string, string>> {
  const { domain } = desk;
  const changes: ExportKey[] = [];
  await someAtOnce(domain.changedShards(at), READS_AT_ONCE, async (shard) => {
    changes.push(...(await changesOf(desk, shard, domain.dayOf(at))));
  });
  return domain.lastChanges(changes, at);
}

async function loadClients() {
  const [dynamo, glue, sqs] = await Promise.all([loadDynamo(), loadGlue(), loadSqs()]);
  return { dynamo, glue, sqs };
}

/** Makes the handler that a schedule invokes every night: it finds the days whose tags have changed, and has each written anew. */
export function makeExportHashtags() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (request: ExportRequest): Promise<ExportReport> => {
    const env = environment("HASHTAGS_TABLE", "EXPORT_INDEX", "TAG_DAYS_QUEUE_URL", "DATABASE", "PARQUET_TABLE");
    const domain = await import("@huut/domain");
    const { logger, metrics } = await tools();
    const { dynamo, glue, sqs } = await clients();
    const { at, days: asked } = domain.exportRequest(request, new Date().toISOString());
    const run = domain.exportRun(at);
    const desk: Desk = { domain, dynamo, table: env.HASHTAGS_TABLE, index: env.EXPORT_INDEX };
    const stale = async (): Promise<readonly string[]> => {
      const changes = await changedDays(desk, at);
      const table = { database: env.DATABASE, table: env.PARQUET_TABLE };
      return domain.staleDays(changes, await exportedDays(glue, table, [...changes.keys()]));
    };
    const all = asked ?? (await stale());
    const days = all.slice(0, domain.MOST_EXPORT_DAYS);
    await sendAll(
      sqs,
      env.TAG_DAYS_QUEUE_URL,
      days.map((day) => domain.exportMessage(day, run)),
    );
    const left = all.length - days.length;
    // A day that somebody asks for says nothing of whether the night's run was there.
    if (asked === undefined) metrics.addMetric("TagExportRuns", "Count", 1);
    metrics.addMetric("TagDaysLeft", "Count", left);
    metrics.publishStoredMetrics();
    logger.info("Sent days to be exported", { run, days, left });
    return { run, days, left };
  };
}
