import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { identifyService, serviceWire, verifySignature, WireError, type WireRequest } from "../../../sandbox/wire";
import { wireRequestOf } from "./support";

const good = { accessKeyId: "AKIAGOOD", secretAccessKey: "good-secret" };
const temporary = { accessKeyId: "ASIATEMP", secretAccessKey: "temp-secret", sessionToken: "token+/=" };
const secretFor = (id: string) => [good, temporary].find(({ accessKeyId }) => accessKeyId === id);
const wires = {
  sqs: serviceWire(sqs, "sqs"),
  s3: serviceWire(s3, "s3"),
  dynamodb: serviceWire(dynamodb, "dynamodb"),
  sns: serviceWire(sns, "sns"),
  lambda: serviceWire(lambda, "lambda"),
};
const outputs: Record<string, Record<string, unknown>> = {
  ListQueues: { QueueUrls: ["https://q"] },
  PutObject: { ETag: '"e"' },
  GetItem: { Item: { text: { S: "नमस्ते" } } },
  GetFunction: { Configuration: { FunctionName: "f" } },
  Publish: { MessageId: "m" },
};

async function received(request: IncomingMessage): Promise<WireRequest> {
  const url = new URL(request.url ?? "/", "http://gateway");
  const query: Record<string, string> = Object.fromEntries(url.searchParams);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [path = "/"] = (request.url ?? "/").split("?");
  return { method: request.method ?? "GET", path, query, headers, body: Buffer.concat(chunks) };
}

async function answer(request: WireRequest) {
  const wire = wires[(identifyService(request) ?? "none") as keyof typeof wires];
  try {
    const { service } = await verifySignature(request, secretFor);
    expect(service).to.equal(wire.signingName);
    const operation = wire.identify(request) ?? "none";
    wire.decode(operation, request);
    return wire.encode(operation, outputs[operation] ?? {}, request);
  } catch (error) {
    if (error instanceof WireError) return wire.encodeError(error, request);
    throw error;
  }
}

