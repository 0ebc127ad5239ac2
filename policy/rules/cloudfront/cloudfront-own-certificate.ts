import { DISTRIBUTION, expect, hasOwnCertificate, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudfront-own-certificate",
  controls: ["CloudFront.7"],
  title: "A distribution has a certificate, and so a domain name, of its own",
  why: "With the certificate of cloudfront.net viewers may come by TLS 1.0, and addresses change when the distribution is replaced.",
  cure: "Give it aliases, and in viewerCertificate the ARN of a certificate for them from us-east-1.",
  severity: "low",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-alternate-domain-names.html"],
  types: [DISTRIBUTION],
  check: (distribution) => expect(hasOwnCertificate(distribution), "has no certificate but that of cloudfront.net"),
});
