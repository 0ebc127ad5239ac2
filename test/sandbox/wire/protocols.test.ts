import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { expect } from "chai";
import { serviceWire, type WireRequest, type WireResponse } from "../../../sandbox/wire";
import { inProcess, withoutMetadata } from "./support";

type Answer = (request: WireRequest) => WireResponse;

const when = new Date("2026-11-02T05:31:07.120Z");
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "answered",
    (error: unknown) => error,
  );

const datum = {
  MetricName: "दर",
  Value: 0.1,
  Timestamp: when,
  Dimensions: [{ Name: "d", Value: "v" }],
  Counts: [1, -2.5],
};

describe("a service in another of its protocols", () => {
  const metrics = serviceWire(cloudwatch, "monitoring");
  const cloudWatchOver = (protocol: typeof AwsSmithyRpcV2CborProtocol | typeof AwsQueryProtocol, answer: Answer) =>
    new cloudwatch.CloudWatchClient({ ...inProcess(answer), protocol });

  for (const protocol of [AwsSmithyRpcV2CborProtocol, AwsQueryProtocol]) {
    it(`carries CloudWatch over ${protocol.name}`, async () => {
      let seen: [operation: string | undefined, input: unknown] | undefined;
      const output = {
        Label: "<l>",
        Datapoints: [
          { Timestamp: when, Sum: 1.5 },
          { Timestamp: when, Sum: -3 },
        ],
      };
      const client = cloudWatchOver(protocol, (request) => {
        const operation = metrics.identify(request) ?? "none";
        seen = [operation, metrics.decode(operation, request)];
        return metrics.encode(operation, operation === "PutMetricData" ? {} : output, request);
      });
      await client.send(new cloudwatch.PutMetricDataCommand({ Namespace: "Huut", MetricData: [datum] }));
      expect(seen).to.deep.equal(["PutMetricData", { Namespace: "Huut", MetricData: [datum] }]);
      const input = {
        Namespace: "n",
        MetricName: "m",
        StartTime: when,
        EndTime: when,
        Period: 60,
        Statistics: ["Sum" as const],
      };
      const answer = await client.send(new cloudwatch.GetMetricStatisticsCommand(input));
      expect(seen).to.deep.equal(["GetMetricStatistics", input]);
      expect(withoutMetadata(answer)).to.deep.equal(output);
    });

    it(`raises CloudWatch's exceptions over ${protocol.name}`, async () => {
      const error = { code: "InvalidParameterValueException", message: "The value is bad", statusCode: 400 };
      const client = cloudWatchOver(protocol, (request) => metrics.encodeError(error, request));
      const raised = await caught(client.send(new cloudwatch.PutMetricDataCommand({ Namespace: "n", MetricData: [] })));
      expect(raised)
        .to.be.instanceOf(cloudwatch.InvalidParameterValueException)
        .with.property("message", "The value is bad");
    });
  }

  it("reads flattened lists and maps of the query protocol", () => {
    const form = [
      "Action=SendMessageBatch&Version=2012-11-05&QueueUrl=q",
      "SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=%E0%A4%B9+%26",
      "SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n",
      "SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String",
      "SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=v",
      "SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.2.MessageBody=x&SendMessageBatchRequestEntry.2.DelaySeconds=5",
    ].join("&");
    const queue = serviceWire(sqs, "sqs");
    const request: WireRequest = { method: "POST", path: "/", query: {}, headers: {}, body: Buffer.from(form) };
    expect(queue.identify(request)).to.equal("SendMessageBatch");
    expect(queue.decode("SendMessageBatch", request)).to.deep.equal({
      QueueUrl: "q",
      Entries: [
        { Id: "a", MessageBody: "ह &", MessageAttributes: { n: { DataType: "String", StringValue: "v" } } },
        { Id: "b", MessageBody: "x", DelaySeconds: 5 },
      ],
    });
    const answer = queue.encode(
      "ReceiveMessage",
      { Messages: [{ MessageId: "1", Attributes: { SentTimestamp: "5" } }] },
      request,
    );
    expect(Buffer.from(answer.body).toString()).to.contain(
      "<Message><MessageId>1</MessageId><Attribute><Name>SentTimestamp</Name><Value>5</Value></Attribute></Message>",
    );
  });

  it("reads a query request that is all in its URL", () => {
    const query = { Action: "GetCallerIdentity", Version: "2011-06-15" };
    const request: WireRequest = { method: "GET", path: "/", query, headers: {}, body: new Uint8Array() };
    const wire = serviceWire(sts, "sts");
    expect(wire.identify(request)).to.equal("GetCallerIdentity");
    expect(wire.decode("GetCallerIdentity", request)).to.deep.equal({});
  });
});
