import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-async-failures-kept";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const destination = "arn:aws:sqs:ap-south-1:222222222222:huut-failed";

function lambda(props: Readonly<Record<string, unknown>> = {}): Sketch {
  return {
    type: "aws:lambda/function:Function",
    name: "store",
    props: { name: "huut-store", arn: "arn:store", ...props },
  };
}

function permission(principal: unknown, name: unknown = "huut-store"): Sketch {
  return { type: "aws:lambda/permission:Permission", name: "p", props: { function: name, principal } };
}

function config(props: Readonly<Record<string, unknown>>): Sketch {
  return { type: CONFIG, name: "c", props: { functionName: "huut-store", ...props } };
}

function schedule(arn: unknown): Sketch {
  return { type: "aws:scheduler/schedule:Schedule", name: "s", props: { target: { arn, roleArn: "arn:role" } } };
}

function called(title: string, is: Outcome, resources: readonly Sketch[], rest: Partial<Case> = {}): Case {
  return { title, is, resources, ...rest };
}

const events = permission("events.amazonaws.com");
const kept = config({ destinationConfig: { onFailure: { destination } } });

export const specimen: Specimen = {
  rule,
  cases: [
    called("a rule's, with a destination", "good", [lambda(), events, kept]),
    called("a schedule's, with a destination", "good", [lambda(), schedule("arn:store"), kept]),
    called("a rule's, with a dead-letter queue", "good", [
      lambda({ deadLetterConfig: { targetArn: destination } }),
      events,
    ]),
    called("an API's, which waits for the answer", "good", [lambda(), permission("apigateway.amazonaws.com")]),
    called("nobody's", "good", [lambda()]),
    called("a rule's", "bad", [lambda(), events], { says: /is called asynchronously, and what fails is dropped/ }),
    called("a schedule's", "bad", [lambda(), schedule("arn:store")]),
    called("another function's schedule", "good", [lambda(), schedule("arn:other")]),
    ...["s3", "sns", "iot", "ses", "scheduler", "logs", "logs.ap-south-1"].map((service) =>
      called(`${service}'s`, "bad", [lambda(), permission(`${service}.amazonaws.com`)]),
    ),
    called("a service with a longer name", "good", [lambda(), permission("x.sns.amazonaws.com")]),
    called("a name that goes on", "good", [lambda(), permission("sns.amazonaws.com.example")]),
    called("a rule's of another function", "good", [lambda(), permission("events.amazonaws.com", "huut-other")]),
    called("a configuration without a destination", "bad", [lambda(), events, config({ maximumRetryAttempts: 0 })]),
    called("a destination of what succeeds", "bad", [
      lambda(),
      events,
      config({ destinationConfig: { onSuccess: { destination } } }),
    ]),
    called("another function's destination", "bad", [
      lambda(),
      events,
      { ...kept, props: { ...kept.props, functionName: "x" } },
    ]),
    called("an empty dead-letter queue", "bad", [lambda({ deadLetterConfig: { targetArn: "" } }), events]),
    called("an unknown destination", "undecided", [
      lambda(),
      events,
      config({ destinationConfig: { onFailure: { destination: UNKNOWN } } }),
    ]),
    called("names that are made later", "bad", [
      lambda({ name: UNKNOWN, arn: UNKNOWN }),
      { ...schedule(UNKNOWN), from: { target: ["store"] } },
    ]),
    called("names that are made later, kept", "good", [
      lambda({ name: UNKNOWN, arn: UNKNOWN }),
      { ...schedule(UNKNOWN), from: { target: ["store"] } },
      { ...kept, props: { ...kept.props, functionName: UNKNOWN }, from: { functionName: ["store"] } },
    ]),
    called("an unknown target", "undecided", [lambda(), schedule(UNKNOWN)]),
    called("an unknown caller", "undecided", [lambda(), permission(UNKNOWN)]),
    called("an unknown caller, kept", "good", [lambda(), permission(UNKNOWN), kept]),
  ],
  mutation: {
    what: "drops what store-insight fails on",
    change: (program) => program.remove(CONFIG, "store-insight-on-failure"),
  },
};
