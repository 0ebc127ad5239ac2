import {
  type PolicyResource,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import proxy = require("@pulumi/policy/proxy");
import { expect } from "chai";
import { policiesOf } from "../../policy/crossguard";
import { type ResourceRecord, type Rule, type StackRule, UNKNOWN } from "../../policy/model";
import { type PackOptions } from "../../policy/session";
import { plainOf } from "../../policy/sources/plain";
import { recordOfArgs, recordsOfResources } from "../../policy/sources/crossguard";
import { type Suppression } from "../../policy/suppression";
import { broken, door, doorClosed, fewDoors, notOfGlass } from "./support/sample";

const suppression: Suppression = {
  rule: "door-closed",
  resource: "*::front",
  reason: "The front door is watched by a porter.",
  owner: "infra",
  expires: "2026-11-24",
};

/** Internal, so without types: what CrossGuard wraps properties in. */
const { unknownCheckingProxy, unknownStringValue } = proxy as unknown as {
  readonly unknownCheckingProxy: (props: unknown) => unknown;
  readonly unknownStringValue: string;
};

const opts = { protect: true, ignoreChanges: ["tags"], aliases: [], additionalSecretOutputs: [] };

/** Properties as CrossGuard hands them in: reading what is not known throws. */
function handed(props: ResourceRecord["props"]): Record<string, unknown> {
  const wire = (value: unknown): unknown => {
    if (value === UNKNOWN) return unknownStringValue;
    if (Array.isArray(value)) return value.map(wire);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, wire(item)]));
  };
  return unknownCheckingProxy(wire(props)) as Record<string, unknown>;
}

function argsOf({ urn, type, name, props }: ResourceRecord, config: object = {}): ResourceValidationArgs {
  const args = { urn, type, name, props: handed(props), opts, getConfig: () => config };
  return args as unknown as ResourceValidationArgs;
}

function stackArgs(records: readonly ResourceRecord[], config: object = {}): StackValidationArgs {
  const resources = records.map((record) => ({ ...argsOf(record), propertyDependencies: {}, dependencies: [] }));
  return { resources, getConfig: () => config } as unknown as StackValidationArgs;
}

/** Asks a pack as the engine does: each policy about each resource, then each about the stack. */
function ask(
  rules: readonly Rule[],
  records: readonly ResourceRecord[],
  {
    config = {},
    outputs = records,
    ...options
  }: Partial<PackOptions> & { config?: object; outputs?: typeof records } = {},
): readonly string[] {
  const policies = policiesOf({ rules, suppressions: [], today: "2026-11-24", ...options });
  const said: string[] = [];
  const reporter = (name: string) => (message: string, urn?: string) =>
    void said.push(`${name} ${urn?.split("::").at(-1) ?? "-"}: ${message}`);
  for (const record of records)
    for (const policy of policies as ResourceValidationPolicy[]) {
      if (typeof policy.validateResource === "function")
        void policy.validateResource(argsOf(record, config), reporter(policy.name));
    }
  for (const policy of policies as StackValidationPolicy[])
    if (policy.validateStack as unknown) void policy.validateStack(stackArgs(outputs, config), reporter(policy.name));
  return said;
}

describe("policy: what CrossGuard hands in", () => {
  it("becomes plain data, with UNKNOWN wherever reading throws", () => {
    const props = { a: UNKNOWN, b: [1, UNKNOWN, { c: UNKNOWN, d: null }], e: { f: [] }, g: "x", h: false };
    expect(plainOf(handed(props))).to.deep.equal(props);
  });

  it("becomes a record: options, parent, provider, dependencies", () => {
    const queue = door("a", { arn: UNKNOWN });
    const provider = { props: handed({ region: "ap-south-1", key: UNKNOWN }) };
    const parent = { urn: "urn:parent" } as PolicyResource;
    const wanted = { ...queue, protect: true, ignoreChanges: ["tags"] };
    expect(recordOfArgs(argsOf(queue))).to.deep.equal(wanted);
    const args = { ...argsOf(queue), provider, opts: { ...opts, parent: "urn:parent" } } as unknown;
    const more = { ...wanted, parent: "urn:parent", provider: { region: "ap-south-1", key: UNKNOWN } };
    expect(recordOfArgs(args as ResourceValidationArgs)).to.deep.equal(more);
    const resource = { ...argsOf(queue), provider, parent, propertyDependencies: { arn: [parent] } } as unknown;
    expect(recordsOfResources([resource as PolicyResource])).to.deep.equal([
      { ...more, propertyDependencies: { arn: ["urn:parent"] } },
    ]);
  });
});

