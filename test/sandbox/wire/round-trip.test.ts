import { createHash } from "node:crypto";
import * as apigateway from "@aws-sdk/client-apigatewayv2";
import * as athena from "@aws-sdk/client-athena";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as events from "@aws-sdk/client-eventbridge";
import * as firehose from "@aws-sdk/client-firehose";
import * as glue from "@aws-sdk/client-glue";
import * as iam from "@aws-sdk/client-iam";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import { expect } from "chai";
import { serviceWire, type WireRequest } from "../../../sandbox/wire";
import { inProcess, withoutMetadata } from "./support";

interface Case {
  readonly module: object;
  readonly signingName: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly output: Record<string, unknown>;
}

const when = new Date("2026-11-02T05:31:07.120Z");
const bytes = new Uint8Array([0, 255, 10, 13]);
const text = 'नमस्ते <&>"\r\n #हिन्दी 👋🏽';

const cases: Case[] = [
  {
    module: sqs,
    signingName: "sqs",
    operation: "ReceiveMessage",
    input: { QueueUrl: "https://sqs.ap-south-1.amazonaws.com/1/q", MaxNumberOfMessages: 10, AttributeNames: ["All"] },
    output: {
      Messages: [
        {
          MessageId: "m-1",
          Body: text,
          MD5OfBody: createHash("md5").update(text).digest("hex"),
          Attributes: { SentTimestamp: "1" },
          MessageAttributes: { eventName: { DataType: "Binary", BinaryValue: bytes } },
        },
      ],
    },
  },
  {
    module: sns,
    signingName: "sns",
    operation: "Publish",
    input: {
      TopicArn: "arn:aws:sns:ap-south-1:1:t",
      Message: text,
      MessageAttributes: {
        eventName: { DataType: "String", StringValue: "INSERT" },
        b: { DataType: "Binary", BinaryValue: bytes },
      },
    },
    output: { MessageId: "m-1", SequenceNumber: "1" },
  },
  {
    module: sns,
    signingName: "sns",
    operation: "PublishBatch",
    input: { TopicArn: "t", PublishBatchRequestEntries: [1, 2, 11].map((n) => ({ Id: String(n), Message: `${n}` })) },
    output: { Successful: [{ Id: "1", MessageId: "m" }], Failed: [{ Id: "2", Code: "c", SenderFault: true }] },
  },
  {
    module: sns,
    signingName: "sns",
    operation: "GetTopicAttributes",
    input: { TopicArn: "t" },
    output: { Attributes: { Policy: '{"a":"<b>"}', DisplayName: text } },
  },
  {
    module: dynamodb,
    signingName: "dynamodb",
    operation: "TransactWriteItems",
    input: {
      TransactItems: [
        {
          Update: {
            TableName: "posts",
            Key: { postId: { S: "p-1" } },
            UpdateExpression: "SET #v = :v",
            ExpressionAttributeNames: { "#v": "version" },
            ExpressionAttributeValues: {
              ":v": {
                M: { list: { L: [{ N: "1.5" }, { NULL: true }, { BS: [bytes] }] }, t: { S: text }, e: { L: [] } },
              },
            },
          },
        },
      ],
      ClientRequestToken: "token",
    },
    output: { ConsumedCapacity: [{ TableName: "posts", CapacityUnits: 1.5 }] },
  },
  {
    module: dynamodb,
    signingName: "dynamodb",
    operation: "DescribeTable",
    input: { TableName: "posts" },
    output: { Table: { TableName: "posts", CreationDateTime: when, ItemCount: 0, TableStatus: "ACTIVE" } },
  },
  {
    module: kinesis,
    signingName: "kinesis",
    operation: "GetRecords",
    input: { ShardIterator: "i", Limit: 10 },
    output: {
      Records: [{ Data: bytes, PartitionKey: text, SequenceNumber: "1", ApproximateArrivalTimestamp: when }],
      MillisBehindLatest: 0,
    },
  },
  {
    module: firehose,
    signingName: "firehose",
    operation: "PutRecordBatch",
    input: { DeliveryStreamName: "d", Records: [{ Data: bytes }] },
    output: { FailedPutCount: 0, RequestResponses: [{ RecordId: "r" }] },
  },
  {
    module: lambda,
    signingName: "lambda",
    operation: "Invoke",
    input: {
      FunctionName: "arn:aws:lambda:ap-south-1:1:function:f",
      InvocationType: "Event",
      Payload: bytes,
      Qualifier: "7",
    },
    output: { StatusCode: 202, FunctionError: "Unhandled" },
  },
  {
    module: lambda,
    signingName: "lambda",
    operation: "ListEventSourceMappings",
    input: { FunctionName: "f/é", MaxItems: 5 },
    output: { EventSourceMappings: [{ UUID: "u", LastModified: when, BatchSize: 10 }], NextMarker: "n" },
  },
  {
    module: sts,
    signingName: "sts",
    operation: "AssumeRole",
    input: {
      RoleArn: "arn:aws:iam::1:role/r",
      RoleSessionName: "s",
      Tags: [{ Key: "k", Value: text }],
      DurationSeconds: 900,
    },
    output: {
      Credentials: { AccessKeyId: "A", SecretAccessKey: "S", SessionToken: "T", Expiration: when },
      AssumedRoleUser: { Arn: "a", AssumedRoleId: "i" },
    },
  },
  {
    module: iam,
    signingName: "iam",
    operation: "SimulatePrincipalPolicy",
    input: { PolicySourceArn: "arn", ActionNames: ["s3:GetObject", "s3:PutObject"] },
    output: {
      IsTruncated: false,
      EvaluationResults: [{ EvalActionName: "s3:GetObject", EvalDecision: "allowed", MatchedStatements: [] }],
    },
  },
  {
    module: kms,
    signingName: "kms",
    operation: "Encrypt",
    input: { KeyId: "k", Plaintext: bytes, EncryptionContext: { "aws:s3:arn": text } },
    output: { CiphertextBlob: bytes, KeyId: "k" },
  },
  {
    module: logs,
    signingName: "logs",
    operation: "FilterLogEvents",
    input: { logGroupName: "/aws/lambda/f", startTime: 1, filterPattern: "ERROR" },
    output: { events: [{ message: text, timestamp: 1 }] },
  },
  {
    module: cloudwatch,
    signingName: "monitoring",
    operation: "PutMetricData",
    input: {
      Namespace: "Huut",
      MetricData: Array.from({ length: 400 }, (_, index) => ({
        MetricName: `m-${index}`,
        Value: index / 3,
        Timestamp: when,
      })),
    },
    output: {},
  },
  {
    module: cloudwatch,
    signingName: "monitoring",
    operation: "GetMetricData",
    input: {
      StartTime: when,
      EndTime: when,
      MetricDataQueries: [{ Id: "q", MetricStat: { Metric: { MetricName: "m" }, Period: 60, Stat: "Sum" } }],
    },
    output: { MetricDataResults: [{ Id: "q", Timestamps: [when], Values: [1.25, 3] }] },
  },
  {
    module: events,
    signingName: "events",
    operation: "PutEvents",
    input: { Entries: [{ Time: when, Source: "s", Detail: "{}", DetailType: "d" }] },
    output: { FailedEntryCount: 0, Entries: [{ EventId: "e" }] },
  },
  {
    module: scheduler,
    signingName: "scheduler",
    operation: "GetSchedule",
    input: { Name: "nightly", GroupName: "default" },
    output: { Name: "nightly", StartDate: when, Target: { Arn: "a", RoleArn: "r", Input: text } },
  },
  {
    module: glue,
    signingName: "glue",
    operation: "GetPartitions",
    input: { DatabaseName: "d", TableName: "t", Expression: "created_date = '2026-11-02'" },
    output: { Partitions: [{ Values: ["2026-11-02"], CreationTime: when, Parameters: { k: "v" } }] },
  },
  {
    module: athena,
    signingName: "athena",
    operation: "GetQueryResults",
    input: { QueryExecutionId: "q" },
    output: { ResultSet: { Rows: [{ Data: [{ VarCharValue: text }, {}] }] } },
  },
  {
    module: apigateway,
    signingName: "apigateway",
    operation: "GetRoutes",
    input: { ApiId: "a", MaxResults: "5" },
    output: {
      Items: [{ RouteId: "r", RouteKey: "GET /v1/insights/{name}", RequestParameters: { a: { Required: true } } }],
    },
  },
];

