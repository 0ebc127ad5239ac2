import * as cloudfront from "@aws-sdk/client-cloudfront";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import { expect } from "chai";
import { serviceWire, type ServiceError, type WireRequest, type WireResponse } from "../../../sandbox/wire";
import { inProcess } from "./support";

/** What a client raises when its service answers with the error, and the response it saw. */
async function raised(
  module: object,
  signingName: string,
  error: ServiceError,
  call: (answer: (request: WireRequest) => WireResponse) => Promise<unknown>,
): Promise<{ raised: unknown; response: WireResponse }> {
  const wire = serviceWire(module, signingName);
  let response: WireResponse | undefined;
  try {
    await call((request) => (response = wire.encodeError(error, request)));
  } catch (caught) {
    if (response === undefined) throw caught;
    return { raised: caught, response };
  }
  throw new Error("the client raised nothing");
}

describe("errors on the wire", () => {
  it("carries the reasons of a cancelled transaction", async () => {
    const reasons = [{ Code: "None" }, { Code: "ConditionalCheckFailed", Item: { postId: { S: "प" } } }];
    const error = {
      code: "TransactionCanceledException",
      message: "cancelled",
      statusCode: 400,
      fields: { CancellationReasons: reasons },
    };
    const { raised: caught } = await raised(dynamodb, "dynamodb", error, (answer) =>
      new dynamodb.DynamoDBClient(inProcess(answer)).send(
        new dynamodb.TransactWriteItemsCommand({ TransactItems: [] }),
      ),
    );
    expect(caught).to.be.instanceOf(dynamodb.TransactionCanceledException);
    expect(caught).to.have.property("message", "cancelled");
    expect(caught).to.have.property("CancellationReasons").that.deep.equals(reasons);
  });

  for (const code of ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"]) {
    it(`raises QueueDoesNotExist for ${code}, with its query error code in the header`, async () => {
      const { raised: caught, response } = await raised(
        sqs,
        "sqs",
        { code, message: "none", statusCode: 400 },
        (answer) =>
          new sqs.SQSClient(inProcess(answer)).send(
            new sqs.DeleteMessageCommand({ QueueUrl: "https://sqs.ap-south-1.amazonaws.com/1/q", ReceiptHandle: "r" }),
          ),
      );
      expect(caught).to.be.instanceOf(sqs.QueueDoesNotExist).with.property("message", "none");
      expect(response.headers["x-amzn-query-error"]).to.equal("AWS.SimpleQueueService.NonExistentQueue;Sender");
    });
  }

  it("keeps the query error header to services that were query services", async () => {
    const { raised: caught, response } = await raised(
      kms,
      "kms",
      { code: "NotFoundException", message: "no key", statusCode: 400 },
      (answer) => new kms.KMSClient(inProcess(answer)).send(new kms.DescribeKeyCommand({ KeyId: "k" })),
    );
    expect(caught).to.be.instanceOf(kms.NotFoundException);
    expect(response.headers).to.not.have.property("x-amzn-query-error");
  });

  it("raises a query service's exceptions by their codes", async () => {
    const { raised: caught } = await raised(
      sns,
      "sns",
      { code: "NotFoundException", message: "no <topic>", statusCode: 404 },
      (answer) => new sns.SNSClient(inProcess(answer)).send(new sns.PublishCommand({ TopicArn: "t", Message: "m" })),
    );
    expect(caught).to.be.instanceOf(sns.NotFoundException).with.property("message", "no <topic>");
    const assume = await raised(sts, "sts", { code: "AccessDenied", message: "denied", statusCode: 403 }, (answer) =>
      new sts.STSClient(inProcess(answer)).send(
        new sts.AssumeRoleCommand({ RoleArn: "r".repeat(20), RoleSessionName: "ss" }),
      ),
    );
    expect(assume.raised).to.be.instanceOf(sts.STSServiceException).with.property("name", "AccessDenied");
    expect(assume.raised).to.have.nested.property("$metadata.httpStatusCode", 403);
  });

  it("raises a REST service's exceptions with members of body and header", async () => {
    const error = {
      code: "TooManyRequestsException",
      message: "slow down",
      statusCode: 429,
      fields: { Reason: "ConcurrentInvocationLimitExceeded", retryAfterSeconds: "3" },
    };
    const { raised: caught, response } = await raised(lambda, "lambda", error, (answer) =>
      new lambda.LambdaClient(inProcess(answer)).send(new lambda.InvokeCommand({ FunctionName: "f" })),
    );
    expect(caught).to.be.instanceOf(lambda.TooManyRequestsException).with.property("message", "slow down");
    expect(caught).to.include({ Reason: "ConcurrentInvocationLimitExceeded", retryAfterSeconds: "3" });
    expect(response.headers["retry-after"]).to.equal("3");
  });

  it("wraps the errors of REST XML, for every service but S3", async () => {
    const error = { code: "NoSuchDistribution", message: "none <here>", statusCode: 404 };
    const { raised: caught, response } = await raised(cloudfront, "cloudfront", error, (answer) =>
      new cloudfront.CloudFrontClient(inProcess(answer)).send(new cloudfront.GetDistributionCommand({ Id: "E1" })),
    );
    expect(caught).to.be.instanceOf(cloudfront.NoSuchDistribution).with.property("message", "none <here>");
    expect(Buffer.from(response.body).toString()).to.match(/^<ErrorResponse xmlns="[^"]+"><Error><Type>Sender<\/Type>/);
  });

  it("names an error that no model knows", async () => {
    const { raised: caught } = await raised(
      dynamodb,
      "dynamodb",
      { code: "AccessDeniedException", message: "User: x is not authorized", statusCode: 400 },
      (answer) =>
        new dynamodb.DynamoDBClient(inProcess(answer)).send(new dynamodb.GetItemCommand({ TableName: "t", Key: {} })),
    );
    expect(caught).to.be.instanceOf(dynamodb.DynamoDBServiceException).with.property("name", "AccessDeniedException");
    expect(caught).to.have.property("message", "User: x is not authorized");
  });

  it("says Receiver for a server's fault", async () => {
    const { raised: caught, response } = await raised(
      cloudwatch,
      "monitoring",
      { code: "InternalServiceFault", message: "oops", statusCode: 500 },
      (answer) =>
        new cloudwatch.CloudWatchClient(inProcess(answer)).send(
          new cloudwatch.PutMetricDataCommand({ Namespace: "n", MetricData: [] }),
        ),
    );
    expect(caught).to.be.instanceOf(cloudwatch.InternalServiceFault);
    expect(response.headers["x-amzn-query-error"]).to.equal("InternalServiceError;Receiver");
  });
});