describe("signatures", () => {
  let server: Server;
  let config: { endpoint: string; region: string; credentials: typeof good; maxAttempts: number };

  before(async () => {
    server = createServer((request, response) => {
      void received(request)
        .then(answer)
        .then(({ statusCode, headers, body }) => response.writeHead(statusCode, headers).end(body))
        .catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    config = { endpoint: `http://127.0.0.1:${port}`, region: "ap-south-1", credentials: good, maxAttempts: 1 };
  });

  after(() => new Promise((resolve) => server.close(resolve)));

  it("hold for clients of each protocol over a port", async () => {
    expect(await new sqs.SQSClient(config).send(new sqs.ListQueuesCommand({}))).to.deep.include({
      QueueUrls: ["https://q"],
    });
    expect(await new sns.SNSClient(config).send(new sns.PublishCommand({ TopicArn: "t", Message: "क&+ " }))).to.include(
      { MessageId: "m" },
    );
    const client = new dynamodb.DynamoDBClient({ ...config, credentials: temporary });
    expect(await client.send(new dynamodb.GetItemCommand({ TableName: "t", Key: {} }))).to.deep.include({
      Item: { text: { S: "नमस्ते" } },
    });
    const functionName = "arn:aws:lambda:ap-south-1:123456789012:function:separate-events";
    const get = new lambda.GetFunctionCommand({ FunctionName: functionName });
    const found = await new lambda.LambdaClient(config).send(get);
    expect(found).to.deep.include({ Configuration: { FunctionName: "f" } });
    const put = new s3.PutObjectCommand({
      Bucket: "huut-raw",
      Key: "a b/हि+?//c",
      Body: "body",
      CacheControl: "no-store",
    });
    expect(await new s3.S3Client(config).send(put)).to.include({ ETag: '"e"' });
  });

  it("fail with a wrong secret, an unknown key and a wrong token", async () => {
    const list = async (credentials: object) =>
      new sqs.SQSClient({ ...config, credentials: { ...good, ...credentials } })
        .send(new sqs.ListQueuesCommand({}))
        .then(
          () => "accepted",
          (error: Error) => error.name,
        );
    expect(await list({ secretAccessKey: "wrong" })).to.equal("SignatureDoesNotMatch");
    expect(await list({ accessKeyId: "AKIAUNKNOWN" })).to.equal("InvalidClientTokenId");
    expect(await list({ sessionToken: "stray" })).to.equal("InvalidClientTokenId");
    expect(await list({ ...temporary, sessionToken: "wrong" })).to.equal("InvalidClientTokenId");
    expect(await list({})).to.equal("accepted");
  });

  const signer = new SignatureV4({
    service: "s3",
    region: "ap-south-1",
    credentials: good,
    sha256: Sha256,
    uriEscapePath: false,
  });
  const unsigned = new HttpRequest({
    method: "GET",
    hostname: "huut.s3.ap-south-1.amazonaws.com",
    path: "/a%20b",
    headers: { host: "huut.s3.ap-south-1.amazonaws.com" },
    query: { versionId: "v=&" },
  });

  it("hold for presigned URLs, whatever their age, and not for changed ones", async () => {
    const headers = { ...unsigned.headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const url = await signer.presign(new HttpRequest({ ...unsigned, headers }), {
      expiresIn: 60,
      signingDate: new Date("2020-01-01T00:00:00Z"),
      unhoistableHeaders: new Set(),
      unsignableHeaders: new Set(["x-amz-content-sha256"]),
    });
    const presigned = await wireRequestOf(url as HttpRequest);
    // A browser that follows the URL sends no header but its own.
    expect(presigned.query).to.include({ versionId: "v=&", "X-Amz-SignedHeaders": "host" });
    expect(identifyService(presigned)).to.equal("s3");
    expect(await verifySignature(presigned, secretFor)).to.deep.equal({
      accessKeyId: "AKIAGOOD",
      region: "ap-south-1",
      service: "s3",
    });
    const changed = await verifySignature({ ...presigned, path: "/other" }, secretFor).catch((error: unknown) => error);
    expect(changed).to.have.property("code", "SignatureDoesNotMatch");
  });

  it("fail for a body that does not have the hash that was signed", async () => {
    const signed = await wireRequestOf((await signer.sign(unsigned)) as HttpRequest);
    expect(await verifySignature(signed, secretFor)).to.include({ service: "s3" });
    const tampered = await verifySignature({ ...signed, body: Buffer.from("x") }, secretFor).catch(
      (error: unknown) => error,
    );
    expect(tampered).to.have.property("code", "XAmzContentSHA256Mismatch");
  });

  it("hold for an upload whose chunks are not signed", async () => {
    const headers = { ...unsigned.headers, "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" };
    const request = new HttpRequest({ ...unsigned, method: "PUT", headers, body: "4\r\nbody\r\n0\r\n\r\n" });
    const signed = await wireRequestOf((await signer.sign(request)) as HttpRequest);
    expect(await verifySignature(signed, secretFor)).to.include({ service: "s3" });
    expect(wires.s3.decode("PutObject", signed)["Body"]).to.deep.equal(new Uint8Array(Buffer.from("body")));
  });

  it("are asked for", async () => {
    const bare: WireRequest = { method: "GET", path: "/", query: {}, headers: {}, body: new Uint8Array() };
    expect(await verifySignature(bare, secretFor).catch((error: unknown) => error)).to.have.property(
      "code",
      "MissingAuthenticationToken",
    );
    const odd = { ...bare, headers: { authorization: "AWS4-HMAC-SHA256 Credential=AKIAGOOD/1/r" } };
    expect(await verifySignature(odd, secretFor).catch((error: unknown) => error)).to.have.property(
      "code",
      "IncompleteSignature",
    );
  });
});

describe("identifyService", () => {
  const bare: WireRequest = { method: "POST", path: "/", query: {}, headers: {}, body: new Uint8Array() };
  const table: [service: string | undefined, request: Partial<WireRequest>][] = [
    ["dynamodb", { headers: { "x-amz-target": "DynamoDB_20120810.GetItem" } }],
    ["monitoring", { path: "/service/GraniteServiceVersion20100801/operation/PutMetricData" }],
    ["s3", { host: "huut.raw.s3.ap-south-1.amazonaws.com" }],
    ["sqs", { host: "sqs.ap-south-1.amazonaws.com" }],
    ["execute-api", { host: "abc.execute-api.ap-south-1.amazonaws.com" }],
    [
      "events",
      {
        headers: {
          authorization: "AWS4-HMAC-SHA256 Credential=A/20260101/ap-south-1/events/aws4_request, SignedHeaders=host",
        },
      },
    ],
    ["sts", { query: { "X-Amz-Credential": "A/20260101/ap-south-1/sts/aws4_request" } }],
    [undefined, { host: "127.0.0.1:4566" }],
  ];
  for (const [service, request] of table) {
    it(`finds ${service ?? "nothing"} in ${JSON.stringify(request)}`, () => {
      expect(identifyService({ ...bare, ...request })).to.equal(service);
    });
  }
});
