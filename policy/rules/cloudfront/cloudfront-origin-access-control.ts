import { all, any, DISTRIBUTION, isBucket, not, originsOf, resourceRule, type Truth, type Value } from "../../model";

const WEBSITE = /\.s3-website[.-]/;
const FUNCTION_URL = /\.lambda-url\.[a-z0-9-]+\.on\.aws$/;

export const rule = resourceRule({
  id: "cloudfront-origin-access-control",
  controls: ["CloudFront.13", "CloudFront.16"],
  title: "A bucket or function behind a distribution answers to nobody else, by origin access control",
  why: "What answers without a signature is open to anyone who knows its address, past firewall and logs; the older access identity cannot read what a KMS key encrypts.",
  cure: "Name an origin access control in originAccessControlId, no originAccessIdentity, and the bucket's own host, not its website's.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html",
  ],
  types: [DISTRIBUTION],
  check: (distribution) =>
    originsOf(distribution).map((origin) => {
      const [host, control, identity] = partsOf(origin);
      const needsIt = any(isBucket(origin), host.matches(FUNCTION_URL));
      return { kept: any(not(needsIt), isControlled(origin)), message: [host, control, identity].join(", ") };
    }),
});

function isControlled(origin: Value): Truth {
  const [host, control, identity] = partsOf(origin);
  return all(control.present(), not(identity.present()), not(host.matches(WEBSITE)));
}

function partsOf(origin: Value): readonly [host: Value, control: Value, identity: Value] {
  return [
    origin.at("domainName"),
    origin.at("originAccessControlId"),
    origin.at("s3OriginConfig.originAccessIdentity"),
  ];
}
