import { expect } from "chai";
import fc from "fast-check";
import { embeddedSamples } from "../../../../sandbox/services/logs/embedded-metrics";

const record = (directive: object, members: object) =>
  JSON.stringify({ _aws: { Timestamp: 1_000, CloudWatchMetrics: [directive] }, ...members });
const stored = { Name: "Stored", Unit: "Count" };

describe("Embedded metric format", () => {
  it("gives one sample for each metric, value and set of dimensions", () => {
    const directive = { Namespace: "Huut", Dimensions: [["service"], ["service", "stage"], []], Metrics: [stored] };
    const samples = embeddedSamples(record(directive, { service: "api", stage: "dev", Stored: [1, 2] }));
    expect(samples).to.have.length(6);
    expect(samples[2]).to.deep.equal({
      namespace: "Huut",
      name: "Stored",
      unit: "Count",
      dimensions: { service: "api", stage: "dev" },
      value: 1,
      timestamp: 1_000,
    });
    expect(samples[5]).to.include({ value: 2 }).and.to.have.deep.property("dimensions", {});
  });

  it("drops dimension sets and metrics that the record does not fill", () => {
    const directive = {
      Namespace: "Huut",
      Dimensions: [["service"], ["absent"], ["count"]],
      Metrics: [stored, { Name: "Absent" }, { Name: "service" }],
    };
    const samples = embeddedSamples(record(directive, { service: "api", count: 1, Stored: 1 }));
    expect(samples.map(({ name, dimensions }) => [name, dimensions])).to.deep.equal([["Stored", { service: "api" }]]);
  });

  it("has no unit but None when the record names none", () => {
    const directive = { Namespace: "Huut", Dimensions: [[]], Metrics: [{ Name: "Stored" }] };
    expect(embeddedSamples(record(directive, { Stored: 1 }))[0]).to.include({ unit: "None" });
  });

  it("takes no other line for a record", () => {
    const broken = record({ Namespace: "", Dimensions: [[]], Metrics: [stored] }, { Stored: 1 });
    const lines = ["", "plain", '"CloudWatchMetrics"', '{"_aws":{"CloudWatchMetrics":[]}}', broken, broken.slice(1)];
    for (const line of lines) expect(embeddedSamples(line), line).to.deep.equal([]);
  });

  it("never throws, whatever a function prints", () => {
    const anything = fc.jsonValue({ maxDepth: 2 });
    const metrics = fc.oneof(anything, fc.array(fc.oneof(anything, fc.record({ Name: anything, Unit: anything }))));
    const directive = fc.record({
      Namespace: fc.constantFrom("Huut", "", null),
      Dimensions: anything,
      Metrics: metrics,
    });
    const directives = fc.oneof(anything, fc.array(fc.oneof(anything, directive)));
    const lines = directives.map((CloudWatchMetrics) => JSON.stringify({ _aws: { Timestamp: 1, CloudWatchMetrics } }));
    fc.assert(fc.property(lines, (text) => void embeddedSamples(text)));
  });
});
