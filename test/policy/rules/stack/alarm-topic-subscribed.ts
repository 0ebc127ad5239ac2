import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/alarm-topic-subscribed";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Specimen } from "../../support/specimen";

const arn = "arn:aws:sns:ap-south-1:222222222222:alarms";
const topic = sketch(TYPE.topic, "alarms", { arn });
const alarm = sketch(TYPE.alarm, "a", { alarmActions: [UNKNOWN] }, { from: { alarmActions: ["alarms"] } });
const named = sketch(TYPE.alarm, "a", { alarmActions: [arn] });
const composite = sketch(TYPE.compositeAlarm, "c", { alarmActions: [arn] });
const heard = sketch(TYPE.subscription, "s", { topic: UNKNOWN }, { from: { topic: ["alarms"] } });

export const specimen: Specimen = {
  rule,
  cases: [
    given("somebody subscribes", "good", [topic, alarm, heard]),
    given("somebody subscribes by the topic's ARN", "good", [
      topic,
      alarm,
      sketch(TYPE.subscription, "s", { topic: arn }),
    ]),
    given("nobody subscribes", "bad", [topic, alarm], { says: /nobody subscribes/ }),
    given("nobody subscribes, named by its ARN", "bad", [topic, named]),
    given("nobody subscribes to what a composite alarm tells", "bad", [topic, composite]),
    given("somebody subscribes to another topic", "bad", [
      topic,
      named,
      sketch(TYPE.subscription, "s", { topic: "other" }),
    ]),
    given("one topic is heard, the other is not", "bad", [
      topic,
      sketch(TYPE.topic, "quiet", { arn: "arn:aws:sns:x:1:quiet" }),
      alarm,
      heard,
      sketch(TYPE.alarm, "b", { alarmActions: [arn, "arn:aws:sns:x:1:quiet"] }),
    ]),
    given("a subscription to nobody knows which", "undecided", [
      topic,
      alarm,
      sketch(TYPE.subscription, "s", { topic: UNKNOWN }),
    ]),
    given("a topic that no alarm tells", "not its business", [topic]),
    given("a topic that only recoveries tell", "not its business", [
      topic,
      sketch(TYPE.alarm, "a", { okActions: [arn] }),
    ]),
  ],
  mutation: {
    what: "has an alarm that tells a topic of its own, where nobody listens",
    change: (program) => {
      program.copy(TYPE.topic, "post-events", "silent-alarms");
      program.copy("aws:sns/topicPolicy:TopicPolicy", "post-events-policy", "silent-policy", {
        arn: ["silent-alarms"],
      });
      const silent = program.get(TYPE.topic, "silent-alarms").props["arn"];
      program.copy(TYPE.key, "application-events", "silent-key");
      program.set(TYPE.key, "silent-key", ({ policy }) => ({
        policy: String(policy).replace(/logs\.ap-south-1\.amazonaws\.com/, "cloudwatch.amazonaws.com"),
      }));
      program.set(TYPE.topic, "silent-alarms", { kmsMasterKeyId: program.get(TYPE.key, "silent-key").props["arn"] });
      program.setOptions(TYPE.topic, "silent-alarms", { propertyDependencies: {} });
      program.add(
        sketch(TYPE.alarm, "lonely", {
          namespace: "Huut",
          metricName: "M",
          alarmActions: [silent],
          okActions: [silent],
        }),
      );
    },
  },
};
