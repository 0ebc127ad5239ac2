import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { Gateway } from "../../../sandbox/gateway/gateway";
import type { SqsService } from "../../../sandbox/services/sqs";
import { realTime } from "../../../sandbox/world/real-time";
import { place } from "../services/lambda/support";
import { ServedBench, type Credentials } from "./support";

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("it should have failed"),
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => error,
  );

describe("the gateway", function () {
  this.timeout(10_000);
  let bench: ServedBench;

  beforeEach(async () => {
    bench = new ServedBench();
    await bench.serve();
  });
  afterEach(async () => {
    await bench.shut();
    expect(bench.errors).to.deep.equal([]);
  });

  const queue = async () => {
    const { url, arn } = await bench.resource("aws:sqs/queue:Queue", "q", { name: "q" });
    return { url: url as string, arn: arn as string };
  };

  describe("with the SDK's clients over the socket", () => {
    it("takes objects to S3 and back, path-style, bytes and all", async () => {
      await bench.resource("aws:s3/bucket:Bucket", "b", { bucket: "b-1" });
      const s3 = bench.client(S3Client);
      const Body = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
      const object = { Bucket: "b-1", Key: "a b/ह?.bin" };
      await s3.send(new PutObjectCommand({ ...object, Body, ContentType: "application/x-test" }));
      const got = await s3.send(new GetObjectCommand(object));
      expect(Buffer.compare(Buffer.from((await got.Body?.transformToByteArray()) ?? []), Body)).to.equal(0);
      expect(got.ContentType).to.equal("application/x-test");
      const head = await s3.send(new HeadObjectCommand(object));
      expect(head.ContentLength).to.equal(70_000);
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "b-1" }));
      expect(Contents?.map(({ Key }) => Key)).to.deep.equal([object.Key]);
      const missing = await failureOf(s3.send(new GetObjectCommand({ Bucket: "b-1", Key: "none" })));
      expect(missing).to.have.property("name", "NoSuchKey");
    });

    it("sends clients of another region to the bucket's", async () => {
      await bench.resource("aws:s3/bucket:Bucket", "b", { bucket: "b-1" });
      const elsewhere = { endpoint: bench.url, region: "us-east-1", credentials: bench.rootKey, forcePathStyle: true };
      const lost = new S3Client({ ...elsewhere, maxAttempts: 1 });
      const redirect = await failureOf(lost.send(new HeadObjectCommand({ Bucket: "b-1", Key: "k" })));
      expect(redirect).to.have.nested.property("$response.headers.x-amz-bucket-region", place.region);
      const s3 = new S3Client({ ...elsewhere, followRegionRedirects: true });
      await s3.send(new PutObjectCommand({ Bucket: "b-1", Key: "k", Body: "there" }));
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "b-1", Key: "k" }));
      expect(await Body?.transformToString()).to.equal("there");
    });

    it("takes items to DynamoDB and back", async () => {
      const table = {
        name: "t",
        billingMode: "PAY_PER_REQUEST",
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
      };
      await bench.resource("aws:dynamodb/table:Table", "t", table);
      const dynamodb = bench.client(DynamoDBClient);
      const Item = { id: { S: "1" }, bytes: { B: new Uint8Array([0, 255]) }, list: { L: [{ N: "1.5" }] } };
      await dynamodb.send(new PutItemCommand({ TableName: "t", Item }));
      const { Item: got } = await dynamodb.send(new GetItemCommand({ TableName: "t", Key: { id: { S: "1" } } }));
      expect(got).to.deep.equal(Item);
      const wrong = await failureOf(dynamodb.send(new GetItemCommand({ TableName: "t", Key: { no: { S: "1" } } })));
      expect(wrong).to.have.property("name", "ValidationException");
    });

    it("takes a message through SNS and SQS, while time goes on", async () => {
      const { url, arn } = await queue();
      const topic = (await bench.resource("aws:sns/topic:Topic", "t", { name: "t" }))["arn"] as string;
      const policy = {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: arn },
        ],
      };
      await bench.resource("aws:sqs/queuePolicy:QueuePolicy", "q", { queueUrl: url, policy: JSON.stringify(policy) });
      const subscription = { topic, protocol: "sqs", endpoint: arn, rawMessageDelivery: true };
      await bench.resource("aws:sns/topicSubscription:TopicSubscription", "s", subscription);
      await bench.client(SNSClient).send(new PublishCommand({ TopicArn: topic, Message: "नमस्ते & <bye>" }));
      const sqs = bench.client(SQSClient);
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 5 }));
      expect(Messages?.[0]?.Body).to.equal("नमस्ते & <bye>");
    });

    it("waits in a long poll for what comes", async () => {
      const { url } = await queue();
      const sqs = bench.client(SQSClient);
      const polled = sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 10 }));
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "late", DelaySeconds: 1 }));
      expect((await polled).Messages?.[0]?.Body).to.equal("late");
    });
  });

  describe("and who calls", () => {
    /** A role that roles of the account may assume. */
    const roleFor = async (name: string, statement: Record<string, unknown>) => {
      const trust = { Effect: "Allow", Principal: { AWS: place.account }, Action: "sts:AssumeRole" };
      const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      const { arn } = await bench.resource("aws:iam/role:Role", name, { name, assumeRolePolicy });
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
      await bench.resource("aws:iam/rolePolicy:RolePolicy", name, { role: name, policy });
      return arn as string;
    };
    const assume = async (sts: STSClient, RoleArn: string, RoleSessionName: string): Promise<Credentials> => {
      const { Credentials: got } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
      return {
        accessKeyId: got?.AccessKeyId ?? "",
        secretAccessKey: got?.SecretAccessKey ?? "",
        sessionToken: got?.SessionToken ?? "",
      };
    };
    /** Credentials of an operator that may assume any role. Root may not, so the first session comes from inside. */
    const operator = async () => {
      const roleArn = await roleFor("operator", { Action: "sts:AssumeRole", Resource: "*" });
      const sessionArn = `arn:aws:sts::${place.account}:assumed-role/operator/0`;
      const principal = { kind: "role" as const, account: place.account, roleArn, sessionArn, sessionName: "0" };
      const inside = clientFor(bench.cloud, STSClient, "sts", { principal, account: place.account }, place.region);
      return assume(inside, roleArn, "on-call");
    };

    it("knows an account by its root key, in whichever account", async () => {
      const { Arn } = await bench.client(STSClient).send(new GetCallerIdentityCommand({}));
      expect(Arn).to.equal(`arn:aws:iam::${place.account}:root`);
    });

    it("lets no root assume a role, as AWS does not", async () => {
      const role = await roleFor("sender", { Action: "sqs:SendMessage", Resource: "*" });
      const denied = await failureOf(assume(bench.client(STSClient), role, "me"));
      expect(denied.name).to.equal("AccessDenied");
    });

    it("lets a session do what its role may, and nothing else", async () => {
      const { url, arn } = await queue();
      const sender = await roleFor("sender", { Action: "sqs:SendMessage", Resource: arn });
      const session = await assume(bench.client(STSClient, await operator()), sender, "me");
      const { Arn } = await bench.client(STSClient, session).send(new GetCallerIdentityCommand({}));
      expect(Arn).to.equal(`arn:aws:sts::${place.account}:assumed-role/sender/me`);
      const sqs = bench.client(SQSClient, session);
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "m" }));
      const denied = await failureOf(sqs.send(new ReceiveMessageCommand({ QueueUrl: url })));
      expect(denied.message).to.contain("sqs:ReceiveMessage");
    });

    it("refuses a wrong secret, a session without its token and a key that nobody holds", async () => {
      const session = await operator();
      const cases: readonly (readonly [Credentials, string])[] = [
        [{ ...bench.rootKey, secretAccessKey: "wrong" }, "SignatureDoesNotMatch"],
        [{ ...session, sessionToken: "other" }, "InvalidClientTokenId"],
        [{ accessKeyId: "AKIANOBODY", secretAccessKey: "x" }, "InvalidClientTokenId"],
      ];
      for (const [credentials, name] of cases) {
        const failure = await failureOf(bench.client(STSClient, credentials).send(new GetCallerIdentityCommand({})));
        expect([failure.name, failure.$metadata?.httpStatusCode]).to.deep.equal([name, 403]);
      }
    });
  });

  describe("answers what it cannot do", () => {
    it("with 501 and a sentence, in the words of each protocol", async () => {
      const json = await failureOf(bench.client(SQSClient).send(new CreateQueueCommand({ QueueName: "new" })));
      expect(json.message).to.contain("sqs:CreateQueue");
      expect(json.$metadata?.httpStatusCode).to.equal(501);
      const xml = await failureOf(bench.client(STSClient).send(new GetSessionTokenCommand({})));
      expect(xml.message).to.contain("sts:GetSessionToken");
      expect(xml.$metadata?.httpStatusCode).to.equal(501);
    });

    it("when a service is not modelled, as JSON or, to a form, as XML", async () => {
      const authorization =
        "AWS4-HMAC-SHA256 Credential=A/20261102/ap-south-1/ec2/aws4_request, SignedHeaders=host, Signature=0";
      const json = await bench.fetch("/", { authorization });
      expect(json.status).to.equal(501);
      expect(JSON.parse(json.text)).to.have.property("message").that.contains('the service "ec2"');
      const form = { authorization, "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
      const xml = await bench.fetch("/", form, "POST", "Action=DescribeRegions");
      expect(xml.text).to.contain("<Code>NotImplemented</Code>");
    });

    it("when a request is for nobody", async () => {
      const { status, text } = await bench.fetch("/nowhere");
      expect(status).to.equal(400);
      expect(JSON.parse(text)).to.have.property("message").that.contains("GET /nowhere names no AWS service");
    });

    it("when an API is not there", async () => {
      expect((await bench.fetch("/_apis/none/v1")).status).to.equal(404);
    });
  });

  describe("with an HTTP API", () => {
    let apiId: string;

    beforeEach(async () => {
      const source = `exports.handler = async (event) => ({
        statusCode: 200,
        cookies: ["a=1", "b=2"],
        body: JSON.stringify([event.rawPath, event.rawQueryString, event.body ?? null]),
      });`;
      const uri = await bench.fn("f", source);
      const api = await bench.resource("aws:apigatewayv2/api:Api", "a", { protocolType: "HTTP" });
      apiId = api.id;
      const integration = await bench.resource("aws:apigatewayv2/integration:Integration", "i", {
        apiId,
        integrationType: "AWS_PROXY",
        integrationUri: uri,
        payloadFormatVersion: "2.0",
      });
      const target = `integrations/${integration.id}`;
      await bench.resource("aws:apigatewayv2/route:Route", "open", { apiId, routeKey: "$default", target });
      const iam = { apiId, routeKey: "GET /signed", target, authorizationType: "AWS_IAM" };
      await bench.resource("aws:apigatewayv2/route:Route", "signed", iam);
      await bench.resource("aws:apigatewayv2/stage:Stage", "s", { apiId, name: "$default", autoDeploy: true });
      await bench.resource("aws:lambda/permission:Permission", "p", {
        function: "f",
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        sourceArn: `${api["executionArn"]}/*`,
      });
    });

    it("reaches it by the path, query and body unchanged", async () => {
      const { status, text, headers } = await bench.fetch(`/_apis/${apiId}/v1/x%20y?a=%2B&b=c+d`, {}, "POST", "text");
      expect(status).to.equal(200);
      expect(JSON.parse(text)).to.deep.equal(["/v1/x%20y", "a=%2B&b=c+d", Buffer.from("text").toString("base64")]);
      expect(headers["set-cookie"]).to.deep.equal(["a=1", "b=2"]);
    });

    it("reaches it by its own host name", async () => {
      const host = `${apiId}.execute-api.ap-south-1.amazonaws.com`;
      const { status, text } = await bench.fetch("/v1/z", { host });
      expect([status, (JSON.parse(text) as string[])[0]]).to.deep.equal([200, "/v1/z"]);
    });

    it("verifies the signature where a route asks for one", async () => {
      const path = `/_apis/${apiId}/signed`;
      expect((await bench.signed(path, bench.rootKey)).status).to.equal(200);
      expect((await bench.signed(path, { ...bench.rootKey, secretAccessKey: "wrong" })).status).to.equal(403);
      expect((await bench.fetch(path)).status).to.equal(403);
    });
  });

  it("says with a code that a port is taken", async () => {
    const port = Number(new URL(bench.url).port);
    const failure = await failureOf(Gateway.listen(bench.cloud, port));
    expect(failure).to.have.property("code", "EADDRINUSE");
  });

  it("serves a world whose program goes on working by itself", async () => {
    const { url, arn } = await queue();
    await bench.fn("f", `exports.handler = async () => ({});`, {}, [
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: arn,
      },
    ]);
    const mapping = { eventSourceArn: arn, functionName: "f" };
    await bench.resource("aws:lambda/eventSourceMapping:EventSourceMapping", "m", mapping);
    await bench.client(SQSClient).send(new SendMessageCommand({ QueueUrl: url, MessageBody: "m" }));
    const service = bench.cloud.service<SqsService>("sqs");
    expect(service.inFlight()).to.equal(1);
    for (let i = 0; i < 400 && service.inFlight() > 0; i++) await realTime.sleep(20);
    expect(service.inFlight()).to.equal(0);
  });
});
