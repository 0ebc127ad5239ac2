import { type Resource, stackRule, type Truth, UNKNOWN } from "../../model";

const BUCKET = "aws:s3/bucket:Bucket";

export const rule = stackRule({
  id: "bucket-names-carry-region",
  title: "The name of a bucket says in which region and account it lies",
  why: "Names of buckets are global: the second region's stack collides with the first, on the day it is needed.",
  cure: "End the name in -<account>-<region>.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"],
  types: [BUCKET],
  check: (stack) =>
    stack.ofType(BUCKET).map((resource) => ({
      resource,
      kept: carriesRegion(resource),
      message: `${resource.at("bucket")}, ${resource.region}`,
    })),
});

function carriesRegion(resource: Resource): Truth {
  const region = resource.region.text();
  const given = resource.at("bucketPrefix").present() === true ? resource.at("bucketPrefix") : resource.at("bucket");
  const name = given.text();
  if (name === undefined) return false;
  if (name === UNKNOWN || region === UNKNOWN) return UNKNOWN;
  const account = /(^|-)\d{12}(-|$)/.test(name);
  return account && region !== undefined && name.includes(region);
}
