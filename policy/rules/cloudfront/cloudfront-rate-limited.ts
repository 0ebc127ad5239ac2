import { any, limitsRate, stackRule, WEB_ACL } from "../../model";

export const rule = stackRule({
  id: "cloudfront-rate-limited",
  title: "The firewall before a distribution stops who asks too often",
  why: "One address that asks for everything, again and again, is paid for by request and by byte, at the edge and behind it.",
  cure: "Give the web ACL a rule with a rateBasedStatement that blocks.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html"],
  options: {
    requests: {
      type: "integer",
      description: "The most requests within five minutes that may be let through; many phones share an address",
      default: 20_000,
      minimum: 10,
    },
  },
  types: [WEB_ACL],
  check: (stack, { requests }) =>
    stack.ofType(WEB_ACL).map((resource) => ({
      resource,
      kept: any(resource.at("scope").is("REGIONAL"), limitsRate(stack, resource, Number(requests))),
      message: `no rule of it stops whoever asks more than ${Number(requests)} times in five minutes`,
    })),
});
