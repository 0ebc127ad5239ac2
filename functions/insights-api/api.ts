import type { HttpAnswer, HttpCall, InsightItem } from "@huut/domain";
import { answerCall, loadLogger, type ApiEvent, type ApiResult } from "../shared/api-call";
import { loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { queryAll } from "../shared/query";
import { readsCatalog, type Templates } from "./templates";

/**
 * Makes the handler of the HTTP API's routes (payload format 2.0).
 *
 * @param templates the text of `etl/insights/<name>.sql` by insight: its header says what there is
 */
export function makeApi(templates: Templates) {
  const dynamo = lazily(loadDynamo);
  const logger = lazily(loadLogger);
  const catalogs = readsCatalog(templates);

  return async (event: ApiEvent): Promise<ApiResult> => {
    const domain = await import("@huut/domain");

    const list = async ({ headers }: HttpCall): Promise<HttpAnswer> =>
      domain.taggedAnswer(domain.listInsights(await catalogs()), headers["if-none-match"]);

    const get = async ({ path, parameters, query, headers }: HttpCall, now: string): Promise<HttpAnswer> => {
      const call = { path, name: parameters["name"] ?? "", query };
      const parsed = domain.parseInsightCall(await catalogs(), call, now.slice(0, 10));
      if (!parsed.ok) return domain.problemAnswer(parsed.problem);
      const { request } = parsed;
      const [from, to] = domain.sortKeyRange(...domain.pageDays(request));
      const page = {
        table: environment("INSIGHTS_TABLE").INSIGHTS_TABLE,
        partition: ["insight", request.series],
        between: ["dateTime", from, to],
        // One more than is shown tells whether there is a next page.
        limit: request.limit + 1,
      } as const;
      const items = from > to ? [] : await queryAll<InsightItem>(await dynamo(), page);
      return domain.taggedAnswer(domain.answerInsight(request, items), headers["if-none-match"]);
    };

    const scope = domain.INSIGHTS_SCOPE;
    const routes = {
      "GET /v1/insights/{name}": { scope, answer: get },
      "GET /v1/insights": { scope, answer: list },
    };
    return answerCall(event, routes, logger);
  };
}
