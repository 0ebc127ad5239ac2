import { expect } from "chai";
import * as fc from "fast-check";
import type { CloudWatchService } from "../../../../sandbox/services/cloudwatch";
import { RateCounter } from "../../../../sandbox/services/wafv2/rate-counter";
import { EdgeBench, account, edge, place } from "./bench";

const path = "/captions/a.vtt";
const visibility = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});
const rate = (limit: number, action: string, priority = 1, evaluationWindowSec = 60) => ({
  name: `rate-${priority}`,
  priority,
  action: { [action]: {} },
  statement: { rateBasedStatement: { aggregateKeyType: "IP", limit, evaluationWindowSec } },
  visibilityConfig: visibility(`rate-${priority}`),
});
const managed = (name: string, priority: number) => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
  visibilityConfig: visibility(name),
});
const acl = (rules: readonly object[], more: Record<string, unknown> = {}) => ({
  name: "films",
  scope: "CLOUDFRONT",
  defaultAction: { allow: {} },
  rules,
  visibilityConfig: visibility("films"),
  ...more,
});

describe("CloudFront's firewall", () => {
  let bench: EdgeBench;
  beforeEach(() => {
    bench = new EdgeBench();
  });
  afterEach(() => bench.close());

  const webAcl = (rules: readonly object[], more = {}, where = edge) =>
    bench.make<Record<string, string | number>>("wafv2/webAcl:WebAcl", "films", acl(rules, more), where);
  const protect = async (rules: readonly object[], more = {}) => {
    const { arn } = await webAcl(rules, more);
    await bench.deploy({ distribution: { webAclId: arn } });
    await bench.put(path.slice(1), "WEBVTT");
  };
  const ask = async (times: number, sourceIp: string) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i++) statuses.push((await bench.get(path, { sourceIp })).status);
    return statuses;
  };
  const count = (statuses: readonly number[], status: number) => statuses.filter((each) => each === status).length;

  it("blocks an address above the limit, no other, and only while it is above it", async () => {
    await protect([rate(10, "block"), managed("AWSManagedRulesCommonRuleSet", 2)]);
    const statuses = await ask(15, "203.0.113.9");
    expect([count(statuses, 200), count(statuses, 403)]).to.deep.equal([10, 5]);
    const blocked = await bench.get(path, { sourceIp: "203.0.113.9" });
    expect([blocked.status, blocked.cache]).to.deep.equal([403, "Error"]);
    expect(blocked.text).to.contain("Request blocked.");
    expect(await ask(1, "198.51.100.7")).to.deep.equal([200]);
    await bench.pass(59);
    expect(await ask(1, "203.0.113.9")).to.deep.equal([403]);
    await bench.pass(60);
    expect(await ask(1, "203.0.113.9")).to.deep.equal([200]);
  });

  it("lets a counted request go on to the next rule, by priority", async () => {
    await protect([rate(20, "block", 5), rate(10, "count", 1)]);
    const statuses = await ask(25, "203.0.113.9");
    expect([count(statuses, 200), count(statuses, 403)]).to.deep.equal([20, 5]);
    const metrics = bench.cloud.service<CloudWatchService>("monitoring");
    const total = (name: string) => metrics.total("AWS/WAFV2", name);
    // Once over all rules, once by the rule or the default action.
    expect([total("AllowedRequests"), total("BlockedRequests")]).to.deep.equal([40, 10]);
    expect(total("CountedRequests")).to.equal(15);
  });

  it("ends at a rule that allows, and blocks what no rule speaks of when that is the default", async () => {
    await protect([rate(10, "allow")], { defaultAction: { block: {} } });
    const statuses = await ask(12, "203.0.113.9");
    expect([count(statuses, 403), count(statuses, 200)]).to.deep.equal([10, 2]);
  });

  it("has managed groups as stand-ins, which block nobody", async () => {
    await protect([managed("AWSManagedRulesCommonRuleSet", 0), managed("AWSManagedRulesAmazonIpReputationList", 1)]);
    const attack = { headers: { "user-agent": "<script>alert(1)</script>" } };
    expect((await bench.get(`${path}?q=' OR 1=1`, attack)).status).to.equal(200);
  });

  it("counts capacity, and names itself as AWS does", async () => {
    const made = await webAcl([rate(10, "block"), managed("AWSManagedRulesCommonRuleSet", 2)]);
    expect(made["capacity"]).to.equal(702);
    const arn = new RegExp(`^arn:aws:wafv2:us-east-1:${account}:global/webacl/films/[0-9a-f-]{36}$`);
    expect(made["arn"]).to.match(arn);
    expect(bench.cloud.service("wafv2").summary?.()).to.deep.equal({
      [String(made["arn"])]: { allowed: 0, blocked: 0 },
    });
  });

  const refused: readonly (readonly [
    title: string,
    rules: readonly object[],
    more: object,
    where: typeof place,
    RegExp,
  ])[] = [
    ["another region", [], {}, place, /WAFInvalidParameterException|scope is not valid/],
    ["another scope", [], { scope: "REGIONAL" }, edge, /scope/],
    ["a limit below ten", [rate(9, "block")], {}, edge, /limit/],
    ["a window that is none", [rate(10, "block", 1, 90)], {}, edge, /evaluationWindowSec/],
    ["two rules of one priority", [rate(10, "block"), rate(20, "block")], {}, edge, /duplicate priority/],
    [
      "an unknown group",
      [managed("AWSManagedRulesBotControlRuleSet", 1)],
      {},
      edge,
      /managed rule group AWSManagedRulesBot/,
    ],
    ["a group without an override", [{ ...managed("x", 1), overrideAction: undefined }], {}, edge, /no overrideAction/],
    ["a rule without an action", [{ ...rate(10, "block"), action: undefined }], {}, edge, /has no action/],
    ["two actions", [{ ...rate(10, "block"), action: { block: {}, count: {} } }], {}, edge, /must be one action/],
    [
      "another statement",
      [{ ...rate(10, "block"), statement: { geoMatchStatement: {} } }],
      {},
      edge,
      /geoMatchStatement/,
    ],
  ];
  for (const [title, rules, more, where, message] of refused) {
    it(`refuses ${title}`, async () => {
      const error = await webAcl(rules, more, where).then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
      expect(error?.message).to.match(message);
    });
  }

  it("is refused by a distribution when it is not there", async () => {
    const error = await bench
      .deploy({ distribution: { webAclId: "arn:aws:wafv2:us-east-1:222222222222:global/webacl/x/y" } })
      .then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
    expect(error).to.have.property("code", "InvalidWebACLId");
  });

  it("counts exactly, whatever the times", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200_000), { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), (gaps, limit) => {
        const counter = new RateCounter(limit, 60);
        const times: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap % 30_000;
          times.push(now);
          const inWindow = times.filter((time) => time > now - 60_000).length;
          expect(counter.exceeded("a", now)).to.equal(inWindow > limit);
        }
      }),
    );
  });
});
