import { expect } from "chai";
import * as fc from "fast-check";
import { evaluate, grantsOf, parse, unusedGrants, without, type PolicyDocument } from "../../../sandbox/iam";
import { allow, calling, deny, policy, QUEUE, role } from "./cases/case";

const DLQ = `${QUEUE}-dlq`;
const label = ({ action, resource }: { action: string; resource: string }) => `${action} ${resource}`;
const labels = (document: PolicyDocument | undefined) => (document ? grantsOf(document).map(label) : []);

describe("grants of a document", () => {
  const document = policy(
    allow(["sqs:SendMessage", "sqs:DeleteMessage"], [QUEUE, DLQ], { Sid: "Queue" }),
    deny("sqs:PurgeQueue"),
    { Effect: "Allow", NotAction: ["iam:*", "sts:*"], NotResource: "arn:aws:s3:::b" },
  );

  it("are the pairs of action and resource that it allows", () => {
    expect(grantsOf(document)).to.deep.equal([
      { index: 0, sid: "Queue", action: "sqs:SendMessage", resource: QUEUE },
      { index: 0, sid: "Queue", action: "sqs:SendMessage", resource: DLQ },
      { index: 0, sid: "Queue", action: "sqs:DeleteMessage", resource: QUEUE },
      { index: 0, sid: "Queue", action: "sqs:DeleteMessage", resource: DLQ },
      { index: 2, sid: undefined, action: "NotAction(iam:*, sts:*)", resource: "NotResource(arn:aws:s3:::b)" },
    ]);
  });

  it("are * on resources in a trust policy", () => {
    const trust = policy({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" });
    expect(labels(trust)).to.deep.equal(["sts:AssumeRole *"]);
  });

  it("are unused until a decision used them", () => {
    const only = policy(allow(["sqs:SendMessage", "sqs:DeleteMessage"], [QUEUE, DLQ]));
    const { used } = evaluate({ principal: role, ...calling() }, { identity: [{ name: "worker", document: only }] });
    expect(unusedGrants("worker", only, used).map(label)).to.deep.equal([
      `sqs:SendMessage ${DLQ}`,
      `sqs:DeleteMessage ${QUEUE}`,
      `sqs:DeleteMessage ${DLQ}`,
    ]);
    expect(unusedGrants("another", only, used)).to.have.length(4);
  });
});

describe("a document without one grant", () => {
  const document = policy(
    allow(["sqs:SendMessage", "sqs:DeleteMessage"], [QUEUE, DLQ], { Sid: "Queue" }),
    deny("sqs:PurgeQueue"),
  );
  const [first] = grantsOf(document);
  if (!first) throw new Error("the document has grants");

  it("splits the statement, with a Sid of its own", () => {
    const rest = without(document, first);
    expect(rest?.Statement).to.deep.equal([
      allow(["sqs:DeleteMessage"], [QUEUE, DLQ], { Sid: "Queue" }),
      allow(["sqs:SendMessage"], [DLQ], { Sid: "Queue2" }),
      deny("sqs:PurgeQueue"),
    ]);
    expect(() => parse(rest, "identity")).not.to.throw();
  });

  it("denies exactly what the grant allowed", () => {
    const rest = without(document, first) ?? policy();
    const allowed = (resource: string, action: string) =>
      evaluate({ principal: role, ...calling({ resource, action }) }, { identity: [{ name: "p", document: rest }] })
        .allowed;
    expect(allowed(QUEUE, "sqs:SendMessage")).to.equal(false);
    expect(allowed(DLQ, "sqs:SendMessage")).to.equal(true);
    expect(allowed(QUEUE, "sqs:DeleteMessage")).to.equal(true);
  });

  it("is nothing when the grant was its only statement", () => {
    const only = policy(allow("sqs:SendMessage", QUEUE));
    const [grant] = grantsOf(only);
    expect(grant && without(only, grant)).to.equal(undefined);
  });

  it("refuses a grant that the document does not hold", () => {
    expect(() => without(document, { ...first, action: "sqs:PurgeQueue" })).to.throw(RangeError, /sqs:PurgeQueue/);
  });

  it("keeps every other grant, whatever the document", () => {
    const texts = (values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
    const statement = fc
      .tuple(
        texts(["sqs:A", "sqs:B", "sqs:C"]),
        texts([QUEUE, DLQ, "*"]),
        fc.option(fc.constant("S"), { nil: undefined }),
      )
      .map(([actions, resources, Sid]) => allow(actions, resources, Sid === undefined ? {} : { Sid }));
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), fc.nat(), (statements, at) => {
        const whole = policy(...statements);
        const grants = grantsOf(whole);
        const index = at % grants.length;
        const removed = grants[index];
        if (!removed) return;
        const kept = grants.filter((_, position) => position !== index).map(label);
        expect(labels(without(whole, removed)).toSorted()).to.deep.equal(kept.toSorted());
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
