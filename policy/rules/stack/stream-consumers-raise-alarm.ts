import { any, type Resource, type Stack, stackRule, type Truth, type Watched, watches } from "../../model";

const FUNCTION = "aws:lambda/function:Function";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const STREAM = "aws:kinesis/stream:Stream";
const TABLE = "aws:dynamodb/table:Table";

const ofFunction: Watched = { namespace: "AWS/Lambda", metrics: ["IteratorAge"], dimension: "FunctionName" };
const ofStream: Watched = {
  namespace: "AWS/Kinesis",
  metrics: ["GetRecords.IteratorAgeMilliseconds"],
  dimension: "StreamName",
};

export const rule = stackRule({
  id: "stream-consumers-raise-alarm",
  title: "An alarm watches how far each reader of a stream is behind",
  why: "A reader that is stuck loses every record that grows older than the stream keeps it.",
  cure: "Declare a metric alarm on IteratorAge of the function, or on GetRecords.IteratorAgeMilliseconds of the stream.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html"],
  types: [MAPPING],
  check: (stack) =>
    stack.ofType(MAPPING).flatMap((resource) => {
      const streams = stack.references(resource, "eventSourceArn", STREAM, TABLE);
      if (streams.length === 0) return [];
      const readers = stack.references(resource, "functionName", FUNCTION);
      const message = "reads a stream, and no alarm watches how far it is behind";
      return [{ resource, kept: isWatched(stack, readers, streams), message }];
    }),
});

function isWatched(stack: Stack, readers: readonly Resource[], streams: readonly Resource[]): Truth {
  return any(
    ...readers.map((reader) => watches(stack, reader, ofFunction)),
    ...streams.map((stream) => watches(stack, stream, ofStream)),
  );
}
