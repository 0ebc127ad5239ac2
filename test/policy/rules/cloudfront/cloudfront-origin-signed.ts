import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-origin-signed";
import { ACCESS_CONTROL, accessControl, addDistribution } from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";
import { variantsOf } from "../../support/variants";

const control = variantsOf(ACCESS_CONTROL, accessControl.props);

export const specimen: Specimen = {
  rule,
  cases: [
    control("always", "good", {}),
    control("of a function", "good", { originAccessControlOriginType: "lambda" }),
    control("never", "bad", { signingBehavior: "never" }, { says: /signingBehavior is never/ }),
    control("unless the viewer signs", "bad", { signingBehavior: "no-override" }),
    control("nothing set", "bad", { signingBehavior: undefined, signingProtocol: undefined }),
    control("no protocol", "bad", { signingProtocol: undefined }, { says: /signingProtocol is not set/ }),
    control("another protocol", "bad", { signingProtocol: "sigv2" }),
    control("never, by a protocol that is not known yet", "bad", {
      signingBehavior: "never",
      signingProtocol: UNKNOWN,
    }),
    control("not known yet", "undecided", { signingBehavior: UNKNOWN }),
    control("by a protocol that is not known yet", "undecided", { signingProtocol: UNKNOWN }),
  ],
  mutation: {
    what: "has an access control that lets viewers sign",
    change: (program) => {
      addDistribution(program, { accessControl: { signingBehavior: "no-override" } });
    },
  },
};
