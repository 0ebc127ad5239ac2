import type { InputLogEvent, RejectedLogEventsInfo } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../kernel/errors";
import { expiry, sweep, type LogEvent, type LogGroup, type LogStream } from "./store";

/** Limits of PutLogEvents: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const batchLimits = {
  events: 10_000,
  /** Bytes, with `overhead` for each event. */
  bytes: 1_048_576,
  overhead: 26,
  /** Milliseconds. */
  span: 86_400_000,
  oldest: 14 * 86_400_000,
  future: 2 * 3_600_000,
} as const;

/** Takes a batch into a stream. @returns the events taken, and which were too old or too new */
export function ingest(
  group: LogGroup,
  stream: LogStream,
  batch: readonly InputLogEvent[],
  now: number,
): { readonly taken: readonly LogEvent[]; readonly rejected?: RejectedLogEventsInfo } {
  checkBatch(batch);
  sweep(group, now);
  const expired = batch.findLastIndex(({ timestamp }) => (timestamp ?? 0) < expiry(group, now)) + 1;
  const old = batch.findLastIndex(({ timestamp }) => (timestamp ?? 0) < now - batchLimits.oldest) + 1;
  const tooNew = batch.findIndex(({ timestamp }) => (timestamp ?? 0) > now + batchLimits.future);
  const taken = batch
    .slice(Math.max(expired, old), tooNew === -1 ? batch.length : tooNew)
    .map(({ timestamp = 0, message = "" }) => ({ timestamp, ingestionTime: now, message }));
  for (const event of taken) stream.events.push(event);
  stream.lastIngestion = now;
  const rejected: RejectedLogEventsInfo = {
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
    ...(old > 0 && { tooOldLogEventEndIndex: old }),
    ...(tooNew !== -1 && { tooNewLogEventStartIndex: tooNew }),
  };
  return Object.keys(rejected).length === 0 ? { taken } : { taken, rejected };
}

/** @throws AwsError InvalidParameterException */
function checkBatch(batch: readonly InputLogEvent[]): void {
  if (batch.length === 0 || batch.length > batchLimits.events) {
    throw invalid(`a batch holds 1 to ${batchLimits.events} log events, not ${batch.length}`);
  }
  let bytes = 0;
  let last = -Infinity;
  for (const { timestamp = 0, message = "" } of batch) {
    if (message.length === 0) throw invalid("a log event's message must not be empty");
    if (timestamp < last) throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
    last = timestamp;
    bytes += Buffer.byteLength(message) + batchLimits.overhead;
  }
  if (bytes > batchLimits.bytes)
    throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${batchLimits.bytes}`);
  if (last - (batch[0]?.timestamp ?? 0) > batchLimits.span) {
    throw invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}

/** Events in batches that PutLogEvents takes; in the order of time, as it wants them. */
export function batches(events: readonly InputLogEvent[]): InputLogEvent[][] {
  const sorted = [...events].sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0));
  const result: InputLogEvent[][] = [];
  let current: InputLogEvent[] = [];
  let bytes = 0;
  for (const event of sorted) {
    const size = Buffer.byteLength(event.message ?? "") + batchLimits.overhead;
    const first = current[0]?.timestamp ?? event.timestamp ?? 0;
    const full = current.length >= batchLimits.events || bytes + size > batchLimits.bytes;
    if (current.length > 0 && (full || (event.timestamp ?? 0) - first > batchLimits.span)) {
      result.push(current);
      current = [];
      bytes = 0;
    }
    current.push(event);
    bytes += size;
  }
  if (current.length > 0) result.push(current);
  return result;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
