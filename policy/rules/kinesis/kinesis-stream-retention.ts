import { expect, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "kinesis-stream-retention",
  controls: ["Kinesis.3"],
  title: "A stream keeps its records for a week",
  why: "A consumer that breaks on Friday is mended on Monday: after a day, which is what a stream keeps by itself, records are gone.",
  cure: "Set retentionPeriod, in hours, to 168 at least.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html"],
  options: {
    hours: { type: "integer", description: "For how many hours at least", default: 168, minimum: 24, maximum: 8760 },
  },
  types: ["aws:kinesis/stream:Stream"],
  check: (stream, { hours }) => {
    const retention = stream.at("retentionPeriod");
    return expect(retention.atLeast(Number(hours)), `${retention}, and ${hours} hours are wanted`);
  },
});
