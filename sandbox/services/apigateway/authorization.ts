import type { Cloud } from "../../kernel/cloud";
import { AccessDenied } from "../../kernel/errors";
import type { Place } from "../../kernel/arn";
import type { Issuers } from "./issuers";
import { ownAnswer, type ApiRequest, type ApiResponse } from "./messages";

export interface Authorizer {
  readonly id: string;
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export interface Authorization {
  readonly type: "NONE" | "JWT" | "AWS_IAM";
  readonly scopes: readonly string[];
  readonly authorizer?: Authorizer;
}

/** The authorizer part of the event, or the refusal. */
export type Verdict = { readonly authorizer?: object } | { readonly refusal: ApiResponse; readonly why: string };

const unauthorized = () => ownAnswer(401, "Unauthorized", { "www-authenticate": "Bearer" });

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export async function authorizeJwt(
  request: ApiRequest,
  { authorizer, scopes }: Authorization,
  issuers: Issuers,
): Promise<Verdict> {
  const token = /^(?:bearer +)?(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  if (token === undefined || !authorizer)
    return { refusal: unauthorized(), why: "no token in the Authorization header" };
  const verified = await issuers.verify(token, authorizer.issuer, authorizer.audiences);
  if ("problem" in verified) return { refusal: unauthorized(), why: verified.problem };
  const { claims } = verified;
  const granted = String(claims["scope"] ?? claims["scp"] ?? "").split(" ");
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    return { refusal: ownAnswer(403, "Forbidden"), why: `the token has none of the scopes ${scopes.join(", ")}` };
  }
  const texts = Object.entries(claims).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { authorizer: { jwt: { claims: Object.fromEntries(texts), scopes: scopes.length > 0 ? scopes : null } } };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html */
export function authorizeIam(request: ApiRequest, methodArn: string, place: Place, cloud: Cloud): Verdict {
  const { caller } = request;
  if (!caller || caller.account !== place.account) {
    return { refusal: ownAnswer(403, "Forbidden"), why: "not signed by a principal of the API's account" };
  }
  const { principal } = caller;
  const call = { principal, place, service: "apigateway", operation: "Invoke", input: {} };
  try {
    cloud.require({ action: "execute-api:Invoke", resource: methodArn, owner: place.account }, { call });
  } catch (error) {
    if (error instanceof AccessDenied) return { refusal: ownAnswer(403, "Forbidden"), why: error.message };
    throw error;
  }
  const arn = principal.kind === "role" ? principal.sessionArn : `arn:aws:iam::${caller.account}:root`;
  return {
    authorizer: { iam: { accountId: caller.account, callerId: caller.account, userArn: arn, userId: caller.account } },
  };
}
