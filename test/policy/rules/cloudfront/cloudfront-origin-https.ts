import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-origin-https";
import { addServer, bucketName, bucketOrigin, customOrigin, on, withOrigins } from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

const by = (originProtocolPolicy: unknown) => customOrigin({ originProtocolPolicy });
const bucket = bucketOrigin("here", bucketName("published"));

export const specimen: Specimen = {
  rule,
  cases: [
    on("HTTPS only", "good", withOrigins(by("https-only"))),
    on("beside a bucket", "good", withOrigins(bucket, by("https-only"))),
    on("buckets, which CloudFront asks as viewers ask it", "good", {}),
    on("in a block that is a list of one", "good", {
      origins: [{ customOriginConfig: [by("https-only").customOriginConfig] }],
    }),
    on("HTTP only", "bad", withOrigins(by("http-only")), { says: /originProtocolPolicy is http-only/ }),
    on("as the viewer comes", "bad", withOrigins(by("match-viewer"))),
    on("nothing set", "bad", withOrigins(by(undefined)), { says: /is not set/ }),
    on("an empty block", "bad", withOrigins({ domainName: "api.huut.example", customOriginConfig: {} })),
    on("one of two", "bad", withOrigins(by("https-only"), by("http-only")), { says: /^origins\[1\]/ }),
    on("beside a bucket, HTTP only", "bad", withOrigins(bucket, by("http-only"))),
    on("HTTP only, beside what is not known yet", "bad", withOrigins(by("http-only"), by(UNKNOWN))),
    on("not known yet", "undecided", withOrigins(by(UNKNOWN))),
    on("origins that are not known yet", "undecided", { origins: UNKNOWN }),
    on("no origins", "not its business", { origins: undefined }),
  ],
  mutation: {
    what: "has a distribution that asks a server over HTTP",
    change: (program) => {
      addServer(program, by("http-only"));
    },
  },
};
