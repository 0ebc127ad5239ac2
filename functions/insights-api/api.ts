import type { AttributeValue, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type { InsightItem, InsightRequest, Problem } from "@huut/domain";
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { boundedCalls } from "../shared/bounded-calls";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";

function answer(status: number, contentType: string, body: unknown): APIGatewayProxyStructuredResultV2 {
  const headers = { "content-type": contentType, "cache-control": "no-store" };
  return { statusCode: status, headers, body: JSON.stringify(body) };
}

/** What was asked for, or 304 for a caller who has it. */
async function tagged(
  { headers: asked = {} }: APIGatewayProxyEventV2WithJWTAuthorizer,
  document: object,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { isKnown, sha256 } = await import("@huut/domain");
  const body = JSON.stringify(document);
  const etag = `"${sha256(body).slice(0, 32)}"`;
  // Figures belong to the token's holder: no shared cache may keep them.
  const headers = { "cache-control": "private, max-age=60", etag };
  if (isKnown(asked["if-none-match"], etag)) return { statusCode: 304, headers, body: "" };
  return { statusCode: 200, headers: { ...headers, "content-type": "application/json" }, body };
}

async function loadDynamo() {
  const [sdk, { marshall, unmarshall }] = await Promise.all([
    import("@aws-sdk/client-dynamodb"),
    import("@aws-sdk/util-dynamodb"),
  ]);
  return { sdk, marshall, unmarshall, client: new sdk.DynamoDBClient(boundedCalls()) };
}

/** Items of the page's days in their order, and one more where there are more. */
async function readItems(
  dynamo: Awaited<ReturnType<typeof loadDynamo>>,
  table: string,
  { series, limit }: InsightRequest,
  range: readonly [string, string],
) {
  const items: InsightItem[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page: QueryCommandOutput = await dynamo.client.send(
      new dynamo.sdk.QueryCommand({
        TableName: table,
        KeyConditionExpression: "#insight = :insight AND #dateTime BETWEEN :from AND :to",
        ExpressionAttributeNames: { "#insight": "insight", "#dateTime": "dateTime" },
        ExpressionAttributeValues: dynamo.marshall({ ":insight": series, ":from": range[0], ":to": range[1] }),
        ExclusiveStartKey: start,
        Limit: limit + 1 - items.length,
      }),
    );
    items.push(...(page.Items ?? []).map((item) => dynamo.unmarshall(item) as InsightItem));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && items.length <= limit);
  return items;
}

async function loadLogger() {
  const { Logger } = await import("@aws-lambda-powertools/logger");
  return new Logger();
}

/** The routes that this function answers. */
const ONE = "GET /v1/insights/{name}";
const ALL = "GET /v1/insights";

/**
 * Makes the handler of the HTTP API's routes (payload format 2.0).
 *
 * @param templates the text of `etl/insights/<name>.sql` by insight: its header says what there is
 */
export function makeApi(templates: Readonly<Record<string, string>>) {
  const dynamo = lazily(loadDynamo);
  const logger = lazily(loadLogger);

  return async (event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<APIGatewayProxyStructuredResultV2> => {
    const domain = await import("@huut/domain");
    const refuse = (problem: Problem) => answer(problem.status, domain.PROBLEM_MEDIA_TYPE, problem);
    const path = event.rawPath;
    try {
      const env = environment("INSIGHTS_TABLE");
      const catalog = domain.readInsightHeaders(templates);
      if (event.routeKey !== ONE && event.routeKey !== ALL) {
        return refuse(domain.problem("unknown-route", path, `${event.routeKey} is not a route of this API`));
      }
      // The authorizer has checked it already; a route added without its scope must not open the door.
      const { claims } = event.requestContext.authorizer.jwt;
      if (!domain.hasScope(claims["scope"] ?? claims["scp"], domain.INSIGHTS_SCOPE)) {
        const cure = `ask for a token with the scope ${domain.INSIGHTS_SCOPE}`;
        return refuse(
          domain.problem("missing-scope", path, `the token lacks ${domain.INSIGHTS_SCOPE}; ${cure}`, { cure }),
        );
      }
      if (event.routeKey === ALL) return await tagged(event, domain.listInsights(catalog));
      const today = new Date(event.requestContext.timeEpoch).toISOString().slice(0, 10);
      const call = { path, name: event.pathParameters?.["name"] ?? "", query: event.queryStringParameters ?? {} };
      const parsed = domain.parseInsightCall(catalog, call, today);
      if (!parsed.ok) return refuse(parsed.problem);
      const { request } = parsed;
      const range = domain.sortKeyRange(...domain.pageDays(request));
      const items = range[0] > range[1] ? [] : await readItems(await dynamo(), env.INSIGHTS_TABLE, request, range);
      return await tagged(event, domain.answerInsight(request, items));
    } catch (error) {
      (await logger()).error("A call failed", { error: error as Error, path });
      const detail = "the call failed and was logged; try again in a minute";
      return refuse(domain.problem("internal", path, detail, { cure: "try again in a minute" }));
    }
  };
}
