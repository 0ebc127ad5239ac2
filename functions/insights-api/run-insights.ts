import type { InsightCatalog, InsightRun } from "@huut/domain";
import { boundedCalls } from "../shared/bounded-calls";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { readsCatalog, type Templates } from "./templates";

/** What the schedule sends. */
export interface RunInsightsRequest {
  /** The only one to compute; absent: every one. */
  readonly insight?: string;
  /** The time the schedule was due, as `<aws.scheduler.scheduled-time>` gives it; `2026-11-05T01:30:00Z`. */
  readonly scheduledAt: string;
}

/** The queries that were started. */
export interface RunInsightsReport {
  readonly queryExecutionIds: readonly string[];
}

/** Queries that are started at a time: Athena takes 20 calls a second. */
const AT_ONCE = 5;

async function loadAthena() {
  const sdk = await import("@aws-sdk/client-athena");
  return { sdk, client: new sdk.AthenaClient(boundedCalls()) };
}

/**
 * Makes the handler that starts insights' queries and leaves: the completion events go to `store-insight`. What cannot be
 * started holds up nothing else; the invocation fails at its end, and its retry starts only what is missing, because a
 * query's token is the same then.
 *
 * @param templates the text of `etl/insights/<name>.sql` by insight
 */
export function makeRunInsights(templates: Templates) {
  const athena = lazily(loadAthena);
  const catalogs = readsCatalog(templates);

  async function start(catalog: InsightCatalog, run: InsightRun): Promise<string> {
    const env = environment("WORKGROUP", "DATABASE");
    const { insightQuery } = await import("@huut/domain");
    const template = templates[run.insight];
    if (template === undefined) throw new Error(`Insight "${run.insight}" was deployed without its query`);
    const { sql, token } = insightQuery(catalog, run, template);
    const { sdk, client } = await athena();
    const { QueryExecutionId = "" } = await client.send(
      new sdk.StartQueryExecutionCommand({
        QueryString: sql,
        ClientRequestToken: token,
        WorkGroup: env.WORKGROUP,
        QueryExecutionContext: { Database: env.DATABASE },
      }),
    );
    return QueryExecutionId;
  }

  return async ({ insight, scheduledAt }: RunInsightsRequest): Promise<RunInsightsReport> => {
    const { runsAt } = await import("@huut/domain");
    const catalog = await catalogs();
    const runs = runsAt(catalog, scheduledAt, insight);
    const started: PromiseSettledResult<string>[] = [];
    for (let first = 0; first < runs.length; first += AT_ONCE)
      started.push(...(await Promise.allSettled(runs.slice(first, first + AT_ONCE).map((run) => start(catalog, run)))));
    const failed = started.flatMap((each, i) =>
      each.status === "rejected" ? [`${runs[i]?.insight} by ${runs[i]?.granularity}: ${String(each.reason)}`] : [],
    );
    if (failed.length > 0)
      throw new Error(`${failed.length} of ${runs.length} queries did not start: ${failed.join("; ")}`);
    return { queryExecutionIds: started.flatMap((each) => (each.status === "fulfilled" ? each.value : [])) };
  };
}
