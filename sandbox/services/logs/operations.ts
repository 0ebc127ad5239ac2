import type {
  CreateLogStreamRequest,
  DescribeLogGroupsRequest,
  DescribeLogStreamsRequest,
  DescribeResourcePoliciesRequest,
  FilterLogEventsRequest,
  GetLogEventsRequest,
  PutLogEventsRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import { parseArn, type Place } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import { compileFilter, type LineTest } from "./filter-pattern";
import { ingest } from "./ingestion";
import { describeLogGroups, describeLogStreams, filterLogEvents, getLogEvents } from "./reading";
import { groupArn, type LogEvent, type LogGroup, type LogTable } from "./store";

interface GroupInput {
  readonly logGroupName?: string | undefined;
  /** Name or ARN. */
  readonly logGroupIdentifier?: string | undefined;
}

/** What the operations need of the service around them. */
export interface Surroundings {
  readonly table: LogTable;
  /** Checks that the service may use the group's key. @throws AwsError */
  readonly useKey: (group: LogGroup, use: "GenerateDataKey" | "Decrypt") => void;
  /** Sees what was taken into a group. */
  readonly onEvents: (group: LogGroup, events: readonly LogEvent[]) => void;
}

export function operations({ table, useKey, onEvents }: Surroundings): Record<string, Operation> {
  const access = (action: string, place: Place, group: string, stream = ""): Access => ({
    action: `logs:${action}`,
    // What CloudWatch Logs authorizes for a group is the group with an empty stream: policies need the trailing `:*`.
    resource: `${groupArn(place, group)}:log-stream:${stream}`,
    ...policyOf(table, place),
  });
  const onGroup =
    (action: string) =>
    (input: GroupInput, { place }: CallContext) =>
      access(action, place, nameOf(input, place));
  const readable = (input: GroupInput, { place }: CallContext): LogGroup => {
    const group = table.group(place, nameOf(input, place));
    useKey(group, "Decrypt");
    return group;
  };
  return {
    CreateLogStream: operation<CreateLogStreamRequest>(
      ({ logGroupName = "", logStreamName = "" }, { place }) =>
        access("CreateLogStream", place, logGroupName, logStreamName),
      ({ logGroupName = "", logStreamName = "" }, { place, world }) => {
        table.addStream(table.group(place, logGroupName), logStreamName, world.now());
      },
    ),
    PutLogEvents: operation<PutLogEventsRequest>(
      ({ logGroupName = "", logStreamName = "" }, { place }) =>
        access("PutLogEvents", place, logGroupName, logStreamName),
      (input, { place, world }) => {
        const group = table.group(place, input.logGroupName ?? "");
        const stream = table.stream(group, input.logStreamName ?? "");
        useKey(group, "GenerateDataKey");
        const { taken, rejected } = ingest(group, stream, input.logEvents ?? [], world.now());
        onEvents(group, taken);
        return rejected ? { rejectedLogEventsInfo: rejected } : {};
      },
    ),
    FilterLogEvents: operation<FilterLogEventsRequest>(onGroup("FilterLogEvents"), (input, context) => {
      const matches = compiledFilter(input.filterPattern ?? "", context);
      return filterLogEvents(readable(input, context), input, matches, context.world.now());
    }),
    GetLogEvents: operation<GetLogEventsRequest>(
      (input, { place }) => access("GetLogEvents", place, nameOf(input, place), input.logStreamName),
      (input, context) => {
        const group = readable(input, context);
        return getLogEvents(group, table.stream(group, input.logStreamName ?? ""), input, context.world.now());
      },
    ),
    DescribeLogGroups: operation<DescribeLogGroupsRequest>(
      (_, { place }) => access("DescribeLogGroups", place, ""),
      (input, { place }) => describeLogGroups(table.groupsIn(place), input),
    ),
    DescribeLogStreams: operation<DescribeLogStreamsRequest>(onGroup("DescribeLogStreams"), (input, { place }) =>
      describeLogStreams(table.group(place, nameOf(input, place)), input),
    ),
    DescribeResourcePolicies: operation<DescribeResourcePoliciesRequest>(
      () => ({ action: "logs:DescribeResourcePolicies", resource: "*" }),
      (_, { place }) => ({
        resourcePolicies: [...table.policiesIn(place)].map(([policyName, document]) => ({
          policyName,
          policyDocument: JSON.stringify(document),
        })),
      }),
    ),
  };
}

function compiledFilter(pattern: string, { world }: CallContext): LineTest {
  try {
    return compileFilter(pattern);
  } catch (error) {
    if (error instanceof Unsupported) world.fail(error);
    throw error;
  }
}

function policyOf(table: LogTable, place: Place): Pick<Access, "policy"> {
  const document = table.policyOf(place);
  return document ? { policy: { kind: "plain", document } } : {};
}

function nameOf({ logGroupName, logGroupIdentifier }: GroupInput, place: Place): string {
  const name = logGroupName ?? logGroupIdentifier;
  if (name === undefined) throw new AwsError("InvalidParameterException", "Give a log group: its name or identifier.");
  if (!name.startsWith("arn:")) return name;
  const { account, resource } = parseArn(name);
  if (account !== place.account) {
    throw new AwsError("ResourceNotFoundException", `${name} is another account's: there is no monitoring link to it.`);
  }
  return resource.replace(/^log-group:/, "").replace(/:\*$/, "");
}
