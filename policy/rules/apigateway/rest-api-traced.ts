import { expect, resourceRule, REST_STAGE } from "../../model";

export const rule = resourceRule({
  id: "rest-api-traced",
  controls: ["APIGateway.3"],
  title: "A stage of a REST API traces requests",
  why: "A trace that begins at the function misses what the caller waits for: authorizer, queueing, retries.",
  cure: "Set xrayTracingEnabled to true.",
  severity: "low",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html"],
  types: [REST_STAGE],
  check: (stage) => {
    const traced = stage.at("xrayTracingEnabled");
    return expect(traced.isTrue(), String(traced));
  },
});
