import type { VendedEvent } from "../logs";
import type { Outcome } from "./edge/edge";
import type { ViewerRequest } from "./edge/messages";
import type { Distribution } from "./state";

/** The one edge location of the sandbox: Mumbai. */
export const edgeLocation = "BOM78-P1";

/**
 * What the access log tells of a request. Places of viewers and ports are not known here, and what takes no virtual time
 * took none.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
export function accessEvent(
  { domainName }: Distribution,
  request: ViewerRequest,
  { response, result }: Outcome,
  { requestId, started, took }: { readonly requestId: string; readonly started: number; readonly took: number },
): VendedEvent {
  const [date = "", time = ""] = new Date(started).toISOString().split("T");
  const { headers, body, statusCode } = response;
  const [, first = "-", last = "-"] = /^bytes (\d+)-(\d+)/.exec(headers["content-range"] ?? "") ?? [];
  const https = request.protocol === "https";
  const fields = {
    date,
    time: time.slice(0, 8),
    "timestamp(ms)": String(started),
    "x-edge-location": edgeLocation,
    "sc-bytes": String(sizeOf(headers) + body.byteLength),
    "c-ip": request.sourceIp,
    "cs-method": request.method,
    "cs(Host)": domainName,
    "cs-uri-stem": request.path,
    "sc-status": String(statusCode),
    "cs(Referer)": written(request.headers["referer"]),
    "cs(User-Agent)": written(request.headers["user-agent"]),
    "cs-uri-query": request.rawQuery || "-",
    "x-edge-result-type": result,
    "x-edge-response-result-type": result,
    "x-edge-detailed-result-type": result,
    "x-edge-request-id": requestId,
    "x-host-header": request.headers["host"] ?? domainName,
    "cs-protocol": request.protocol,
    "cs-bytes": String(sizeOf(request.headers) + request.body.byteLength),
    "time-taken": (took / 1000).toFixed(3),
    "time-to-first-byte": (took / 1000).toFixed(3),
    "x-forwarded-for": request.headers["x-forwarded-for"] ?? "-",
    ...(https && { "ssl-protocol": "TLSv1.3", "ssl-cipher": "TLS_AES_128_GCM_SHA256" }),
    "cs-protocol-version": "HTTP/1.1",
    "sc-content-type": headers["content-type"] ?? "-",
    "sc-content-len": headers["content-length"] ?? String(body.byteLength),
    "sc-range-start": first,
    "sc-range-end": last,
    "cache-behavior-path-pattern": "*",
  };
  return { time: started, fields };
}

/** Values of headers are percent-encoded in logs. */
function written(value: string | undefined): string {
  return value === undefined ? "-" : encodeURI(value);
}

function sizeOf(headers: Readonly<Record<string, string>>): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}
