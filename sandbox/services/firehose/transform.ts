import type { InvocationResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../kernel/errors";
import type { DeliveryStream } from "./delivery-stream";
import type { FailedRecord, FirehoseRecord, ProcessedRecord } from "./record";
import type { LambdaProcessor } from "./settings";

interface TransformResult {
  readonly recordId: string;
  readonly result: "Ok" | "Dropped" | "ProcessingFailed";
  readonly data?: string;
  readonly metadata?: { readonly partitionKeys?: Readonly<Record<string, string>> };
}

export interface Transformed {
  readonly processed: ProcessedRecord[];
  readonly failed: FailedRecord[];
  readonly dropped: number;
}

/** Milliseconds before an invocation is tried again. */
const backoff = 1_000;

/**
 * Has a function transform a batch, as the stream's role.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export async function transform(
  stream: DeliveryStream,
  processor: LambdaProcessor,
  records: readonly FirehoseRecord[],
): Promise<Transformed> {
  let attempts = 0;
  for (;;) {
    attempts++;
    try {
      return results(processor, records, await invoke(stream, processor, records), attempts);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (attempts <= processor.retries) {
        await new Promise<void>((resolve) => stream.cloud.world.after(backoff * attempts, resolve));
        continue;
      }
      const code = error.code === "Lambda.FunctionError" ? error.code : codeOf(error);
      const failed = records.map((source) => failure(source, processor, code, error.message, attempts));
      return { processed: [], failed, dropped: 0 };
    }
  }
}

async function invoke(stream: DeliveryStream, processor: LambdaProcessor, records: readonly FirehoseRecord[]) {
  const event = {
    invocationId: stream.random.uuid(),
    ...(stream.settings.source && { sourceKinesisStreamArn: stream.settings.source.arn }),
    deliveryStreamArn: stream.arn,
    region: stream.place.region,
    records: records.map((record) => ({
      recordId: record.id,
      approximateArrivalTimestamp: record.arrival,
      data: record.data.toString("base64"),
      ...(record.kinesis && {
        kinesisRecordMetadata: { ...record.kinesis, subsequenceNumber: 0, approximateArrivalTimestamp: record.arrival },
      }),
    })),
  };
  const answer = await stream.call<InvocationResponse>("lambda", "Invoke", {
    FunctionName: processor.arn,
    InvocationType: "RequestResponse",
    Payload: Buffer.from(JSON.stringify(event)),
  });
  const payload = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError)
    throw new AwsError(
      "Lambda.FunctionError",
      `The Lambda function was successfully invoked but it returned an error result: ${payload.slice(0, 500)}`,
    );
  return payload;
}

function results(
  processor: LambdaProcessor,
  records: readonly FirehoseRecord[],
  payload: string,
  attempts: number,
): Transformed {
  const answer = JSON.parse(payload) as { records?: readonly TransformResult[] } | null;
  const byId = new Map((answer?.records ?? []).map((result) => [result.recordId, result]));
  const transformed = { processed: [] as ProcessedRecord[], failed: [] as FailedRecord[], dropped: 0 };
  for (const source of records) {
    const result = byId.get(source.id);
    if (result?.result === "Dropped") transformed.dropped++;
    else if (result?.result === "Ok") {
      const data = Buffer.from(result.data ?? "", "base64");
      transformed.processed.push({
        source,
        data,
        keysFromLambda: result.metadata?.partitionKeys ?? {},
        keysFromQuery: {},
      });
    } else {
      const [code, message] = result
        ? ["Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record"]
        : [
            "Lambda.MissingRecordId",
            "One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.",
          ];
      transformed.failed.push(failure(source, processor, code as string, message as string, attempts));
    }
  }
  return transformed;
}

function failure(
  source: FirehoseRecord,
  { arn }: LambdaProcessor,
  code: string,
  message: string,
  attempts: number,
): FailedRecord {
  return { source, type: "processing-failed", code, message, attempts, lambdaArn: arn };
}

function codeOf({ code, statusCode }: AwsError): string {
  if (/AccessDenied/.test(code)) return "Lambda.InvokeAccessDenied";
  if (/TooManyRequests|Throttl/.test(code)) return "Lambda.InvokeLimitExceeded";
  if (code === "ResourceNotFoundException") return "Lambda.FunctionNotFound";
  return statusCode >= 500 ? "Lambda.InternalServerError" : `Lambda.${code}`;
}
