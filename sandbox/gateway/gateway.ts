import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answer, type Caller } from "../kernel/client";
import type { Cloud } from "../kernel/cloud";
import { AwsError, Unsupported } from "../kernel/errors";
import type { ApiGatewayService, ApiRequest } from "../services/apigateway";
import type { StsService } from "../services/sts";
import { identifyService, serviceWire, verifySignature, WireError, type WireRequest, type WireResponse } from "../wire";
import { readRequest, writeResponse } from "./http";

/** Where an HTTP API is called without its own host name: `/_apis/<api id>/<path>`. */
export const apiPrefix = "/_apis/";

/**
 * One local port for every service, as `AWS_ENDPOINT_URL` expects, and for the program's HTTP APIs. Requests must be
 * signed; the signature is verified, its age is not, because the world has a clock of its own.
 */
export class Gateway {
  private readonly server: Server;

  private constructor(private readonly cloud: Cloud) {
    this.server = createServer((message, response) => void this.handle(message, response));
  }

  /**
   * Listens on loopback.
   * @param port 0 for any free one
   * @throws Error with `code` EADDRINUSE when the port is taken
   */
  static async listen(cloud: Cloud, port: number): Promise<Gateway> {
    const gateway = new Gateway(cloud);
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

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = message.method === "HEAD";
    try {
      const request = await readRequest(message);
      const api = apiOf(request);
      const reply = api ? await this.serveApi(api, request, message) : await this.serveService(request);
      writeResponse(response, reply, head);
    } catch (error) {
      writeResponse(response, failure(error), head);
    }
  }

  private async serveApi({ id, path }: ApiCall, request: WireRequest, message: IncomingMessage): Promise<WireResponse> {
    const service = this.cloud.service<ApiGatewayService>("apigateway");
    if (!service.has(id)) throw new AwsError("NotFoundException", `There is no API ${id} here.`, 404);
    const target = message.url ?? "";
    const signed = (request.headers["authorization"] ?? "").startsWith("AWS4-HMAC-SHA256");
    const caller = signed ? await this.callerOf(request) : undefined;
    const apiRequest: ApiRequest = {
      method: request.method,
      path,
      rawQuery: target.includes("?") ? target.slice(target.indexOf("?") + 1) : "",
      headers: request.headers,
      body: request.body,
      sourceIp: message.socket.remoteAddress ?? "127.0.0.1",
      ...(caller && { caller }),
    };
    const reply = await service.serve(id, apiRequest);
    return { ...reply, headers: { ...reply.headers } };
  }

  private async serveService(request: WireRequest): Promise<WireResponse> {
    const name = identifyService(request);
    if (name === undefined)
      throw new WireError("UnknownService", "The request names no AWS service: it must be signed.", 400);
    const service = this.cloud.service(name);
    if (!service.sdk) throw new Unsupported(`calls to ${name} over the port`);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the name is the service's
    const wire = serviceWire(require(service.sdk) as object, name);
    return answer(this.cloud, service, wire, request, async () => {
      const { region, ...caller } = await this.callerOf(request);
      return { principal: caller.principal, place: { account: caller.account, region } };
    });
  }

  /** Who signed a request, and for which region. @throws AwsError as AWS does for signatures that do not hold */
  private async callerOf(request: WireRequest): Promise<Caller & { region: string }> {
    const sts = this.cloud.service<StsService>("sts");
    const { accessKeyId, region } = await verifySignature(request, (key) => sts.credentials(key));
    const caller = sts.callerOf(accessKeyId);
    if (!caller)
      throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
    return { ...caller, region };
  }
}

interface ApiCall {
  readonly id: string;
  readonly path: string;
}

/** The API that a request is for: by `<id>.execute-api.<region>.…` as its host, or by the path's prefix. */
function apiOf({ path, headers }: WireRequest): ApiCall | undefined {
  const [, byHost] = /^([a-z0-9]+)\.execute-api\./.exec(headers["host"] ?? "") ?? [];
  if (byHost !== undefined) return { id: byHost, path };
  if (!path.startsWith(apiPrefix)) return undefined;
  const [id = "", ...rest] = path.slice(apiPrefix.length).split("/");
  return { id, path: `/${rest.join("/")}` };
}

/** What went wrong outside of any service's protocol. */
function failure(error: unknown): WireResponse {
  const [statusCode, code] =
    error instanceof AwsError
      ? [error.statusCode, error.code]
      : error instanceof Unsupported
        ? [501, "NotImplemented"]
        : [500, "InternalFailure"];
  const message = error instanceof Error ? error.message : String(error);
  const body = Buffer.from(JSON.stringify({ __type: code, message }));
  return { statusCode, headers: { "content-type": "application/json", "x-amzn-errortype": code }, body };
}
