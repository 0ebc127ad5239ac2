import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-batch-failures-reported";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:lambda/eventSourceMapping:EventSourceMapping";
const mapping = casesAbout(type);
const reports = { functionResponseTypes: ["ReportBatchItemFailures"] };
const queue = { eventSourceArn: "arn:aws:sqs:ap-south-1:222222222222:huut-events", batchSize: 10 };
const stream = { eventSourceArn: "arn:aws:kinesis:ap-south-1:222222222222:stream/changes", startingPosition: "LATEST" };
const table = { eventSourceArn: "arn:aws:dynamodb:ap-south-1:2:table/posts/stream/1", startingPosition: "LATEST" };
const unknown = { eventSourceArn: UNKNOWN };

export const specimen: Specimen = {
  rule,
  cases: [
    mapping("a queue's failures", "good", { ...queue, ...reports }),
    mapping("a stream's failures", "good", { ...stream, ...reports }),
    mapping("a queue read one by one", "good", { ...queue, batchSize: 1 }),
    mapping("a queue without", "bad", queue, { says: /functionResponseTypes is not set/ }),
    mapping("a queue read by twos", "bad", { ...queue, batchSize: 2 }),
    mapping("a queue with an empty list", "bad", { ...queue, functionResponseTypes: [] }),
    mapping("a queue with something else", "bad", { ...queue, functionResponseTypes: ["Other"] }),
    mapping("a stream without", "bad", stream),
    mapping("a table's stream without", "bad", table),
    mapping("a queue of GovCloud", "bad", { eventSourceArn: "arn:aws-us-gov:sqs:us-gov-west-1:2:q" }),
    mapping("a broker, which has no such answer", "good", { eventSourceArn: "arn:aws:mq:r:2:broker:b", queues: "q" }),
    mapping("something named like a queue", "good", { eventSourceArn: "arn:aws:mq:r:2:broker:sqs:b" }),
    mapping("Kafka elsewhere, which has no ARN", "good", { selfManagedEventSource: {}, topics: ["t"] }),
    mapping("an unknown queue without", "bad", unknown),
    mapping("an unknown stream without", "bad", { ...unknown, startingPosition: "LATEST" }),
    mapping("an unknown broker", "good", { ...unknown, queues: "q" }),
    mapping("an unknown cluster", "good", { ...unknown, topics: ["t"], startingPosition: "LATEST" }),
    mapping("an unknown cluster from its default position", "good", { ...unknown, topics: ["t"] }),
    mapping("an unknown document store", "good", {
      ...unknown,
      startingPosition: "LATEST",
      documentDbEventSourceConfig: { databaseName: "d" },
    }),
    mapping("a queue with an answer that is not known yet", "undecided", { ...queue, functionResponseTypes: UNKNOWN }),
    mapping("a queue with one that is not known yet", "undecided", { ...queue, functionResponseTypes: [UNKNOWN] }),
    mapping("a stream with an unknown answer", "undecided", { ...stream, functionResponseTypes: [UNKNOWN] }),
    mapping("a queue with an unknown batch", "undecided", { ...queue, batchSize: UNKNOWN }),
    mapping("a queue with two answers", "good", {
      ...queue,
      functionResponseTypes: [UNKNOWN, ...reports.functionResponseTypes],
    }),
    mapping("an unknown queue by fives", "bad", { ...unknown, batchSize: 5 }),
    mapping("a stream by hundreds", "bad", { ...stream, batchSize: 100 }),
    mapping("a table's stream by hundreds", "bad", { ...table, batchSize: 100 }),
  ],
  mutation: {
    what: "sends whole batches back",
    change: (program) => program.set(type, "post-events-to-separate-events", { functionResponseTypes: undefined }),
  },
};
