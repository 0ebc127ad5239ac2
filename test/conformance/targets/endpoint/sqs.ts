import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
  type QueueAttributeName,
} from "@aws-sdk/client-sqs";
import type { Creators, Making } from "./creator";

const attributes: Readonly<Record<string, QueueAttributeName>> = {
  visibilityTimeoutSeconds: "VisibilityTimeout",
  delaySeconds: "DelaySeconds",
  messageRetentionSeconds: "MessageRetentionPeriod",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  maxMessageSize: "MaximumMessageSize",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
  redrivePolicy: "RedrivePolicy",
  redriveAllowPolicy: "RedriveAllowPolicy",
};

async function set(url: string, Attributes: Record<string, string>, making: Making) {
  await making.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  return { id: url };
}

export const sqs: Creators = {
  "aws:sqs/queue:Queue": async (inputs: Record<string, string | number>, making) => {
    const client = making.client(SQSClient);
    const given = Object.entries(attributes).filter(([property]) => inputs[property] !== undefined);
    const Attributes = Object.fromEntries(given.map(([property, name]) => [name, String(inputs[property])]));
    const { QueueUrl: url = "" } = await client.send(
      new CreateQueueCommand({ QueueName: String(inputs["name"]), Attributes }),
    );
    making.undo(() => client.send(new DeleteQueueCommand({ QueueUrl: url })));
    const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] });
    const { Attributes: got } = await client.send(asked);
    return { id: url, url, arn: got?.["QueueArn"] };
  },
  "aws:sqs/queuePolicy:QueuePolicy": ({ queueUrl, policy }: Record<"queueUrl" | "policy", string>, making) =>
    set(queueUrl, { Policy: policy }, making),
  "aws:sqs/redrivePolicy:RedrivePolicy": (
    { queueUrl, redrivePolicy }: Record<"queueUrl" | "redrivePolicy", string>,
    making,
  ) => set(queueUrl, { RedrivePolicy: redrivePolicy }, making),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": (
    { queueUrl, redriveAllowPolicy }: Record<"queueUrl" | "redriveAllowPolicy", string>,
    making,
  ) => set(queueUrl, { RedriveAllowPolicy: redriveAllowPolicy }, making),
};
