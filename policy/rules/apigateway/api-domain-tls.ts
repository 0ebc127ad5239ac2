import { DOMAIN_NAMES, expect, resourceRule } from "../../model";

/** What REST APIs may choose today, and what HTTP APIs have. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html */
const MODERN = /^(TLS_1_2|SecurityPolicy_TLS1[23]_\w+)$/;

export const rule = resourceRule({
  id: "api-domain-tls",
  controls: ["APIGateway.11"],
  title: "A domain name of an API takes TLS 1.2 and newer only",
  why: "TLS 1.0 and 1.1 are broken: who sits between caller and API may read tokens.",
  cure: "Set securityPolicy to TLS_1_2, or to one of the policies named after TLS 1.3.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html"],
  types: DOMAIN_NAMES,
  check: (domain) => {
    const inBlock = domain.type.startsWith("aws:apigatewayv2/");
    const policy = domain.at(inBlock ? "domainNameConfiguration.securityPolicy" : "securityPolicy");
    return expect(policy.matches(MODERN), String(policy));
  },
});
