import { Unsupported } from "../kernel/errors";
import { json10, json11, restJsonBody, restXmlBody, rpcV2Cbor, type MessageCodec } from "./body-codecs";
import { withPlainBody } from "./chunked";
import { bareXmlError, ErrorTable, restJsonError, rpcError, wrappedXmlError } from "./errors";
import { modelOf, type Operation, type ServiceModel } from "./model";
import { formFields, readForm } from "./query";
import { readRest, writeRest, type BodyCodec } from "./rest";
import { RouteTable } from "./routes";
import { WireError, type ServiceError, type ServiceWire, type WireRequest, type WireResponse } from "./types";
import { queryDocument } from "./xml";

const cache = new WeakMap<object, Map<string, ServiceWire>>();

/** The wire protocols of the service whose SDK client the module exports. The same arguments give the same object. */
export function serviceWire(clientModule: object, signingName: string): ServiceWire {
  let wires = cache.get(clientModule);
  if (wires === undefined) cache.set(clientModule, (wires = new Map()));
  let wire = wires.get(signingName);
  if (wire === undefined) wires.set(signingName, (wire = new ModelledWire(signingName, modelOf(clientModule))));
  return wire;
}

/** What a request speaks, which need not be what the JavaScript client of the service would. */
type Spoken = "json" | "cbor" | "query" | "rest";

const CBOR_PATH = /\/service\/[^/]+\/operation\/([^/]+)$/;
const NO_REQUEST_ID = "00000000-0000-0000-0000-000000000000";

class ModelledWire implements ServiceWire {
  readonly operations: readonly string[];
  readonly #routes: RouteTable;
  readonly #errors: ErrorTable;
  readonly #rest: BodyCodec;

  constructor(
    readonly signingName: string,
    readonly model: ServiceModel,
  ) {
    this.operations = [...model.operations.keys()].sort();
    this.#errors = new ErrorTable(model.exceptions);
    this.#rest = model.protocol === "restXml" ? restXmlBody(model.xmlNamespace) : restJsonBody;
    const routed = this.isRest
      ? [...model.operations.values()].flatMap(({ name, http, input }) => (http ? [{ name, http, input }] : []))
      : [];
    this.#routes = new RouteTable(routed);
  }

  identify(request: WireRequest): string | undefined {
    const name = this.nameIn(request);
    return name !== undefined && this.model.operations.has(name) ? name : undefined;
  }

  decode(operation: string, request: WireRequest): Record<string, unknown> {
    const { input } = this.operation(operation);
    const plain = withPlainBody(request, this.model.protocol === "restXml");
    switch (this.spoken(request)) {
      case "json":
      case "cbor":
        return this.messages(request).read(input, plain.body);
      case "query":
        return readForm(input, formFields(plain.query, plain.body));
      case "rest":
        return readRest(input, plain, this.#routes.labels(operation, plain), this.#rest);
    }
  }

  encode(operation: string, output: Readonly<Record<string, unknown>>, request: WireRequest): WireResponse {
    const { output: shape, http } = this.operation(operation);
    const requestId = requestIdOf(request);
    switch (this.spoken(request)) {
      case "json":
      case "cbor": {
        const codec = this.messages(request);
        const headers = { "content-type": codec.contentType };
        return this.finish({ statusCode: 200, headers, body: codec.write(shape, output) }, request);
      }
      case "query": {
        const text = queryDocument(operation, shape, output, this.model.xmlNamespace, requestId);
        return this.finish(
          { statusCode: 200, headers: { "content-type": "text/xml" }, body: Buffer.from(text) },
          request,
        );
      }
      case "rest":
        return this.finish(writeRest(shape, output, http?.[2] ?? 200, this.#rest), request);
    }
  }

  encodeError(error: ServiceError, request: WireRequest): WireResponse {
    const shape = this.#errors.find(error.code);
    switch (this.spoken(request)) {
      case "json":
      case "cbor":
        return this.finish(rpcError(error, shape, this.messages(request), this.model.queryCompatible), request);
      case "query":
        return this.finish(wrappedXmlError(error, shape, this.model.xmlNamespace, requestIdOf(request)), request);
      case "rest":
        if (this.model.protocol === "restJson1") return this.finish(restJsonError(error, shape), request);
        if (this.signingName !== "s3")
          return this.finish(wrappedXmlError(error, shape, this.model.xmlNamespace, requestIdOf(request)), request);
        return this.finish(bareXmlError(error, shape, request, requestIdOf(request)), request);
    }
  }

  private get isRest(): boolean {
    return this.model.protocol === "restJson1" || this.model.protocol === "restXml";
  }

  private operation(name: string): Operation {
    const operation = this.model.operations.get(name);
    if (operation === undefined) {
      throw new WireError("UnknownOperationException", `${this.signingName} has no operation ${name}`);
    }
    if (hasEventStream(operation)) throw new Unsupported(`the event stream of ${this.signingName}:${name}`);
    return operation;
  }

  private spoken(request: WireRequest): Spoken {
    if (this.isRest) return "rest";
    if (request.headers["smithy-protocol"] === "rpc-v2-cbor") return "cbor";
    return request.headers["x-amz-target"] === undefined ? "query" : "json";
  }

  private messages(request: WireRequest): MessageCodec {
    if (this.spoken(request) === "cbor") return rpcV2Cbor;
    const contentType = request.headers["content-type"];
    if (contentType === undefined) return this.model.protocol === "awsJson1_1" ? json11 : json10;
    return contentType.startsWith(json11.contentType) ? json11 : json10;
  }

  private nameIn(request: WireRequest): string | undefined {
    switch (this.spoken(request)) {
      case "rest":
        return this.#routes.match(request);
      case "cbor":
        return CBOR_PATH.exec(request.path)?.[1];
      case "json": {
        const target = request.headers["x-amz-target"] ?? "";
        return target.slice(target.lastIndexOf(".") + 1);
      }
      case "query":
        for (const [name, value] of formFields(request.query, request.body)) if (name === "Action") return value;
        return undefined;
    }
  }

  private finish(response: WireResponse, request: WireRequest): WireResponse {
    const { headers } = response;
    if (this.spoken(request) === "cbor") headers["smithy-protocol"] = "rpc-v2-cbor";
    headers[this.model.protocol === "restXml" ? "x-amz-request-id" : "x-amzn-requestid"] = requestIdOf(request);
    if (request.method !== "HEAD") headers["content-length"] = String(response.body.length);
    return response;
  }
}

const eventStreams = new WeakMap<Operation, boolean>();

function hasEventStream(operation: Operation): boolean {
  let found = eventStreams.get(operation);
  if (found === undefined) {
    const members = [...operation.input.members, ...operation.output.members];
    found = members.some(({ shape, traits }) => shape.kind === "union" && traits.streaming === 1);
    eventStreams.set(operation, found);
  }
  return found;
}

function requestIdOf(request: WireRequest): string {
  return request.requestId ?? request.headers["amz-sdk-invocation-id"] ?? NO_REQUEST_ID;
}
