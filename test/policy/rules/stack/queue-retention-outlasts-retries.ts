import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/queue-retention-outlasts-retries";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Outcome, type Specimen } from "../../support/specimen";

const REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy";

interface Numbers {
  readonly tries?: unknown;
  readonly visibility?: unknown;
  readonly retention?: unknown;
}

function props({ visibility, retention }: Numbers) {
  return { visibilityTimeoutSeconds: visibility, messageRetentionSeconds: retention };
}

function inline(title: string, is: Outcome, numbers: Numbers, says?: RegExp) {
  const redrivePolicy = JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:x:1:dead", maxReceiveCount: numbers.tries });
  const queue = sketch(TYPE.queue, "events", { ...props(numbers), redrivePolicy });
  return given(title, is, [queue], says && { says });
}

function standalone(title: string, is: Outcome, numbers: Numbers) {
  const redrivePolicy = { maxReceiveCount: numbers.tries };
  const beside = sketch(REDRIVE, "redrive", { redrivePolicy }, { from: { queueUrl: ["events"] } });
  return given(title, is, [sketch(TYPE.queue, "events", props(numbers)), beside]);
}

export const specimen: Specimen = {
  rule,
  cases: [
    inline("two weeks for fifteen minutes of tries", "good", { tries: 5, visibility: 180, retention: 1_209_600 }),
    inline("a second left", "good", { tries: 10, visibility: 60, retention: 601 }),
    inline("not a second left", "bad", { tries: 10, visibility: 60, retention: 600 }, /is 10.*is 60.*is 600/),
    inline("a minute for ten minutes of tries", "bad", { tries: 10, visibility: 60, retention: 60 }),
    inline("numbers as text", "bad", { tries: "10", visibility: "60", retention: "60" }),
    inline("four days when nothing is set", "good", { tries: 8, visibility: 43_199 }),
    inline("four days when nothing is set, and as many tries", "bad", { tries: 8, visibility: 43_200 }),
    inline("30 s of visibility when nothing is set", "bad", { tries: 10, retention: 300 }),
    inline("30 s of visibility when nothing is set, in time", "good", { tries: 10, retention: 301 }),
    inline(
      "a retention that is not known yet",
      "undecided",
      { tries: 10, visibility: 60, retention: UNKNOWN },
      /known/,
    ),
    inline("a visibility that is not known yet", "undecided", { tries: 10, visibility: UNKNOWN, retention: 60 }),
    given("a redrive policy that is not known yet", "undecided", [
      sketch(TYPE.queue, "events", { visibilityTimeoutSeconds: 60, redrivePolicy: UNKNOWN }),
    ]),
    standalone("a redrive policy beside the queue", "good", { tries: 5, visibility: 180, retention: 1_209_600 }),
    standalone("too many tries, beside the queue", "bad", { tries: 10, visibility: 60, retention: 60 }),
    given("no redrive policy", "not its business", [sketch(TYPE.queue, "events", { messageRetentionSeconds: 60 })]),
  ],
  mutation: {
    what: "keeps messages for as long as their tries take",
    change: (program) => program.set(TYPE.queue, "post-events", { messageRetentionSeconds: 900 }),
  },
};
