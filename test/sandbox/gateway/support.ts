import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { Gateway } from "../../../sandbox/gateway/gateway";
import { follow } from "../../../sandbox/gateway/pace";
import type { StsService } from "../../../sandbox/services/sts";
import { Bench, place } from "../services/lambda/support";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A world that is served on a port, with time going on. */
export class ServedBench extends Bench {
  readonly errors: unknown[] = [];
  private readonly stop = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private gateway: Gateway | undefined;

  async serve(port = 0): Promise<Gateway> {
    this.gateway = await Gateway.listen(this.cloud, port);
    this.following = follow(this.world, this.stop.signal, (error) => this.errors.push(error));
    return this.gateway;
  }

  async shut(): Promise<void> {
    this.stop.abort();
    await this.following;
    await this.gateway?.close();
    this.close();
  }

  get url(): string {
    return (this.gateway as Gateway).url;
  }

  get rootKey(): Credentials {
    return this.cloud.service<StsService>("sts").rootKey(place.account);
  }

  /** A real SDK client, over the socket. */
  client<C>(Client: new (config: never) => C, credentials: Credentials = this.rootKey): C {
    return new Client({
      endpoint: this.url,
      region: place.region,
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    } as never);
  }

  /** A plain request, as curl would send it. */
  fetch(path: string, headers: Record<string, string> = {}, method = "GET", body?: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(`${this.url}${path}`, { method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** A signed request, as `curl --aws-sigv4` would send it. */
  async signed(path: string, credentials: Credentials): Promise<HttpAnswer> {
    const { host, hostname } = new URL(this.url);
    const signer = new SignatureV4({ credentials, region: place.region, service: "execute-api", sha256: Sha256 });
    const request = new HttpRequest({ method: "GET", protocol: "http:", hostname, path, headers: { host } });
    return this.fetch(path, (await signer.sign(request)).headers);
  }
}
