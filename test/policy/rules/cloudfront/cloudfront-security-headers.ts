import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-security-headers";
import { addDistribution, behavior, distribution, headers } from "../../support/good/cloudfront";
import { given, sketch } from "../../support/sketches";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";
import { altered } from "../../support/variants";

const YEAR = 31_536_000;
const nosniff = { contentTypeOptions: { override: true } };
const hsts = (accessControlMaxAgeSec: unknown) => ({
  strictTransportSecurity: { accessControlMaxAgeSec, override: true },
});
const naming = (responseHeadersPolicyId: unknown) => behavior({ responseHeadersPolicyId });

/** A policy of the stack that sends these headers, before the whole distribution. */
function sends(title: string, is: Outcome, securityHeadersConfig: unknown, rest: Partial<Case> = {}): Case {
  return given(title, is, [distribution(), altered(headers, { securityHeadersConfig })], rest);
}

/** A policy that the default behaviour names. */
function names(
  title: string,
  is: Outcome,
  id: unknown,
  others: readonly Sketch[] = [],
  rest: Partial<Case> = {},
): Case {
  return given(title, is, [distribution({ defaultCacheBehavior: naming(id) }), ...others], rest);
}

/** The default behaviour sends both; a path has a policy of its own. */
function onPath(
  title: string,
  is: Outcome,
  id: unknown,
  others: readonly Sketch[] = [],
  rest: Partial<Case> = {},
): Case {
  const orderedCacheBehaviors = [{ ...naming(id), pathPattern: "/v1/*" }];
  return given(title, is, [distribution({ orderedCacheBehaviors }), headers, ...others], rest);
}

/** A policy that is made later, in the property that it is for. */
function later(title: string, is: Outcome, securityHeadersConfig: unknown, property = "defaultCacheBehavior"): Case {
  const made = altered(headers, { id: UNKNOWN, securityHeadersConfig });
  const defaultCacheBehavior = naming(UNKNOWN);
  return given(title, is, [distribution({ defaultCacheBehavior }, { from: { [property]: ["mirror-headers"] } }), made]);
}

const other: Sketch = { ...headers, name: "other", props: { id: "other", securityHeadersConfig: nosniff } };

export const specimen: Specimen = {
  rule,
  cases: [
    sends("both", "good", { ...nosniff, ...hsts(YEAR) }),
    sends("for longer", "good", { ...nosniff, ...hsts(2 * YEAR) }),
    names("AWS's own", "good", "67f7725c-6f97-4210-82d7-5512b31e9d03"),
    names("AWS's own with CORS", "good", "e61eb60c-9c35-4d20-a928-2b84e02af89c"),
    names("AWS's own with preflight", "good", "eaab4381-ed33-4a86-88ca-d9558dc6cd63"),
    later("a policy that is made later", "good", { ...nosniff, ...hsts(YEAR) }),
    onPath("AWS's own on a path", "good", "67f7725c-6f97-4210-82d7-5512b31e9d03"),
    sends("for as long as somebody wants", "good", { ...nosniff, ...hsts(60) }, { options: { seconds: 60 } }),
    names("no policy", "bad", undefined, [headers], { says: /responseHeadersPolicyId is not set: not both/ }),
    names("an empty policy", "bad", ""),
    sends("nothing", "bad", undefined),
    sends("types only", "bad", nosniff),
    sends("HTTPS only", "bad", hsts(YEAR)),
    sends("for less than a year", "bad", { ...nosniff, ...hsts(YEAR - 1) }),
    sends("for no time", "bad", { ...nosniff, ...hsts(undefined) }),
    onPath("none on a path", "bad", undefined, [], { says: /^orderedCacheBehaviors\[0\]/ }),
    onPath("types only on a path", "bad", "other", [other]),
    later("types only, by a policy that is made later", "bad", nosniff),
    given("one of two that are made later", "bad", [
      distribution(
        { defaultCacheBehavior: naming(UNKNOWN) },
        { from: { defaultCacheBehavior: ["mirror-headers", "other"] } },
      ),
      altered(headers, { id: UNKNOWN }),
      altered(other, { id: UNKNOWN }),
    ]),
    given("beside a cache policy that is made later", "good", [
      distribution(
        { defaultCacheBehavior: naming(UNKNOWN) },
        { from: { defaultCacheBehavior: ["cache", "mirror-headers"] } },
      ),
      sketch("aws:cloudfront/cachePolicy:CachePolicy", "cache"),
      altered(headers, { id: UNKNOWN }),
    ]),
    names("a policy of another stack", "undecided", "elsewhere", [headers]),
    names("a policy that is not known yet", "undecided", UNKNOWN, [headers]),
    later(
      "a policy that another property was made from",
      "undecided",
      { ...nosniff, ...hsts(YEAR) },
      "orderedCacheBehaviors",
    ),
    sends("for nobody knows how long", "undecided", { ...nosniff, ...hsts(UNKNOWN) }),
    given("behaviours that are not known yet", "undecided", [
      distribution({ orderedCacheBehaviors: UNKNOWN }),
      headers,
    ]),
  ],
  mutation: {
    what: "has a distribution that lets browsers guess what captions are",
    change: (program) => {
      addDistribution(program, { headers: { securityHeadersConfig: hsts(YEAR) } });
    },
  },
};
