import { any, hasDomainName, HTTP_API, not, REST_API, stackRule } from "../../model";

export const rule = stackRule({
  id: "api-default-endpoint-off",
  title: "An API with a domain name of its own answers by no other",
  why: "The default endpoint takes old TLS, and leads around what guards the domain name: CloudFront, WAF, client certificates.",
  cure: "Set disableExecuteApiEndpoint to true.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html"],
  types: [HTTP_API, REST_API],
  check: (stack) =>
    stack.ofType(HTTP_API, REST_API).map((resource) => {
      const off = resource.at("disableExecuteApiEndpoint");
      return { resource, kept: any(not(hasDomainName(stack, resource)), off.isTrue()), message: String(off) };
    }),
});
