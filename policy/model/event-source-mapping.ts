import { type Resource } from "./resource";
import { all, not, type Truth } from "./truth";

export const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

/** Whether a mapping polls a queue of SQS. In a preview the ARN is unknown; then what only other sources need tells. */
export function pollsQueue(mapping: Resource): Truth {
  const arn = mapping.at("eventSourceArn");
  if (!arn.isUnknown) return arn.matches(/^arn:[^:]+:sqs:/);
  return all(absent(mapping, "startingPosition"), absent(mapping, "queues"), absent(mapping, "topics"));
}

/** Whether a mapping reads a stream of Kinesis or DynamoDB: shards, in order, again and again until a batch succeeds. */
export function readsStream(mapping: Resource): Truth {
  const arn = mapping.at("eventSourceArn");
  if (!arn.isUnknown) return arn.matches(/^arn:[^:]+:(kinesis|dynamodb):/);
  return all(
    mapping.at("startingPosition").present(),
    absent(mapping, "topics"),
    absent(mapping, "documentDbEventSourceConfig"),
  );
}

function absent(mapping: Resource, property: string): Truth {
  return not(mapping.at(property).present());
}
