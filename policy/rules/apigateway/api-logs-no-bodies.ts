import { expect, HTTP_STAGE, not, resourceRule } from "../../model";

const METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings";

export const rule = resourceRule({
  id: "api-logs-no-bodies",
  title: "An API's execution logs leave out what people send",
  why: "Data traces write whole requests and answers, tokens and texts included, into a log that many may read.",
  cure: "Set dataTraceEnabled to false.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"],
  types: [HTTP_STAGE, METHOD_SETTINGS],
  check: (resource) => {
    const trace = resource
      .at(resource.type === METHOD_SETTINGS ? "settings" : "defaultRouteSettings")
      .at("dataTraceEnabled");
    return expect(not(trace.isTrue()), String(trace));
  },
});
