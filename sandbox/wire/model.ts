import { shapeOf, type Shape, type StaticSchema } from "./shape";

export interface Operation {
  readonly name: string;
  readonly http: readonly [method: string, uri: string, statusCode: number] | undefined;
  readonly input: Shape;
  readonly output: Shape;
}

export type ServiceProtocol = "awsJson1_0" | "awsJson1_1" | "awsQuery" | "restJson1" | "restXml";

/** What an SDK client package says of its service. */
export interface ServiceModel {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly exceptions: readonly Shape[];
  /** The protocol that the JavaScript client speaks. */
  readonly protocol: ServiceProtocol;
  /** Services that moved from the query protocol to another: SQS, CloudWatch. */
  readonly queryCompatible: boolean;
  readonly xmlNamespace: string | undefined;
}

const OPERATION = 9;
const EXCEPTION = -3;

interface ProtocolSettings {
  readonly xmlNamespace?: string;
  readonly awsQueryCompatible?: boolean;
}

/** The parts of a client that this reads; the SDK's own types differ per service. */
interface ClientConstructor {
  new (config: object): {
    config: { protocol: { getShapeId(): string }; protocolSettings: ProtocolSettings };
    destroy(): void;
  };
}

/** Reads the model out of a client package, such as `require("@aws-sdk/client-sqs")`. */
export function modelOf(clientModule: object): ServiceModel {
  const exported = Object.entries(clientModule);
  const operations = new Map<string, Operation>();
  const exceptions: Shape[] = [];
  for (const [, schema] of exported) {
    if (!isSchema(schema)) continue;
    if (schema[0] === OPERATION) operations.set(schema[2], operationOf(schema));
    else if (schema[0] === EXCEPTION) exceptions.push(shapeOf(schema));
  }
  const settings = protocolSettings(exported);
  return { operations, exceptions, ...settings };
}

function isSchema(value: unknown): value is StaticSchema {
  return Array.isArray(value) && typeof value[0] === "number" && typeof value[2] === "string";
}

function operationOf(schema: StaticSchema): Operation {
  const [, , name, traits, input, output] = schema;
  const http = (traits as { http?: Operation["http"] } | 0 | undefined) || {};
  return { name, http: http.http, input: shapeOf(input), output: shapeOf(output) };
}

function protocolSettings(
  exported: readonly (readonly [string, unknown])[],
): Pick<ServiceModel, "protocol" | "queryCompatible" | "xmlNamespace"> {
  const constructor = exported.find(
    ([name, value]) => /^[A-Za-z0-9]+Client$/.test(name) && typeof value === "function",
  );
  if (constructor === undefined) throw new TypeError("wire: the module exports no client of the AWS SDK v3");
  const credentials = { accessKeyId: "none", secretAccessKey: "none" };
  const client = new (constructor[1] as ClientConstructor)({ region: "us-east-1", credentials });
  try {
    const { protocol, protocolSettings: settings } = client.config;
    return {
      protocol: protocolName(protocol.getShapeId()),
      queryCompatible: settings.awsQueryCompatible === true,
      xmlNamespace: settings.xmlNamespace,
    };
  } finally {
    client.destroy();
  }
}

function protocolName(shapeId: string): ServiceProtocol {
  switch (shapeId) {
    case "aws.protocols#awsJson1_0":
      return "awsJson1_0";
    case "aws.protocols#awsJson1_1":
      return "awsJson1_1";
    case "aws.protocols#awsQuery":
      return "awsQuery";
    case "aws.protocols#restJson1":
      return "restJson1";
    case "aws.protocols#restXml":
      return "restXml";
    default:
      throw new TypeError(`wire: the client speaks ${shapeId}, which this sandbox does not`);
  }
}
