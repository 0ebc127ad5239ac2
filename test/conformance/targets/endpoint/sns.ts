import {
  CreateTopicCommand,
  DeleteTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import type { Creators } from "./creator";

interface SubscriptionInputs {
  readonly topic: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly rawMessageDelivery?: boolean;
  readonly filterPolicy?: string;
  readonly filterPolicyScope?: string;
  readonly redrivePolicy?: string;
}

export const sns: Creators = {
  "aws:sns/topic:Topic": async ({ name: Name }: { name: string }, making) => {
    const client = making.client(SNSClient);
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name }));
    making.undo(() => client.send(new DeleteTopicCommand({ TopicArn })));
    return { id: TopicArn as string, arn: TopicArn, name: Name };
  },
  "aws:sns/topicPolicy:TopicPolicy": async ({ arn, policy }: Record<"arn" | "policy", string>, making) => {
    const attribute = { TopicArn: arn, AttributeName: "Policy", AttributeValue: policy };
    await making.client(SNSClient).send(new SetTopicAttributesCommand(attribute));
    return { id: arn };
  },
  "aws:sns/topicSubscription:TopicSubscription": async (inputs: SubscriptionInputs, making) => {
    const client = making.client(SNSClient);
    const Attributes = {
      ...(inputs.rawMessageDelivery !== undefined && { RawMessageDelivery: String(inputs.rawMessageDelivery) }),
      ...(inputs.filterPolicy && { FilterPolicy: inputs.filterPolicy }),
      ...(inputs.filterPolicyScope && { FilterPolicyScope: inputs.filterPolicyScope }),
      ...(inputs.redrivePolicy && { RedrivePolicy: inputs.redrivePolicy }),
    };
    const { topic: TopicArn, protocol: Protocol, endpoint: Endpoint } = inputs;
    const { SubscriptionArn } = await client.send(
      new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true }),
    );
    making.undo(() => client.send(new UnsubscribeCommand({ SubscriptionArn })));
    return { id: SubscriptionArn as string, arn: SubscriptionArn };
  },
};
