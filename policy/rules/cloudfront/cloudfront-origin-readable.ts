import {
  any,
  BUCKET,
  bucketNameOf,
  DISTRIBUTION,
  KEY,
  namesAction,
  originsOf,
  partsOf,
  policiesOf,
  type Resource,
  someStatement,
  type Stack,
  stackRule,
  type Statement,
  type Truth,
  UNKNOWN,
  type Value,
  type Verdict,
} from "../../model";

const SERVICE = "cloudfront.amazonaws.com";

export const rule = stackRule({
  id: "cloudfront-origin-readable",
  title: "A bucket that a distribution reads by origin access control lets it read, and so does the bucket's key",
  why: "A grant that lacks is an error 403 for every viewer, and nothing in the deployment tells it.",
  cure: `Allow ${SERVICE} s3:GetObject in the policy of the bucket and kms:Decrypt in that of its key, bound to the distribution.`,
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#oac-permissions-sse-kms",
  ],
  types: [BUCKET],
  check: (stack) =>
    stack
      .ofType(BUCKET)
      .filter((bucket) => stack.ofType(DISTRIBUTION).some((distribution) => reads(stack, distribution, bucket)))
      .flatMap((resource) => verdicts(stack, resource).map((verdict) => ({ ...verdict, resource }))),
});

function reads(stack: Stack, distribution: Resource, bucket: Resource): boolean {
  return originsOf(distribution)
    .filter((origin) => origin.at("originAccessControlId").present() !== false)
    .some((origin) => {
      const name = bucketNameOf(origin);
      if (name === UNKNOWN) return stack.madeFrom(distribution, "origins").includes(bucket);
      return name !== undefined && bucket.at("bucket").is(name) === true;
    });
}

function verdicts(stack: Stack, bucket: Resource): readonly Verdict[] {
  return [
    { kept: admits(policiesOf(stack, bucket), "s3:GetObject"), message: `its policy does not let ${SERVICE} read it` },
    ...keysOf(stack, bucket).map((key): Verdict => ({
      kept: admits([key.at("policy")], "kms:Decrypt"),
      message: `the policy of its key ${key.name} does not let ${SERVICE} decrypt`,
    })),
  ];
}

/** By dependencies, too: before the key is made, nobody knows its ARN. */
function keysOf(stack: Stack, bucket: Resource): readonly Resource[] {
  const beside = partsOf(stack, bucket, "BucketServerSideEncryptionConfiguration");
  const found = [
    ...stack.references(bucket, "serverSideEncryptionConfiguration", KEY),
    ...beside.flatMap((part) => stack.references(part, "rules", KEY)),
  ];
  return [...new Set(found)];
}

function admits(policies: readonly Value[], action: string): Truth {
  const lets = ({ allows, principals }: Statement) =>
    allows && principals.some(({ type, id }) => type === "Service" && id === SERVICE);
  return any(
    ...policies.map((policy) =>
      someStatement(policy, (statement) => lets(statement) && namesAction(statement, action), false),
    ),
  );
}
