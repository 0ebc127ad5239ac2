import { any, DISTRIBUTION, expect, hasOwnCertificate, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudfront-sni",
  controls: ["CloudFront.8"],
  title: "A distribution tells its certificate by the name that viewers ask for, not by an address of its own",
  why: "Addresses of one's own cost hundreds of dollars a month, and allow nothing newer than the TLSv1 policy.",
  cure: "Set viewerCertificate.sslSupportMethod to sni-only.",
  severity: "low",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-https-dedicated-ip-or-sni.html"],
  types: [DISTRIBUTION],
  check: (distribution) => {
    const method = distribution.at("viewerCertificate.sslSupportMethod");
    return expect(any(not(hasOwnCertificate(distribution)), method.is("sni-only")), String(method));
  },
});
