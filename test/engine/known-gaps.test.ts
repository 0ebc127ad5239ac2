import { expect } from "chai";
import type { Change } from "../../engine/changes";
import {
  ADAPTATIONS,
  FAKED_TYPES,
  gapKeys,
  LOST_INPUTS,
  READ_BACK_GAPS,
  type ReadBackGap,
  unexplained,
  withoutSubscriptionKeys,
} from "../../engine/known-gaps";
import { unusedGaps } from "../../engine/tier";
import { graphOf } from "../support/platform";

const gap: ReadBackGap = {
  type: "aws:glue/crawler:Crawler",
  properties: ["recrawlPolicy", "lineageConfiguration.mode"],
  owner: "MiniStack",
  reason: "forgets",
};

function change(properties: string[], operation = "update", type = gap.type): Change {
  return { urn: "urn", type, name: "x", operation, properties };
}

describe("engine: known gaps", () => {
  it("explains an update all of whose properties a gap names, and notes the gap", () => {
    const used = new Set<string>();
    expect(unexplained(change(["recrawlPolicy.behavior", "lineageConfiguration.mode"]), [gap], used)).to.be.undefined;
    expect([...used].sort()).to.deep.equal(gapKeys(gap).sort());
  });

  it("leaves what no gap names", () => {
    expect(unexplained(change(["recrawlPolicy", "role"]), [gap])?.properties).to.deep.equal(["role"]);
    expect(unexplained(change(["recrawlPolicyX"]), [gap])?.properties).to.deep.equal(["recrawlPolicyX"]);
    expect(unexplained(change(["recrawlPolicy"], "update", "aws:glue/job:Job"), [gap])).to.exist;
  });

  it("explains no creation, deletion or replacement, and no update that says nothing", () => {
    for (const operation of ["create", "delete", "replace"]) {
      expect(unexplained(change(["recrawlPolicy"], operation), [gap])).to.exist;
    }
    expect(unexplained(change([]), [gap])).to.exist;
  });

  it("names types that the program uses, properties and a reason", async () => {
    const graphs = [...(await graphOf("dev")), ...(await graphOf("prod"))];
    const types = new Set(graphs.flatMap(({ resources }) => resources.map(({ type }) => type)));
    for (const { type, reason } of [...READ_BACK_GAPS, ...ADAPTATIONS, ...FAKED_TYPES, ...LOST_INPUTS]) {
      expect(types, `${type} is used by no stack: delete its gap`).to.include(type);
      expect(reason.length, type).to.be.greaterThan(20);
    }
    for (const { type, properties } of READ_BACK_GAPS) expect(properties, type).not.to.be.empty;
  });

  it("lists each gap once", () => {
    const keys = READ_BACK_GAPS.map(({ type, owner }) => `${owner} ${type}`);
    expect(keys).to.deep.equal([...new Set(keys)]);
  });

  it("takes nothing but the conditions on subscriptions from a topic's policy", () => {
    const secure = { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    const subscribe = (...more: object[]) => ({
      Effect: "Allow",
      Condition: Object.assign({ StringEquals: { "sns:Protocol": "sqs", "sns:Endpoint": "arn" } }, ...more) as object,
    });
    const account = { StringLike: { "aws:PrincipalAccount": "2*", "SNS:Endpoint": "arn" } };
    const text = JSON.stringify({ Version: "2012-10-17", Statement: [secure, subscribe(), subscribe(account)] });
    expect(JSON.parse(withoutSubscriptionKeys(text))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        secure,
        { Effect: "Allow" },
        { Effect: "Allow", Condition: { StringLike: { "aws:PrincipalAccount": "2*" } } },
      ],
    });
  });

  it("counts as closed what no life met, as far as the plugin could meet it", () => {
    const whole = { usedGaps: new Set(READ_BACK_GAPS.flatMap(gapKeys)), usedAdaptations: new Set(ADAPTATIONS) };
    expect(unusedGaps([whole], { plugin: "bridged" })).to.deep.equal([]);
    const none = { usedGaps: new Set<string>(), usedAdaptations: new Set<never>() };
    const closed = unusedGaps([none], { plugin: "bridged" });
    expect(closed).to.have.length(READ_BACK_GAPS.flatMap(gapKeys).length + ADAPTATIONS.length);
    expect(closed[0]).to.include(READ_BACK_GAPS[0]?.type);
    expect(unusedGaps([none], { plugin: "genuine" }).join()).not.to.include("Terraform");
  });
});
