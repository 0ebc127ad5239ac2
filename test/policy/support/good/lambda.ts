import { type Sketch } from "../specimen";

/** A function that reads the stream of changes; what is laid over the mapping spoils it. */
export function streamConsumer(mapping: Readonly<Record<string, unknown>>): readonly Sketch[] {
  const functionName = "huut-prod-transform";
  return [
    {
      type: "aws:lambda/eventSourceMapping:EventSourceMapping",
      name: "changes-to-transform",
      props: {
        eventSourceArn: "arn:aws:kinesis:ap-south-1:222222222222:stream/huut-prod-changes",
        functionName,
        startingPosition: "TRIM_HORIZON",
        batchSize: 100,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 5,
        maximumRecordAgeInSeconds: 86_400,
        functionResponseTypes: ["ReportBatchItemFailures"],
        destinationConfig: {
          onFailure: { destinationArn: "arn:aws:sqs:ap-south-1:222222222222:huut-prod-post-events-undelivered" },
        },
        ...mapping,
      },
    },
    {
      type: "aws:cloudwatch/metricAlarm:MetricAlarm",
      name: "transform-iterator-age",
      props: {
        namespace: "AWS/Lambda",
        metricName: "IteratorAge",
        dimensions: { FunctionName: functionName },
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 3_600_000,
        period: 300,
        evaluationPeriods: 3,
        treatMissingData: "notBreaching",
        alarmActions: ["arn:aws:sns:ap-south-1:222222222222:huut-prod-alarms"],
      },
    },
  ];
}
