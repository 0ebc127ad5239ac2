import { makeSweepTexts } from "../../functions/hashtag-engine/sweep-texts";
import { type DeadLetterQueue, MagicFunction, invokedBySchedule } from "../shared";
import { type HashtagPart, functionArgs } from "./args";
import { type HashtagQueues } from "./queues";
import { type HashtagTables, PENDING_INDEX } from "./tables";

/** How often the sweep looks. */
export const SWEEP_EXPRESSION = "rate(15 minutes)";

/** Sixteen queries, and a write for each of 800 posts at the most. */
const TIMEOUT_SECONDS = 120;

/** Looks after posts that are stuck on their way to their tags. */
export function makeSweep(
  part: HashtagPart,
  tables: HashtagTables,
  queues: HashtagQueues,
  failures: DeadLetterQueue,
): MagicFunction {
  const { args, parent } = part;
  const sweep = new MagicFunction(
    "sweep-texts",
    {
      ...functionArgs(part),
      description: "Sends posts that are stuck on their way to their tags on again, and counts what waits",
      handler: makeSweepTexts(),
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        RAW_TEXT_TABLE: tables.rawText.name,
        PENDING_INDEX,
        TEXTS_QUEUE_URL: queues.texts.url,
        SUGGESTIONS_QUEUE_URL: queues.suggestions.url,
      },
      grants: [
        ...tables.rawText.grantIndex(PENDING_INDEX, "dynamodb:Query"),
        ...tables.rawText.grant("dynamodb:PutItem"),
        ...[queues.texts, queues.suggestions].flatMap((queue) => queue.grant("sqs:SendMessage")),
      ],
      onFailure: failures,
    },
    { parent },
  );
  invokedBySchedule("run-sweep-texts", sweep, {
    description: "Looks after posts that are stuck on their way to their tags",
    expression: SWEEP_EXPRESSION,
    deadLetters: failures,
    enabled: args.active,
  });
  return sweep;
}
