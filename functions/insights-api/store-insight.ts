import type { GetQueryResultsCommandOutput } from "@aws-sdk/client-athena";
import type { InsightItem, ResultTable } from "@huut/domain";
import { boundedCalls } from "../shared/bounded-calls";
import { type Dynamo, loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadTools } from "../shared/tools";
import { readsCatalog, type Templates } from "./templates";

/**
 * The part used of an `Athena Query State Change` event:
 * https://docs.aws.amazon.com/athena/latest/ug/athena-events.html
 */
export interface QueryStateChange {
  readonly detail: {
    readonly queryExecutionId: string;
    readonly currentState: string;
    readonly athenaError?: { readonly errorMessage?: string };
  };
}

/** What became of the query, for the invocation's result. */
export interface StoreReport {
  readonly insight?: string;
  readonly stored: number;
  /** Items that a later run had computed already. */
  readonly superseded: number;
  readonly bytesScanned?: number;
}

/** Items written at a time. */
const PARALLEL_WRITES = 8;

async function loadAthena() {
  const sdk = await import("@aws-sdk/client-athena");
  return { sdk, client: new sdk.AthenaClient(boundedCalls()) };
}
type Athena = Awaited<ReturnType<typeof loadAthena>>;

async function readResults({ sdk, client }: Athena, queryExecutionId: string): Promise<ResultTable> {
  const rows: (string | undefined)[][] = [];
  let columns: string[] | undefined;
  let token: string | undefined;
  do {
    const page: GetQueryResultsCommandOutput = await client.send(
      new sdk.GetQueryResultsCommand({ QueryExecutionId: queryExecutionId, NextToken: token, MaxResults: 1000 }),
    );
    const texts = (page.ResultSet?.Rows ?? []).map((row) => (row.Data ?? []).map((cell) => cell.VarCharValue));
    // The first row of a SELECT's first page repeats the column names.
    const header = columns === undefined ? texts.shift() : undefined;
    columns ??= (header ?? []).map((name) => name ?? "");
    rows.push(...texts);
    token = page.NextToken;
  } while (token !== undefined);
  return { columns, rows };
}

/** A period without rows has no item, but takes the place of one that had some. */
const NEWER = "#computedAt <= :computedAt";
const NEW_OR_NEWER = `attribute_not_exists(#insight) OR ${NEWER}`;

/** @returns whether the item was written; an item of a later run stays */
async function putNewer({ sdk, client, marshall }: Dynamo, table: string, item: InsightItem): Promise<boolean> {
  try {
    await client.send(
      new sdk.PutItemCommand({
        TableName: table,
        Item: marshall(item),
        ConditionExpression: item.rows.length > 0 ? NEW_OR_NEWER : NEWER,
        ExpressionAttributeNames: {
          ...(item.rows.length > 0 && { "#insight": "insight" }),
          "#computedAt": "computedAt",
        },
        ExpressionAttributeValues: marshall({ ":computedAt": item.computedAt }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

async function putAll(dynamo: Dynamo, table: string, items: readonly InsightItem[]): Promise<number> {
  let stored = 0;
  for (let first = 0; first < items.length; first += PARALLEL_WRITES) {
    const some = items.slice(first, first + PARALLEL_WRITES);
    const written = await Promise.all(some.map((item) => putNewer(dynamo, table, item)));
    stored += some.filter(({ rows }, i) => written[i] === true && rows.length > 0).length;
  }
  return stored;
}

/**
 * Makes the handler of finished queries: an insight's result goes into the table `insights`, a failure is counted, and so
 * are the bytes that were scanned.
 *
 * @param templates the text of `etl/insights/<name>.sql` by insight: its header says what there is
 */
export function makeStoreInsight(templates: Templates) {
  const athena = lazily(loadAthena);
  const dynamo = lazily(loadDynamo);
  const tools = lazily(loadTools);
  const catalogs = readsCatalog(templates);

  return async ({ detail }: QueryStateChange): Promise<StoreReport> => {
    const env = environment("INSIGHTS_TABLE");
    const { insightOf, runOfQuery, shapeResults } = await import("@huut/domain");
    const catalog = await catalogs();
    const { logger, metrics } = await tools();
    const { queryExecutionId, currentState } = detail;
    const { sdk, client } = await athena();
    const { QueryExecution: execution } = await client.send(
      new sdk.GetQueryExecutionCommand({ QueryExecutionId: queryExecutionId }),
    );
    const run = runOfQuery(execution?.Query ?? "");
    if (run === undefined) return { stored: 0, superseded: 0 };
    const { maxBytes } = insightOf(catalog, run.insight);
    const bytesScanned = execution?.Statistics?.DataScannedInBytes ?? 0;
    const seen = { ...run, queryExecutionId, bytesScanned };
    try {
      metrics.addMetric("InsightsBytesScanned", "Bytes", bytesScanned);
      if (bytesScanned > maxBytes) {
        logger.warn("An insight's query scanned more than its header allows", { ...seen, maxBytes });
        metrics.addMetric("InsightsOverLimit", "Count", 1);
      }
      if (currentState !== "SUCCEEDED") {
        const reason = execution?.Status?.StateChangeReason ?? detail.athenaError?.errorMessage ?? currentState;
        logger.error("An insight's query failed", { ...seen, reason });
        metrics.addMetric("InsightsFailed", "Count", 1);
        return { insight: run.insight, stored: 0, superseded: 0, bytesScanned };
      }
      const shaped = shapeResults(catalog, run, await readResults({ sdk, client }, queryExecutionId));
      const items = shaped.map((item) => ({ ...item, bytesScanned }));
      const stored = await putAll(await dynamo(), env.INSIGHTS_TABLE, items);
      const superseded = items.filter(({ rows }) => rows.length > 0).length - stored;
      logger.info("Stored an insight", { ...seen, stored, superseded });
      return { insight: run.insight, stored, superseded, bytesScanned };
    } finally {
      metrics.publishStoredMetrics();
    }
  };
}
