import { boundedCalls } from "../shared/bounded-calls";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";

/** What the schedule sends. */
export interface RunInsightRequest {
  readonly insight: string;
  /** The time the schedule was due, as `<aws.scheduler.scheduled-time>` gives it; `2026-11-05T01:30:00Z`. */
  readonly scheduledAt: string;
}

async function loadAthena() {
  const sdk = await import("@aws-sdk/client-athena");
  return { sdk, client: new sdk.AthenaClient(boundedCalls()) };
}

/**
 * Makes the handler that starts an insight's query and leaves: the completion event goes to `store-insight`.
 *
 * @param templates the text of `etl/insights/<name>.sql` by insight
 */
export function makeRunInsights(templates: Readonly<Record<string, string>>) {
  const athena = lazily(loadAthena);

  return async (request: RunInsightRequest): Promise<{ readonly queryExecutionId: string }> => {
    const env = environment("WORKGROUP", "DATABASE");
    const { insightOf, insightQuery } = await import("@huut/domain");
    const { name } = insightOf(request.insight);
    const template = templates[name];
    if (template === undefined) throw new Error(`Insight "${name}" was deployed without its query`);
    const { sql, token } = insightQuery({ insight: name, scheduledAt: request.scheduledAt }, template);
    const { sdk, client } = await athena();
    const { QueryExecutionId: queryExecutionId = "" } = await client.send(
      new sdk.StartQueryExecutionCommand({
        QueryString: sql,
        ClientRequestToken: token,
        WorkGroup: env.WORKGROUP,
        QueryExecutionContext: { Database: env.DATABASE },
      }),
    );
    return { queryExecutionId };
  };
}
