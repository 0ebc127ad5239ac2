/** When a translation that failed is tried again, by how often it was received: four times as late each time, up to an hour. */
export const COME_BACK = { firstSeconds: 60, factor: 4, mostSeconds: 3600 } as const;

/**
 * Seconds until a message that failed is to be received again. The first comes within a minute, where the queue's own
 * visibility timeout would make an hour of it; the last ones are an hour apart, so that all eight outlast a bad hour or two of Translate.
 *
 * @param receives from 1, as SQS counts them
 * @param random from 0 to 1: half of the time is left to chance, so that what was throttled together does not come back together
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function comeBackSeconds(receives: number, random: number): number {
  const { firstSeconds, factor, mostSeconds } = COME_BACK;
  const full = Math.min(mostSeconds, firstSeconds * factor ** Math.max(0, receives - 1));
  return Math.ceil((full * (1 + random)) / 2);
}
