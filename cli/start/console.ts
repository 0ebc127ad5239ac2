import { consoleSite, contentSecurityPolicy } from "../../console/site";
import type { Sandbox } from "../../sandbox";
import type { Gateway } from "../../sandbox/gateway/gateway";
import { json, type LocalPages } from "../../sandbox/gateway/local-pages";
import { statusPrefix } from "../../sandbox/status/pages";
import { insightsApiOf, mintToken } from "./api";
import { applicationMedia } from "./media";

/** Where the console is on the port. */
export const consolePrefix = "/_console/";

/**
 * The console, and what it has to be told: where the API is, with a token for it, where the world tells of itself, and where
 * recordings are played from. Pages read `console.json` from the port alone, so that addresses hold for whatever it is.
 */
export function consolePages(sandbox: Sandbox, stack: string): LocalPages {
  const policy = `${contentSecurityPolicy()}; frame-ancestors 'none'`;
  const files = new Map(consoleSite().map((file) => [file.path, file]));
  const api = insightsApiOf(sandbox, stack);
  const bucket = applicationMedia(sandbox.outputs(stack))?.bucket;
  const settings = async () => ({
    apiUrl: `/_apis/${api.id}`,
    token: await mintToken(sandbox, api),
    statusUrl: statusPrefix.replace(/\/$/, ""),
    ...(bucket !== undefined && { mediaUrl: `${statusPrefix}objects/${bucket}` }),
    stack,
  });
  return {
    prefix: consolePrefix,
    answer: (path) => {
      if (path === "console.json") return settings().then(json);
      const file = files.get(path === "" ? "index.html" : path);
      if (!file) return undefined;
      const headers = {
        "content-type": file.contentType,
        "content-security-policy": policy,
        "referrer-policy": "no-referrer",
        "cache-control": "no-cache",
      };
      return { statusCode: 200, headers, body: Buffer.from(file.text) };
    },
  };
}

/** Where a person opens the console. */
export function consoleUrl(gateway: Gateway): string {
  return `${gateway.url}${consolePrefix}`;
}
