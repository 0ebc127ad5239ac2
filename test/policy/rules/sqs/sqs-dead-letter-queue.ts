import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sqs/sqs-dead-letter-queue";
import { queue, queuePolicy, redrive } from "../../support/good/messages";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const dead = queue("dead");
const other = queue("other", { redrivePolicy: redrive("arn:aws:sqs:ap-south-1:222222222222:elsewhere") });
const given = (title: string, is: Outcome, ...resources: readonly Sketch[]): Case => ({ title, is, resources });

const redrivePolicy = (props: Sketch["props"], from?: Sketch["from"]): Sketch => ({
  type: "aws:sqs/redrivePolicy:RedrivePolicy",
  name: "redrive",
  props: { queueUrl: queue("events").props["url"], ...props },
  ...(from && { from }),
});

/** What gives up to the queue `dead`: each makes of it a dead-letter queue, which needs none. */
const giveUp: readonly (readonly [type: string, props: Sketch["props"]])[] = [
  ["aws:cloudwatch/eventTarget:EventTarget", { deadLetterConfig: { arn: dead.arn } }],
  [
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    { destinationConfig: { onFailure: { destinationArn: dead.arn } } },
  ],
  ["aws:lambda/function:Function", { deadLetterConfig: { targetArn: dead.arn } }],
  [
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    { destinationConfig: { onFailure: { destination: dead.arn } } },
  ],
  ["aws:scheduler/schedule:Schedule", { target: { deadLetterConfig: { arn: dead.arn } } }],
  ["aws:sns/topicSubscription:TopicSubscription", { redrivePolicy: redrive(dead.arn) }],
  ["aws:sqs/redrivePolicy:RedrivePolicy", { queueUrl: other.props["url"], redrivePolicy: redrive(dead.arn) }],
];

const schedule = (target: object): Sketch => ({
  type: "aws:scheduler/schedule:Schedule",
  name: "nightly",
  props: { target },
  from: { target: ["work", "dead"] },
});

export const specimen: Specimen = {
  rule,
  cases: [
    given("its own", "good", queue("events", { redrivePolicy: redrive(dead.arn) }), dead),
    given("beside it", "good", queue("events"), redrivePolicy({ redrivePolicy: redrive(dead.arn) }), dead),
    given("one that another stack made", "good", queue("events", { redrivePolicy: redrive(`${dead.arn}-2`) })),
    given(
      "one that is not made yet",
      "good",
      { ...queue("events", { redrivePolicy: UNKNOWN }), from: { redrivePolicy: ["dead"] } },
      dead,
    ),
    ...giveUp.map(([type, props]) =>
      given(`takes what ${type} gave up`, "good", { type, name: "it", props }, other, dead),
    ),
    { title: "none", is: "bad", resources: [queue("events")], says: /no dead-letter queue/ },
    given("an empty one", "bad", queue("events", { redrivePolicy: "" })),
    given("tries, but no queue", "bad", queue("events", { redrivePolicy: '{"maxReceiveCount":5}' })),
    given(
      "one beside another queue",
      "bad",
      queue("events"),
      redrivePolicy({ queueUrl: "https://x", redrivePolicy: redrive(dead.arn) }),
      dead,
    ),
    ...giveUp.map(([type]) => given(`${type} that gives nothing up`, "bad", { type, name: "it", props: {} }, dead)),
    given(
      "takes what a function did, not what it failed to do",
      "bad",
      {
        type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        name: "it",
        props: { destinationConfig: { onSuccess: { destination: dead.arn } } },
        from: { destinationConfig: ["dead"] },
      },
      dead,
    ),
    given(
      "a schedule's work, beside what the schedule gave up",
      "bad",
      schedule({ arn: queue("work").arn, deadLetterConfig: { arn: dead.arn } }),
      queue("work"),
      dead,
    ),
    given(
      "what a schedule gave up, beside its work",
      "good",
      schedule({ deadLetterConfig: { arn: dead.arn } }),
      other,
      dead,
      {
        ...other,
        name: "work",
      },
    ),
    given(
      "either of two queues that are not made yet",
      "good",
      schedule({ arn: UNKNOWN, deadLetterConfig: { arn: UNKNOWN } }),
      queue("work", { arn: UNKNOWN }),
      queue("dead", { arn: UNKNOWN }),
    ),
    given("not known yet", "undecided", queue("events", { redrivePolicy: UNKNOWN })),
    given("not known yet, beside it", "undecided", queue("events"), redrivePolicy({ redrivePolicy: UNKNOWN })),
  ],
  mutation: {
    what: "adds a queue whose messages come back until they expire",
    change: (program) => program.add(queue("texts"), queuePolicy(queue("texts"))),
  },
};
