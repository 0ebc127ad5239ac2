import { AwsError } from "../kernel/errors";

/** An HTTP request as the gateway received it, or as an SDK client would have sent it. */
export interface WireRequest {
  readonly method: string;
  /** As on the request line, still percent-encoded, without the query. */
  readonly path: string;
  /** Decoded names and values; a name that occurs several times has an array. */
  readonly query: Readonly<Record<string, string | string[]>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** `name:port`; the `host` header when absent. */
  readonly host?: string;
  /** Echoed as the response's request id; the SDK's invocation id when absent. */
  readonly requestId?: string;
}

export interface WireResponse {
  readonly statusCode: number;
  /** Lower-case names. */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** What a model reports to a client: an {@link AwsError}, or any object of its shape. */
export interface ServiceError {
  /** The shape's name (`QueueDoesNotExist`) or the service's query error code (`AWS.SimpleQueueService.NonExistentQueue`). */
  readonly code: string;
  readonly message: string;
  readonly statusCode: number;
  /** Further members of the exception, such as `CancellationReasons`. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Raised by this folder itself: a request that cannot be read, or whose signature does not hold. */
export class WireError extends AwsError {}

/** The server side of one service's wire protocols. Pure: it knows shapes, not resources. */
export interface ServiceWire {
  /** IAM and SigV4 name of the service, such as `monitoring`. */
  readonly signingName: string;
  /** Operation names of the service, sorted. */
  readonly operations: readonly string[];
  /** The operation that a request asks for; undefined when the service has no such one. */
  identify(request: WireRequest): string | undefined;
  /**
   * The operation's input, typed: `Date` for timestamps, `Uint8Array` for blobs and streams.
   * @throws WireError `SerializationException`, or S3's own name for it, when the request cannot be read.
   * @throws Unsupported for an operation with an event stream.
   */
  decode(operation: string, request: WireRequest): Record<string, unknown>;
  /**
   * The response, in the protocol that the request spoke.
   * @throws TypeError when the output has a member that the operation lacks, or one of a wrong type: a mistake of the model.
   */
  encode(operation: string, output: Readonly<Record<string, unknown>>, request: WireRequest): WireResponse;
  /** An error response from which the client raises the modelled exception. */
  encodeError(error: ServiceError, request: WireRequest): WireResponse;
}
