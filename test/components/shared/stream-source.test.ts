import { expect } from "chai";
import {
  DeadLetterQueue,
  EncryptionKey,
  FunctionLayer,
  fromStream,
  type Grant,
  MagicFunction,
  Stream,
} from "../../../components/shared";
import { record } from "../../support/recording";

const place = { stack: "dev", account: "222222222222", region: "ap-south-1" };
const pattern = { data: { tableName: ["huut-dev-posts"] } };

function reader(grants: (stream: Stream, failures: DeadLetterQueue) => readonly Grant[], enabled?: boolean) {
  return record("dev", () => {
    const key = new EncryptionKey("k", { place, description: "test" });
    const stream = new Stream("changes", { place, key, retentionHours: 168 });
    const onFailure = new DeadLetterQueue("failed", { place, key });
    const target = new MagicFunction("reader", {
      place,
      key,
      description: "reads",
      handler: () => Promise.resolve(),
      layer: new FunctionLayer("library", { place }),
      grants: grants(stream, onFailure),
      logRetentionDays: 30,
    });
    return fromStream("changes-to-reader", target, stream, {
      filters: [pattern],
      onFailure,
      ...(enabled !== undefined && { enabled }),
    });
  });
}

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

describe("a function that reads a stream", () => {
  it("begins with the oldest record, and gives bad ones up after a bounded while", async () => {
    const made = await reader((stream, failed) => [...stream.poll(), ...failed.grant("sqs:SendMessage")]);
    expect(made.inputs(MAPPING, "changes-to-reader")).to.deep.include({
      startingPosition: "TRIM_HORIZON",
      enabled: true,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      maximumRecordAgeInSeconds: 86_400,
      functionResponseTypes: ["ReportBatchItemFailures"],
      filterCriteria: { filters: [{ pattern: '{"data":{"tableName":["huut-dev-posts"]}}' }] },
      destinationConfig: {
        onFailure: { destinationArn: "arn:aws:sqs:ap-south-1:222222222222:huut-dev-failed" },
      },
    });
  });

  it("is declared and off in a standby", async () => {
    const made = await reader((stream, failed) => [...stream.poll(), ...failed.grant("sqs:SendMessage")], false);
    expect(made.inputs(MAPPING, "changes-to-reader")).to.include({ enabled: false });
  });

  it("refuses a function that may not read it, or not tell what failed", async () => {
    const refusal = async (grants: Parameters<typeof reader>[0]) =>
      reader(grants).then(
        () => "nothing",
        (error: unknown) => String(error),
      );
    expect(await refusal((_stream, failed) => failed.grant("sqs:SendMessage"))).to.contain('"kinesis:DescribeStream"');
    expect(await refusal((stream) => stream.poll())).to.contain('"sqs:SendMessage"');
  });
});
