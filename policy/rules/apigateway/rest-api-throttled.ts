import { allMethods, REST_STAGE, stackRule, THROTTLE_OPTIONS, throttles } from "../../model";

export const rule = stackRule({
  id: "rest-api-throttled",
  title: "A stage of a REST API bounds requests to all its methods",
  why: "Without bounds of its own one caller takes the account's whole quota of requests, and every function behind it.",
  cure: "Declare MethodSettings for */* with throttlingRateLimit and throttlingBurstLimit.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html"],
  options: THROTTLE_OPTIONS,
  types: [REST_STAGE],
  check: (stack, options) =>
    stack.ofType(REST_STAGE).map((resource) => ({
      resource,
      kept: allMethods(stack, resource, (settings) => throttles(settings, options)),
      message: "no settings for */* bound rate and burst",
    })),
});
