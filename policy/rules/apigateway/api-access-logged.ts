import { all, expect, HTTP_STAGE, resourceRule, REST_STAGE } from "../../model";

export const rule = resourceRule({
  id: "api-access-logged",
  controls: ["APIGateway.9"],
  title: "A stage of an API logs who called what",
  why: "Without access logs nobody can say who read what, or why a caller was refused before any function ran.",
  cure: "Set accessLogSettings with a log group as destinationArn and a format with request id, caller, route and status.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html"],
  types: [HTTP_STAGE, REST_STAGE],
  check: (stage) => {
    const destination = stage.at("accessLogSettings.destinationArn");
    const format = stage.at("accessLogSettings.format");
    return expect(all(destination.present(), format.present()), `${destination}, ${format}`);
  },
});
