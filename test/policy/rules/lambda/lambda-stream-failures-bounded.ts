import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-stream-failures-bounded";
import { casesAbout } from "../../support/one";
import { streamConsumer } from "../../support/good/lambda";
import { type Specimen } from "../../support/specimen";

const type = "aws:lambda/eventSourceMapping:EventSourceMapping";
const mapping = casesAbout(type);
const destinationConfig = { onFailure: { destinationArn: "arn:aws:sqs:ap-south-1:222222222222:huut-failed" } };
const stream = {
  eventSourceArn: "arn:aws:kinesis:ap-south-1:222222222222:stream/changes",
  startingPosition: "TRIM_HORIZON",
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: 5,
  maximumRecordAgeInSeconds: 3600,
  destinationConfig,
};
const table = { ...stream, eventSourceArn: "arn:aws:dynamodb:r:2:table/posts/stream/1" };

export const specimen: Specimen = {
  rule,
  cases: [
    mapping("a stream with all four", "good", stream),
    mapping("a table's stream with all four", "good", table),
    mapping("a queue, which has its own ways", "good", { eventSourceArn: "arn:aws:sqs:r:2:q" }),
    mapping("no retries", "good", { ...stream, maximumRetryAttempts: 0 }),
    mapping("as many retries as may be", "good", { ...stream, maximumRetryAttempts: 10 }),
    mapping("a retry too many", "bad", { ...stream, maximumRetryAttempts: 11 }, { says: /is 11: a batch is tried/ }),
    mapping("retries for ever", "bad", { ...stream, maximumRetryAttempts: -1 }),
    mapping("retries by default", "bad", { ...stream, maximumRetryAttempts: undefined }, { says: /not set: a batch/ }),
    mapping("retries over a stack's own bound", "bad", stream, { options: { attempts: 4 } }),
    mapping("the youngest age", "good", { ...stream, maximumRecordAgeInSeconds: 60 }),
    mapping("an age below it", "bad", { ...stream, maximumRecordAgeInSeconds: 59 }),
    mapping("any age", "bad", { ...stream, maximumRecordAgeInSeconds: -1 }, { says: /is -1: records may/ }),
    mapping("any age by default", "bad", { ...stream, maximumRecordAgeInSeconds: undefined }),
    mapping("whole batches", "bad", { ...stream, bisectBatchOnFunctionError: false }, { says: /is false: one bad/ }),
    mapping("whole batches by default", "bad", { ...stream, bisectBatchOnFunctionError: undefined }),
    mapping("no destination", "bad", { ...stream, destinationConfig: undefined }, { says: /not set: records that/ }),
    mapping("an empty destination", "bad", { ...stream, destinationConfig: { onFailure: {} } }),
    mapping("a table's stream with nothing", "bad", { eventSourceArn: table.eventSourceArn }),
    mapping("a destination that is not known yet", "undecided", {
      ...stream,
      destinationConfig: { onFailure: { destinationArn: UNKNOWN } },
    }),
    mapping("an unknown age, and whole batches", "bad", {
      ...stream,
      maximumRecordAgeInSeconds: UNKNOWN,
      bisectBatchOnFunctionError: false,
    }),
    mapping("an unknown stream without a destination", "bad", {
      ...stream,
      eventSourceArn: UNKNOWN,
      destinationConfig: undefined,
    }),
    mapping("an unknown queue", "good", { eventSourceArn: UNKNOWN }),
  ],
  mutation: {
    what: "reads the stream of changes with a function that gives up late",
    change: (program) => program.add(...streamConsumer({ maximumRetryAttempts: -1 })),
  },
};
