import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-sni";
import { addDistribution, type DistributionProps, on } from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

const acm = { acmCertificateArn: "arn:aws:acm:us-east-1:222222222222:certificate/1" };

function by(sslSupportMethod: unknown, certificate: object = acm): DistributionProps {
  return { viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021", ...certificate, sslSupportMethod } };
}

export const specimen: Specimen = {
  rule,
  cases: [
    on("by name", "good", by("sni-only")),
    on("by name, with a certificate that IAM keeps", "good", by("sni-only", { iamCertificateId: "ASCA1" })),
    on("the certificate of cloudfront.net", "good", by(undefined, { cloudfrontDefaultCertificate: true })),
    on("by address", "bad", by("vip"), { says: /sslSupportMethod is vip/ }),
    on("by fixed addresses", "bad", by("static-ip")),
    on("by address, with a certificate that IAM keeps", "bad", by("vip", { iamCertificateId: "ASCA1" })),
    on("nothing set", "bad", by(undefined), { says: /is not set/ }),
    on("an empty text", "bad", by("")),
    on("a word that is none", "bad", by("sni")),
    on("not known yet", "undecided", by(UNKNOWN)),
    on("by address, with a certificate that is made later", "undecided", by("vip", { acmCertificateArn: UNKNOWN })),
  ],
  mutation: {
    what: "has a distribution with addresses of its own",
    change: (program) => {
      addDistribution(program, { distribution: by("vip") });
    },
  },
};
