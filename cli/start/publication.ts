import type { Sandbox } from "../../sandbox";
import type { CloudFrontService, EdgeResponse } from "../../sandbox/services/cloudfront";

/** The id of the distribution that a deployed stack publishes its captions by. */
export function publicationOf(sandbox: Sandbox, stack: string): string {
  const { hostname } = new URL(String(sandbox.outputs(stack)["captionsUrl"]));
  const distribution = sandbox.cloud.service<CloudFrontService>("cloudfront").byDomain(hostname);
  if (!distribution) throw new Error(`The stack "${stack}" has no distribution ${hostname}.`);
  return distribution.id;
}

/** Reads a published file as a viewer does, and lets virtual time pass until it is there. */
export async function readPublished(
  sandbox: Sandbox,
  stack: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EdgeResponse> {
  const id = publicationOf(sandbox, stack);
  let answer: EdgeResponse | undefined;
  sandbox.world.after(1, async () => {
    answer = await sandbox.cloud.service<CloudFrontService>("cloudfront").serve(id, {
      protocol: "https",
      method: "GET",
      path,
      rawQuery: "",
      headers,
      body: new Uint8Array(),
      sourceIp: "127.0.0.1",
    });
  });
  while (!answer) await sandbox.world.runFor(1_000);
  return answer;
}
