import type { EngineEvent } from "@pulumi/pulumi/automation/events";
import { expect } from "chai";
import { describe as inWords, EventLog, plainText } from "../../engine/changes";

const urn = "urn:pulumi:dev::p::aws:sqs/queue:Queue::jobs";

function event(part: object): EngineEvent {
  return { sequence: 1, timestamp: 0, ...part } as EngineEvent;
}

function step(op: string, detailedDiff?: Record<string, object>) {
  return { metadata: { op, urn, type: "aws:sqs/queue:Queue", provider: "", ...(detailedDiff && { detailedDiff }) } };
}

describe("engine: changes", () => {
  it("keeps one change of a resource, with its properties and without indices", () => {
    const log = new EventLog();
    log.take(event({ resourcePreEvent: step("update", { "rules[0].id": {}, 'tags["a.b"]': {}, "rules[1].id": {} }) }));
    log.take(event({ resOutputsEvent: step("update", { "rules[0].id": {} }) }));
    expect(log.changes).to.deep.equal([
      { urn, type: "aws:sqs/queue:Queue", name: "jobs", operation: "update", properties: ["rules.id", "tags"] },
    ]);
    expect(log.changes.map(inWords)).to.deep.equal(['update aws:sqs/queue:Queue "jobs": rules.id, tags']);
  });

  it("takes what is the same, read or merely refreshed for no change", () => {
    const log = new EventLog();
    for (const op of ["same", "read", "refresh"]) log.take(event({ resourcePreEvent: step(op) }));
    expect(log.changes).to.deep.equal([]);
  });

  it("keeps errors with their resource, in plain text, and warnings apart", () => {
    const log = new EventLog();
    const said = (severity: string, message: string) =>
      event({ diagnosticEvent: { severity, message, urn, color: "never" } });
    log.take(said("error", "<{%fg 1%}>refused<{%reset%}>\n"));
    log.take(said("warning", "old"));
    log.take(said("info", "hello"));
    expect(log.problems).to.deep.equal([{ urn, message: "refused" }]);
    expect(log.warnings).to.deep.equal([{ urn, message: "old" }]);
  });

  it("takes a broken mandatory rule of a policy pack for an error, an advisory one for a warning", () => {
    const log = new EventLog();
    const said = (policyName: string, enforcementLevel: string) => {
      const message = `<{%fg 1%}>What it is about.\njobs: is public\n`;
      return event({ policyEvent: { policyName, enforcementLevel, message, resourceUrn: urn } });
    };
    log.take(said("sqs-not-public", "mandatory"));
    log.take(said("cost-tags", "warning"));
    expect(log.problems).to.deep.equal([
      { urn, message: "sqs-not-public (mandatory): What it is about.\njobs: is public" },
    ]);
    expect(log.warnings).to.deep.equal([{ urn, message: "cost-tags (warning): What it is about.\njobs: is public" }]);
  });

  it("knows which resources the program asked for that never reached the engine", () => {
    const log = new EventLog();
    const debug = (message: string) => log.take(event({ diagnosticEvent: { severity: "debug", message, color: "" } }));
    debug("Registering resource: t=aws:kms/key:Key, name=lake, custom=true, remote=false\n");
    debug("Registering resource: t=aws:sqs/queue:Queue, name=jobs, custom=true, remote=false\n");
    debug("RegisterResource RPC prepared: t=aws:sqs/queue:Queue, name=jobs\n");
    expect(log.waiting).to.deep.equal(['aws:kms/key:Key "lake"']);
  });

  it("strips the marks of terminals", () => {
    expect(plainText("\u001b[31mred\u001b[0m ")).to.equal("red");
  });
});
