import { BufferedQueue, DeadLetterQueue } from "../shared";
import { type HashtagPart } from "./args";

/** Timeouts of the queues' consumers, seconds. */
export const TIMEOUTS = {
  /** 25 posts in five calls of Comprehend, or as many of Translate as there are posts, each with its retries. */
  analyseText: 120,
  /** Ten posts, each with some thirty queries. */
  suggestHashtags: 60,
} as const;

/** The component's queues, each in front of one function. */
export interface HashtagQueues {
  readonly texts: BufferedQueue;
  readonly suggestions: BufferedQueue;
}

/** Queues with their dead-letter queues; only the component's functions send to them. */
export function makeQueues({ args: { place, key }, parent }: HashtagPart): HashtagQueues {
  const make = (name: string, consumerTimeoutSeconds: number) =>
    new BufferedQueue(name, { place, key, consumerTimeoutSeconds }, { parent });
  return { texts: make("texts", TIMEOUTS.analyseText), suggestions: make("suggestions", TIMEOUTS.suggestHashtags) };
}

/** Where changes and invocations go that were given up on. */
export function makeFailures({ args: { place, key }, parent }: HashtagPart): DeadLetterQueue {
  return new DeadLetterQueue("hashtags-failed", { place, key }, { parent });
}
