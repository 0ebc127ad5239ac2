import { allMethods, REST_STAGE, stackRule } from "../../model";

export const rule = stackRule({
  id: "rest-api-execution-logged",
  controls: ["APIGateway.1"],
  title: "A stage of a REST API logs what fails inside it",
  why: "Access logs say that a request failed; only execution logs say whether authorizer, mapping or integration did.",
  cure: "Declare MethodSettings for */* with loggingLevel ERROR or INFO.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"],
  types: [REST_STAGE],
  check: (stack) =>
    stack.ofType(REST_STAGE).map((resource) => ({
      resource,
      kept: allMethods(stack, resource, (settings) => settings.at("loggingLevel").isOneOf(["ERROR", "INFO"])),
      message: "no settings for */* set loggingLevel to ERROR or INFO",
    })),
});
