import {
  all,
  any,
  behaviorsOf,
  DISTRIBUTION,
  type Options,
  type Resource,
  type Stack,
  stackRule,
  type Truth,
  UNKNOWN,
  type Value,
} from "../../model";

const POLICY = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";

/** Those of AWS's own policies that send both headers: SecurityHeadersPolicy, alone, with CORS, and with preflight, too. */
const MANAGED = [
  "67f7725c-6f97-4210-82d7-5512b31e9d03",
  "e61eb60c-9c35-4d20-a928-2b84e02af89c",
  "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
];

export const rule = stackRule({
  id: "cloudfront-security-headers",
  title: "A distribution tells browsers to come by HTTPS only, and to take files for what they say they are",
  why: "Captions are words of strangers: a browser that guesses may take them for a page and run them; one that once comes by plain HTTP can be led astray.",
  cure: "Give each behaviour a response headers policy with contentTypeOptions and strictTransportSecurity.",
  severity: "low",
  enforcement: "advisory",
  links: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
  ],
  options: {
    seconds: {
      type: "integer",
      description: "The least time for which browsers remember to come by HTTPS, in seconds",
      default: 31_536_000,
      minimum: 1,
    },
  },
  types: [DISTRIBUTION],
  check: (stack, options) =>
    stack.ofType(DISTRIBUTION).flatMap((resource) =>
      behaviorsOf(resource)
        .map((behavior) => behavior.at("responseHeadersPolicyId"))
        .map((id) => ({
          resource,
          kept: isCareful(stack, resource, id, options),
          message: `${id}: not both headers are sent`,
        })),
    ),
});

function isCareful(stack: Stack, distribution: Resource, id: Value, options: Options): Truth {
  const policies = stack.ofType(POLICY);
  const [property] = id.path.split(/\W/);
  const made = stack.madeFrom(distribution, String(property)).filter(({ type }) => type === POLICY);
  if (id.isUnknown) return made.length > 0 ? all(...made.map((policy) => sendsBoth(policy, options))) : UNKNOWN;
  const here = policies.filter((policy) => policy.at("id").isSameAs(id) === true);
  if (here.length > 0) return any(...here.map((policy) => sendsBoth(policy, options)));
  // A policy of another stack may send them.
  return any(id.isOneOf(MANAGED), id.present() === true ? UNKNOWN : false);
}

function sendsBoth(policy: Resource, { seconds }: Options): Truth {
  const headers = policy.at("securityHeadersConfig");
  const https = headers.at("strictTransportSecurity.accessControlMaxAgeSec");
  return all(headers.at("contentTypeOptions").present(), https.atLeast(Number(seconds)));
}
