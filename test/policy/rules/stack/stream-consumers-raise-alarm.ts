import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/stream-consumers-raise-alarm";
import { alarmOn } from "../../support/alarms";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Sketch, type Specimen } from "../../support/specimen";

const changes = sketch(TYPE.stream, "changes", { name: "huut-changes" });
const reader = sketch(TYPE.function, "reader", { name: "huut-reader" });
const mapping = (source: string): Sketch =>
  sketch(
    TYPE.mapping,
    "m",
    { eventSourceArn: UNKNOWN },
    { from: { eventSourceArn: [source], functionName: ["reader"] } },
  );
const read = [changes, reader, mapping("changes")];
const age = { namespace: "AWS/Lambda", metricName: "IteratorAge" };
const streamAge = { namespace: "AWS/Kinesis", metricName: "GetRecords.IteratorAgeMilliseconds" };

export const specimen: Specimen = {
  rule,
  cases: [
    given("an alarm on the reader's age", "good", [...read, alarmOn(age, { FunctionName: "huut-reader" })]),
    given("an alarm on the stream's age", "good", [...read, alarmOn(streamAge, { StreamName: "huut-changes" })]),
    given("an alarm by dependency", "good", [...read, alarmOn(age, UNKNOWN, ["reader"])]),
    given("no alarm", "bad", read, { says: /no alarm watches how far/ }),
    given("an alarm on another function", "bad", [...read, alarmOn(age, { FunctionName: "huut-other" })]),
    given("an alarm on another stream", "bad", [...read, alarmOn(streamAge, { StreamName: "other" })]),
    given("an alarm on errors", "bad", [
      ...read,
      alarmOn({ ...age, metricName: "Errors" }, { FunctionName: "huut-reader" }),
    ]),
    given("the stream's metric of another service", "bad", [
      ...read,
      alarmOn({ ...streamAge, namespace: "AWS/Lambda" }, { StreamName: "huut-changes" }),
    ]),
    given("the function's metric under the stream's name", "bad", [
      ...read,
      alarmOn(age, { StreamName: "huut-changes" }),
    ]),
    given("the stream of a table, unwatched", "bad", [sketch(TYPE.table, "posts"), reader, mapping("posts")]),
    given("an alarm whose dimensions nobody knows yet", "undecided", [...read, alarmOn(age, UNKNOWN)]),
    given("a queue", "not its business", [sketch(TYPE.queue, "events"), reader, mapping("events")]),
  ],
  mutation: {
    what: "lets a function read the stream of changes unwatched",
    change: (program) => {
      program.copy(TYPE.mapping, "post-events-to-separate-events", "changes-reader", { eventSourceArn: ["changes"] });
      program.set(TYPE.mapping, "changes-reader", {
        startingPosition: "TRIM_HORIZON",
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 5,
        maximumRecordAgeInSeconds: 86_400,
        parallelizationFactor: 1,
        scalingConfig: undefined,
        destinationConfig: { onFailure: { destinationArn: program.get(TYPE.queue, "insights-failed").props["arn"] } },
      });
    },
  },
};
