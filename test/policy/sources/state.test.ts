import { expect } from "chai";
import * as fc from "fast-check";
import { Stack, UNKNOWN } from "../../../policy/model";
import { judgeSafely } from "../../../policy/safely";
import { rules } from "../../../policy/registry";
import { stackOfState } from "../../../policy/sources/state";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const provider = "urn:pulumi:prod::huut::pulumi:providers:aws::data";

const queue = {
  urn: "urn:pulumi:prod::huut::huut:lake:Lake$aws:sqs/queue:Queue::jobs",
  type: "aws:sqs/queue:Queue",
  custom: true,
  id: "https://sqs/jobs",
  parent: "urn:pulumi:prod::huut::huut:lake:Lake::lake",
  provider: `${provider}::0a1b`,
  inputs: { name: "jobs", delaySeconds: 5 },
  outputs: { arn: "arn:jobs", delaySeconds: 6 },
  propertyDependencies: { kmsMasterKeyId: ["urn:key"] },
};

function stateOf(...resources: readonly object[]): string {
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });
}

const read = (...resources: readonly object[]) => stackOfState(stateOf(...resources), "prod.json");

describe("policy: an exported state", () => {
  it("is read: inputs over outputs, provider, parent, dependencies, options", () => {
    const { name, records } = read(
      { urn: provider, type: "pulumi:providers:aws", custom: true, id: "0a1b", inputs: { region: "ap-south-1" } },
      { ...queue, protect: true, retainOnDelete: true, ignoreChanges: ["tags"] },
    );
    expect(name).to.equal("prod");
    expect(records[1]).to.deep.equal({
      urn: queue.urn,
      type: queue.type,
      name: "jobs",
      props: { arn: "arn:jobs", delaySeconds: 5, name: "jobs", id: "https://sqs/jobs" },
      parent: queue.parent,
      provider: { region: "ap-south-1" },
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["tags"],
      propertyDependencies: { kmsMasterKeyId: ["urn:key"] },
    });
  });

  it("leaves out what is false, empty or not there", () => {
    const [record] = read({ urn: queue.urn, type: queue.type, parent: "" }).records;
    expect(record).to.deep.equal({
      urn: queue.urn,
      type: queue.type,
      name: "jobs",
      props: {},
      protect: false,
      retainOnDelete: false,
      ignoreChanges: [],
      propertyDependencies: {},
    });
    expect(read({ ...queue, provider: "urn:gone::x" }).records[0]).not.to.have.property("provider");
  });

  it("keeps a name with colons", () => {
    expect(read({ ...queue, urn: `${queue.urn}::b` }).records[0]?.name).to.equal("jobs::b");
  });

  it("does not know secrets that are written as ciphertext, wherever they are", () => {
    const secret = { [SIGNATURE]: SECRET, ciphertext: "v1:abc" };
    const { records } = read({ ...queue, inputs: { a: secret, b: [{ c: secret }], d: { [SIGNATURE]: "other" } } });
    expect(records[0]?.props).to.deep.include({ a: UNKNOWN, b: [{ c: UNKNOWN }], d: { [SIGNATURE]: "other" } });
  });

  it("knows secrets that are written down", () => {
    const plain = (plaintext: unknown) => ({ [SIGNATURE]: SECRET, plaintext });
    const { records } = read({
      ...queue,
      inputs: { a: plain('"x"'), b: plain('{"n":1}'), c: plain("{"), d: plain(7) },
    });
    expect(records[0]?.props).to.deep.include({ a: "x", b: { n: 1 }, c: UNKNOWN, d: UNKNOWN });
  });

  it("passes over what is about to be deleted, and what is only read", () => {
    const { records } = read({ ...queue, delete: true }, queue, {
      ...queue,
      urn: "urn:pulumi:x::p::a:b:C::d",
      external: true,
    });
    expect(records.map(({ urn }) => urn)).to.deep.equal([queue.urn]);
  });

  it("breaks no rule, whatever stands in it", () => {
    const types = [...new Set(rules().flatMap((rule) => rule.types))];
    const name = fc.constantFrom("policy", "arn", "name", "tags", "rules", "kmsKeyId", SIGNATURE, "plaintext");
    const json = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, true, 0, "", "*", SECRET, '{"Statement":[null]}'),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(name, tie("tree"), { maxKeys: 3 }),
      ),
    })).tree;
    const resource = fc.record(
      { urn: fc.constantFrom(queue.urn, provider, "", 7), type: fc.constantFrom(...types, 7), parent: json },
      { requiredKeys: ["urn", "type"] },
    );
    const rest = fc.record({ inputs: json, outputs: json, propertyDependencies: json, provider: json, id: json });
    fc.assert(
      fc.property(fc.array(fc.tuple(resource, rest), { minLength: 1, maxLength: 4 }), (resources) => {
        const { records } = read(...resources.map(([head, tail]) => ({ ...head, ...tail })));
        const failed = judgeSafely(new Stack(records), rules()).filter(({ verdict }) => verdict === "failure");
        expect(failed.map(({ rule, message }) => `${rule.id}: ${message}`)).to.deep.equal([]);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it("is refused when it is none", () => {
    expect(() => stackOfState("{", "f")).to.throw(/^f is no JSON/);
    for (const odd of ["[]", "7", "null", "{}", '{"deployment":[]}', '{"resources":[]}'])
      expect(() => stackOfState(odd, "f"), odd).to.throw("f is no exported state: write it by pulumi stack export.");
    for (const empty of ['{"deployment":{}}', stateOf(), stateOf({ ...queue, delete: true })])
      expect(() => stackOfState(empty, "f"), empty).to.throw("f holds no resources");
  });
});
