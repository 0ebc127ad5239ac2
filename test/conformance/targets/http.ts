import { request as plain } from "node:http";
import { request as secure } from "node:https";
import type { HttpReply, HttpRequest } from "../behaviour";

/** A plain request, as curl would send it: the `host` header may differ from where it goes. */
export function sendHttp(
  endpoint: string,
  { method = "GET", path, headers = {}, body }: HttpRequest,
): Promise<HttpReply> {
  const { protocol, hostname } = new URL(endpoint);
  const send = protocol === "https:" ? secure : plain;
  // The certificate is the endpoint's, not that of the name in the host header; a server name may be no address.
  const servername = /^[\d.]+$/.test(hostname) ? "localhost" : hostname;
  return new Promise((resolve, reject) => {
    const sent = send(`${endpoint}${path}`, { method, headers, servername }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const flat = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(",")]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(flat) as Record<string, string>,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
