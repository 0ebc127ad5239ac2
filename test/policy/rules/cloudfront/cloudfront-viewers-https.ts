import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-viewers-https";
import { addDistribution, behavior, on } from "../../support/good/cloudfront";
import { type Specimen } from "../../support/specimen";

const answers = (viewerProtocolPolicy: unknown) => behavior({ viewerProtocolPolicy });
const ordered = (...policies: readonly unknown[]) =>
  policies.map((policy, index) => ({ ...answers(policy), pathPattern: `/${index}/*` }));

export const specimen: Specimen = {
  rule,
  cases: [
    on("redirects", "good", {}),
    on("HTTPS only", "good", { defaultCacheBehavior: answers("https-only") }),
    on("on every path", "good", { orderedCacheBehaviors: ordered("https-only", "redirect-to-https") }),
    on("in a block that is a list of one", "good", { defaultCacheBehavior: [answers("https-only")] }),
    on(
      "answers over HTTP",
      "bad",
      { defaultCacheBehavior: answers("allow-all") },
      { says: /^defaultCacheBehavior.viewerProtocolPolicy is allow-all/ },
    ),
    on("says nothing", "bad", { defaultCacheBehavior: answers(undefined) }, { says: /is not set/ }),
    on("no default", "bad", { defaultCacheBehavior: undefined }),
    on("an empty policy", "bad", { defaultCacheBehavior: answers("") }),
    on("a word that is none", "bad", { defaultCacheBehavior: answers("https") }),
    on(
      "answers over HTTP on one path",
      "bad",
      { orderedCacheBehaviors: ordered("https-only", "allow-all") },
      { says: /^orderedCacheBehaviors\[1\].viewerProtocolPolicy is allow-all/ },
    ),
    on("by default only, and says nothing of a path", "bad", { orderedCacheBehaviors: ordered(undefined) }),
    on("on a path only", "bad", {
      defaultCacheBehavior: answers("allow-all"),
      orderedCacheBehaviors: ordered("https-only"),
    }),
    on("over HTTP, and paths that are not known yet", "bad", {
      defaultCacheBehavior: answers("allow-all"),
      orderedCacheBehaviors: UNKNOWN,
    }),
    on("not known yet", "undecided", { defaultCacheBehavior: answers(UNKNOWN) }),
    on("paths that are not known yet", "undecided", { orderedCacheBehaviors: UNKNOWN }),
  ],
  mutation: {
    what: "has a distribution that answers one path over HTTP",
    change: (program) => {
      addDistribution(program, { distribution: { orderedCacheBehaviors: ordered("https-only", "allow-all") } });
    },
  },
};
