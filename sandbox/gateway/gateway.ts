import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answer, type Caller } from "../kernel/client";
import type { Cloud } from "../kernel/cloud";
import { AwsError, Unsupported } from "../kernel/errors";
import type { ApiGatewayService, ApiRequest } from "../services/apigateway";
import type { CloudFrontService } from "../services/cloudfront";
import type { StsService } from "../services/sts";
import { identifyService, serviceWire, verifySignature, type WireRequest, type WireResponse } from "../wire";
import { BodyTooLarge, readRequest, writeResponse, type Reply } from "./http";
import { servePages, type LocalPages } from "./local-pages";

/** Where an HTTP API is called without its own host name: `/_apis/<api id>/<path>`. */
export const apiPrefix = "/_apis/";

/** Where a distribution is called without its own host name: `/_distributions/<distribution id>/<path>`. */
export const distributionPrefix = "/_distributions/";

/**
 * One local port for every service, as `AWS_ENDPOINT_URL` expects, and for the program's HTTP APIs and distributions. Requests
 * to services must be signed; the signature is verified, its age is not, because the world has a clock of its own.
 */
export class Gateway {
  private readonly server: Server;

  private constructor(
    private readonly cloud: Cloud,
    private readonly pages: readonly LocalPages[],
  ) {
    this.server = createServer((message, response) => void this.handle(message, response));
  }

