import * as v from "valibot";
import { AwsError, Unsupported } from "../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { RateCounter } from "./rate-counter";
import type { Action, ManagedRule, RateRule, WebAcl } from "./web-acl";

/**
 * Capacity units of the groups that AWS manages; others are refused by name.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export const managedGroups: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesAmazonIpReputationList: 25,
};

/** Of a rate-based rule that counts by address: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html */
const rateCapacity = 2;

const nothing = v.strictObject({});
const visibility = v.strictObject({
  cloudwatchMetricsEnabled: v.boolean(),
  metricName: v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/, "is no name of a metric")),
  sampledRequestsEnabled: v.boolean(),
});
const action = v.strictObject({
  allow: v.optional(nothing),
  block: v.optional(nothing),
  count: v.optional(nothing),
});
const rate = v.strictObject({
  aggregateKeyType: v.literal("IP"),
  limit: v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(2_000_000_000)),
  evaluationWindowSec: v.optional(v.picklist([60, 120, 300, 600]), 300),
});
const rule = v.strictObject({
  name: v.string(),
  priority: v.pipe(v.number(), v.integer(), v.minValue(0)),
  action: v.optional(action),
  overrideAction: v.optional(v.strictObject({ none: v.optional(nothing), count: v.optional(nothing) })),
  statement: v.strictObject({
    rateBasedStatement: v.optional(rate),
    managedRuleGroupStatement: v.optional(v.strictObject({ name: v.string(), vendorName: v.literal("AWS") })),
  }),
  visibilityConfig: visibility,
});
const inputs = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/, "is no name of a web ACL"))),
  description: v.optional(v.string()),
  scope: v.literal("CLOUDFRONT"),
  defaultAction: v.strictObject({ allow: v.optional(nothing), block: v.optional(nothing) }),
  rules: v.optional(v.array(rule), []),
  visibilityConfig: visibility,
  region: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.string())),
});
type RuleInputs = v.InferOutput<typeof rule>;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/wafv2/webacl/ */
export function webAclModel(add: (acl: WebAcl) => void, remove: (arn: string) => void): ResourceModel {
  return resourceModel({
    inputs,
    outputs: ({ inputs: given, place, physicalName, id }) => {
      const name = given.name ?? physicalName;
      const aclId = uuid(id);
      return {
        id: aclId,
        name,
        arn: `arn:aws:wafv2:us-east-1:${place.account}:global/webacl/${name}/${aclId}`,
        capacity: given.rules.reduce((sum, each) => sum + capacityOf(each), 0),
        lockToken: uuid((digits) => id(digits, "fedcba9876543210")),
        applicationIntegrationUrl: "",
      };
    },
    create: ({ inputs: given, outputs, place }) => {
      if (place.region !== "us-east-1") {
        // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
        throw invalid("The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT");
      }
      const rules = given.rules.map(ruleOf).sort((a, b) => a.priority - b.priority);
      if (new Set(rules.map(({ priority }) => priority)).size < rules.length) {
        throw invalid("You have used a duplicate priority.");
      }
      add({
        arn: outputs.arn,
        account: place.account,
        defaultAction: one(given.defaultAction, "defaultAction"),
        ...metricOf(given.visibilityConfig),
        rules,
        counts: { allowed: 0, blocked: 0 },
      });
    },
    remove: ({ outputs }) => remove(outputs.arn),
  });
}

function capacityOf({ statement: { managedRuleGroupStatement: group } }: RuleInputs): number {
  return group ? (managedGroups[group.name] ?? 0) : rateCapacity;
}

function ruleOf({ name, priority, statement, action: does, overrideAction, ...rest }: RuleInputs) {
  const base = { name, priority, ...metricOf(rest.visibilityConfig) };
  const { rateBasedStatement: limited, managedRuleGroupStatement: group } = statement;
  if (limited && !group) {
    if (!does) throw invalid(`The rule ${name} has no action.`);
    const counter = new RateCounter(limited.limit, limited.evaluationWindowSec);
    return { ...base, kind: "rate", action: one<Action>(does, `action of ${name}`), counter } satisfies RateRule;
  }
  if (!group || limited) throw invalid(`The rule ${name} must have one statement.`);
  if (!overrideAction) throw invalid(`The rule ${name} refers to a rule group, and has no overrideAction.`);
  if (!(group.name in managedGroups)) throw new Unsupported(`the managed rule group ${group.name}`);
  return { ...base, kind: "managed", group: group.name } satisfies ManagedRule;
}

/** The one alternative that is set. */
function one<Name extends string>(alternatives: Partial<Record<Name, object | undefined>>, what: string): Name {
  const [name, second] = Object.keys(alternatives) as Name[];
  if (name === undefined || second !== undefined) throw invalid(`${what} must be one action.`);
  return name;
}

function metricOf({ cloudwatchMetricsEnabled, metricName }: v.InferOutput<typeof visibility>): { metric?: string } {
  return cloudwatchMetricsEnabled ? { metric: metricName } : {};
}

function uuid(id: (digits: number) => string): string {
  const hex = id(32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function invalid(message: string): AwsError {
  return new AwsError("WAFInvalidParameterException", `Error reason: ${message}`);
}
