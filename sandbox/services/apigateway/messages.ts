import type { Principal } from "../../iam";

/** A request to an HTTP API, as it comes from the network. */
export interface ApiRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** As it stands behind the `?`. */
  readonly rawQuery: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly sourceIp: string;
  /** Who signed the request, where the signature was verified. */
  readonly caller?: { readonly principal: Principal; readonly account: string };
}

export interface ApiResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** API Gateway's own answers: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting.html */
export function ownAnswer(statusCode: number, message: string, headers: Record<string, string> = {}): ApiResponse {
  const body = Buffer.from(JSON.stringify({ message }));
  return { statusCode, headers: { "content-type": "application/json", ...headers }, body };
}
