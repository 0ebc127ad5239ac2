import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createScope, getSigningKey, SignatureV4Base } from "@smithy/signature-v4";
import type { Checksum, SourceData } from "@smithy/types";
import { WireError, type WireRequest } from "./types";

export interface SigningCredentials {
  readonly secretAccessKey: string;
  /** Of temporary credentials: the request must carry the same. */
  readonly sessionToken?: string;
}

/** Who signed a request, and for what. */
export interface SignatureScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** The parts of a signature, from the Authorization header or from a presigned URL. */
interface ClaimedSignature extends SignatureScope {
  readonly date: string;
  readonly longDate: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly presigned: boolean;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * Checks a request's Signature Version 4, in a header or in a presigned URL. The age of the signature is not checked: the
 * sandbox's clock is not the caller's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @throws WireError 403: MissingAuthenticationToken, IncompleteSignature (400), InvalidClientTokenId (S3:
 *   InvalidAccessKeyId, or 400 InvalidToken), SignatureDoesNotMatch; 400 XAmzContentSHA256Mismatch.
 */
export async function verifySignature(
  request: WireRequest,
  secretFor: (accessKeyId: string) => SigningCredentials | undefined,
): Promise<SignatureScope> {
  const claim = claimOf(request);
  const { accessKeyId, region, service } = claim;
  const credentials = secretFor(accessKeyId);
  if (credentials === undefined) {
    const code = service === "s3" ? "InvalidAccessKeyId" : "InvalidClientTokenId";
    throw new WireError(code, "The security token included in the request is invalid.", 403);
  }
  checkToken(request, service, credentials);
  const payloadHash = payloadHashOf(request, claim);
  const expected = await new Recomputed(claim, credentials).signature(request, claim, payloadHash);
  if (!sameText(expected, claim.signature)) {
    const reason = "The request signature we calculated does not match the signature you provided.";
    throw new WireError("SignatureDoesNotMatch", `${reason} Check your secret access key and signing method.`, 403);
  }
  return { accessKeyId, region, service };
}

function claimOf(request: WireRequest): ClaimedSignature {
  const authorization = request.headers["authorization"];
  if (authorization !== undefined) return claimInHeader(request, authorization);
  if (request.query["X-Amz-Signature"] === undefined) {
    throw new WireError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  }
  if (single(request.query["X-Amz-Algorithm"]) !== ALGORITHM) throw incomplete("X-Amz-Algorithm");
  return claim(
    single(request.query["X-Amz-Credential"]),
    single(request.query["X-Amz-SignedHeaders"]),
    single(request.query["X-Amz-Signature"]),
    single(request.query["X-Amz-Date"]),
    true,
  );
}

function claimInHeader(request: WireRequest, authorization: string): ClaimedSignature {
  if (!authorization.startsWith(`${ALGORITHM} `)) throw incomplete(ALGORITHM);
  const parts = new Map<string, string>();
  for (const part of authorization.slice(ALGORITHM.length).split(",")) {
    const equals = part.indexOf("=");
    parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const longDate = request.headers["x-amz-date"];
  return claim(parts.get("Credential"), parts.get("SignedHeaders"), parts.get("Signature"), longDate, false);
}

function claim(
  credential: string | undefined,
  signedHeaders: string | undefined,
  signature: string | undefined,
  longDate: string | undefined,
  presigned: boolean,
): ClaimedSignature {
  const scope = credential?.split("/") ?? [];
  const [date, region, service, terminator] = scope.slice(-4);
  const accessKeyId = scope.slice(0, -4).join("/");
  if (accessKeyId === "" || date === undefined || region === undefined || service === undefined)
    throw incomplete("Credential");
  if (terminator !== "aws4_request") throw incomplete("aws4_request");
  if (signedHeaders === undefined) throw incomplete("SignedHeaders");
  if (signature === undefined) throw incomplete("Signature");
  if (longDate === undefined || !longDate.startsWith(date)) throw incomplete("X-Amz-Date");
  return {
    accessKeyId,
    region,
    service,
    date,
    longDate,
    signedHeaders: signedHeaders.split(";"),
    signature,
    presigned,
  };
}

function checkToken(request: WireRequest, service: string, credentials: SigningCredentials): void {
  const sent = request.headers["x-amz-security-token"] ?? single(request.query["X-Amz-Security-Token"]);
  if (sent !== credentials.sessionToken) {
    const code = service === "s3" ? "InvalidToken" : "InvalidClientTokenId";
    throw new WireError(code, "The security token included in the request is invalid.", service === "s3" ? 400 : 403);
  }
}

/** The hash that was signed; where it is of the body, the body must have it. */
function payloadHashOf(request: WireRequest, claimed: ClaimedSignature): string {
  const declared = request.headers["x-amz-content-sha256"];
  if (declared === undefined) {
    if (claimed.presigned && claimed.service === "s3") return "UNSIGNED-PAYLOAD";
    return createHash("sha256").update(request.body).digest("hex");
  }
  if (!/^[0-9a-f]{64}$/.test(declared)) return declared;
  if (createHash("sha256").update(request.body).digest("hex") !== declared) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new WireError("XAmzContentSHA256Mismatch", message, 400);
  }
  return declared;
}

/** The SDK's signer, opened up: it signs with the date and the headers that the request names, not with its own. */
class Recomputed extends SignatureV4Base {
  readonly #secret: string;

  constructor(scope: SignatureScope, credentials: SigningCredentials) {
    super({
      service: scope.service,
      region: scope.region,
      credentials: { accessKeyId: scope.accessKeyId, secretAccessKey: credentials.secretAccessKey },
      sha256: NodeSha256,
      // S3 signs its paths as they are: a key may hold what would be normalized.
      uriEscapePath: scope.service !== "s3",
    });
    this.#secret = credentials.secretAccessKey;
  }

  async signature(request: WireRequest, claimed: ClaimedSignature, payloadHash: string): Promise<string> {
    const query = { ...request.query };
    delete query["X-Amz-Signature"];
    const canonical = this.createCanonicalRequest(
      {
        method: request.method,
        path: request.path,
        query,
        headers: {},
        protocol: "http:",
        hostname: "",
      },
      canonicalHeaders(request, claimed),
      payloadHash,
    );
    const { accessKeyId, date, region, service, longDate } = claimed;
    const text = await this.createStringToSign(longDate, createScope(date, region, service), canonical, ALGORITHM);
    const credentials = { accessKeyId, secretAccessKey: this.#secret };
    const key = await getSigningKey(NodeSha256, credentials, date, region, service);
    return createHmac("sha256", key).update(text).digest("hex");
  }
}

function canonicalHeaders(request: WireRequest, claimed: ClaimedSignature): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of claimed.signedHeaders) {
    const value = name === "host" ? (request.headers["host"] ?? request.host) : request.headers[name];
    if (value === undefined) throw incomplete(`the signed header ${name}`);
    headers[name] = value.trim().replace(/\s+/g, " ");
  }
  return headers;
}

/** SHA-256 of Node.js as the signer wants it. */
class NodeSha256 implements Checksum {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as string | Uint8Array);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error("wire: a hash is used once");
  }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function incomplete(what: string): WireError {
  return new WireError("IncompleteSignature", `The signature lacks ${what}, or it is malformed.`, 400);
}
