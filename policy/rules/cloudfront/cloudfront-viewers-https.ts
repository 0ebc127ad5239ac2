import { behaviorsOf, DISTRIBUTION, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudfront-viewers-https",
  controls: ["CloudFront.3"],
  title: "A distribution answers over HTTPS only, whatever the path",
  why: "Over plain HTTP, whoever sits between viewer and edge reads captions and tokens, and writes into them.",
  cure: "Set viewerProtocolPolicy to redirect-to-https or https-only, in the default behaviour and in each ordered one.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html"],
  types: [DISTRIBUTION],
  check: (distribution) =>
    behaviorsOf(distribution)
      .map((behavior) => behavior.at("viewerProtocolPolicy"))
      .map((policy) => ({ kept: policy.isOneOf(["redirect-to-https", "https-only"]), message: String(policy) })),
});
