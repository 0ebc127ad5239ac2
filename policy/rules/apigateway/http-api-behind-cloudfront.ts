import {
  any,
  domainNamesOf,
  HTTP_API,
  madeFromOthers,
  not,
  type Resource,
  type Stack,
  stackRule,
  type Truth,
  UNKNOWN,
} from "../../model";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

export const rule = stackRule({
  id: "http-api-behind-cloudfront",
  title: "An HTTP API stands behind CloudFront",
  why: "WAF cannot guard an HTTP API itself: floods and known attacks reach the authorizer and the functions, and are paid for.",
  cure: "Make the API, or its domain name, an origin of a distribution; that distribution has a web ACL.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html"],
  types: [HTTP_API],
  check: (stack) =>
    stack.ofType(HTTP_API).map((api) => {
      const hosts = [api, ...domainNamesOf(stack, api)];
      const fronted = stack.ofType(DISTRIBUTION).map((distribution) => fronts(stack, distribution, hosts));
      const kept = any(not(api.at("protocolType").is("HTTP")), ...fronted);
      return { resource: api, kept, message: "is no distribution's origin" };
    }),
});

function fronts(stack: Stack, distribution: Resource, hosts: readonly Resource[]): Truth {
  if (stack.references(distribution, "origins").some((origin) => hosts.includes(origin))) return true;
  const names = distribution
    .at("origins")
    .items()
    .map((origin) => origin.at("domainName"));
  return any(
    ...names.map((name) => {
      if (name.isUnknown) return madeFromOthers(distribution, "origins") ? false : UNKNOWN;
      return hosts.some((host) => answersTo(host, name.text() as string | undefined));
    }),
  );
}

/** Whether a host is one that somebody wrote down: an API's own, or a domain name. */
function answersTo(host: Resource, name: string | undefined): boolean {
  if (name === undefined) return false;
  return host.at("domainName").is(name) === true || host.at("apiEndpoint").is(`https://${name}`) === true;
}
