import { expect } from "chai";
import * as fc from "fast-check";
import {
  evaluate,
  parse,
  type AccessRequest,
  type Decision,
  type PolicyDocument,
  type PolicySources,
  type Statement,
} from "../../../sandbox/iam";
import { CASES, type Case } from "./cases";
import { allow, AWAY, AWAY_QUEUE, calling, deny, HOME, policy, QUEUE, role, ROLE_ARN, sns, user } from "./cases/case";

function decide({ given, when }: Pick<Case, "given" | "when">): Decision {
  const { principal, identity, boundary, session, resource, resourceKind } = given;
  const named = (document: PolicyDocument | undefined) => document && [{ name: "policy", document }];
  const sources: PolicySources = {
    identity: named(identity) ?? [],
    boundary: named(boundary),
    session: named(session),
    resource,
    resourceKind,
  };
  return evaluate({ principal, ...when }, sources);
}

describe("policy evaluation", () => {
  for (const [group, cases] of Object.entries(CASES)) {
    describe(group, () => {
      for (const one of cases) {
        it(`${one.name}: ${one.then}`, () => {
          expect(decide(one).allowed, one.doc).to.equal(one.then === "allow");
        });
      }
    });
  }

  it("has at least 170 cases, none twice, all in grammar", () => {
    const all = Object.entries(CASES).flatMap(([group, cases]) => cases.map((one) => ({ group, ...one })));
    expect(all.length).to.be.at.least(170);
    expect(new Set(all.map(({ group, name, doc }) => `${group} ${name} ${doc}`)).size).to.equal(all.length);
    for (const { given } of all) {
      const { identity, boundary, session, resource, resourceKind } = given;
      for (const document of [identity, boundary, session]) if (document) parse(document, "identity");
      if (resource) parse(resource, resourceKind === "trust" ? "trust" : "resource");
    }
  });

  describe("messages and reasons", () => {
    const when = calling();
    const rows: [string, Case["given"], Decision["reason"], string][] = [
      [
        "no identity policy",
        { principal: role },
        "ImplicitDeny",
        "because no identity-based policy allows the sqs:SendMessage action",
      ],
      [
        "identity deny",
        { principal: role, identity: policy(deny("*")) },
        "ExplicitDeny",
        "with an explicit deny in an identity-based policy",
      ],
      [
        "boundary",
        { principal: role, identity: policy(allow("*")), boundary: policy(allow("s3:*")) },
        "ImplicitDeny",
        "because no permissions boundary allows the sqs:SendMessage action",
      ],
      [
        "session",
        { principal: role, identity: policy(allow("*")), session: policy(allow("s3:*")) },
        "ImplicitDeny",
        "because no session policy allows the sqs:SendMessage action",
      ],
      [
        "boundary deny",
        { principal: role, boundary: policy(deny("*")) },
        "ExplicitDeny",
        "with an explicit deny in a permissions boundary",
      ],
      [
        "resource deny",
        { principal: role, resource: policy(deny("*", "*", { Principal: "*" })) },
        "ExplicitDeny",
        "with an explicit deny in a resource-based policy",
      ],
    ];
    for (const [name, given, reason, end] of rows) {
      it(name, () => {
        const decision = decide({ given, when });
        const subject = `User: arn:aws:sts::${HOME}:assumed-role/worker/run-1 is not authorized to perform: sqs:SendMessage`;
        expect(decision).to.include({ allowed: false, reason, message: `${subject} on resource: ${QUEUE} ${end}` });
        expect(decision.used).to.deep.equal([]);
      });
    }

    it("names the trust policy, and leaves the resource out of actions without one", () => {
      const assume = calling({
        action: "sts:AssumeRole",
        resource: "arn:aws:iam::444455556666:role/r",
        resourceAccount: AWAY,
      });
      const given: Case["given"] = { principal: role, identity: policy(allow("sts:*")), resourceKind: "trust" };
      expect(decide({ given, when: assume }).message).to.match(
        /because no role trust policy allows the sts:AssumeRole action$/,
      );
      const list = calling({ action: "sqs:ListQueues", resource: "*" });
      expect(decide({ given: { principal: user }, when: list }).message).to.equal(
        `User: arn:aws:iam::${HOME}:user/team/asha is not authorized to perform: sqs:ListQueues because no identity-based policy allows the sqs:ListQueues action`,
      );
      expect(decide({ given: { principal: sns }, when: calling() }).message).to.match(
        /^User: sns.amazonaws.com .* no resource-based policy/,
      );
    });

    it("points at the statement that denied", () => {
      const identity = policy(allow("*"), deny(["s3:*", "sqs:*"], QUEUE, { Sid: "Stop" }));
      expect(decide({ given: { principal: role, identity }, when: calling() }).denied).to.deep.equal({
        layer: "identity",
        policy: "policy",
        index: 1,
        sid: "Stop",
        action: "sqs:*",
        resource: QUEUE,
      });
    });
  });

  describe("used grants", () => {
    it("names every pattern that took part, on both sides across accounts", () => {
      const identity = policy(
        allow("s3:*"),
        allow(["sqs:Send*", "sqs:ReceiveMessage"], [AWAY_QUEUE, "arn:aws:s3:::b"], { Sid: "Send" }),
      );
      const resource = policy(allow("sqs:SendMessage", AWAY_QUEUE, { Principal: { AWS: HOME } }));
      const when = calling({ resource: AWAY_QUEUE, resourceAccount: AWAY });
      expect(decide({ given: { principal: role, identity, resource }, when }).used).to.deep.equal([
        { layer: "identity", policy: "policy", index: 1, sid: "Send", action: "sqs:Send*", resource: AWAY_QUEUE },
        {
          layer: "resource",
          policy: "resource-based policy",
          index: 0,
          sid: undefined,
          action: "sqs:SendMessage",
          resource: AWAY_QUEUE,
        },
      ]);
    });

    it("leaves out a resource policy that merely delegates where no delegation is needed", () => {
      const resource = policy(allow("sqs:*", "*", { Principal: { AWS: HOME } }));
      const given: Case["given"] = { principal: role, identity: policy(allow("sqs:*")), resource };
      expect(decide({ given, when: calling() }).used.map(({ layer }) => layer)).to.deep.equal(["identity"]);
      const key = decide({ given: { ...given, resourceKind: "key" }, when: calling() });
      expect(key.used.map(({ layer }) => layer)).to.deep.equal(["identity", "resource"]);
    });

    it("leaves out an identity grant that a boundary holds back", () => {
      const resource = policy(allow("sqs:*", "*", { Principal: "*" }));
      const given: Case["given"] = {
        principal: role,
        identity: policy(allow("sqs:*")),
        boundary: policy(allow("s3:*")),
        resource,
      };
      expect(decide({ given, when: calling() }).used.map(({ layer }) => layer)).to.deep.equal(["resource"]);
    });
  });
});

