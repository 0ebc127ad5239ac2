import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-viewer-tls";
import { addDistribution, type DistributionProps, on } from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

const acm = { acmCertificateArn: "arn:aws:acm:us-east-1:222222222222:certificate/1", sslSupportMethod: "sni-only" };
const iam = { iamCertificateId: "ASCA1", sslSupportMethod: "sni-only" };

function takes(minimumProtocolVersion: unknown, certificate: object = acm): DistributionProps {
  return { viewerCertificate: { ...certificate, minimumProtocolVersion } };
}

export const specimen: Specimen = {
  rule,
  cases: [
    on("TLS 1.2 of 2021", "good", takes("TLSv1.2_2021")),
    on("TLS 1.2 of 2025", "good", takes("TLSv1.2_2025")),
    on("TLS 1.3, with a certificate that IAM keeps", "good", takes("TLSv1.3_2025", iam)),
    on("the certificate of cloudfront.net", "good", takes("TLSv1", { cloudfrontDefaultCertificate: true })),
    on("no certificate", "good", { viewerCertificate: undefined }),
    on("one that is made later, and TLS 1.2", "good", takes("TLSv1.2_2021", { acmCertificateArn: UNKNOWN })),
    on("a policy that somebody allows", "good", takes("TLSv1.4_2030"), { options: { policies: ["TLSv1.4_2030"] } }),
    on("TLS 1.2 of 2019", "bad", takes("TLSv1.2_2019"), { says: /minimumProtocolVersion is TLSv1.2_2019/ }),
    on("TLS 1.2 of 2018", "bad", takes("TLSv1.2_2018")),
    on("TLS 1.1", "bad", takes("TLSv1.1_2016")),
    on("TLS 1.0", "bad", takes("TLSv1")),
    on("SSL", "bad", takes("SSLv3")),
    on("TLS 1.0, with a certificate that IAM keeps", "bad", takes("TLSv1_2016", iam)),
    on("nothing set", "bad", takes(undefined), { says: /is not set/ }),
    on("an empty policy", "bad", takes("")),
    on("a policy that is none", "bad", takes("TLSv1.2")),
    on("a policy that somebody does not allow", "bad", takes("TLSv1.2_2021"), {
      options: { policies: ["TLSv1.3_2025"] },
    }),
    on("a policy that is not known yet", "undecided", takes(UNKNOWN)),
    on("a certificate that is made later, and TLS 1.0", "undecided", takes("TLSv1", { acmCertificateArn: UNKNOWN })),
    on("nothing known yet", "undecided", { viewerCertificate: UNKNOWN }),
  ],
  mutation: {
    what: "has a distribution that takes TLS 1.0",
    change: (program) => {
      addDistribution(program, { distribution: takes("TLSv1") });
    },
  },
};
