import { refersTo } from "./relations";
import { type Resource } from "./resource";
import { type Stack } from "./stack";
import { all, any, type Truth, UNKNOWN } from "./truth";
import { Value } from "./value";

export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const WEB_ACL_RULE = "aws:wafv2/webAclRule:WebAclRule";

/** Seconds that WAF looks back when a rule does not say. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-high-level-settings.html */
const WINDOW = 300;

/** Whether a web ACL stops an address, or whatever it counts by, that asks more than so often within five minutes. */
export function limitsRate(stack: Stack, webAcl: Resource, most: number): Truth {
  const own = [...webAcl.at("rules").items(), ...rulesInJson(webAcl.at("ruleJson"))];
  const standalone = stack
    .ofType(WEB_ACL_RULE)
    .map((rule) => all(refersTo(stack, rule, "webAclArn", webAcl), limits(rule.properties, most)));
  return any(...own.map((rule) => limits(rule, most)), ...standalone);
}

function limits(rule: Value, most: number): Truth {
  const counts = rule.at("statement.rateBasedStatement");
  const stops = ["block", "captcha", "challenge"].map((action) => rule.at(`action.${action}`).present());
  return all(counts.present(), any(...stops), isWithin(counts, most));
}

function isWithin(counts: Value, most: number): Truth {
  const limit = counts.at("limit").number();
  const window = counts.at("evaluationWindowSec").number();
  if (limit === UNKNOWN || window === UNKNOWN) return UNKNOWN;
  return limit !== undefined && (limit * WINDOW) / (window ?? WINDOW) <= most;
}

/** Rules that are given as JSON have the API's names, which begin with a capital. */
function rulesInJson(text: Value): readonly Value[] {
  return new Value(uncapitalized(text.json().raw), text.path).items();
}

function uncapitalized(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map(uncapitalized);
  if (typeof raw !== "object" || raw === null) return raw;
  const entries = Object.entries(raw).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]);
  return Object.fromEntries(entries.map(([name, value]) => [name, uncapitalized(value)] as const));
}