describe("properties of policy evaluation", () => {
  const pattern = fc.constantFrom("*", "sqs:*", "sqs:Send*", "sqs:SendMessage", "s3:GetObject", "s3:*Object");
  const resource = fc.constantFrom("*", QUEUE, `${QUEUE}*`, "arn:aws:s3:::b/*", "arn:aws:sqs:*:*:${a:x}*");
  const condition = fc.constantFrom<Partial<Statement>[]>(
    {},
    { Condition: { StringEquals: { "a:x": "1" } } },
    { Condition: { "ForAllValues:StringLike": { "a:x": ["1*", "2"] } } },
    { Condition: { StringNotEqualsIfExists: { "a:x": "1" } } },
  );
  const principal = fc.constantFrom<Pick<Statement, "Principal">[]>(
    { Principal: "*" },
    { Principal: { AWS: HOME } },
    { Principal: { AWS: ROLE_ARN } },
    { Principal: { Service: "sns.amazonaws.com" } },
  );
  const body = fc.tuple(
    fc.array(pattern, { minLength: 1, maxLength: 3 }),
    fc.array(resource, { minLength: 1, maxLength: 3 }),
    condition,
  );
  const allowing = body.map(([actions, resources, more]) => allow(actions, resources, more));
  const denying = body.map(([actions, resources, more]) => deny(actions, resources, more));
  // Mostly allows: with as many denies, nearly every request would be denied and the properties would say little.
  const identity = fc.array(fc.oneof({ arbitrary: allowing, weight: 6 }, { arbitrary: denying, weight: 1 }), {
    maxLength: 4,
  });
  const resourceSide = fc.array(
    fc.tuple(allowing, principal).map(([statement, who]): Statement => ({ ...statement, ...who })),
    { maxLength: 3 },
  );
  const request: fc.Arbitrary<AccessRequest> = fc.record({
    principal: fc.constantFrom(role, user, sns),
    action: fc.constantFrom("sqs:SendMessage", "s3:GetObject", "sqs:ReceiveMessage"),
    resource: fc.constantFrom(QUEUE, "arn:aws:s3:::b/k", AWAY_QUEUE),
    resourceAccount: fc.constantFrom(HOME, AWAY),
    context: fc.constantFrom<AccessRequest["context"]>({}, { "a:x": "1" }, { "a:x": ["2", "3"] }),
  });
  const kind = fc.constantFrom("plain" as const, "key" as const, "trust" as const);
  const world = fc.record({ request, identity, boundary: fc.option(identity, { nil: undefined }), resourceSide, kind });
  type World = typeof world extends fc.Arbitrary<infer T> ? T : never;
  type Layer = "identity" | "resourceSide";

  const allowed = ({ request: asked, ...given }: World): boolean =>
    evaluate(asked, {
      identity: [{ name: "identity", document: policy(...given.identity) }],
      boundary: given.boundary && [{ name: "boundary", document: policy(...given.boundary) }],
      resource: policy(...given.resourceSide),
      resourceKind: given.kind,
    }).allowed;
  const plus = (given: World, layer: Layer, statement: Statement): World => ({
    ...given,
    [layer]: [...given[layer], layer === "identity" ? statement : { ...statement, Principal: "*" }],
  });
  const layer = fc.constantFrom<Layer>("identity", "resourceSide");
  const runs = { numRuns: 1000, seed: 7 };

  it("an added Allow never takes access away", () => {
    fc.assert(
      fc.property(
        world,
        layer,
        allowing,
        (given, where, added) => !allowed(given) || allowed(plus(given, where, added)),
      ),
      runs,
    );
  });

  it("an added Deny never gives access", () => {
    fc.assert(
      fc.property(
        world,
        layer,
        denying,
        (given, where, added) => allowed(given) || !allowed(plus(given, where, added)),
      ),
      runs,
    );
  });

  it("the order of statements does not matter", () => {
    fc.assert(
      fc.property(world, (given) => {
        const reversed = {
          ...given,
          identity: given.identity.toReversed(),
          resourceSide: given.resourceSide.toReversed(),
        };
        return allowed(given) === allowed(reversed);
      }),
      runs,
    );
  });

  it("meets both outcomes often enough to mean something", () => {
    const outcomes = fc.sample(world, { numRuns: 1000, seed: 7 }).map(allowed);
    expect(outcomes.filter(Boolean).length).to.be.within(100, 900);
  });
});
