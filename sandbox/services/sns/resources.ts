import * as v from "valibot";
import { parse } from "../../iam";
import { formatArn } from "../../kernel/arn";
import { Unsupported } from "../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import type { DeclaredSubscription } from "./operations";
import type { SnsService } from "./service";
import { defaultPolicy } from "./topic";

const region = v.optional(v.string());

export function resources(sns: SnsService): Record<string, ResourceModel> {
  return {
    "aws:sns/topic:Topic": topic(sns),
    "aws:sns/topicPolicy:TopicPolicy": resourceModel({
      inputs: v.strictObject({ region, arn: v.string(), policy: v.string() }),
      outputs: ({ inputs, place }) => ({ id: inputs.arn, owner: place.account }),
      create: ({ inputs }) => void (sns.topic(inputs.arn).policy = parse(inputs.policy, "resource")),
      remove: ({ inputs }) => void (sns.topic(inputs.arn).policy = defaultPolicy(inputs.arn)),
    }),
    "aws:sns/topicSubscription:TopicSubscription": topicSubscription(sns),
  };
}

function topic(sns: SnsService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      region,
      name: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/))),
      displayName: v.optional(v.string()),
      kmsMasterKeyId: v.optional(v.string()),
      policy: v.optional(v.string()),
      fifoTopic: v.optional(v.boolean()),
      signatureVersion: v.optional(v.picklist([1, 2])),
      tracingConfig: v.optional(v.picklist(["PassThrough", "Active"])),
      tags: v.optional(v.record(v.string(), v.string())),
    }),
    outputs: ({ inputs, place, physicalName, urn }) => {
      if (inputs.fifoTopic || inputs.name?.endsWith(".fifo")) throw new Unsupported(`FIFO topics (${urn})`);
      const name = inputs.name ?? physicalName;
      const arn = formatArn({ service: "sns", ...place, resource: name });
      return { id: arn, arn, name, owner: place.account };
    },
    create: ({ inputs, outputs, place }) =>
      sns.add({
        arn: outputs.arn,
        name: outputs.name,
        place,
        displayName: inputs.displayName ?? "",
        kmsMasterKeyId: inputs.kmsMasterKeyId,
        tags: inputs.tags ?? {},
        policy: inputs.policy ? parse(inputs.policy, "resource") : defaultPolicy(outputs.arn),
        subscriptions: new Map(),
      }),
    remove: ({ outputs }) => sns.remove(outputs.arn),
  });
}

function topicSubscription(sns: SnsService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      region,
      topic: v.string(),
      protocol: v.string(),
      endpoint: v.string(),
      rawMessageDelivery: v.optional(v.boolean()),
      filterPolicy: v.optional(v.string()),
      filterPolicyScope: v.optional(v.picklist(["MessageAttributes", "MessageBody"])),
      redrivePolicy: v.optional(v.string()),
    }),
    outputs: ({ inputs, place, id }) => {
      const digits = id(32);
      const uuid = [
        digits.slice(0, 8),
        digits.slice(8, 12),
        digits.slice(12, 16),
        digits.slice(16, 20),
        digits.slice(20),
      ];
      const arn = `${inputs.topic}:${uuid.join("-")}`;
      return { id: arn, arn, ownerId: place.account, pendingConfirmation: false, confirmationWasAuthenticated: true };
    },
    // A call of the declaring account, so that the topic's policy has to admit it.
    create: async ({ inputs, outputs, place }) => {
      const { filterPolicy, filterPolicyScope, redrivePolicy } = inputs;
      const Attributes = {
        ...(inputs.rawMessageDelivery !== undefined && { RawMessageDelivery: String(inputs.rawMessageDelivery) }),
        ...(filterPolicy && {
          FilterPolicy: filterPolicy,
          FilterPolicyScope: filterPolicyScope ?? "MessageAttributes",
        }),
        ...(redrivePolicy && { RedrivePolicy: redrivePolicy }),
      };
      const { topic: TopicArn, protocol: Protocol, endpoint: Endpoint } = inputs;
      const input: DeclaredSubscription = { TopicArn, Protocol, Endpoint, Attributes, SubscriptionArn: outputs.arn };
      const principal = { kind: "root" as const, account: place.account };
      await sns.cloud.call({ principal, place, service: "sns", operation: "Subscribe", input });
    },
    remove: ({ inputs, outputs }) => void sns.topic(inputs.topic).subscriptions.delete(outputs.arn),
  });
}
