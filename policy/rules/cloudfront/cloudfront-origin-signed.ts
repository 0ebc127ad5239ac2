import { all, expect, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudfront-origin-signed",
  title: "An origin access control signs every request",
  why: "What is not signed is refused by a private origin; and with no-override, what a viewer puts into Authorization is what the origin sees.",
  cure: "Set signingBehavior to always, and signingProtocol to sigv4.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#oac-advanced-settings-s3",
  ],
  types: ["aws:cloudfront/originAccessControl:OriginAccessControl"],
  check: (control) => {
    const behavior = control.at("signingBehavior");
    const protocol = control.at("signingProtocol");
    return expect(all(behavior.is("always"), protocol.is("sigv4")), `${behavior}, ${protocol}`);
  },
});
