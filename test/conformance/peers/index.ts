import { randomInt } from "node:crypto";
import { installMiniStack, startMiniStack } from "../../../engine/ministack";
import { endpointTarget } from "../targets/endpoint-target";
import type { Target } from "../targets/target";
import { installDynamoDbLocal, startDynamoDbLocal } from "./dynamodb-local";

/** A target that runs, or why it does not. */
export type Peer = { readonly target: Target; stop(): Promise<void> | void } | { readonly missing: string };

const twelveDigits = () => String(randomInt(100_000_000_000, 999_999_999_999));
const keyed = (account: string) => ({ accessKeyId: account, secretAccessKey: "local" });

/** What MiniStack finds by a host's name, and so in its default account only. */
const servedByHost = new Set(["apigateway", "cloudfront"]);

/** MiniStack takes any account by its access key: each behaviour gets accounts of its own. */
function ministackAt(url: string): Target {
  return endpointTarget({
    name: "ministack",
    url,
    accounts: ({ service }) => [servedByHost.has(service) ? "0".repeat(12) : twelveDigits(), twelveDigits()],
    credentials: keyed,
    apiDomain: "execute-api.localhost",
    width: 8,
    takes: () => true,
  });
}

export async function openMiniStack(project: string, say: (line: string) => void): Promise<Peer> {
  const installed = installMiniStack(project, say);
  if ("missing" in installed) return installed;
  const running = await startMiniStack(installed.executable, { region: "ap-south-1" });
  return { target: ministackAt(running.endpoint), stop: () => running.stop() };
}

export async function openDynamoDbLocal(project: string, say: (line: string) => void): Promise<Peer> {
  const installed = installDynamoDbLocal(project, say);
  if ("missing" in installed) return installed;
  const running = await startDynamoDbLocal(installed.folder);
  const target = endpointTarget({
    name: "dynamodb-local",
    url: running.endpoint,
    accounts: () => [twelveDigits(), twelveDigits()],
    credentials: keyed,
    width: 4,
    takes: ({ dynamodbOnly }) => dynamodbOnly === true,
  });
  return { target, stop: () => running.stop() };
}

/**
 * The endpoint that AWS_ENDPOINT_URL names, or AWS itself, with the SDK's own credentials: what needs a second account is
 * left out, and so is what calls an HTTP API by its host's name.
 */
export function openEndpoint(url: string | undefined, account: string): Peer {
  const needsMore = /cross-account|resource-policies|key-policies|trust-policies|sns\/queue-denies/;
  const target = endpointTarget({
    name: "aws",
    ...(url !== undefined && { url }),
    accounts: () => [account, "000000000000"],
    width: 4,
    takes: ({ id }) => !needsMore.test(id),
  });
  return { target, stop: () => undefined };
}
