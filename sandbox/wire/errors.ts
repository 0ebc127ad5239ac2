import { restJsonBody, type MessageCodec } from "./body-codecs";
import { writeRest } from "./rest";
import type { Shape } from "./shape";
import type { ServiceError, WireRequest, WireResponse } from "./types";
import { element, escapeText, namespaceAttribute, structureContent } from "./xml";

/** The exceptions that a service's model names, by shape name and by query error code. */
export class ErrorTable {
  readonly #byName = new Map<string, Shape>();
  readonly #byQueryCode = new Map<string, Shape>();

  constructor(shapes: readonly Shape[]) {
    for (const shape of shapes) {
      this.#byName.set(shape.name, shape);
      const code = shape.traits.awsQueryError?.[0];
      if (code !== undefined) this.#byQueryCode.set(code, shape);
    }
  }

  find(code: string): Shape | undefined {
    return this.#byName.get(code) ?? this.#byQueryCode.get(code);
  }
}

/** The members of an exception, with the message under the name that the model gives it. */
function membersOf(error: ServiceError, shape: Shape | undefined): Record<string, unknown> {
  const name = shape?.members.find((member) => member.name.toLowerCase() === "message")?.name ?? "message";
  const members: Record<string, unknown> = { ...error.fields };
  if (shape === undefined || shape.memberByName.has(name)) members[name] = error.message;
  return members;
}

/**
 * AWS JSON and RPC v2 CBOR: the type is in the body. Services that once spoke the query protocol (`queryCompatible`) keep
 * its error code in a header: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export function rpcError(
  error: ServiceError,
  shape: Shape | undefined,
  codec: MessageCodec,
  queryCompatible: boolean,
): WireResponse {
  const headers: Record<string, string> = { "content-type": codec.contentType };
  if (queryCompatible) {
    const code = shape?.traits.awsQueryError?.[0] ?? error.code;
    headers["x-amzn-query-error"] = `${code};${error.statusCode < 500 ? "Sender" : "Receiver"}`;
  }
  const type = shape === undefined ? error.code : `${shape.namespace}#${shape.name}`;
  return { statusCode: error.statusCode, headers, body: codec.writeError(type, shape, membersOf(error, shape)) };
}

/** REST JSON: the type is in a header. */
export function restJsonError(error: ServiceError, shape: Shape | undefined): WireResponse {
  const name = shape?.name ?? error.code;
  const members = membersOf(error, shape);
  const response =
    shape === undefined
      ? { statusCode: error.statusCode, headers: {}, body: Buffer.from(JSON.stringify(members)) }
      : writeRest(shape, members, error.statusCode, restJsonBody);
  const withMessage = shape !== undefined && response.body.length === 0 ? Buffer.from("{}") : response.body;
  return {
    statusCode: error.statusCode,
    headers: { ...response.headers, "content-type": "application/json", "x-amzn-errortype": name },
    body: withMessage,
  };
}

/** S3: a bare `Error` element, and no body where HTTP allows none. */
export function bareXmlError(
  error: ServiceError,
  shape: Shape | undefined,
  request: WireRequest,
  requestId: string,
): WireResponse {
  const headers: Record<string, string> = { "content-type": "application/xml", ...bucketRegion(error) };
  if (request.method === "HEAD" || error.statusCode === 304) {
    return { statusCode: error.statusCode, headers, body: new Uint8Array(0) };
  }
  const text =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    element(
      "Error",
      "",
      codeAndMessage(error, error.code) + extraElements(error, shape) + textElement("RequestId", requestId),
    );
  return { statusCode: error.statusCode, headers, body: Buffer.from(text) };
}

/** Clients that are sent to another region read it here, since answers to HEAD have no body. */
function bucketRegion({ code, fields }: ServiceError): Record<string, string> {
  const endpoint = code === "PermanentRedirect" ? String(fields?.["Endpoint"]) : "";
  const region = /\.s3\.([a-z0-9-]+)\.amazonaws\.com$/.exec(endpoint)?.[1];
  return region === undefined ? {} : { "x-amz-bucket-region": region };
}

/**
 * AWS query, and REST XML of every service but S3: the `Error` element lies in an `ErrorResponse`.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization
 * https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html#operation-error-serialization
 */
export function wrappedXmlError(
  error: ServiceError,
  shape: Shape | undefined,
  namespace: string | undefined,
  requestId: string,
): WireResponse {
  const code = shape?.traits.awsQueryError?.[0] ?? shape?.name ?? error.code;
  const type = textElement("Type", error.statusCode < 500 ? "Sender" : "Receiver");
  const inner = element("Error", "", type + codeAndMessage(error, code) + extraElements(error, shape));
  const text = element("ErrorResponse", namespaceAttribute(namespace), inner + textElement("RequestId", requestId));
  return { statusCode: error.statusCode, headers: { "content-type": "text/xml" }, body: Buffer.from(text) };
}

function codeAndMessage(error: ServiceError, code: string): string {
  return textElement("Code", code) + textElement("Message", error.message);
}

function extraElements(error: ServiceError, shape: Shape | undefined): string {
  const fields = error.fields ?? {};
  const modelled: Record<string, unknown> = {};
  let text = "";
  for (const name in fields) {
    if (shape?.memberByName.has(name) === true) modelled[name] = fields[name];
    else if (fields[name] !== undefined) text += textElement(name, String(fields[name]));
  }
  return shape === undefined ? text : structureContent(shape, modelled, undefined) + text;
}

function textElement(name: string, text: string): string {
  return element(name, "", escapeText(text));
}
