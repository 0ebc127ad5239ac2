import { expect } from "chai";
import {
  boxesOf,
  lagOf,
  linesToDraw,
  neighbours,
  setAside,
  setAsideIn,
  type FlowMap,
  type Status,
} from "../../console/page/lib/pipeline";

const place = { group: "bridge", stack: "dev", account: "1", region: "r" };
const map: FlowMap = {
  nodes: [
    { id: "q", kind: "queue", name: "events", ...place },
    { id: "dlq", kind: "queue", name: "events-dead-letters", ...place },
    { id: "f", kind: "function", name: "separate", ...place },
    { id: "s", kind: "schedule", name: "each-hour", ...place },
    { id: "t", kind: "table", name: "posts", ...place },
    { id: "k", kind: "stream", name: "changes", ...place, group: "lake" },
  ],
  edges: [
    { from: "q", to: "f", kind: "feeds" },
    { from: "q", to: "dlq", kind: "dead-letters" },
    { from: "f", to: "dlq", kind: "failures" },
    { from: "s", to: "f", kind: "starts" },
    { from: "f", to: "t", kind: "reads" },
    { from: "f", to: "t", kind: "writes" },
    { from: "t", to: "k", kind: "captures" },
  ],
};
const stateOf = (resources: Record<string, Status>) => ({ now: "2026-11-02T00:00:00Z", resources, alarms: [] });

describe("the boxes of the console's map", () => {
  it("folds dead-letter queues and schedules away", () => {
    const boxes = boxesOf(map, undefined);
    expect(boxes.map(({ id, scheduled }) => [id, scheduled])).to.deep.equal([
      ["q", false],
      ["f", true],
      ["t", false],
      ["k", false],
    ]);
    expect([...setAside(map)]).to.deep.equal(["dlq"]);
    expect(linesToDraw(map, boxes).map(({ from, to }) => `${from}→${to}`)).to.deep.equal(["q→f", "f→t"]);
  });

  it("says in words what is in trouble, at work and calm", () => {
    const told = (resources: Record<string, Status>) =>
      boxesOf(map, stateOf(resources)).map(({ headline, condition }) => `${condition}: ${headline}`);
    expect(
      told({ q: { waiting: 2, delayed: 1, running: 0, ageSeconds: 70 }, f: { running: 1, invocations: 5, errors: 1 } }),
    ).to.deep.equal(["busy: 3 waiting, 1 min", "busy: 5 calls, 1 failed", "calm: ", "calm: "]);
    expect(told({ q: { waiting: 0 }, dlq: { waiting: 4 } })[0]).to.equal("trouble: 4 set aside");
    expect(setAsideIn("bridge", map, stateOf({ dlq: { waiting: 4 } }))).to.equal(4);
  });

  it("takes a stream for as late as its latest reader", () => {
    const state = stateOf({
      k: { records: 9 },
      a: { source: "k", target: "f", waiting: 3, ageSeconds: 20 },
      b: { source: "k", target: "g", waiting: 0, ageSeconds: 0 },
    });
    expect(lagOf("k", state)).to.deep.equal({ waiting: 3, ageSeconds: 20 });
    expect(boxesOf(map, state).at(-1)).to.include({ headline: "3 behind, 20 s", condition: "busy" });
  });

  it("names the neighbours of a resource, and how they are", () => {
    const told = neighbours("f", map).map(
      ({ label, nodes }) => `${label}: ${nodes.map(({ name }) => name).join(", ")}`,
    );
    expect(told).to.deep.equal([
      "Gets work from: events, each-hour",
      "Hands on to: posts",
      "Looks up: posts",
      "Sets aside in: events-dead-letters",
    ]);
  });
});
