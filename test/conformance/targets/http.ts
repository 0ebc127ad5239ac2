import { request as plain } from "node:http";
import { request as secure } from "node:https";
import type { HttpReply, HttpRequest } from "../behaviour";

/** A plain request, as curl would send it: the `host` header may differ from where it goes. */
export function sendHttp(
  endpoint: string,
  { method = "GET", path, headers = {}, body }: HttpRequest,
): Promise<HttpReply> {
  const send = endpoint.startsWith("https:") ? secure : plain;
  return new Promise((resolve, reject) => {
    const sent = send(`${endpoint}${path}`, { method, headers }, (response) => {
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
