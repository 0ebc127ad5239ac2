import { any, refersTo, REST_STAGE, stackRule } from "../../model";

export const rule = stackRule({
  id: "rest-api-behind-waf",
  controls: ["APIGateway.4"],
  title: "A stage of a REST API stands behind a firewall",
  why: "Floods and known attacks reach the authorizer and the functions, and are paid for.",
  cure: "Associate a WAF web ACL with the stage.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html"],
  types: [REST_STAGE],
  check: (stack) =>
    stack.ofType(REST_STAGE).map((resource) => ({
      resource,
      kept: any(
        ...stack
          .ofType("aws:wafv2/webAclAssociation:WebAclAssociation")
          .map((association) => refersTo(stack, association, "resourceArn", resource)),
      ),
      message: "no web ACL is associated with it",
    })),
});
