import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-own-certificate";
import { addDistribution, on } from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

export const specimen: Specimen = {
  rule,
  cases: [
    on("a certificate of ACM", "good", {}),
    on("one that IAM keeps", "good", { viewerCertificate: { iamCertificateId: "ASCA1" } }),
    on(
      "that of cloudfront.net",
      "bad",
      { aliases: undefined, viewerCertificate: { cloudfrontDefaultCertificate: true } },
      { says: /that of cloudfront.net/ },
    ),
    on("none", "bad", { viewerCertificate: undefined }),
    on("an empty block", "bad", { viewerCertificate: {} }),
    on("empty names", "bad", { viewerCertificate: { acmCertificateArn: "", iamCertificateId: "" } }),
    on("a TLS policy only", "bad", { viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" } }),
    on("one that is made later", "undecided", { viewerCertificate: { acmCertificateArn: UNKNOWN } }),
    on("nothing known yet", "undecided", { viewerCertificate: UNKNOWN }),
  ],
  mutation: {
    what: "has a distribution with the certificate of cloudfront.net",
    change: (program) => {
      const viewerCertificate = { cloudfrontDefaultCertificate: true };
      addDistribution(program, { distribution: { aliases: undefined, viewerCertificate } });
    },
  },
};
