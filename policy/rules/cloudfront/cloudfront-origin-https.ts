import { any, DISTRIBUTION, not, originsOf, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudfront-origin-https",
  controls: ["CloudFront.9"],
  title: "A distribution asks its origins over HTTPS only",
  why: "What viewers send over HTTPS, tokens included, crosses the internet a second time on its way to the origin.",
  cure: "Set originProtocolPolicy of each customOriginConfig to https-only.",
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
  ],
  types: [DISTRIBUTION],
  check: (distribution) =>
    originsOf(distribution).map((origin) => {
      const custom = origin.at("customOriginConfig");
      const policy = custom.at("originProtocolPolicy");
      return { kept: any(not(custom.present()), policy.is("https-only")), message: String(policy) };
    }),
});
