import type { HttpAnswer, HttpCall } from "@huut/domain";
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** A call of the HTTP API, as it comes. */
export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
/** What API Gateway is answered. */
export type ApiResult = APIGatewayProxyStructuredResultV2;

/** A route: what a token must be allowed, and what it answers. */
export interface ApiRoute {
  readonly scope: string;
  /** @param now when the call came, UTC */
  readonly answer: (call: HttpCall, now: string) => Promise<HttpAnswer>;
}

/** Where failures are told of. */
interface Log {
  error(message: string, details: { readonly error: Error; readonly path: string }): void;
}

/** The call in the words of the domain. API Gateway lowers the names of headers, and hands on in Base64 what it takes for no text. */
export function callOf(event: ApiEvent): HttpCall {
  const { body, isBase64Encoded } = event;
  const text = body !== undefined && isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
  const subject = event.requestContext.authorizer.jwt.claims["sub"];
  return {
    path: event.rawPath,
    parameters: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    ...(text === undefined ? {} : { body: text }),
    ...(typeof subject === "string" ? { subject } : {}),
  };
}

/** Answers a call by its route. Whatever fails is logged, and the caller is told no more than that. */
export async function answerCall(
  event: ApiEvent,
  routes: Readonly<Record<string, ApiRoute>>,
  logger: () => Promise<Log>,
): Promise<ApiResult> {
  const domain = await import("@huut/domain");
  const path = event.rawPath;
  try {
    const route = routes[event.routeKey];
    if (route === undefined) {
      return render(
        domain.problemAnswer(domain.problem("unknown-route", path, `${event.routeKey} is not a route of this API`)),
      );
    }
    // The authorizer has checked it already; a route added without its scope must not open the door.
    const { claims } = event.requestContext.authorizer.jwt;
    if (!domain.hasScope(claims["scope"] ?? claims["scp"], route.scope)) {
      const cure = `ask for a token with the scope ${route.scope}`;
      const refusal = domain.problem("missing-scope", path, `the token lacks ${route.scope}; ${cure}`, { cure });
      return render(domain.problemAnswer(refusal));
    }
    const now = new Date(event.requestContext.timeEpoch).toISOString();
    return render(await route.answer(callOf(event), now));
  } catch (error) {
    (await logger()).error("A call failed", { error: error as Error, path });
    const cure = "try again in a minute";
    return render(
      domain.problemAnswer(domain.problem("internal", path, `the call failed and was logged; ${cure}`, { cure })),
    );
  }
}

function render({ status, headers, body }: HttpAnswer): ApiResult {
  return { statusCode: status, headers: { ...headers }, body };
}

export async function loadLogger() {
  const { Logger } = await import("@aws-lambda-powertools/logger");
  return new Logger();
}
