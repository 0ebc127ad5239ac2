import { type Resource, stackRule, type Truth, UNKNOWN, type Value } from "../../model";

const FUNCTION = "aws:lambda/function:Function";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const QUEUE = "aws:sqs/queue:Queue";

/** What the services take when nothing is set, in seconds. */
const DEFAULT = { timeout: 3, visibility: 30 } as const;

export const rule = stackRule({
  id: "visibility-outlasts-function",
  title: "A queue hides a message for at least six times the timeout of the function that reads it",
  why: "A message that comes back while a function still works on it is worked on twice; a throttled one is given up early.",
  cure: "Raise visibilityTimeoutSeconds of the queue, or lower timeout of the function.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"],
  options: {
    factor: { type: "number", description: "For how many timeouts a message stays hidden", default: 6, minimum: 1 },
  },
  types: [QUEUE],
  check: (stack, { factor }) =>
    stack.ofType(MAPPING).flatMap((mapping) => {
      const [queue] = stack.references(mapping, "eventSourceArn", QUEUE);
      const [reader] = stack.references(mapping, "functionName", FUNCTION);
      if (!queue || !reader) return [];
      const message = `${queue.at("visibilityTimeoutSeconds")}, and ${reader.name}'s ${reader.at("timeout")}`;
      return [{ kept: outlasts(queue, reader, Number(factor)), resource: queue, message }];
    }),
});

function outlasts(queue: Resource, reader: Resource, factor: number): Truth {
  const visibility = seconds(queue.at("visibilityTimeoutSeconds"), DEFAULT.visibility);
  const timeout = seconds(reader.at("timeout"), DEFAULT.timeout);
  return visibility === UNKNOWN || timeout === UNKNOWN ? UNKNOWN : visibility >= factor * timeout;
}

function seconds(value: Value, fallback: number): number | typeof UNKNOWN {
  return value.number() ?? fallback;
}
