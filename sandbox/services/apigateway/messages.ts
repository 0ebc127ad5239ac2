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
  readonly caller?: ApiCaller;
  /** Why its signature does not hold, where it has one. */
  readonly unsigned?: string;
}

export interface ApiCaller {
  readonly principal: Principal;
  readonly account: string;
  readonly accessKeyId: string;
}

export interface ApiResponse {
  readonly statusCode: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Each is a `set-cookie` header of its own. */
  readonly cookies?: readonly string[];
  readonly body: Uint8Array;
}

/** API Gateway's own answers: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting.html */
export function ownAnswer(statusCode: number, message: string, headers: Record<string, string> = {}): ApiResponse {
  const body = Buffer.from(JSON.stringify({ message }));
  return { statusCode, headers: { "content-type": "application/json", ...headers }, body };
}
