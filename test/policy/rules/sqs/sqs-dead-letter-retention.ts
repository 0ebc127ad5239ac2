import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/sqs/sqs-dead-letter-retention";
import { queue, redrive } from "../../support/good/messages";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const DAY = 86_400;
const { type, arn } = queue("dead");

function keeping(title: string, is: Outcome, messageRetentionSeconds: unknown, rest: Partial<Case> = {}): Case {
  const events = queue("events", { redrivePolicy: redrive(arn), messageRetentionSeconds: DAY });
  return { title, is, resources: [events, queue("dead", { messageRetentionSeconds })], ...rest };
}

export const specimen: Specimen = {
  rule,
  cases: [
    keeping("14 days", "good", 14 * DAY),
    keeping("a week, where that is enough", "good", 7 * DAY, { options: { days: 7 } }),
    keeping("nothing set, which is four days", "bad", undefined, { says: /messageRetentionSeconds is not set/ }),
    keeping("four days", "bad", 4 * DAY),
    keeping("a second less than 14 days", "bad", 14 * DAY - 1, { says: /1209599/ }),
    keeping("four days, as text", "bad", "345600"),
    keeping("a week, where eight days are wanted", "bad", 7 * DAY, { options: { days: 8 } }),
    {
      title: "what a subscription gave up, kept for a day",
      is: "bad",
      resources: [
        queue("dead", { messageRetentionSeconds: DAY }),
        { type: "aws:sns/topicSubscription:TopicSubscription", name: "it", props: { redrivePolicy: redrive(arn) } },
      ],
    },
    {
      title: "no dead-letter queue",
      is: "not its business",
      resources: [queue("e", { messageRetentionSeconds: DAY })],
    },
    keeping("not known yet", "undecided", UNKNOWN),
  ],
  mutation: {
    what: "keeps dead letters for four days",
    change: (program) => program.set(type, "post-events-dead-letters", { messageRetentionSeconds: 4 * DAY }),
  },
};
