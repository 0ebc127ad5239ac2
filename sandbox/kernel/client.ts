import { Readable } from "node:stream";
import { NoOpLogger } from "@smithy/core/client";
import { HttpResponse, type HttpRequest } from "@smithy/protocol-http";
import type { Principal } from "../iam";
import { serviceWire, type ServiceWire, type WireRequest, type WireResponse } from "../wire";
import type { Place } from "./arn";
import type { Cloud } from "./cloud";
import { AwsError } from "./errors";
import { currentScope } from "./scope";
import { ignoreSettingsFiles } from "./sdk-settings";
import type { Call, Service } from "./service";

/** Who makes the calls of a client, and where its account is. */
export interface Caller {
  readonly principal: Principal;
  readonly account: string;
}

/** What the `sts` model gives: who holds an access key. */
export interface SessionStore extends Service {
  callerOf(accessKeyId: string): Caller | undefined;
}

type ClientClass = new (config: Record<string, unknown>) => {
  config: { region: () => Promise<string>; credentials?: () => Promise<{ accessKeyId: string }> };
};

/** The SDK's silent logger filters each call's input and output before it drops them; this one has nothing to filter for. */
const quiet = Object.assign(new NoOpLogger(), { info: undefined, error: undefined });

/** The access key of clients whose caller is the invocation's own role. */
const ownKey = "ASIAINVOCATION";

/**
 * The SDK package `name` with clients that call this cloud in process: the same serialization as on the network, no
 * socket, and no signature, because the caller is known: the invocation's role, or the session whose credentials the
 * client was given.
 */
export function localSdk(cloud: Cloud, name: string, region?: () => string): object {
  ignoreSettingsFiles();
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the name is the handler's
  const sdk = require(name) as Record<string, unknown>;
  const service = cloud.all().find((candidate) => candidate.sdk === name);
  if (!service) return sdk;
  const local: Record<string, unknown> = { ...sdk };
  for (const [key, value] of Object.entries(sdk)) {
    if (key.endsWith("Client") && key !== "__Client" && typeof value === "function") {
      local[key] = localClientClass(cloud, service, sdk, value as ClientClass, region);
    }
  }
  return local;
}

function localClientClass(cloud: Cloud, service: Service, sdk: object, Client: ClientClass, region?: () => string) {
  return class extends Client {
    constructor(config: Record<string, unknown> = {}) {
      super({
        region: region?.() ?? currentScope()?.environment["AWS_REGION"],
        credentials: { accessKeyId: ownKey, secretAccessKey: "unused" },
        logger: quiet,
        ...config,
        signer: { sign: (request: unknown) => Promise.resolve(request) },
      });
      const caller = async () => callerOf(cloud, (await this.config.credentials?.())?.accessKeyId ?? ownKey);
      const handler = new LocalHandler(cloud, service, sdk, caller, () => this.config.region());
      Object.assign(this.config, { requestHandler: handler });
    }
  };
}

function callerOf(cloud: Cloud, accessKeyId: string): Caller {
  if (accessKeyId !== ownKey) {
    const session = cloud.service<SessionStore>("sts").callerOf(accessKeyId);
    if (!session)
      throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
    return session;
  }
  const scope = currentScope();
  if (!scope) throw new Error("A function's client was used outside of any invocation.");
  return { principal: scope.principal, account: scope.place.account };
}

/** An SDK client of a given caller, for tests and commands: `clientFor(cloud, SQSClient, "sqs", caller, region)`. */
export function clientFor<C>(
  cloud: Cloud,
  Client: new (config: never) => C,
  serviceName: string,
  caller: Caller,
  region: string,
): C {
  ignoreSettingsFiles();
  const service = cloud.service(serviceName);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the name is the service's
  const sdk = require(service.sdk as string) as object;
  const handler = new LocalHandler(
    cloud,
    service,
    sdk,
    () => Promise.resolve(caller),
    () => Promise.resolve(region),
  );
  return new Client({
    region,
    credentials: { accessKeyId: ownKey, secretAccessKey: "unused" },
    signer: { sign: (request: unknown) => Promise.resolve(request) },
    requestHandler: handler,
    logger: quiet,
    maxAttempts: 1,
  } as never);
}

/** The SDK's request handler, pointed at the cloud instead of a socket. */
class LocalHandler {
  private wire: ServiceWire | undefined;

  constructor(
    private readonly cloud: Cloud,
    private readonly service: Service,
    private readonly sdk: object,
    private readonly caller: () => Promise<Caller>,
    private readonly region: () => Promise<string>,
  ) {}

  readonly metadata = { handlerProtocol: "local" };

  async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const scope = currentScope();
    assertAlive(scope);
    this.wire ??= serviceWire(this.sdk, this.service.name);
    const wireRequest = await toWire(request);
    const response = await answer(this.cloud, this.service, this.wire, wireRequest, async () => {
      const { principal, account } = await this.caller();
      return { principal, place: { account, region: await this.region() } };
    });
    assertAlive(scope);
    return { response: toHttp(response, this.service.name === "s3" && request.method === "GET") };
  }

  updateHttpClientConfig(): void {}
  httpHandlerConfigs(): object {
    return {};
  }
}

/** Decodes a request, makes the call and encodes the answer or the error, for the port as well as in process. */
export async function answer(
  cloud: Cloud,
  service: Service,
  wire: ServiceWire,
  request: WireRequest,
  who: () => Promise<{ principal: Principal; place: Place }>,
): Promise<WireResponse> {
  try {
    const operation = wire.identify(request);
    if (!operation)
      throw new AwsError("UnknownOperationException", `${request.method} ${request.path} is no operation.`);
    const call: Call = {
      ...(await who()),
      service: service.name,
      operation,
      input: wire.decode(operation, request),
    };
    return wire.encode(operation, await cloud.call(call), request);
  } catch (error) {
    if (error instanceof AwsError) return wire.encodeError(error, request);
    throw error;
  }
}

function assertAlive(scope: ReturnType<typeof currentScope>): void {
  if (scope && !scope.alive) throw new Error(`The invocation ${scope.requestId} of ${scope.functionName} is over.`);
}

async function toWire(request: HttpRequest): Promise<WireRequest> {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key.toLowerCase(), value]));
  return {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(Object.entries(request.query ?? {}).map(([key, value]) => [key, value ?? ""])),
    headers,
    host: request.hostname,
    body: await bytesOf(request.body),
  };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  if (typeof body === "string") return Buffer.from(body, "utf8");
  if (body instanceof Readable) {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks);
  }
  throw new Error(`A request's body is a ${Object.prototype.toString.call(body)}; expected bytes, text or a stream.`);
}

/** Bodies are handed over whole; only S3's downloads are streams to the SDK. */
function toHttp({ statusCode, headers, body }: WireResponse, streaming: boolean): HttpResponse {
  return new HttpResponse({ statusCode, headers, body: streaming ? Readable.from([Buffer.from(body)]) : body });
}
