import { any, DISTRIBUTION, expect, hasOwnCertificate, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudfront-viewer-tls",
  controls: ["CloudFront.15"],
  title: "A distribution with a certificate of its own takes TLS 1.2 with modern ciphers, or newer",
  why: "Older policies let viewers be talked down to TLS 1.0 and to ciphers that are broken.",
  cure: "Set viewerCertificate.minimumProtocolVersion to TLSv1.2_2021 or newer.",
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
  ],
  options: {
    policies: {
      type: "array",
      items: { type: "string" },
      description: "The security policies of CloudFront that are modern enough",
      default: ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"],
    },
  },
  types: [DISTRIBUTION],
  // With the certificate of cloudfront.net the policy is TLSv1, whatever is set: cloudfront-own-certificate tells that.
  check: (distribution, { policies }) => {
    const policy = distribution.at("viewerCertificate.minimumProtocolVersion");
    const modern = policy.isOneOf(policies as readonly string[]);
    return expect(any(not(hasOwnCertificate(distribution)), modern), String(policy));
  },
});
