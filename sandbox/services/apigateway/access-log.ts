import { parseArn } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import type { LogsService } from "../logs";
import { identityOf } from "./authorization";
import { logTime } from "./payload";
import type { Exchange, Outcome } from "./service";
import { domainName } from "./state";

/**
 * Writes a request's line to the stage's log group, if it has one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function logAccess(cloud: Cloud, exchange: Exchange, outcome: Outcome): void {
  const { api, stage } = exchange;
  if (!stage.accessLog) return;
  const values = variables(cloud, exchange, outcome);
  const claims = outcome.claims ?? {};
  const line = stage.accessLog.format.replace(/\$context\.([A-Za-z]+(?:\.[\w-]+)*)/g, (_, name: string) => {
    const value = name.startsWith("authorizer.claims.")
      ? claims[name.slice("authorizer.claims.".length)]
      : values[name];
    return value === undefined || value === "" ? "-" : String(value);
  });
  const group = groupOf(stage.accessLog.groupArn);
  cloud.service<LogsService>("logs").deliver(api.place, group, `${api.id}-${stage.name}`, [line]);
}

/** The name of the log group of an ARN, which may end in `:*`. */
export function groupOf(arn: string): string {
  return parseArn(arn)
    .resource.replace(/^log-group:/, "")
    .replace(/:\*$/, "");
}

function variables(cloud: Cloud, exchange: Exchange, outcome: Outcome): Record<string, unknown> {
  const { api, stage, request, requestId, started } = exchange;
  const { response, routeKey, integration, refused } = outcome;
  const failure = refused === undefined && integration?.error === undefined ? undefined : messageOf(response.body);
  const caller = outcome.caller && identityOf(outcome.caller, cloud);
  return {
    accountId: api.place.account,
    apiId: api.id,
    awsEndpointRequestId: undefined,
    "authorizer.error": refused === "authorizer" ? outcome.problem : undefined,
    dataProcessed: request.body.byteLength + response.body.byteLength,
    domainName: domainName(api),
    domainPrefix: api.id,
    "error.message": failure,
    "error.messageString": failure === undefined ? undefined : JSON.stringify(failure),
    extendedRequestId: requestId,
    httpMethod: request.method,
    "identity.accountId": caller?.["accountId"],
    "identity.caller": caller?.["callerId"],
    "identity.sourceIp": request.sourceIp,
    "identity.user": caller?.["userId"],
    "identity.userAgent": request.headers["user-agent"],
    "identity.userArn": caller?.["userArn"],
    "integration.error": integration?.error,
    "integration.integrationStatus": integration?.lambdaStatus,
    "integration.latency": integration?.latency,
    "integration.status": integration?.error === undefined ? integration?.response.statusCode : undefined,
    integrationErrorMessage: integration?.error,
    integrationLatency: integration?.latency,
    integrationStatus: integration?.lambdaStatus,
    path: exchange.fullPath,
    protocol: "HTTP/1.1",
    requestId,
    requestTime: logTime(started),
    requestTimeEpoch: started,
    responseLatency: cloud.world.now() - started,
    responseLength: response.body.byteLength,
    routeKey,
    stage: stage.name,
    status: response.statusCode,
  };
}

/** The message of API Gateway's own answer. */
function messageOf(body: Uint8Array): string {
  return (JSON.parse(Buffer.from(body).toString("utf8")) as { message: string }).message;
}
