import { AwsError } from "../../kernel/errors";
import type { CallContext } from "../../kernel/service";
import { TokenBucket } from "../../kernel/token-bucket";

/** Default quotas: https://docs.aws.amazon.com/general/latest/gr/transcribe.html */
export const quotas = {
  /** Requests a second, by operation. */
  rates: {
    StartTranscriptionJob: 25,
    GetTranscriptionJob: 30,
    ListTranscriptionJobs: 5,
    DeleteTranscriptionJob: 5,
  } as Readonly<Record<string, number>>,
  /** Jobs that run at a time. */
  concurrentJobs: 250,
  /** Days that a job is known. */
  retention: 90,
  /** Milliseconds. */
  shortest: 500,
  longest: 4 * 3_600_000,
  /** Bytes. */
  largest: 2 * 1024 ** 3,
} as const;

/** Requests of each account and region. */
export class RequestRates {
  private readonly buckets = new Map<string, TokenBucket>();

  /** @throws AwsError ThrottlingException over the quota */
  count(operation: string, { place, world }: CallContext): void {
    const rate = quotas.rates[operation];
    if (rate === undefined) return;
    const key = `${place.account}/${place.region}/${operation}`;
    let bucket = this.buckets.get(key);
    if (!bucket) this.buckets.set(key, (bucket = new TokenBucket(rate, rate)));
    if (!bucket.take(world.now())) throw new AwsError("ThrottlingException", "Rate exceeded");
  }
}
