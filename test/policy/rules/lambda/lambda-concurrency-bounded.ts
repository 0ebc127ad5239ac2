import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-concurrency-bounded";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const queue = "arn:aws:sqs:ap-south-1:222222222222:events";

function called(
  title: string,
  is: Outcome,
  reserved: unknown,
  sources: readonly Sketch[],
  rest: Partial<Case> = {},
): Case {
  const props = { name: "huut-reader", reservedConcurrentExecutions: reserved };
  const reader: Sketch = { type: "aws:lambda/function:Function", name: "reader", props };
  return { title, is, resources: [reader, ...sources], ...rest };
}

function mapping(props: Readonly<Record<string, unknown>>): Sketch {
  return { type: MAPPING, name: "m", props: { functionName: "huut-reader", eventSourceArn: queue, ...props } };
}

function permission(principal: unknown, lambda: unknown = "huut-reader"): Sketch {
  return { type: "aws:lambda/permission:Permission", name: "p", props: { function: lambda, principal } };
}

const url: Sketch = { type: "aws:lambda/functionUrl:FunctionUrl", name: "u", props: { functionName: "huut-reader" } };
const bounded = { scalingConfig: { maximumConcurrency: 10 } };
const stream = { eventSourceArn: "arn:aws:kinesis:r:2:stream/s", startingPosition: "LATEST" };

export const specimen: Specimen = {
  rule,
  cases: [
    called("nobody calls it", "good", undefined, []),
    called("a queue with a bound", "good", -1, [mapping(bounded)]),
    called("a queue without, and a reservation", "good", 5, [mapping({})]),
    called("a function that is switched off", "good", 0, [mapping({})]),
    called("a stream, which has shards", "good", undefined, [mapping(stream)]),
    called("an API, which has throttles", "good", undefined, [permission("apigateway.amazonaws.com")]),
    called("a rule of another function", "good", undefined, [permission("events.amazonaws.com", "other")]),
    called("a queue without a bound", "bad", undefined, [mapping({})], { says: /Executions is not set, and a source/ }),
    called("a queue without, and no reservation", "bad", -1, [mapping({})], { says: /is -1/ }),
    called("a queue with an empty block", "bad", -1, [mapping({ scalingConfig: {} })]),
    called("one queue with, one without", "bad", -1, [mapping(bounded), { ...mapping({}), name: "n" }]),
    ...["events", "s3", "sns", "iot", "ses", "logs", "logs.ap-south-1"].map((service) =>
      called(`events of ${service}`, "bad", undefined, [permission(`${service}.amazonaws.com`)]),
    ),
    called("a service with a longer name", "good", undefined, [permission("x.events.amazonaws.com")]),
    called("a name that goes on", "good", undefined, [permission("events.amazonaws.com.example")]),
    called("events, and a reservation", "good", 1, [permission("events.amazonaws.com")]),
    called("a URL", "bad", undefined, [url]),
    called("an unknown queue without a bound", "bad", -1, [mapping({ eventSourceArn: UNKNOWN })]),
    called("an unknown function, made from this one", "bad", -1, [
      { ...mapping({ functionName: UNKNOWN }), from: { functionName: ["reader"] } },
    ]),
    called("an unknown function of nobody knows where", "undecided", -1, [mapping({ functionName: UNKNOWN })]),
    called("a bound that is not known yet", "undecided", -1, [mapping({ scalingConfig: UNKNOWN })]),
    called("a reservation that is not known yet", "undecided", UNKNOWN, [mapping({})]),
    called("a principal that is not known yet", "undecided", -1, [permission(UNKNOWN)]),
    called("an unknown principal, and a URL", "bad", -1, [permission(UNKNOWN), url]),
    called("an unknown function, made from another", "good", -1, [
      { ...mapping({ functionName: UNKNOWN }), from: { functionName: ["other"] } },
      { type: "aws:lambda/function:Function", name: "other", props: { reservedConcurrentExecutions: 1 } },
    ]),
    called("a wait for a URL's function", "undecided", -1, [{ ...url, props: { functionName: UNKNOWN } }]),
  ],
  mutation: {
    what: "lets a queue's function run as often as there are messages",
    change: (program) => program.set(MAPPING, "post-events-to-separate-events", { scalingConfig: undefined }),
  },
};
