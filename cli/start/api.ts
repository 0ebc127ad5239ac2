import {
  CAPTIONS_READ_SCOPE,
  CAPTIONS_WRITE_SCOPE,
  FEED_READ_SCOPE,
  HASHTAGS_READ_SCOPE,
  HASHTAGS_SUGGEST_SCOPE,
  INSIGHTS_SCOPE,
  SEARCH_READ_SCOPE,
  TRENDS_MODERATE_SCOPE,
} from "@huut/domain";
import type { Sandbox } from "../../sandbox";
import type { ApiGatewayService, ApiResponse } from "../../sandbox/services/apigateway";

/** The insights API of a deployed stack, as a caller needs to know it. */
export interface InsightsApi {
  readonly id: string;
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export function insightsApiOf(sandbox: Sandbox, stack: string): InsightsApi {
  const id = new URL(String(sandbox.outputs(stack)["apiUrl"])).hostname.split(".")[0] as string;
  const authorizer = sandbox.stacks
    .get(stack)
    ?.resources.find(({ type, inputs }) => type === "aws:apigatewayv2/authorizer:Authorizer" && inputs["apiId"] === id);
  return { id, ...(authorizer?.inputs["jwtConfiguration"] as Omit<InsightsApi, "id">) };
}

/** Who calls when nobody in particular does: an author of the samples. */
const CALLER = "u-001";

/** Of every route. */
const SCOPES = [
  INSIGHTS_SCOPE,
  CAPTIONS_READ_SCOPE,
  CAPTIONS_WRITE_SCOPE,
  HASHTAGS_READ_SCOPE,
  HASHTAGS_SUGGEST_SCOPE,
  SEARCH_READ_SCOPE,
  FEED_READ_SCOPE,
  TRENDS_MODERATE_SCOPE,
];

/** A token that every route of the API accepts for a week; the sandbox stands in for its issuer. */
export function mintToken(sandbox: Sandbox, api: InsightsApi, subject = CALLER): Promise<string> {
  return sandbox.cloud.service<ApiGatewayService>("apigateway").issuers.mint({
    issuer: api.issuer,
    audience: api.audiences[0] as string,
    subject,
    scopes: SCOPES,
    lifetime: 7 * 86_400,
  });
}

/** The path of the call that the report shows: the days of the feed. */
export function dailyActivityPath(from: number, to: number): string {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return `/v1/insights/daily-activity?from=${day(from)}&to=${day(to)}`;
}

/** Calls the API as a client does, token and all, and lets virtual time pass until it answers. */
export async function callApi(
  sandbox: Sandbox,
  api: InsightsApi,
  target: string,
  subject = CALLER,
): Promise<ApiResponse> {
  const [path = "/", rawQuery = ""] = target.split("?");
  const authorization = `Bearer ${await mintToken(sandbox, api, subject)}`;
  let answer: ApiResponse | undefined;
  const request = {
    method: "GET",
    path,
    rawQuery,
    headers: { authorization },
    body: new Uint8Array(),
    sourceIp: "127.0.0.1",
  };
  sandbox.world.after(1, async () => {
    answer = await sandbox.cloud.service<ApiGatewayService>("apigateway").serve(api.id, request);
  });
  while (!answer) await sandbox.world.runFor(1_000);
  return answer;
}
