import { HttpResponse, type HttpRequest } from "@smithy/protocol-http";
import { expect } from "chai";
import { serviceWire, type ServiceWire } from "../../../sandbox/wire";
import { shapeOf, type Shape } from "../../../sandbox/wire/shape";
import { wireRequestOf, withoutMetadata } from "./support";

/** Client packages by signing name. */
const services: Readonly<Record<string, string>> = {
  apigateway: "apigatewayv2",
  athena: "athena",
  cloudfront: "cloudfront",
  dynamodb: "dynamodb",
  events: "eventbridge",
  firehose: "firehose",
  glue: "glue",
  iam: "iam",
  kinesis: "kinesis",
  kms: "kms",
  lambda: "lambda",
  logs: "cloudwatch-logs",
  monitoring: "cloudwatch",
  s3: "s3",
  scheduler: "scheduler",
  sns: "sns",
  sqs: "sqs",
  sts: "sts",
};

type Schema = readonly [
  type: number,
  namespace: string,
  name: string,
  traits: unknown,
  input: unknown,
  output: unknown,
];

/** The half of a client that its middleware calls. */
interface Protocol {
  serializeRequest(operation: object, input: object, context: object): Promise<HttpRequest>;
  deserializeResponse(operation: object, context: object, response: HttpResponse): Promise<Record<string, unknown>>;
}

type ClientClass = new (config: object) => { config: { protocol: Protocol } };

const DEPTH = 5;

/** Belongs to another service, S3 Object Lambda, whose hosts have no buckets; in S3's its path would name one. */
const OBJECT_LAMBDA = "WriteGetObjectResponse";

/** A value of the shape with every member set, down to a depth, because shapes are recursive. */
function sample(shape: Shape, depth = 0): unknown {
  switch (shape.kind) {
    case "structure":
      return Object.fromEntries(shape.members.flatMap((member) => field(member, depth)));
    case "union":
      return Object.fromEntries(shape.members.slice(0, 1).flatMap((member) => field(member, depth)));
    case "list":
      return [sample(shape.value.shape, depth + 1)];
    case "map":
      return { key: sample(shape.value.shape, depth + 1) };
    case "timestamp":
      return new Date("2026-11-02T05:31:07.000Z");
    case "blob":
      return new Uint8Array([1, 2, 253]);
    case "number":
      return 7;
    case "boolean":
      return true;
    case "string":
      return "a b,c/é<&>";
    case "document":
      return { a: [1, "x", null] };
    default:
      return {};
  }
}

function field(member: Shape["members"][number], depth: number): [string, unknown][] {
  const nested = !["string", "number", "boolean", "timestamp", "blob"].includes(member.shape.kind);
  if (nested && depth >= DEPTH) return [];
  const { traits, shape } = member;
  // A header's list is split at commas, and prefixed headers have lower-case names.
  if (traits.httpHeader !== undefined && shape.kind === "list") return [[member.name, [listItem(shape)]]];
  if (traits.httpResponseCode !== undefined) return [[member.name, 202]];
  if (traits.httpHeader === "Content-Encoding") return [[member.name, "br"]];
  return [[member.name, sample(shape, depth + 1)]];
}

function listItem(shape: Shape): unknown {
  return shape.value.shape.kind === "string" ? "item" : sample(shape.value.shape);
}

function streams(shape: Shape): boolean {
  return shape.members.some((member) => member.traits.streaming === 1);
}

/** The client package of a service and its protocol, as its middleware would use it. */
function clientOf(sdk: string): { clientModule: Record<string, unknown>; protocol: Protocol; context: object } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the name is data
  const clientModule = require(`@aws-sdk/client-${sdk}`) as Record<string, unknown>;
  const className = Object.keys(clientModule).find((name) => /^[A-Za-z0-9]+Client$/.test(name)) ?? "";
  const credentials = { accessKeyId: "a", secretAccessKey: "s" };
  const { config } = new (clientModule[className] as ClientClass)({ region: "ap-south-1", credentials });
  const endpoint = () => Promise.resolve({ protocol: "https:", hostname: "host", path: "/" });
  const context = { ...config, endpoint, streamCollector: (body: unknown) => Promise.resolve(body) };
  return { clientModule, protocol: config.protocol, context };
}

async function carries(wire: ServiceWire, client: ReturnType<typeof clientOf>, schema: Schema): Promise<void> {
  const [, namespace, name, traits, input, output] = schema;
  const operation = { namespace, name, traits, input, output };
  const value = sample(shapeOf(input)) as Record<string, unknown>;
  // The endpoint rules, which are middleware, move the bucket into the host.
  const hasBucket = wire.signingName === "s3" && value["Bucket"] !== undefined;
  if (hasBucket) value["Bucket"] = "huut";
  const sent = await wireRequestOf(await client.protocol.serializeRequest(operation, { ...value }, client.context));
  const request = { ...sent, host: `${hasBucket ? "huut." : ""}s3.ap-south-1.amazonaws.com` };
  expect(wire.identify(request), `operation of ${name}`).to.equal(name);
  expect(wire.decode(name, request), `input of ${name}`).to.deep.equal(value);

  if (streams(shapeOf(output))) return;
  const answer = sample(shapeOf(output)) as Record<string, unknown>;
  const { statusCode, headers, body } = wire.encode(name, answer, request);
  const response = new HttpResponse({ statusCode, headers, body: Uint8Array.from(body) });
  const got = await client.protocol.deserializeResponse(operation, client.context, response);
  expect(withoutMetadata(got), `output of ${name}`).to.deep.equal(answer);
}

function hasEventStream(shape: Shape): boolean {
  return shape.members.some((member) => member.traits.streaming === 1 && member.shape.kind === "union");
}

describe("every operation, with every member set", () => {
  for (const [signingName, sdk] of Object.entries(services)) {
    it(`of ${signingName} is carried both ways`, async () => {
      const client = clientOf(sdk);
      const wire = serviceWire(client.clientModule, signingName);
      expect(wire.operations).to.not.be.empty;
      for (const name of wire.operations) {
        const schema = client.clientModule[`${name}$`] as Schema;
        if (name === OBJECT_LAMBDA) continue;
        if (hasEventStream(shapeOf(schema[4])) || hasEventStream(shapeOf(schema[5]))) continue;
        await carries(wire, client, schema);
      }
    });
  }
});
