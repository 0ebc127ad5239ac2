import { randomBytes } from "node:crypto";
import { FilterLogEventsCommand, CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { archive } from "../../sandbox/services/lambda/support";
import type {
  As,
  Credentials,
  FunctionOptions,
  HttpReply,
  HttpRequest,
  Policy,
  Probe,
  RoleOptions,
  ViewRequest,
} from "../behaviour";
import { sendHttp } from "./http";

/** What every target's probe has in common: everything that is made of `create`, clients and time. */
export abstract class ProbeBase implements Probe {
  abstract readonly account: string;
  abstract readonly otherAccount: string;
  readonly region = "ap-south-1";
  private readonly clients: { destroy(): void }[] = [];
  private readonly known = new Map<string, unknown>();

  abstract now(): number;
  abstract name(base: string): string;
  abstract pass(milliseconds: number): Promise<void>;
  abstract create<O extends object>(
    type: string,
    inputs: Readonly<Record<string, unknown>>,
    as?: As,
  ): Promise<O & { readonly id: string }>;
  abstract assume(roleArn: string, sessionName?: string): Promise<Credentials>;
  protected abstract readonly endpoint: string | undefined;
  protected abstract credentials(account: string): Credentials | undefined;
  /** Milliseconds of the target's time between two questions of `eventually`. */
  protected abstract readonly pollEvery: number;

  client<C>(Client: new (config: never) => C, as: As = {}): C {
    const credentials = as.credentials ?? this.credentials(as.account ?? this.account);
    const key = `${Client.name} ${credentials?.accessKeyId}`;
    const found = this.known.get(key) as C | undefined;
    if (found) return found;
    const client = new Client({
      region: this.region,
      maxAttempts: 1,
      // Kinesis's client would speak HTTP/2, which local endpoints do not.
      ...(this.endpoint !== undefined && {
        endpoint: this.endpoint,
        forcePathStyle: true,
        requestHandler: new NodeHttpHandler(),
      }),
      ...(credentials && { credentials }),
    } as never);
    this.clients.push(client as { destroy(): void });
    this.known.set(key, client);
    return client;
  }

  async role({
    name = this.name("role"),
    path,
    account = this.account,
    policy,
    trust,
  }: RoleOptions = {}): Promise<string> {
    const inputs = { name, ...(path && { path }), assumeRolePolicy: JSON.stringify(trust ?? trusting(account)) };
    const { arn } = await this.create<{ arn: string }>("aws:iam/role:Role", inputs, { account });
    if (policy) {
      const attached = { name, role: name, policy: JSON.stringify(policy) };
      await this.create("aws:iam/rolePolicy:RolePolicy", attached, { account });
    }
    return arn;
  }

  async fn(source: string, { statements = [], timeout, environment }: FunctionOptions = {}) {
    const name = this.name("fn");
    const logs = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" };
    const role = await this.role({
      name: `${name}-role`.slice(-64),
      policy: { Version: "2012-10-17", Statement: [logs, ...statements] },
      trust: trustingService("lambda.amazonaws.com"),
    });
    await this.create("aws:cloudwatch/logGroup:LogGroup", { name: `/aws/lambda/${name}` });
    const { arn } = await this.create<{ arn: string }>("aws:lambda/function:Function", {
      name,
      role,
      handler: "index.handler",
      runtime: "nodejs24.x",
      code: archive({ "index.js": source }),
      ...(timeout !== undefined && { timeout }),
      ...(environment && { environment: { variables: environment } }),
    });
    return { name, arn };
  }

  async printed<T>(functionName: string): Promise<T[]> {
    const logs = this.client(CloudWatchLogsClient);
    const { events = [] } = await logs
      .send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${functionName}` }))
      .catch((error: Error) => {
        if (error.name === "ResourceNotFoundException") return { events: [] };
        throw error;
      });
    const lines = events.flatMap(({ message = "" }) => message.split("\n"));
    return lines.flatMap((line) => {
      const start = line.indexOf('{"probe":');
      return start < 0 ? [] : [JSON.parse(line.slice(start)) as T];
    });
  }

  http(apiId: string, request: HttpRequest): Promise<HttpReply> {
    const host = this.apiHost(apiId);
    return sendHttp(this.endpoint ?? `https://${host}`, { ...request, headers: { host, ...request.headers } });
  }

  /** Where an endpoint stands for the edge, a header says how the viewer came. */
  view(domainName: string, { protocol = "https", headers, ...request }: ViewRequest): Promise<HttpReply> {
    const came = { host: domainName, "x-forwarded-proto": protocol };
    return sendHttp(this.endpoint ?? `${protocol}://${domainName}`, { ...request, headers: { ...came, ...headers } });
  }

  async eventually<T>(within: number, read: () => Promise<T | undefined>): Promise<T> {
    const deadline = this.now() + within;
    for (;;) {
      const answer = await read();
      if (answer !== undefined) return answer;
      if (this.now() >= deadline) throw new Error(`nothing within ${within / 1000} s`);
      await this.pass(Math.min(this.pollEvery, Math.max(1, deadline - this.now())));
    }
  }

  /** The host name by which an HTTP API is called. */
  protected apiHost(apiId: string): string {
    return `${apiId}.execute-api.${this.region}.amazonaws.com`;
  }

  protected destroyClients(): void {
    for (const client of this.clients) client.destroy();
  }
}

/** Anyone in the account whose own policies allow it may assume the role. */
export function trusting(account: string): Policy {
  const statement = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" };
  return { Version: "2012-10-17", Statement: [statement] };
}

export function trustingService(service: string): Policy {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  };
}

export function randomSuffix(): string {
  return randomBytes(3).toString("hex");
}
