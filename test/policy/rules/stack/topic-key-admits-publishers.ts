import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/topic-key-admits-publishers";
import { given, policy, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const service = (id: string, action: unknown = ["kms:GenerateDataKey*", "kms:Decrypt"], rest = {}) => ({
  Effect: "Allow",
  Principal: { Service: id },
  Action: action,
  Resource: "*",
  ...rest,
});
const topic = sketch(TYPE.topic, "alarms", {}, { from: { kmsMasterKeyId: ["key"] } });
const alarm = sketch(TYPE.alarm, "a", {}, { from: { alarmActions: ["alarms"] } });
const watch = "cloudwatch.amazonaws.com";

function key(title: string, is: Outcome, document: unknown, rest: Partial<Case> = {}): Case {
  return given(title, is, [topic, alarm, sketch(TYPE.key, "key", { policy: document })], rest);
}

function publisher(type: string, property: string, id: string): Case {
  const from = { [property]: ["alarms"] };
  const closed = sketch(TYPE.key, "key", { policy: policy(service("lambda.amazonaws.com")) });
  return given(`${type} by its ${property}`, "bad", [topic, closed, sketch(type, "it", {}, { from })], {
    says: new RegExp(`^${id} publishes`),
  });
}

export const specimen: Specimen = {
  rule,
  cases: [
    key("the alarms' service is admitted", "good", policy(service(watch))),
    key("to do anything", "good", policy(service(watch, "kms:*"))),
    key(
      "for this account",
      "good",
      policy(service(watch, undefined, { Condition: { StringEquals: { "aws:SourceAccount": "2" } } })),
    ),
    key("by its second statement", "good", policy(service("a.b"), service(watch))),
    key("nobody is admitted", "bad", policy(), { says: /does not admit cloudwatch/ }),
    key("another service is admitted", "bad", policy(service("events.amazonaws.com"))),
    key("it may only decrypt", "bad", policy(service(watch, "kms:Decrypt"))),
    key("it may only make data keys", "bad", policy(service(watch, "kms:GenerateDataKey"))),
    key("it is denied", "bad", policy(service(watch, "kms:*", { Effect: "Deny" }))),
    key(
      "on a condition that never holds",
      "bad",
      policy(service(watch, "kms:*", { Condition: { StringEquals: { "aws:SourceAccount": [] } } })),
    ),
    key("an account of that name is admitted", "bad", policy(service(watch, "kms:*", { Principal: { AWS: watch } }))),
    key("no document", "bad", "no JSON"),
    key("a policy that nobody knows yet", "undecided", UNKNOWN),
    publisher(TYPE.alarm, "alarmActions", watch),
    publisher(TYPE.alarm, "okActions", watch),
    publisher(TYPE.compositeAlarm, "alarmActions", watch),
    publisher(TYPE.compositeAlarm, "okActions", watch),
    publisher(TYPE.target, "arn", "events.amazonaws.com"),
    publisher("aws:budgets/budget:Budget", "notifications", "budgets.amazonaws.com"),
    publisher("aws:s3/bucketNotification:BucketNotification", "topics", "s3.amazonaws.com"),
    given("nobody publishes", "not its business", [topic, sketch(TYPE.key, "key", { policy: policy() })]),
  ],
  mutation: {
    what: "has an alarm tell the topic of post events, whose key does not know alarms",
    change: (program) => {
      const topic = program.get(TYPE.topic, "post-events").props["arn"];
      program.add(
        sketch(TYPE.alarm, "told", { namespace: "Huut", metricName: "M", alarmActions: [topic], okActions: [topic] }),
      );
    },
  },
};
