import { all, any, asks, DISTRIBUTION, expect, isBucket, not, originsOf, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudfront-root-object",
  controls: ["CloudFront.1"],
  title: "A distribution whose root is a bucket names the object that stands there",
  why: "The root of a bucket is the list of what lies in it: viewers see it, or an error where the bucket does not let CloudFront list.",
  cure: "Set defaultRootObject to an object such as index.html, without a slash before it.",
  severity: "medium",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html"],
  types: [DISTRIBUTION],
  check: (distribution) => {
    const root = distribution.at("defaultRootObject");
    const behavior = distribution.at("defaultCacheBehavior");
    const buckets = originsOf(distribution).map((origin) =>
      all(isBucket(origin), asks(distribution, behavior, origin)),
    );
    return expect(any(root.matches(/^[^/]/), not(any(...buckets))), String(root));
  },
});
