import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import { ownAnswer, type ApiResponse } from "./messages";
import { integrationResponse } from "./payload";
import { domainName, executionArn, type Api, type Integration, type Stage } from "./state";

/** What became of a request behind the route. */
export interface IntegrationOutcome {
  readonly response: ApiResponse;
  /** Milliseconds of virtual time. */
  readonly latency: number;
  /** The status that Lambda's own API answered. */
  readonly lambdaStatus?: number;
  readonly error?: string;
}

const timedOut = Symbol("the integration's time is over");

/**
 * Calls the function behind a route, with the API's own identity and as long as the integration may take.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export async function integrate(
  cloud: Cloud,
  { api, stage, routeKey }: { readonly api: Api; readonly stage: Stage; readonly routeKey: string },
  integration: Integration,
  event: object,
): Promise<IntegrationOutcome> {
  const started = cloud.world.now();
  const latency = () => cloud.world.now() - started;
  try {
    const call = invoke(cloud, api, `${executionArn(api)}/${stage.name}/${sourceOf(routeKey)}`, integration, event);
    const result = await within(cloud, integration.timeout, call);
    if (result === timedOut) {
      const error = `The integration took over ${integration.timeout} ms.`;
      return { response: ownAnswer(503, "Service Unavailable"), latency: latency(), error };
    }
    const response = result.FunctionError === undefined ? integrationResponse(result.Payload) : undefined;
    if (response) return { response, latency: latency(), lambdaStatus: 200 };
    const error = result.FunctionError ?? `The response of the function behind ${domainName(api)} is malformed.`;
    return { response: internalError(), latency: latency(), lambdaStatus: 200, error };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { response: internalError(), latency: latency(), lambdaStatus: error.statusCode, error: error.message };
  }
}

interface InvokeAnswer {
  readonly Payload?: Uint8Array;
  readonly FunctionError?: string;
}

function invoke(cloud: Cloud, api: Api, sourceArn: string, { functionArn }: Integration, event: object) {
  return cloud.call<InvokeAnswer>({
    principal: { kind: "service", service: "apigateway.amazonaws.com" },
    place: api.place,
    service: "lambda",
    operation: "Invoke",
    input: { FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) },
    sourceArn,
    sourceAccount: api.place.account,
  });
}

/** The function goes on when its caller no longer waits; what it answers then is lost, an error of the sandbox is not. */
function within<T>(cloud: Cloud, timeout: number, call: Promise<T>): Promise<T | typeof timedOut> {
  return new Promise((resolve, reject) => {
    let over = false;
    const limit = cloud.world.after(timeout, () => {
      over = true;
      resolve(timedOut);
    });
    call
      .then(resolve, (error: unknown) => {
        if (over && !(error instanceof AwsError)) cloud.world.fail(error);
        reject(error as Error);
      })
      .finally(() => limit.cancel());
  });
}

/** The route in the ARN that permissions name: `GET/v1/posts`, with `*` for any method. */
function sourceOf(routeKey: string): string {
  return routeKey.replace(" ", "").replace(/^ANY\//, "*/");
}

function internalError(): ApiResponse {
  return ownAnswer(500, "Internal Server Error");
}
