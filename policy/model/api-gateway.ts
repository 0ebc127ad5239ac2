import { refersTo } from "./relations";
import { type Resource } from "./resource";
import { type Options, type OptionSchema } from "./rule";
import { type Stack } from "./stack";
import { all, any, type Truth } from "./truth";
import { type Value } from "./value";

export const HTTP_API = "aws:apigatewayv2/api:Api";
export const HTTP_STAGE = "aws:apigatewayv2/stage:Stage";
export const REST_API = "aws:apigateway/restApi:RestApi";
export const REST_STAGE = "aws:apigateway/stage:Stage";
const METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings";

/** Whether the settings of all methods of a REST API's stage are so. */
export function allMethods(stack: Stack, stage: Resource, predicate: (settings: Value) => Truth): Truth {
  return any(
    ...stack.ofType(METHOD_SETTINGS).map((methods) => {
      const ofStage = any(refersTo(stack, methods, "stageName", stage), namesStage(stack, methods, stage));
      return all(ofStage, methods.at("methodPath").is("*/*"), predicate(methods.at("settings")));
    }),
  );
}

/** By the stage's plain name, which only says something together with the API. */
function namesStage(stack: Stack, methods: Resource, stage: Resource): Truth {
  const sameApi = stack
    .references(methods, "restApi", REST_API)
    .some((api) => stack.references(stage, "restApi").includes(api));
  return all(sameApi, methods.at("stageName").isSameAs(stage.at("stageName")));
}

const MAPPINGS = [
  ["aws:apigatewayv2/apiMapping:ApiMapping", "apiId"],
  ["aws:apigateway/basePathMapping:BasePathMapping", "restApi"],
] as const;
export const DOMAIN_NAMES = ["aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName"];

/** Whether an API can be called by a domain name that is not API Gateway's. */
export function hasDomainName(stack: Stack, api: Resource): Truth {
  return any(
    ...MAPPINGS.flatMap(([type, path]) => stack.ofType(type).map((mapping) => refersTo(stack, mapping, path, api))),
  );
}

/** The domain names of this stack by which an API can be called. */
export function domainNamesOf(stack: Stack, api: Resource): readonly Resource[] {
  return MAPPINGS.flatMap(([type, path]) => stack.referrers(api, type, path)).flatMap((mapping) =>
    stack.references(mapping, "domainName", ...DOMAIN_NAMES),
  );
}

export const THROTTLE_OPTIONS: Readonly<Record<"rate" | "burst", OptionSchema>> = {
  rate: {
    type: "number",
    description: "The most requests a second that may be let through",
    default: 1000,
    minimum: 1,
  },
  burst: {
    type: "integer",
    description: "The most requests at once that may be let through",
    default: 2000,
    minimum: 1,
  },
};

/** Whether rate and burst are bounded. What is not set, 0 or -1 is the account's quota. */
export function throttles(settings: Value, { rate, burst }: Options): Truth {
  const limits = [
    [settings.at("throttlingRateLimit"), Number(rate)],
    [settings.at("throttlingBurstLimit"), Number(burst)],
  ] as const;
  return all(...limits.map(([limit, most]) => all(limit.atLeast(1), limit.atMost(most))));
}
