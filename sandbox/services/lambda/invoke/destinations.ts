import { parseArn } from "../../../kernel/arn";
import type { Cloud } from "../../../kernel/cloud";
import { Unsupported } from "../../../kernel/errors";
import { assumeFunctionRole } from "../session";
import type { FunctionState } from "../state";
import { retried } from "./log";

/** A record for a destination or a dead-letter queue. */
export interface DestinationRecord {
  readonly body: string;
  /** Attributes of a dead letter; records of destinations have none. */
  readonly attributes?: Readonly<Record<string, { DataType: string; StringValue: string }>>;
  /** For EventBridge: success or failure. */
  readonly detailType?: string;
}

/** @throws Unsupported at deployment, for kinds of destination that are not modelled */
export function assertDestination(arn: string, what: string): void {
  const { service } = parseArn(arn);
  if (!["sqs", "sns", "lambda", "events"].includes(service))
    throw new Unsupported(`${what} of the service "${service}" (${arn})`);
}

/** Sends a record as the function's role. @throws AwsError when the destination does not take it */
export async function sendTo(cloud: Cloud, fn: FunctionState, arn: string, record: DestinationRecord): Promise<void> {
  const principal = assumeFunctionRole(cloud, fn.inputs.role, fn.name);
  const { region } = parseArn(arn);
  const { service, operation, input } = request(arn, record);
  const place = { account: principal.account, region };
  await retried(cloud, () => cloud.call({ principal, place, service, operation, input }));
}

function request(arn: string, { body, attributes, detailType }: DestinationRecord) {
  const { service, region, account, resource } = parseArn(arn);
  switch (service) {
    case "sqs": {
      const input = { QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${resource}`, MessageBody: body };
      return {
        service,
        operation: "SendMessage",
        input: attributes ? { ...input, MessageAttributes: attributes } : input,
      };
    }
    case "sns": {
      const input = { TopicArn: arn, Message: body };
      return { service, operation: "Publish", input: attributes ? { ...input, MessageAttributes: attributes } : input };
    }
    case "lambda":
      return {
        service,
        operation: "Invoke",
        input: { FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(body) },
      };
    case "events": {
      const entry = { Source: "lambda", DetailType: detailType, Detail: body, EventBusName: arn };
      return { service, operation: "PutEvents", input: { Entries: [entry] } };
    }
    default:
      throw new Unsupported(`the destination ${arn}`);
  }
}
