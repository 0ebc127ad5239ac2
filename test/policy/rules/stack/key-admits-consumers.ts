import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/key-admits-consumers";
import { given, policy, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const service = (id: string) => ({
  Effect: "Allow",
  Principal: { Service: id },
  Action: ["kms:GenerateDataKey", "kms:Decrypt"],
  Resource: "*",
});
const logs = sketch(TYPE.logGroup, "logs", {}, { from: { kmsKeyId: ["key"] } });
const queue = sketch(TYPE.queue, "events", {}, { from: { kmsMasterKeyId: ["key"] } });
const keyOf = (document: unknown) => sketch(TYPE.key, "key", { policy: document });

function group(title: string, is: Outcome, document: unknown, rest: Partial<Case> = {}): Case {
  return given(title, is, [logs, keyOf(document)], rest);
}

function sender(type: string, property: string, id: string): Case {
  const it = sketch(type, "it", {}, { from: { [property]: ["events"] } });
  const closed = keyOf(policy(service("lambda.amazonaws.com")));
  return given(`${type} sends to a queue by its ${property}`, "bad", [queue, it, closed], { says: new RegExp(id) });
}

const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";

export const specimen: Specimen = {
  rule,
  cases: [
    group("logs of the region are admitted", "good", policy(service("logs.ap-south-1.amazonaws.com"))),
    group("logs are admitted", "good", policy(service("logs.amazonaws.com"))),
    group("nobody is admitted", "bad", policy(), { says: /logs\.amazonaws\.com, which uses it/ }),
    group("a service whose name begins alike", "bad", policy(service("logstash.amazonaws.com"))),
    group("a service whose name ends otherwise", "bad", policy(service("logs.ap-south-1.example.com"))),
    group("a policy that nobody knows yet", "undecided", UNKNOWN),
    given("a queue that SNS delivers to, admitted", "good", [
      queue,
      sketch(TYPE.subscription, "s", {}, { from: { endpoint: ["events"] } }),
      keyOf(policy(service("sns.amazonaws.com"))),
    ]),
    sender(TYPE.target, "arn", "events.amazonaws.com"),
    sender(TYPE.target, "deadLetterConfig", "events.amazonaws.com"),
    sender(NOTIFICATION, "queues", "s3.amazonaws.com"),
    sender(TYPE.subscription, "endpoint", "sns.amazonaws.com"),
    sender(TYPE.subscription, "redrivePolicy", "sns.amazonaws.com"),
    given("a trail that is not admitted", "bad", [
      sketch("aws:cloudtrail/trail:Trail", "trail", {}, { from: { kmsKeyId: ["key"] } }),
      keyOf(policy(service("logs.amazonaws.com"))),
    ]),
    given("a sender to a queue of another key", "not its business", [
      sketch(TYPE.queue, "other"),
      queue,
      sketch(TYPE.subscription, "s", {}, { from: { endpoint: ["other"] } }),
      keyOf(policy()),
    ]),
  ],
  mutation: {
    what: "forgets logs in the policy of the lake's key",
    change: (program) =>
      program.set(TYPE.key, "lake", ({ policy }) => ({
        policy: String(policy).replaceAll("logs.ap-south-1.amazonaws.com", "lambda.amazonaws.com"),
      })),
  },
};
