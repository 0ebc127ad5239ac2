import type {
  DescribeLogGroupsRequest,
  DescribeLogStreamsRequest,
  FilterLogEventsRequest,
  GetLogEventsRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LineTest } from "./filter-pattern";
import { expiry, type LogEvent, type LogGroup, type LogStream } from "./store";

/** Events a page when no limit is given: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const defaultPage = 10_000;

/** The events of a stream in the order of time, without those that the retention has taken. */
function visible(group: LogGroup, stream: LogStream, now: number): { readonly event: LogEvent; readonly id: string }[] {
  const limit = expiry(group, now);
  return stream.events
    .map((event, i) => ({ event, id: String(event.timestamp).padStart(20, "0") + String(i).padStart(36, "0") }))
    .filter(({ event }) => event.timestamp >= limit)
    .sort((a, b) => a.event.timestamp - b.event.timestamp);
}

function within(from: number | undefined, to: number | undefined): (event: LogEvent) => boolean {
  return ({ timestamp }) => timestamp >= (from ?? -Infinity) && timestamp <= (to ?? Infinity);
}

export function filterLogEvents(
  group: LogGroup,
  input: FilterLogEventsRequest,
  matches: LineTest,
  now: number,
): object {
  const inTime = within(input.startTime, input.endTime);
  const names = input.logStreamNames && new Set(input.logStreamNames);
  const found = [...group.streams.values()]
    .filter(({ name }) => (names?.has(name) ?? true) && name.startsWith(input.logStreamNamePrefix ?? ""))
    .flatMap((stream) =>
      visible(group, stream, now)
        .filter(({ event }) => inTime(event) && matches(event.message))
        .map(({ event, id }) => ({ logStreamName: stream.name, ...event, eventId: id })),
    )
    .sort((a, b) => a.timestamp - b.timestamp);
  const start = Number(input.nextToken ?? 0);
  const next = start + (input.limit ?? defaultPage);
  return { events: found.slice(start, next), ...(next < found.length && { nextToken: String(next) }) };
}

/** Tokens are `f/<index>` and `b/<index>`; at either end AWS answers the token that it was given. */
export function getLogEvents(group: LogGroup, stream: LogStream, input: GetLogEventsRequest, now: number): object {
  const inTime = within(input.startTime, input.endTime);
  const events = visible(group, stream, now)
    .map(({ event }) => event)
    .filter(inTime);
  const limit = input.limit ?? defaultPage;
  const [direction, at] = input.nextToken?.split("/") ?? [];
  let start = input.startFromHead === true ? 0 : Math.max(0, events.length - limit);
  let end = Math.min(events.length, start + limit);
  if (direction === "f") [start, end] = [Number(at), Math.min(events.length, Number(at) + limit)];
  if (direction === "b") [start, end] = [Math.max(0, Number(at) - limit), Number(at)];
  return { events: events.slice(start, end), nextForwardToken: `f/${end}`, nextBackwardToken: `b/${start}` };
}

export function describeLogGroups(groups: readonly LogGroup[], input: DescribeLogGroupsRequest): object {
  const { logGroupNamePrefix = "", logGroupNamePattern = "" } = input;
  const found = groups.filter(
    ({ name }) => name.startsWith(logGroupNamePrefix) && name.toLowerCase().includes(logGroupNamePattern.toLowerCase()),
  );
  return page(found, input, "logGroups", (group) => ({
    logGroupName: group.name,
    creationTime: group.created,
    ...(group.retentionInDays > 0 && { retentionInDays: group.retentionInDays }),
    arn: `${group.arn}:*`,
    logGroupArn: group.arn,
    ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.logGroupClass,
  }));
}

export function describeLogStreams(group: LogGroup, input: DescribeLogStreamsRequest): object {
  const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ""));
  const byTime = input.orderBy === "LastEventTime";
  streams.sort(
    (a, b) =>
      (byTime ? (a.events.at(-1)?.timestamp ?? 0) - (b.events.at(-1)?.timestamp ?? 0) : 0) ||
      (a.name < b.name ? -1 : 1),
  );
  if (input.descending) streams.reverse();
  return page(streams, input, "logStreams", (stream) => ({
    logStreamName: stream.name,
    creationTime: stream.created,
    arn: stream.arn,
    ...(stream.events.length > 0 && {
      firstEventTimestamp: Math.min(...ends(stream)),
      lastEventTimestamp: Math.max(...ends(stream)),
    }),
    ...(stream.lastIngestion !== undefined && { lastIngestionTime: stream.lastIngestion }),
  }));
}

function ends(stream: LogStream): number[] {
  return [stream.events[0]?.timestamp ?? 0, stream.events.at(-1)?.timestamp ?? 0];
}

function page<T>(
  items: readonly T[],
  input: { readonly limit?: number | undefined; readonly nextToken?: string | undefined },
  member: string,
  shape: (item: T) => object,
): object {
  const start = Number(input.nextToken ?? 0);
  const next = start + (input.limit ?? 50);
  return { [member]: items.slice(start, next).map(shape), ...(next < items.length && { nextToken: String(next) }) };
}
