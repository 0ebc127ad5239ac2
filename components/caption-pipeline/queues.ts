import { BufferedQueue, type BufferedQueueArgs, type Place, arnOf, resourceName } from "../shared";
import { type CaptionPart } from "./args";

/** The rule that hears of Transcribe's jobs that have ended. */
export const ENDED_RULE = "ended-transcriptions";

/** Timeouts of the queues' consumers, seconds. */
export const TIMEOUTS = {
  /** Two gigabytes from bucket to bucket, at 20 MB/s at the least. */
  startTranscription: 300,
  /** Four hours of speech are laid out in two seconds; the rest is for retries. */
  completeTranscription: 120,
  planTranslations: 30,
  /** Four hours of speech, sentence by sentence, at ten calls a second. */
  translateCaptions: 600,
  withdrawCaptions: 60,
} as const;

/** The first tries of a translation that fails come soon after one another: eight of them outlast a bad hour or two of Translate. */
const TRANSLATION_RECEIVES = 8;

/** The component's queues, each in front of one function. */
export interface CaptionQueues {
  readonly media: BufferedQueue;
  readonly ended: BufferedQueue;
  readonly transcripts: BufferedQueue;
  readonly translations: BufferedQueue;
  readonly withdrawals: BufferedQueue;
}

/** Queues with their dead-letter queues; services may send only from the rule and the bucket that are theirs. */
export function makeQueues({ args, parent }: CaptionPart): CaptionQueues {
  const { place, key, curated } = args;
  const make = (name: string, consumerTimeoutSeconds: number, more: Partial<BufferedQueueArgs> = {}) =>
    new BufferedQueue(name, { place, key, consumerTimeoutSeconds, ...more }, { parent });
  const rule = { service: "events.amazonaws.com", sourceArn: endedRuleArn(place) };
  const bucket = {
    service: "s3.amazonaws.com",
    sourceArn: `arn:aws:s3:::${curated.plainName}`,
    sourceAccount: place.account,
  };
  return {
    media: make("media", TIMEOUTS.startTranscription),
    ended: make("ended-transcriptions", TIMEOUTS.completeTranscription, { senders: [rule] }),
    transcripts: make("new-transcripts", TIMEOUTS.planTranslations, { senders: [bucket] }),
    translations: make("translations", TIMEOUTS.translateCaptions, { maxReceiveCount: TRANSLATION_RECEIVES }),
    withdrawals: make("withdrawals", TIMEOUTS.withdrawCaptions),
  };
}

function endedRuleArn(place: Place): string {
  return arnOf(place, "events", `rule/${resourceName(place, ENDED_RULE, "rule")}`);
}
