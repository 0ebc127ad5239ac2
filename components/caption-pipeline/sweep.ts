import { makeSweepCaptions } from "../../functions/caption-pipeline/sweep-captions";
import { type DeadLetterQueue, MagicFunction, invokedBySchedule } from "../shared";
import { type CaptionPart, functionArgs } from "./args";
import { type CaptionQueues } from "./queues";
import { PENDING_INDEX, type CaptionTables } from "./tables";
import { jobGrants } from "./transcription";

/** How often the sweeper looks. */
export const SWEEP_EXPRESSION = "rate(15 minutes)";

/** Transcribe answers 30 questions a second, and a sweep asks 800 at the most. */
const TIMEOUT_SECONDS = 120;

/** Looks after what is stuck, and resumes what was parked. */
export function makeSweep(
  part: CaptionPart,
  tables: CaptionTables,
  queues: CaptionQueues,
  failures: DeadLetterQueue,
): MagicFunction {
  const { args, parent } = part;
  const { media, ended, translations } = queues;
  const sweep = new MagicFunction(
    "sweep-captions",
    {
      ...functionArgs(part),
      description: "Sends captions that are stuck or parked on their way again, and counts what waits",
      handler: makeSweepCaptions(),
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        CAPTIONS_TABLE: tables.captions.name,
        PENDING_INDEX,
        USAGE_TABLE: tables.usage.name,
        MEDIA_QUEUE_URL: media.url,
        ENDED_QUEUE_URL: ended.url,
        TRANSLATIONS_QUEUE_URL: translations.url,
        DAILY_SECONDS: String(args.daily.transcribeMinutes * 60),
        DAILY_CHARACTERS: String(args.daily.translateCharacters),
      },
      grants: [
        ...tables.captions.grantIndex(PENDING_INDEX, "dynamodb:Query"),
        ...tables.captions.grant("dynamodb:UpdateItem"),
        ...tables.usage.grant("dynamodb:GetItem"),
        jobGrants(part, "Get"),
        ...[media, ended, translations].flatMap((queue) => queue.grant("sqs:SendMessage")),
      ],
      onFailure: failures,
    },
    { parent },
  );
  invokedBySchedule("run-sweep-captions", sweep, {
    description: "Looks after captions that are stuck or parked",
    expression: SWEEP_EXPRESSION,
    deadLetters: failures,
    enabled: args.active,
  });
  return sweep;
}
