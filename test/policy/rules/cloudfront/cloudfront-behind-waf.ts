import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-behind-waf";
import { addDistribution, distribution, webAcl } from "../../support/good/cloudfront";
import { given } from "../../support/sketches";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";
import { altered } from "../../support/variants";

const arn = "arn:aws:wafv2:us-east-1:222222222222:global/webacl/shared/1";

function names(
  title: string,
  is: Outcome,
  webAclId: unknown,
  others: readonly Sketch[] = [],
  rest: Partial<Case> = {},
): Case {
  return given(title, is, [distribution({ webAclId }), ...others], rest);
}

function later(title: string, is: Outcome, change: Sketch["props"]): Case {
  const made = altered(webAcl, { arn: UNKNOWN, ...change });
  return given(title, is, [distribution({ webAclId: UNKNOWN }, { from: { webAclId: ["mirror-firewall"] } }), made]);
}

export const specimen: Specimen = {
  rule,
  cases: [
    given("a web ACL of the stack", "good", [distribution(), webAcl]),
    names("one of another stack", "good", arn),
    later("one that is made later", "good", {}),
    names("none", "bad", undefined, [webAcl], { says: /webAclId is not set/ }),
    names("an empty text", "bad", ""),
    names("one of the older firewall", "bad", "473e64fd-f30b-4765-81a0-62ad96dd167a", [], { says: /473e64fd/ }),
    names("one for regional resources", "bad", "arn:aws:wafv2:us-east-1:222222222222:regional/webacl/huut/1"),
    names("one of another region", "bad", "arn:aws:wafv2:ap-south-1:222222222222:regional/webacl/huut/1"),
    names("an ARN that goes on before it", "bad", `x${arn}`),
    names("an ARN that breaks off", "bad", "arn:aws:wafv2:us-east-1:222222222222:global/webacl/"),
    given("one of the stack that is for regional resources", "bad", [
      distribution(),
      altered(webAcl, { scope: "REGIONAL" }),
    ]),
    given("one of the stack in another region", "bad", [distribution(), altered(webAcl, { region: "ap-south-1" })]),
    later("one that is made later, for regional resources", "bad", { scope: "REGIONAL" }),
    given("two distributions, one guarded", "bad", [
      distribution(),
      webAcl,
      { ...distribution({ webAclId: undefined }), name: "second" },
    ]),
    names("one of nobody knows where", "undecided", UNKNOWN),
    later("one of an unknown scope", "undecided", { scope: UNKNOWN }),
    later("one in nobody knows which region", "undecided", { region: undefined }),
  ],
  mutation: {
    what: "has a distribution without a firewall",
    change: (program) => {
      addDistribution(program, { distribution: { webAclId: undefined } });
    },
  },
};
