import { AthenaClient } from "@aws-sdk/client-athena";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";

/**
 * Bounds every call: a hanging connection must not eat the function's time, and three tries with the SDK's own
 * exponential backoff and jitter are enough where the work waits in a queue anyway.
 */
const settings = () => ({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

/** A DynamoDB client with bounded time and retries. Call it through `lazily`. */
export const makeDynamoClient = (): DynamoDBClient => new DynamoDBClient(settings());

/** An S3 client with bounded time and retries. Call it through `lazily`. */
export const makeS3Client = (): S3Client => new S3Client(settings());

/** An SQS client with bounded time and retries. Call it through `lazily`. */
export const makeQueueClient = (): SQSClient => new SQSClient(settings());

/** An Athena client with bounded time and retries. Call it through `lazily`. */
export const makeAthenaClient = (): AthenaClient => new AthenaClient(settings());
