import type { Cloud } from "../../kernel/cloud";
import type { ResourceModel, Service } from "../../kernel/service";
import type { CloudWatchService } from "../cloudwatch";
import { webAclModel } from "./resources";
import { judge, type Verdict, type WebAcl } from "./web-acl";

export function create(cloud: Cloud): Wafv2Service {
  return new Wafv2Service(cloud);
}

/**
 * AWS WAF before CloudFront: rate-based rules by address, and the groups of rules that AWS manages as stand-ins, which match
 * nothing. It has no API here: web ACLs come from the program only.
 * https://docs.aws.amazon.com/waf/latest/developerguide/
 */
export class Wafv2Service implements Service {
  readonly name = "wafv2";
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly acls = new Map<string, WebAcl>();

  constructor(private readonly cloud: Cloud) {
    const add = (acl: WebAcl) => void this.acls.set(acl.arn, acl);
    const remove = (arn: string) => void this.acls.delete(arn);
    this.resources = { "aws:wafv2/webAcl:WebAcl": webAclModel(add, remove) };
  }

  has(arn: string): boolean {
    return this.acls.has(arn);
  }

  /** What the web ACL says of a request from an address, which counts as one. */
  inspect(arn: string, sourceIp: string): Verdict {
    const acl = this.acls.get(arn);
    if (!acl) throw new Error(`There is no web ACL ${arn}.`);
    const verdict = judge(acl, sourceIp, this.cloud.world.now());
    acl.counts[verdict.action === "allow" ? "allowed" : "blocked"]++;
    this.publish(acl, verdict);
    return verdict;
  }

  summary(): unknown {
    const rows = [...this.acls.values()].map(({ arn, counts }) => [arn, { ...counts }] as const);
    return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
  private publish({ account, metric: WebACL }: WebAcl, { action, rule, counted }: Verdict): void {
    if (WebACL === undefined) return;
    const metrics = this.cloud.service<CloudWatchService>("monitoring");
    const count = (name: string, Rule: string) =>
      metrics.put({ account, region: "us-east-1" }, "AWS/WAFV2", name, { WebACL, Rule }, 1);
    const name = action === "allow" ? "AllowedRequests" : "BlockedRequests";
    count(name, "ALL");
    if (!rule) count(name, WebACL);
    else if (rule.metric !== undefined) count(name, rule.metric);
    for (const each of counted) if (each.metric !== undefined) count("CountedRequests", each.metric);
  }
}
