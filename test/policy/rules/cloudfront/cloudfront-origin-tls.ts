import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-origin-tls";
import { addServer, customOrigin, on, withOrigins } from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

const by = (originSslProtocols: unknown) => customOrigin({ originSslProtocols });

export const specimen: Specimen = {
  rule,
  cases: [
    on("TLS 1.2", "good", withOrigins(by(["TLSv1.2"]))),
    on("buckets, which have no such setting", "good", {}),
    on("two servers", "good", withOrigins(by(["TLSv1.2"]), by(["TLSv1.2"]))),
    on("TLS 1.1, too", "bad", withOrigins(by(["TLSv1.2", "TLSv1.1"])), { says: /originSslProtocols is .*TLSv1.1/ }),
    on("TLS 1.0 only", "bad", withOrigins(by(["TLSv1"]))),
    on("SSL, too", "bad", withOrigins(by(["SSLv3", "TLSv1.2"]))),
    on("nothing set", "bad", withOrigins(by(undefined)), { says: /is not set/ }),
    on("none", "bad", withOrigins(by([]))),
    on("one of two servers", "bad", withOrigins(by(["TLSv1.2"]), by(["TLSv1"])), { says: /^origins\[1\]/ }),
    on("TLS 1.1 and one that is not known yet", "bad", withOrigins(by(["TLSv1.1", UNKNOWN]))),
    on("one that is not known yet", "undecided", withOrigins(by(["TLSv1.2", UNKNOWN]))),
    on("protocols that are not known yet", "undecided", withOrigins(by(UNKNOWN))),
    on("a block that is not known yet", "undecided", withOrigins({ customOriginConfig: UNKNOWN })),
  ],
  mutation: {
    what: "has a distribution that asks a server by old TLS",
    change: (program) => {
      addServer(program, by(["TLSv1", "TLSv1.2"]));
    },
  },
};
