import { all, any, expect, HTTP_API, not, type Resource, resourceRule, type Truth, type Verdict } from "../../model";

const ROUTE = "aws:apigatewayv2/route:Route";
const METHOD = "aws:apigateway/method:Method";

export const rule = resourceRule({
  id: "api-route-authorized",
  controls: ["APIGateway.8"],
  title: "Every route of an API has an authorizer",
  why: "A route without one answers everybody, whatever the handler was written to expect.",
  cure: "Set the type to JWT, CUSTOM or COGNITO_USER_POOLS with an authorizerId, or to AWS_IAM.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html"],
  types: [HTTP_API, METHOD, ROUTE],
  check: (resource) => {
    if (resource.type === HTTP_API) return quickCreated(resource);
    const type = resource.at(resource.type === METHOD ? "authorization" : "authorizationType");
    const byOwn = all(type.isOneOf(["JWT", "CUSTOM", "COGNITO_USER_POOLS"]), resource.at("authorizerId").present());
    // Browsers ask by OPTIONS what they may send, before they send credentials. An HTTP API answers by itself.
    const preflight: Truth = resource.type === METHOD && resource.at("httpMethod").is("OPTIONS");
    return expect(any(preflight, type.is("AWS_IAM"), byOwn), `${type}, ${resource.at("authorizerId")}`);
  },
});

/** An API that is made with a target has a route for everything, which can have no authorizer. */
function quickCreated(api: Resource): readonly Verdict[] {
  const target = api.at("target");
  return expect(not(target.present()), `${target}: its default route lets everybody in`);
}
