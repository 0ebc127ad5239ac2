import { expect } from "chai";
import { Resource, type ResourceRecord, Stack, UNKNOWN } from "../../../policy/model";

const QUEUE = "aws:sqs/queue:Queue";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

function record(type: string, name: string, props: ResourceRecord["props"] = {}, rest: Partial<ResourceRecord> = {}) {
  return { urn: `urn:pulumi:x::p::${type}::${name}`, type, name, props, ...rest };
}

describe("policy: a stack", () => {
  const queue = record(QUEUE, "jobs", { arn: "arn:jobs", url: "https://jobs", name: "huut-jobs" });
  const topic = record("aws:sns/topic:Topic", "jobs", { id: "arn:topic", arn: "arn:topic" });
  const made = record(
    MAPPING,
    "made",
    { eventSourceArn: UNKNOWN },
    {
      parent: queue.urn,
      propertyDependencies: { eventSourceArn: [queue.urn, topic.urn, "urn:gone"] },
    },
  );
  const named = record(MAPPING, "named", {
    eventSourceArn: "arn:jobs",
    deep: { target: "arn:topic" },
    list: ["arn:jobs", ""],
    text: '{"a":["arn:topic",{"b":"arn:jobs"}]}',
    odd: [7, null, UNKNOWN],
  });
  const stack = new Stack([queue, topic, made, named]);
  const [jobs, events, byMaking, byName] = stack.resources as readonly [Resource, Resource, Resource, Resource];

  it("has resources by type, in order", () => {
    expect(stack.ofType(MAPPING)).to.deep.equal([byMaking, byName]);
    expect(stack.ofType(MAPPING, QUEUE)).to.deep.equal([jobs, byMaking, byName]);
    expect(stack.ofType()).to.deep.equal([]);
  });

  it("knows parents", () => {
    expect(stack.parentOf(byMaking)).to.equal(jobs);
    expect(stack.parentOf(jobs)).to.equal(undefined);
    expect(stack.parentOf(new Resource(record(QUEUE, "other", {}, { parent: "urn:gone" })))).to.equal(undefined);
  });

  it("relates resources by what a property was made from", () => {
    expect(stack.references(byMaking, "eventSourceArn")).to.deep.equal([jobs, events]);
    expect(stack.references(byMaking, "eventSourceArn", QUEUE)).to.deep.equal([jobs]);
    expect(stack.references(byMaking, "eventSourceArn.deeper", QUEUE)).to.deep.equal([jobs]);
    expect(stack.references(byMaking, "functionName")).to.deep.equal([]);
  });

  it("relates resources by plain names, ids, ARNs and addresses", () => {
    expect(stack.references(byName, "eventSourceArn")).to.deep.equal([jobs]);
    expect(stack.references(byName, "deep.target")).to.deep.equal([events]);
    expect(stack.references(byName, "deep"), "at any depth").to.deep.equal([events]);
    expect(stack.references(byName, "list"), "in a list").to.deep.equal([jobs]);
    expect(stack.references(byName, "text"), "in JSON text").to.deep.equal([events, jobs]);
    expect(stack.references(byName, "odd"), "nothing that is a text").to.deep.equal([]);
    for (const name of ["arn", "id", "name", "bucket", "url", "functionName", "keyId"]) {
      const other = record("t:t:T", "other", { [name]: "it" });
      const pair = new Stack([other, record("t:t:T", "one", { at: "it" }), record("t:t:T", "none", { at: "" })]);
      const [first, one, none] = pair.resources as readonly [Resource, Resource, Resource];
      expect(pair.references(one, "at"), name).to.deep.equal([first]);
      expect(pair.references(none, "at")).to.deep.equal([]);
    }
  });

  it("names each resource once, and never the one that asks", () => {
    const both = record(MAPPING, "both", { at: "arn:jobs" }, { propertyDependencies: { at: [queue.urn] } });
    const self = record(QUEUE, "self", { arn: "arn:self", at: "arn:self" });
    const empty = record(QUEUE, "empty", { arn: "" });
    const blank = record(MAPPING, "blank", { at: "" });
    const twins = new Stack([queue, both, self, record("t:t:T", "twin", { name: "arn:jobs" }), empty, blank]);
    const [first, second, third, fourth] = twins.resources as readonly Resource[];
    expect(twins.references(second!, "at")).to.deep.equal([first, fourth]);
    expect(twins.references(third!, "at")).to.deep.equal([]);
    expect(twins.references(twins.resources[5]!, "at"), "nothing that has no name").to.deep.equal([]);
  });

  it("knows what a property was made from, whatever it says", () => {
    expect(stack.madeFrom(byMaking, "eventSourceArn.deeper")).to.deep.equal([jobs, events]);
    expect(stack.madeFrom(byName, "eventSourceArn")).to.deep.equal([]);
  });

  it("knows who refers to a resource", () => {
    expect(stack.referrers(jobs, MAPPING, "eventSourceArn")).to.deep.equal([byMaking, byName]);
    expect(stack.referrers(jobs, QUEUE, "eventSourceArn")).to.deep.equal([]);
    expect(stack.referrers(events, MAPPING, "deep.target")).to.deep.equal([byName]);
  });
});

describe("policy: a resource", () => {
  const of = (props: ResourceRecord["props"], rest: Partial<ResourceRecord> = {}) =>
    new Resource(record(QUEUE, "jobs", props, rest));

  it("has a type, a name, a URN and properties", () => {
    const resource = of({ a: { b: 1 } });
    expect([resource.type, resource.name, resource.urn, resource.at("a.b").raw, resource.at("a.b").path]).to.deep.equal(
      [QUEUE, "jobs", `urn:pulumi:x::p::${QUEUE}::jobs`, 1, "a.b"],
    );
  });

  it("lies in its own region, else in its provider's", () => {
    const provider = { region: "ap-south-1" };
    expect(of({ region: "us-east-1" }, { provider }).region.raw).to.equal("us-east-1");
    expect(of({}, { provider }).region.raw).to.equal("ap-south-1");
    expect(of({ region: null }, { provider }).region.raw).to.equal("ap-south-1");
    expect(of({ region: UNKNOWN }, { provider }).region.raw).to.equal(UNKNOWN);
    expect(of({}).region.raw).to.equal(undefined);
    expect(of({}, { provider }).region.path).to.equal("provider.region");
  });

  it("reads what its provider keeps as JSON text", () => {
    const provider = {
      defaultTags: '{"tags":{"a":"b"}}',
      allowedAccountIds: '["1"]',
      odd: "{x",
      plain: "x{}",
      list: "x[1]",
    };
    const resource = of({}, { provider });
    expect(resource.provider.at("defaultTags.tags.a").raw).to.equal("b");
    expect(resource.provider.at("allowedAccountIds").raw).to.deep.equal(["1"]);
    expect(resource.provider.at("odd").raw).to.equal("{x");
    expect(resource.provider.at("plain").raw).to.equal("x{}");
    expect(of({}, { provider: { n: 1 } }).provider.at("n").raw).to.equal(1);
  });

  it("is protected, retained, or nobody knows", () => {
    expect([of({}).protect, of({}).retainOnDelete]).to.deep.equal([UNKNOWN, UNKNOWN]);
    const kept = of({}, { protect: true, retainOnDelete: false });
    expect([kept.protect, kept.retainOnDelete]).to.deep.equal([true, false]);
  });
});
