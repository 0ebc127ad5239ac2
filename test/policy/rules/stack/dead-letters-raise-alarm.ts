import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/dead-letters-raise-alarm";
import { alarmOn } from "../../support/alarms";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Sketch, type Specimen } from "../../support/specimen";

const dead = sketch(TYPE.queue, "dead", { name: "huut-dead", arn: "arn:aws:sqs:x:1:huut-dead" });
const events = sketch(TYPE.queue, "events", { redrivePolicy: UNKNOWN }, { from: { redrivePolicy: ["dead"] } });
const reader = sketch(TYPE.function, "reader");
const mapping = sketch(TYPE.mapping, "m", {}, { from: { eventSourceArn: ["events"], functionName: ["reader"] } });
const read: readonly Sketch[] = [events, dead, reader, mapping];
const depth = { namespace: "AWS/SQS", metricName: "ApproximateNumberOfMessagesVisible" };

export const specimen: Specimen = {
  rule,
  cases: [
    given("an alarm on its depth", "good", [...read, alarmOn(depth, { QueueName: "huut-dead" })]),
    given("an alarm on its depth, by dependency", "good", [...read, alarmOn(depth, UNKNOWN, ["dead"])]),
    given("an alarm on a sum that its depth is in", "good", [
      ...read,
      sketch(TYPE.alarm, "sum", {
        metricQueries: [{ id: "all" }, { id: "one", metric: { ...depth, dimensions: { QueueName: "huut-dead" } } }],
      }),
    ]),
    given("no alarm", "bad", read, { says: /no alarm watches/ }),
    given("an alarm on another queue", "bad", [...read, alarmOn(depth, { QueueName: "huut-other" })]),
    given("an alarm on the queue itself", "bad", [...read, alarmOn(depth, { QueueName: "e" }, ["events"])]),
    given("an alarm on another metric", "bad", [
      ...read,
      alarmOn({ ...depth, metricName: "NumberOfMessagesSent" }, { QueueName: "huut-dead" }),
    ]),
    given("an alarm on another service's metric", "bad", [
      ...read,
      alarmOn({ ...depth, namespace: "Huut" }, { QueueName: "huut-dead" }),
    ]),
    given("an alarm on a dimension of another name", "bad", [...read, alarmOn(depth, { Queue: "huut-dead" })]),
    given("an alarm whose dimensions nobody knows yet", "undecided", [...read, alarmOn(depth, UNKNOWN)]),
    given("an alarm whose metric nobody knows yet", "undecided", [
      ...read,
      alarmOn({ ...depth, metricName: UNKNOWN }, { QueueName: "huut-dead" }),
    ]),
    given("dead letters by a redrive policy beside the queue", "bad", [
      sketch(TYPE.queue, "events", { url: "https://sqs/events" }),
      sketch("aws:sqs/redrivePolicy:RedrivePolicy", "redrive", {
        queueUrl: "https://sqs/events",
        redrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:x:1:huut-dead","maxReceiveCount":3}',
      }),
      dead,
      reader,
      mapping,
    ]),
    given("dead letters by a redrive policy beside the queue that names the queue itself", "not its business", [
      sketch(TYPE.queue, "events", { url: "https://sqs/events" }),
      sketch(
        "aws:sqs/redrivePolicy:RedrivePolicy",
        "redrive",
        { queueUrl: "https://sqs/events", redrivePolicy: UNKNOWN },
        { from: { redrivePolicy: ["events"] } },
      ),
      reader,
      mapping,
    ]),
    given("dead letters of a queue that no function reads", "not its business", [events, dead]),
  ],
  mutation: {
    what: "reads another queue, whose dead letters nobody watches",
    change: (program) => {
      program.copy(TYPE.queue, "insights-failed", "letters");
      program.copy("aws:sqs/queuePolicy:QueuePolicy", "insights-failed-policy", "letters-policy", {
        queueUrl: ["letters"],
      });
      program.copy(TYPE.queue, "post-events", "more-events", { redrivePolicy: ["letters"] });
      program.copy("aws:sqs/queuePolicy:QueuePolicy", "post-events-policy", "more-policy", {
        queueUrl: ["more-events"],
      });
      program.copy(TYPE.mapping, "post-events-to-separate-events", "more", { eventSourceArn: ["more-events"] });
    },
  },
};
