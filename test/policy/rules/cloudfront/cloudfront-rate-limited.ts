import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-rate-limited";
import { addDistribution, rateRule, WEB_ACL, webAcl } from "../../support/good/cloudfront";
import { given, sketch } from "../../support/sketches";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";
import { altered } from "../../support/variants";

const managed = {
  name: "common",
  priority: 1,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: {} },
};
const inJson = (counts: object, action: object = { Block: {} }) =>
  JSON.stringify([{ Name: "common" }, { Name: "rate", Action: action, Statement: { RateBasedStatement: counts } }]);

function of(title: string, is: Outcome, props: Sketch["props"], rest: Partial<Case> = {}): Case {
  return given(title, is, [altered(webAcl, props)], rest);
}

function counting(title: string, is: Outcome, counts: unknown, rest: Partial<Case> = {}): Case {
  return of(title, is, { rules: [rateRule(counts)] }, rest);
}

function standalone(title: string, is: Outcome, webAclArn: unknown, from: readonly string[], rule = rateRule()): Case {
  const beside = sketch(
    "aws:wafv2/webAclRule:WebAclRule",
    "rate",
    { ...rule, webAclArn },
    { from: { webAclArn: from } },
  );
  const others = [sketch(WEB_ACL, "other", { arn: "arn:other", scope: "REGIONAL" })];
  return given(title, is, [altered(webAcl, { rules: [managed] }), beside, ...others]);
}

export const specimen: Specimen = {
  rule,
  cases: [
    of("blocks", "good", {}),
    of("blocks, beside other rules", "good", { rules: [managed, rateRule()] }),
    of("asks for a proof", "good", { rules: [rateRule({ limit: 100 }, { challenge: {} })] }),
    of("asks for a riddle", "good", { rules: [rateRule({ limit: 100 }, { captcha: {} })] }),
    counting("as many as may be", "good", { limit: 20_000 }),
    counting("as many as may be, in ten minutes", "good", { limit: 40_000, evaluationWindowSec: 600 }),
    of("in JSON", "good", { rules: undefined, ruleJson: inJson({ Limit: 2000 }) }),
    of("in JSON with gaps", "good", {
      rules: undefined,
      ruleJson: `[null,${inJson({ Limit: 2000 }).slice(1)}`,
    }),
    standalone("beside it", "good", webAcl.props["arn"], []),
    standalone("beside it, when it is made later", "good", UNKNOWN, ["mirror-firewall"]),
    of("no rules", "bad", { rules: undefined }, { says: /asks more than 20000 times/ }),
    of("other rules only", "bad", { rules: [managed] }),
    of("only counts", "bad", { rules: [rateRule({ limit: 2000 }, { count: {} })] }),
    of("does nothing", "bad", { rules: [rateRule({ limit: 2000 }, {})] }),
    of("without a scope", "bad", { scope: undefined, rules: [managed] }),
    counting("one too many", "bad", { limit: 20_001 }),
    counting("too many in a minute", "bad", { limit: 4_001, evaluationWindowSec: 60 }),
    counting("no limit", "bad", {}),
    counting("more than somebody allows", "bad", { limit: 2000 }, { options: { requests: 1000 } }),
    of("only counts, in JSON", "bad", { rules: undefined, ruleJson: inJson({ Limit: 2000 }, { Count: {} }) }),
    of("too many in a minute, in JSON", "bad", {
      rules: undefined,
      ruleJson: inJson({ Limit: 4001, EvaluationWindowSec: 60 }),
    }),
    of("no JSON", "bad", { rules: undefined, ruleJson: "none" }),
    standalone("beside another one", "bad", "arn:other", []),
    standalone("beside another one that is made later", "bad", UNKNOWN, ["other"]),
    standalone("beside it, and only counts", "bad", webAcl.props["arn"], [], rateRule({ limit: 2000 }, { count: {} })),
    counting("a limit that is not known yet", "undecided", { limit: UNKNOWN }),
    counting("in nobody knows what time", "undecided", { limit: 2000, evaluationWindowSec: UNKNOWN }),
    of("rules that are not known yet", "undecided", { rules: UNKNOWN }),
    of("JSON that is not known yet", "undecided", { rules: undefined, ruleJson: UNKNOWN }),
    standalone("beside nobody knows which", "undecided", UNKNOWN, []),
    of("an unknown scope, and no limit", "undecided", { scope: UNKNOWN, rules: [managed] }),
    of("one for regional resources", "not its business", { scope: "REGIONAL", rules: [managed] }),
  ],
  mutation: {
    what: "has a firewall that only counts who asks too often",
    change: (program) => {
      addDistribution(program, { webAcl: { rules: [managed, rateRule({ limit: 2000 }, { count: {} })] } });
    },
  },
};