type AnyClient = { send(command: object): Promise<object>; destroy(): void };
type Constructors = Record<string, new (argument: object) => AnyClient>;

async function send(
  testCase: Case,
  answer: (request: WireRequest) => ReturnType<ReturnType<typeof serviceWire>["encode"]>,
) {
  const exported = testCase.module as Constructors;
  const name = Object.keys(exported).find((key) => /^[A-Za-z0-9]+Client$/.test(key)) ?? "";
  const Client = exported[name];
  const Command = exported[`${testCase.operation}Command`];
  if (Client === undefined || Command === undefined) throw new Error(`no ${testCase.operation} in the module`);
  return new Client(inProcess(answer)).send(new Command(testCase.input));
}

describe("service wire", () => {
  for (const testCase of cases) {
    it(`carries ${testCase.signingName}:${testCase.operation} both ways`, async () => {
      const wire = serviceWire(testCase.module, testCase.signingName);
      let operation: string | undefined;
      let input: Record<string, unknown> | undefined;
      const output = await send(testCase, (request) => {
        operation = wire.identify(request);
        input = wire.decode(testCase.operation, request);
        return wire.encode(testCase.operation, testCase.output, request);
      });
      expect(operation).to.equal(testCase.operation);
      expect(input).to.deep.equal(testCase.input);
      expect(withoutMetadata(output)).to.deep.include(testCase.output);
    });
  }

  it("is made once for a module and name", () => {
    expect(serviceWire(sqs, "sqs")).to.equal(serviceWire(sqs, "sqs"));
  });

  it("refuses an output member that the operation lacks, naming it", () => {
    const wire = serviceWire(sqs, "sqs");
    const request: WireRequest = {
      method: "POST",
      path: "/",
      query: {},
      headers: { "x-amz-target": "AmazonSQS.SendMessage" },
      body: new Uint8Array(),
    };
    expect(() => wire.encode("SendMessage", { MesageId: "typo" }, request)).to.throw(TypeError, 'no member "MesageId"');
    expect(() => wire.encode("SendMessage", { MessageId: 5 }, request)).to.throw(
      TypeError,
      "SendMessageResult.MessageId",
    );
  });

  it("does not know an operation that the service lacks", () => {
    const headers = { "x-amz-target": "AmazonSQS.SendMassage" };
    expect(
      serviceWire(sqs, "sqs").identify({ method: "POST", path: "/", query: {}, headers, body: new Uint8Array() }),
    ).to.equal(undefined);
  });

  it("says that a body is not JSON", () => {
    const headers = { "x-amz-target": "AmazonSQS.SendMessage" };
    const request: WireRequest = { method: "POST", path: "/", query: {}, headers, body: Buffer.from("{") };
    expect(() => serviceWire(sqs, "sqs").decode("SendMessage", request))
      .to.throw("not JSON")
      .with.property("code", "SerializationException");
  });

  it("refuses event streams, naming the operation", () => {
    const wire = serviceWire(lambda, "lambda");
    const path = "/2021-11-15/functions/f/response-streaming-invocations";
    const request: WireRequest = { method: "POST", path, query: {}, headers: {}, body: new Uint8Array() };
    expect(wire.identify(request)).to.equal("InvokeWithResponseStream");
    expect(() => wire.decode("InvokeWithResponseStream", request)).to.throw("lambda:InvokeWithResponseStream");
  });

  it("prefers the literal part of a path to a label", () => {
    const wire = serviceWire(lambda, "lambda");
    const at = (path: string) => wire.identify({ method: "GET", path, query: {}, headers: {}, body: new Uint8Array() });
    expect(at("/2015-03-31/functions/")).to.equal("ListFunctions");
    expect(at("/2015-03-31/functions/f")).to.equal("GetFunction");
    expect(at("/2015-03-31/functions/f/configuration")).to.equal("GetFunctionConfiguration");
    expect(at("/2015-03-31/nothing")).to.equal(undefined);
  });
});
