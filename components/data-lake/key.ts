import { type ServiceUse } from "../shared";

/**
 * The services that use the lake's key by themselves, and for whose requests.
 *
 * A queue under the key takes messages of the application's topic, of this account's rules and of its buckets only.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services
 */
export function serviceUses(dataAccount: string, applicationAccount: string): ServiceUse[] {
  const actions = ["kms:Decrypt", "kms:GenerateDataKey"] as const;
  // One distribution cannot be named: it comes after its bucket, and the bucket after the key. The bucket's policy names it.
  const anyDistribution = { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${dataAccount}:distribution/*` } };
  const from = (...accounts: string[]) => ({ StringEquals: { "aws:SourceAccount": [...new Set(accounts)] } });
  return [
    { id: "Topics", service: "sns.amazonaws.com", actions, conditions: from(applicationAccount, dataAccount) },
    { id: "Buckets", service: "s3.amazonaws.com", actions, conditions: from(dataAccount) },
    { id: "Rules", service: "events.amazonaws.com", actions, conditions: from(dataAccount) },
    { id: "Distributions", service: "cloudfront.amazonaws.com", actions: ["kms:Decrypt"], conditions: anyDistribution },
  ];
}
