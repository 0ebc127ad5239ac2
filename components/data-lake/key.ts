import { type ServiceUse } from "../shared";

/**
 * The services that use the lake's key by themselves, and for whose requests.
 *
 * A queue under the key takes messages of the application's topic, of this account's rules and of its buckets only.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services
 */
export function serviceUses(dataAccount: string, applicationAccount: string): ServiceUse[] {
  const actions = ["kms:Decrypt", "kms:GenerateDataKey"] as const;
  const from = (...accounts: string[]) => ({ StringEquals: { "aws:SourceAccount": [...new Set(accounts)] } });
  return [
    { id: "Topics", service: "sns.amazonaws.com", actions, conditions: from(applicationAccount, dataAccount) },
    { id: "Buckets", service: "s3.amazonaws.com", actions, conditions: from(dataAccount) },
    { id: "Rules", service: "events.amazonaws.com", actions, conditions: from(dataAccount) },
  ];
}
