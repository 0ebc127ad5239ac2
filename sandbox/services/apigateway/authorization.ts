import type { JWTPayload } from "jose";
import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AccessDenied } from "../../kernel/errors";
import type { IamService } from "../iam";
import type { Issuers } from "./issuers";
import { ownAnswer, type ApiCaller, type ApiRequest, type ApiResponse } from "./messages";

export interface Authorizer {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** Where the token is: `$request.header.Authorization`, `$request.querystring.token`. */
  readonly source: string;
}

export interface Authorization {
  readonly type: "NONE" | "JWT" | "AWS_IAM";
  readonly scopes: readonly string[];
  readonly authorizer?: Authorizer;
}

/** Who was admitted, or the refusal. */
export type Verdict =
  | { readonly authorizer?: object; readonly claims?: Readonly<Record<string, string>>; readonly caller?: ApiCaller }
  | { readonly refusal: ApiResponse; readonly why: string };

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export async function authorizeJwt(
  request: ApiRequest,
  { authorizer, scopes }: Authorization & { readonly authorizer: Authorizer },
  issuers: Issuers,
): Promise<Verdict> {
  const token = tokenOf(request, authorizer.source);
  if (token === undefined) return refusal(401, "Bearer", `no token in ${authorizer.source}`);
  const verified = await issuers.verify(token, authorizer.issuer, authorizer.audiences);
  if ("problem" in verified)
    return refusal(401, challenge(scopes, "invalid_token", verified.problem), verified.problem);
  const granted = scopesOf(verified.claims);
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    const why = `the token has none of the scopes ${scopes.join(", ")}`;
    return refusal(403, challenge(scopes, "insufficient_scope", why), why);
  }
  const claims = Object.fromEntries(Object.entries(verified.claims).map(([name, value]) => [name, textOf(value)]));
  return { authorizer: { jwt: { claims, scopes: scopes.length > 0 ? [...scopes] : null } }, claims };
}

function tokenOf({ headers, rawQuery }: ApiRequest, source: string): string | undefined {
  const [, where, name = ""] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  const value = where === "header" ? headers[name.toLowerCase()] : new URLSearchParams(rawQuery).get(name);
  return /^(?:bearer +)?(\S+)$/i.exec(value ?? "")?.[1];
}

function scopesOf(claims: JWTPayload): string[] {
  return [claims["scope"] ?? claims["scp"] ?? []].flat().flatMap((scopes) => String(scopes).split(" "));
}

function refusal(statusCode: 401 | 403, authenticate: string, why: string): Verdict {
  const message = statusCode === 401 ? "Unauthorized" : "Forbidden";
  return { refusal: ownAnswer(statusCode, message, { "www-authenticate": authenticate }), why };
}

function challenge(scopes: readonly string[], error: string, description: string): string {
  return `Bearer scope="${scopes.join(" ")}" error="${error}" error_description="${description}"`;
}

/** Claims come to the function as texts; a list is written as `[a b]`. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? `[${value.map(textOf).join(" ")}]` : JSON.stringify(value);
}

/**
 * The caller must be of the API's account, because HTTP APIs have no resource policies.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function authorizeIam({ caller, unsigned }: ApiRequest, methodArn: string, place: Place, cloud: Cloud): Verdict {
  if (!caller) return { refusal: ownAnswer(403, "Forbidden"), why: unsigned ?? "the request is not signed" };
  if (caller.account !== place.account) {
    return { refusal: ownAnswer(403, "Forbidden"), why: "the caller is of another account than the API" };
  }
  const call = { principal: caller.principal, place, service: "apigateway", operation: "Invoke", input: {} };
  try {
    cloud.require({ action: "execute-api:Invoke", resource: methodArn, owner: place.account }, { call });
  } catch (error) {
    if (error instanceof AccessDenied) return { refusal: ownAnswer(403, "Forbidden"), why: error.message };
    throw error;
  }
  return { authorizer: { iam: identityOf(caller, cloud) }, caller };
}

export function identityOf({ principal, account, accessKeyId }: ApiCaller, cloud: Cloud): Record<string, unknown> {
  const { arn, id } = nameOf(principal, account, cloud);
  return {
    accessKey: accessKeyId,
    accountId: account,
    callerId: id,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: arn,
    userId: id,
  };
}

function nameOf(principal: ApiCaller["principal"], account: string, cloud: Cloud): { arn: string; id: string } {
  if (principal.kind !== "role") return { arn: `arn:aws:iam::${account}:root`, id: account };
  const role = cloud.service<IamService>("iam").role(principal.roleArn);
  return { arn: principal.sessionArn, id: `${role?.roleId ?? ""}:${principal.sessionName}` };
}
