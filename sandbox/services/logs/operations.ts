import type {
  AssociateKmsKeyRequest,
  CreateLogGroupRequest,
  CreateLogStreamRequest,
  DescribeLogGroupsRequest,
  DescribeLogStreamsRequest,
  DescribeResourcePoliciesRequest,
  FilterLogEventsRequest,
  GetLogEventsRequest,
  PutLogEventsRequest,
  PutRetentionPolicyRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import { parseArn, type Place } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import { compileFilter, type LineTest } from "./filter-pattern";
import { ingest } from "./ingestion";
import { describeLogGroups, describeLogStreams, filterLogEvents, getLogEvents } from "./reading";
import { retentionDays } from "./resources";
import { groupArn, newGroup, type LogEvent, type LogGroup, type LogTable } from "./store";

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
  /** Checks that a group may have the key that it is about to have. @throws AwsError InvalidParameterException */
  readonly admitKey: (group: LogGroup) => void;
  /** Sees what was taken into a group. */
  readonly onEvents: (group: LogGroup, events: readonly LogEvent[]) => void;
}

export function operations(around: Surroundings): Record<string, Operation> {
  return { ...groupOperations(around), ...streamOperations(around), ...eventOperations(around), ...lists(around) };
}

function groupOperations({ table, admitKey }: Surroundings): Record<string, Operation> {
  return {
    CreateLogGroup: operation<CreateLogGroupRequest>(onGroup(table, "CreateLogGroup"), (input, { place, world }) => {
      const { logGroupName: name = "", kmsKeyId, logGroupClass = "STANDARD", tags = {} } = input;
      const group = newGroup(place, name, world.now(), { kmsKeyId, logGroupClass, tags, retentionInDays: 0 });
      admitKey(group);
      table.addGroup(group);
    }),
    AssociateKmsKey: operation<AssociateKmsKeyRequest>(onGroup(table, "AssociateKmsKey"), (input, { place }) => {
      const group = table.group(place, input.logGroupName ?? "");
      admitKey({ ...group, kmsKeyId: input.kmsKeyId });
      group.kmsKeyId = input.kmsKeyId;
    }),
    PutRetentionPolicy: operation<PutRetentionPolicyRequest>(onGroup(table, "PutRetentionPolicy"), (input, context) => {
      const days = input.retentionInDays ?? 0;
      if (days === 0 || !retentionDays.some((allowed) => allowed === days)) {
        throw new AwsError(
          "InvalidParameterException",
          `${days} is no retention: ${retentionDays.slice(1).join(", ")}.`,
        );
      }
      table.group(context.place, input.logGroupName ?? "").retentionInDays = days;
    }),
  };
}

function streamOperations({ table, useKey, onEvents }: Surroundings): Record<string, Operation> {
  return {
    CreateLogStream: operation<CreateLogStreamRequest>(
      onStream(table, "CreateLogStream"),
      ({ logGroupName = "", logStreamName = "" }, { place, world }) => {
        table.addStream(table.group(place, logGroupName), logStreamName, world.now());
      },
    ),
    PutLogEvents: operation<PutLogEventsRequest>(onStream(table, "PutLogEvents"), (input, { place, world }) => {
      const group = table.group(place, input.logGroupName ?? "");
      const stream = table.stream(group, input.logStreamName ?? "");
      useKey(group, "GenerateDataKey");
      const { taken, rejected } = ingest(group, stream, input.logEvents ?? [], world.now());
      onEvents(group, taken);
      return rejected ? { rejectedLogEventsInfo: rejected } : {};
    }),
  };
}

function eventOperations({ table, useKey }: Surroundings): Record<string, Operation> {
  const readable = (input: GroupInput, { place }: CallContext): LogGroup => {
    const group = table.group(place, nameOf(input, place));
    useKey(group, "Decrypt");
    return group;
  };
  return {
    FilterLogEvents: operation<FilterLogEventsRequest>(onGroup(table, "FilterLogEvents"), (input, context) => {
      const matches = compiledFilter(input.filterPattern ?? "", context);
      return filterLogEvents(readable(input, context), input, matches, context.world.now());
    }),
    GetLogEvents: operation<GetLogEventsRequest>(onStream(table, "GetLogEvents"), (input, context) => {
      const group = readable(input, context);
      return getLogEvents(group, table.stream(group, input.logStreamName ?? ""), input, context.world.now());
    }),
  };
}

function lists({ table }: Surroundings): Record<string, Operation> {
  return {
    DescribeLogGroups: operation<DescribeLogGroupsRequest>(
      (_, { place }) => access(table, "DescribeLogGroups", place, ""),
      (input, { place }) => describeLogGroups(table.groupsIn(place), input),
    ),
    DescribeLogStreams: operation<DescribeLogStreamsRequest>(onGroup(table, "DescribeLogStreams"), (input, { place }) =>
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

function onGroup(table: LogTable, action: string) {
  return (input: GroupInput, { place }: CallContext) => access(table, action, place, nameOf(input, place));
}

function onStream(table: LogTable, action: string) {
  return (input: GroupInput & { readonly logStreamName: string | undefined }, { place }: CallContext) =>
    access(table, action, place, nameOf(input, place), input.logStreamName);
}

/** What CloudWatch Logs authorizes for a group is the group with an empty stream: policies need the trailing `:*`. */
function access(table: LogTable, action: string, place: Place, group: string, stream = ""): Access {
  const document = table.policyOf(place);
  return {
    action: `logs:${action}`,
    resource: `${groupArn(place, group)}:log-stream:${stream}`,
    ...(document && { policy: { kind: "plain", document } }),
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