describe("policy: the pack", () => {
  it("reports what is broken with its cure, and nothing else", () => {
    const said = ask([doorClosed, fewDoors], [door("front"), door("a", { closed: true }), door("b", { closed: true })]);
    expect(said).to.deep.equal([
      "door-closed front: front: closed is not set. Close it.",
      "few-doors b: b: is one of 3 doors. Close it.",
    ]);
  });

  it("does not ask a rule about other types", () => {
    expect(ask([doorClosed], [{ ...door("front"), type: "house:window:Window" }])).to.deep.equal([]);
  });

  it("tells once what is undecided, rule by rule, and blocks nothing for it", () => {
    const doors = ["a", "b", "c", "d", "e", "f", "g"].map((name) => door(name, { closed: UNKNOWN }));
    expect(ask([doorClosed], doors)).to.deep.equal(["undecided -: door-closed: a, b, c, d, e and 2 more"]);
    expect(ask([doorClosed], doors.slice(0, 5))).to.deep.equal(["undecided -: door-closed: a, b, c, d, e"]);
  });

  it("takes what the program set for known, though a preview gives back less", () => {
    const byStack: StackRule = {
      ...fewDoors,
      check: (stack) =>
        stack.ofType("house:door:Door").map((resource) => ({
          kept: resource.at("closed").isTrue(),
          resource,
          message: "is open for all that is known",
        })),
    };
    const inputs = [door("front", { closed: true }), door("back", { closed: false })];
    const outputs = inputs.map((each) => door(each.name, { closed: UNKNOWN }));
    expect(ask([doorClosed, byStack], inputs, { outputs })).to.deep.equal([
      "door-closed back: back: closed is false. Close it.",
      "few-doors back: back: is open for all that is known. Close it.",
    ]);
    expect(ask([byStack], inputs, { outputs })).to.deep.equal(["undecided -: few-doors: front, back"]);
  });

  it("turns a rule's own failure into a finding that names rule and resource", () => {
    expect(ask([notOfGlass, broken], [door("front", { glass: true })])).to.deep.equal([
      "not-of-glass front: front: the rule itself failed (TypeError: it broke); report it to its owners. Close it.",
      "broken front: front: the rule itself failed (Error: no such luck); report it to its owners. Close it.",
    ]);
  });

  it("takes a rule's options from the engine", () => {
    const doors = ["a", "b", "c"].map((name) => door(name));
    expect(ask([fewDoors], doors, { config: { most: 3 } })).to.deep.equal([]);
    expect(ask([fewDoors], doors, { config: { most: 1 } })).to.have.lengthOf(2);
  });

  it("keeps quiet about what is suppressed, undecided or not", () => {
    const suppressions = [suppression];
    expect(ask([doorClosed], [door("front")], { suppressions })).to.deep.equal([]);
    expect(ask([doorClosed], [door("front", { closed: UNKNOWN })], { suppressions })).to.deep.equal([]);
    expect(ask([doorClosed], [door("back")], { suppressions })).to.have.lengthOf(1);
  });

  it("reports a suppression that expired", () => {
    const said = ask([doorClosed], [door("front")], { suppressions: [suppression], today: "2026-11-25" });
    expect(said).to.have.lengthOf(2);
    expect(said[1]).to.match(/^suppressions -: The suppression of door-closed for \*::front expired on 2026-11-24/);
  });

  it("reports a suppression of this stack that nothing needs, and none of another", () => {
    const suppressions = [suppression, { ...suppression, stack: "dev" }, { ...suppression, stack: "prod" }];
    const said = ask([doorClosed], [door("front", { closed: true })], { suppressions });
    expect(said).to.deep.equal([
      "unused-suppressions -: The suppression of door-closed for *::front in dev covers no finding any more: delete it.",
    ]);
    const used = { suppressions: [{ ...suppression, stack: "dev" }] };
    expect(ask([doorClosed], [door("front")], used)).to.deep.equal([]);
  });

  it("says of every rule what it is, and describes its options by a schema", () => {
    const policies = policiesOf({ rules: [doorClosed, fewDoors], suppressions: [], today: "2026-11-24" });
    const [first, second, ...rest] = policies.map(({ name, enforcementLevel }) => `${name} ${enforcementLevel}`);
    expect([first, second, ...rest]).to.deep.equal([
      "door-closed mandatory",
      "few-doors advisory",
      "undecided advisory",
      "suppressions mandatory",
      "unused-suppressions advisory",
    ]);
    expect(policies[0]).to.deep.include({ tags: ["Door.1"], severity: "high", url: "https://docs.aws.amazon.com/" });
    expect(policies[0]).not.to.have.property("configSchema");
    expect(policies[1]?.configSchema).to.deep.equal({
      properties: {
        most: { type: "integer", description: "How many doors there may be", default: 2, minimum: 1, maximum: 9 },
        kinds: {
          type: "array",
          description: "Kinds of doors",
          default: [],
          items: { type: "string", pattern: "^[a-z]+$" },
        },
        style: { type: "string", description: "The style of the house", default: "old", enum: ["old", "new"] },
      },
    });
  });
});
