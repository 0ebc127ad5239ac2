import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/visibility-outlasts-function";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const QUEUE = "aws:sqs/queue:Queue";
const FUNCTION = "aws:lambda/function:Function";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

const mapping: Sketch = {
  type: MAPPING,
  name: "events-to-reader",
  props: { eventSourceArn: UNKNOWN, functionName: UNKNOWN },
  from: { eventSourceArn: ["events"], functionName: ["reader"] },
};

type Seconds = number | string | typeof UNKNOWN | undefined;

function reading(title: string, is: Outcome, visibility: Seconds, timeout: Seconds, rest: Partial<Case> = {}): Case {
  const events: Sketch = { type: QUEUE, name: "events", props: { visibilityTimeoutSeconds: visibility } };
  const reader: Sketch = { type: FUNCTION, name: "reader", props: { timeout } };
  return { title, is, resources: [events, reader, mapping], ...rest };
}

export const specimen: Specimen = {
  rule,
  cases: [
    reading("longer than needed", "good", 240, 30),
    reading("exactly six times", "good", 180, 30),
    reading("a second too short", "bad", 179, 30, { says: /is 179.*is 30/ }),
    reading("as long as the function", "bad", 30, 30),
    reading("nothing set: 30 s against 3 s", "good", undefined, undefined),
    reading("only the function's is set", "bad", undefined, 6),
    reading("written as text, as in a state file", "bad", "90", "30"),
    reading("a stricter factor", "bad", 180, 30, { options: { factor: 7 } }),
    reading("a visibility that is not known yet", "undecided", UNKNOWN, 30),
    reading("a timeout that is not known yet", "undecided", 180, UNKNOWN),
    {
      title: "plain names instead of dependencies",
      is: "bad",
      resources: [
        { type: QUEUE, name: "events", props: { arn: "arn:aws:sqs:x:1:q", visibilityTimeoutSeconds: 10 } },
        { type: FUNCTION, name: "reader", props: { name: "huut-reader", timeout: 30 } },
        { type: MAPPING, name: "m", props: { eventSourceArn: "arn:aws:sqs:x:1:q", functionName: "huut-reader" } },
      ],
    },
    {
      title: "a queue that no function reads",
      is: "not its business",
      resources: [{ type: QUEUE, name: "events", props: { visibilityTimeoutSeconds: 1 } }],
    },
  ],
  mutation: {
    what: "hides messages for a second less",
    change: (program) => program.set(QUEUE, "post-events", { visibilityTimeoutSeconds: 60 }),
  },
};
