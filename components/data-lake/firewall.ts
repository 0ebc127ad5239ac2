import type * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Place, resourceName } from "../shared";

/** The one region in which CloudFront looks for firewalls and for the delivery of its logs. */
export const EDGE_REGION = "us-east-1";

/**
 * The most requests of one address in five minutes: 33 a second. A whole neighbourhood of phones may share an address of its
 * carrier, and each of them reads a few captions a minute.
 */
export const REQUESTS_PER_ADDRESS = 10_000;

/** The groups of rules that AWS keeps up to date, in the order in which they are asked. */
const MANAGED_GROUPS = {
  "bad-addresses": "AWSManagedRulesAmazonIpReputationList",
  attacks: "AWSManagedRulesCommonRuleSet",
};

type Rule = aws.types.input.wafv2.WebAclRule;

function visibility(metricName: string): Rule["visibilityConfig"] {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

function rateRule(name: string): Rule {
  return {
    name: "requests-by-address",
    priority: 0,
    action: { block: {} },
    statement: {
      rateBasedStatement: { aggregateKeyType: "IP", limit: REQUESTS_PER_ADDRESS, evaluationWindowSec: 300 },
    },
    visibilityConfig: visibility(`${name}-requests-by-address`),
  };
}

function managedRule(name: string, [part, group]: readonly [string, string], index: number): Rule {
  return {
    name: part,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
    visibilityConfig: visibility(`${name}-${part}`),
  };
}

/** Makes the firewall before a distribution: who asks too often is stopped first, then known bad addresses and attacks. */
export function makeFirewall(part: string, place: Place, parent: pulumi.Resource): aws.wafv2.WebAcl {
  const name = resourceName(place, part);
  return new aws.wafv2.WebAcl(
    `${part}-firewall`,
    {
      name,
      description: "Floods and known attacks stay at the edge",
      scope: "CLOUDFRONT",
      region: EDGE_REGION,
      defaultAction: { allow: {} },
      rules: [rateRule(name), ...Object.entries(MANAGED_GROUPS).map((group, index) => managedRule(name, group, index))],
      visibilityConfig: visibility(name),
    },
    { parent },
  );
}
