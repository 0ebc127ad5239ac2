import {
  all,
  any,
  DISTRIBUTION,
  liesAtEdge,
  type Resource,
  type Stack,
  stackRule,
  type Truth,
  WEB_ACL,
} from "../../model";

export const rule = stackRule({
  id: "cloudfront-behind-waf",
  controls: ["CloudFront.6"],
  title: "A distribution stands behind a firewall",
  why: "Floods and known attacks reach the origins, and are paid for.",
  cure: "Set webAclId to the ARN of a WAF web ACL with the scope CLOUDFRONT, made in us-east-1.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html"],
  types: [DISTRIBUTION],
  check: (stack) =>
    stack.ofType(DISTRIBUTION).map((resource) => ({
      resource,
      kept: isGuarded(stack, resource),
      message: `${resource.at("webAclId")}, which is no web ACL for CloudFront`,
    })),
});

function isGuarded(stack: Stack, distribution: Resource): Truth {
  const here = stack.references(distribution, "webAclId", WEB_ACL);
  if (here.length > 0) return any(...here.map((acl) => all(acl.at("scope").is("CLOUDFRONT"), liesAtEdge(acl))));
  return distribution.at("webAclId").matches(/^arn:[\w-]+:wafv2:us-east-1:\d{12}:global\/webacl\/./);
}
