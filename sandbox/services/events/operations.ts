import type {
  DescribeRuleRequest,
  ListRulesRequest,
  ListTargetsByRuleRequest,
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import { formatArn, type Place } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import type { Rule, Target } from "./rule";
import type { EventsService } from "./service";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST_ENTRIES = 10;
const LARGEST = 1_048_576;

export function operations(events: EventsService): Record<string, Operation> {
  const onRule = <I extends { Name?: string | undefined }>(action: string, run: (rule: Rule) => object | void) =>
    operation<I>(
      (input, { place }) => ({ action: `events:${action}`, resource: ruleArn(input.Name ?? "", place) }),
      (input, context) => {
        checkBus(input as { EventBusName?: string }, context);
        return run(events.rule(input.Name, context.place));
      },
    );
  return {
    PutEvents: operation<PutEventsRequest>(putAccess, (input, context) => putEvents(events, input, context)),
    DescribeRule: onRule<DescribeRuleRequest>("DescribeRule", described),
    EnableRule: onRule("EnableRule", (rule) => void (rule.enabled = true)),
    DisableRule: onRule("DisableRule", (rule) => void (rule.enabled = false)),
    ListRules: operation<ListRulesRequest>(
      (_, { place }) => ({ action: "events:ListRules", resource: ruleArn("*", place) }),
      ({ NamePrefix = "" }, { place }) => ({
        Rules: [...events.rulesOf(place)]
          .filter(({ name }) => name.startsWith(NamePrefix))
          .map(described)
          .sort((a, b) => (a.Name < b.Name ? -1 : 1)),
      }),
    ),
    ListTargetsByRule: operation<ListTargetsByRuleRequest>(
      ({ Rule = "" }, { place }) => ({ action: "events:ListTargetsByRule", resource: ruleArn(Rule, place) }),
      ({ Rule }, { place }) => ({ Targets: [...events.rule(Rule, place).targets.values()].map(describedTarget) }),
    ),
  };
}

export function ruleArn(name: string, place: Place): string {
  return formatArn({ service: "events", ...place, resource: `rule/${name}` });
}

function busArn(place: Place): string {
  return formatArn({ service: "events", ...place, resource: "event-bus/default" });
}

function putAccess({ Entries = [] }: PutEventsRequest, { place }: CallContext): Access {
  return {
    action: "events:PutEvents",
    resource: busArn(place),
    context: {
      "events:source": Entries.map(({ Source }) => Source ?? ""),
      "events:detail-type": Entries.map(({ DetailType }) => DetailType ?? ""),
    },
  };
}

function checkBus({ EventBusName }: { EventBusName?: string | undefined }, context: CallContext): void {
  if (EventBusName === undefined || EventBusName === "default" || EventBusName === busArn(context.place)) return;
  throw new Unsupported(`the event bus ${EventBusName}: only the default bus of account and region`);
}

function putEvents(events: EventsService, { Entries, EndpointId }: PutEventsRequest, context: CallContext): object {
  if (EndpointId !== undefined) throw new Unsupported("global endpoints (EndpointId)");
  if (!Entries?.length || Entries.length > MOST_ENTRIES) {
    throw new AwsError("ValidationException", "Entries must have between 1 and 10 members.");
  }
  if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > LARGEST) {
    throw new AwsError("ValidationException", "Total size of the entries in the request is over the limit.");
  }
  const results = Entries.map((entry) => putEvent(events, entry, context));
  return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: results };
}

function putEvent(events: EventsService, entry: PutEventsRequestEntry, context: CallContext): PutEventsResultEntry {
  checkBus(entry, context);
  const { Source, DetailType, Detail, Resources, Time } = entry;
  const missing = !Source ? "Source" : !DetailType ? "DetailType" : !Detail ? "Detail" : undefined;
  if (missing)
    return {
      ErrorCode: "InvalidArgument",
      ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`,
    };
  if (/^aws\./.test(Source as string)) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  const detail = parseObject(Detail as string);
  if (!detail) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  const time = Time?.getTime();
  const emitted = { source: Source as string, "detail-type": DetailType as string, detail, resources: Resources ?? [] };
  return { EventId: events.emit(context.place, { ...emitted, ...(time !== undefined && { time }) }) };
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
function sizeOf({ Time, Source = "", DetailType = "", Detail = "", Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time ? 14 : 0);
}

function described({ name, arn, pattern, scheduleExpression, enabled, description }: Rule) {
  return {
    Name: name,
    Arn: arn,
    ...(pattern && { EventPattern: pattern.text }),
    ...(scheduleExpression && { ScheduleExpression: scheduleExpression }),
    ...(description && { Description: description }),
    State: enabled ? "ENABLED" : "DISABLED",
    EventBusName: "default",
  };
}

function describedTarget({ id, arn, input, inputPath, inputTransformer, deadLetterArn, retryPolicy }: Target): object {
  const { inputPaths, inputTemplate } = inputTransformer ?? {};
  return {
    Id: id,
    Arn: arn,
    ...(input && { Input: input }),
    ...(inputPath && { InputPath: inputPath }),
    ...(inputTemplate && { InputTransformer: { InputPathsMap: inputPaths, InputTemplate: inputTemplate } }),
    ...(deadLetterArn && { DeadLetterConfig: { Arn: deadLetterArn } }),
    RetryPolicy: {
      MaximumRetryAttempts: retryPolicy.maximumRetryAttempts,
      MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds,
    },
  };
}