  /**
   * Listens on loopback.
   * @param port 0 for any free one
   * @param pages what is to be read at the port beside AWS
   * @throws Error with `code` EADDRINUSE when the port is taken
   */
  static async listen(cloud: Cloud, port: number, pages: readonly LocalPages[] = []): Promise<Gateway> {
    const gateway = new Gateway(cloud, pages);
    await new Promise<void>((resolve, reject) => {
      gateway.server.once("error", reject);
      gateway.server.listen(port, "127.0.0.1", resolve);
    });
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Where a person reaches an HTTP API of the world. */
  apiUrl(apiId: string): string {
    return `${this.url}${apiPrefix}${apiId}`;
  }

  /** Where a person reaches a distribution of the world. */
  distributionUrl(id: string): string {
    return `${this.url}${distributionPrefix}${id}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = message.method === "HEAD";
    let request: WireRequest | undefined;
    try {
      request = await readRequest(message);
      writeResponse(response, await this.reply(request, message), head);
    } catch (error) {
      writeResponse(response, failure(error, request), head);
    }
  }

  private async reply(request: WireRequest, message: IncomingMessage): Promise<Reply> {
    const page = await servePages(this.pages, request);
    if (page) return page;
    const api = apiOf(request);
    if (api) return this.serveApi(api, request, message);
    const viewed = this.viewedOf(request);
    return viewed ? this.serveViewer(viewed, request, message) : this.serveService(request);
  }

  /** The port stands for the edge's TLS: a request counts as https unless `X-Forwarded-Proto` says that it was not. */
  private async serveViewer({ id, path }: Addressed, request: WireRequest, message: IncomingMessage): Promise<Reply> {
    const reply = await this.cloud.service<CloudFrontService>("cloudfront").serve(id, {
      protocol: request.headers["x-forwarded-proto"] === "http" ? "http" : "https",
      method: request.method,
      path,
      rawQuery: rawQueryOf(message),
      headers: request.headers,
      body: request.body,
      sourceIp: message.socket.remoteAddress ?? "127.0.0.1",
    });
    return { ...reply, headers: { ...reply.headers } };
  }

  /** The distribution that a request is for: by its own name as the host, or by the path's prefix. */
  private viewedOf({ path, headers }: WireRequest): Addressed | undefined {
    const [host = ""] = (headers["host"] ?? "").split(":");
    if (/^d[a-z0-9]+\.cloudfront\.net$/.test(host)) {
      const distribution = this.cloud.service<CloudFrontService>("cloudfront").byDomain(host);
      if (!distribution) throw new AwsError("NoSuchDistribution", `There is no distribution ${host} here.`, 404);
      return { id: distribution.id, path };
    }
    return addressed(path, distributionPrefix);
  }

  private async serveApi({ id, path }: Addressed, request: WireRequest, message: IncomingMessage): Promise<Reply> {
    const service = this.cloud.service<ApiGatewayService>("apigateway");
    if (!service.has(id)) throw new AwsError("NotFoundException", `There is no API ${id} here.`, 404);
    const reply = await service.serve(id, {
      method: request.method,
      path,
      rawQuery: rawQueryOf(message),
      headers: request.headers,
      body: request.body,
      sourceIp: message.socket.remoteAddress ?? "127.0.0.1",
      ...(await this.signerOf(request)),
    });
    return { ...reply, headers: { ...reply.headers } };
  }

  /** Who signed a request to an API; whether that has to hold is for the route to say. */
  private async signerOf(request: WireRequest): Promise<Pick<ApiRequest, "caller" | "unsigned">> {
    if (!(request.headers["authorization"] ?? "").startsWith("AWS4-HMAC-SHA256")) return {};
    try {
      return { caller: await this.callerOf(request) };
    } catch (error) {
      if (error instanceof AwsError) return { unsigned: error.message };
      throw error;
    }
  }

  private async serveService(request: WireRequest): Promise<WireResponse> {
    const name = identifyService(request);
    if (name === undefined) {
      const what = `${request.method} ${request.path} names no AWS service: it must be signed, or be one of ${apiPrefix}<id>/ and ${distributionPrefix}<id>/`;
      throw new AwsError("UnknownService", `${what}.`, 400);
    }
    const service = this.cloud.service(name);
    if (!service.sdk) throw new Unsupported(`calls to ${name} over the port`);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the name is the service's
    const wire = serviceWire(require(service.sdk) as object, name);
    try {
      return await answer(this.cloud, service, wire, request, async () => {
        const { principal, account, region } = await this.callerOf(request);
        return { principal, place: { account, region } };
      });
    } catch (error) {
      return wire.encodeError(errorOf(error), request);
    }
  }

  /** Who signed a request, and for which region. @throws AwsError as AWS does for signatures that do not hold */
  private async callerOf(request: WireRequest): Promise<Caller & { region: string; accessKeyId: string }> {
    const sts = this.cloud.service<StsService>("sts");
    const { accessKeyId, region } = await verifySignature(request, (key) => sts.credentials(key));
    const caller = sts.callerOf(accessKeyId);
    if (!caller)
      throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
    return { ...caller, accessKeyId, region };
  }
}

/** An API or a distribution, and the path of what is asked of it. */
interface Addressed {
  readonly id: string;
  readonly path: string;
}

/** The API that a request is for: by `<id>.execute-api.<region>.…` as its host, or by the path's prefix. */
function apiOf({ path, headers }: WireRequest): Addressed | undefined {
  const [, byHost] = /^([a-z0-9]+)\.execute-api\./.exec(headers["host"] ?? "") ?? [];
  if (byHost !== undefined) return { id: byHost, path };
  return addressed(path, apiPrefix);
}

function addressed(path: string, prefix: string): Addressed | undefined {
  if (!path.startsWith(prefix)) return undefined;
  const [id = "", ...rest] = path.slice(prefix.length).split("/");
  return { id, path: `/${rest.join("/")}` };
}

/** As it stands behind the `?`. */
function rawQueryOf({ url = "" }: IncomingMessage): string {
  return url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
}

/** What went wrong, as an error that a client can read. */
function errorOf(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof Unsupported) return new AwsError("NotImplemented", error.message, 501);
  if (error instanceof BodyTooLarge) return new AwsError("EntityTooLarge", error.message, 413);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new AwsError("InternalFailure", message, 500);
}

/** What went wrong outside of any service's protocol: JSON, or XML for those who asked by a form, as EC2's clients do. */
function failure(error: unknown, request: WireRequest | undefined): WireResponse {
  const { code, message, statusCode } = errorOf(error);
  if (request?.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    const text = message.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const xml = `<Response><Errors><Error><Code>${code}</Code><Message>${text}</Message></Error></Errors></Response>`;
    return { statusCode, headers: { "content-type": "text/xml" }, body: Buffer.from(xml) };
  }
  const body = Buffer.from(JSON.stringify({ __type: code, message }));
  return { statusCode, headers: { "content-type": "application/json", "x-amzn-errortype": code }, body };
}
