import { all, any, DISTRIBUTION, not, originsOf, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudfront-origin-tls",
  controls: ["CloudFront.10"],
  title: "A distribution asks its origins by TLS 1.2 only",
  why: "Whoever sits between edge and origin talks both down to the oldest protocol that is offered.",
  cure: 'Set originSslProtocols of each customOriginConfig to ["TLSv1.2"].',
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-ciphers-cloudfront-to-origin.html",
  ],
  types: [DISTRIBUTION],
  check: (distribution) =>
    originsOf(distribution).map((origin) => {
      const custom = origin.at("customOriginConfig");
      const protocols = custom.at("originSslProtocols");
      const modern = all(
        protocols.present(),
        protocols.every((protocol) => protocol.is("TLSv1.2")),
      );
      return { kept: any(not(custom.present()), modern), message: String(protocols) };
    }),
});
