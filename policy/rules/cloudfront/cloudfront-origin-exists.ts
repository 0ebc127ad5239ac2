import {
  any,
  BUCKET,
  bucketNameOf,
  DISTRIBUTION,
  originsOf,
  type Resource,
  type Stack,
  stackRule,
  type Truth,
  UNKNOWN,
  type Value,
} from "../../model";

export const rule = stackRule({
  id: "cloudfront-origin-exists",
  controls: ["CloudFront.12"],
  title: "A bucket that a distribution names is one of the platform's",
  why: "Names of buckets are global: whoever makes the missing one answers to the platform's viewers under its name.",
  cure: "Take the origin's domainName from the bucket in this stack. A bucket of the second region is known by its name: same part, same account.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/config/latest/developerguide/cloudfront-s3-origin-non-existent-bucket.html"],
  types: [DISTRIBUTION],
  check: (stack) =>
    stack.ofType(DISTRIBUTION).flatMap((resource) =>
      originsOf(resource).map((origin) => ({
        resource,
        kept: exists(stack, resource, origin),
        message: `${origin.at("domainName")}, and there is no such bucket`,
      })),
    ),
});

function exists(stack: Stack, distribution: Resource, origin: Value): Truth {
  const name = bucketNameOf(origin);
  if (name === undefined) return true;
  if (name === UNKNOWN) return stack.madeFrom(distribution, "origins").some(({ type }) => type === BUCKET) || UNKNOWN;
  const names = stack.ofType(BUCKET).map((bucket) => bucket.at("bucket"));
  return any(...names.map((own) => any(own.is(name), isTwin(own, name))));
}

/** Whether a bucket is what one of this stack is called in the stack of another region, which this one cannot see. */
function isTwin(own: Value, name: string): Truth {
  const text = own.text();
  if (text === UNKNOWN) return UNKNOWN;
  const mine = identityOf(text ?? "");
  const other = identityOf(name);
  if (!mine || !other) return false;
  return mine["part"] === other["part"] && mine["account"] === other["account"] && mine["region"] !== other["region"];
}

function identityOf(name: string): Readonly<Record<string, string>> | undefined {
  return /-(?<part>[a-z0-9]+)-(?<account>\d{12})-(?<region>[a-z]{2}-[a-z-]+-\d)$/.exec(name)?.groups;
}
