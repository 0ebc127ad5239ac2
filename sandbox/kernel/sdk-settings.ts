import { homedir } from "node:os";
import { join } from "node:path";
import { externalDataInterceptor } from "@smithy/core/config";

let done = false;

/**
 * Keeps the SDK from the settings files of whoever runs the sandbox: they are no part of a world, and reading them takes
 * real time, in which virtual time would move on.
 */
export function ignoreSettingsFiles(): void {
  if (done) return;
  done = true;
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  externalDataInterceptor.interceptFile(AWS_CONFIG_FILE || join(homedir(), ".aws", "config"), "");
  externalDataInterceptor.interceptFile(AWS_SHARED_CREDENTIALS_FILE || join(homedir(), ".aws", "credentials"), "");
}

/**
 * Takes the `AWS_…` variables of whoever runs the sandbox out of the process: an endpoint, a profile or a number of
 * attempts meant for the real AWS must not reach the clients inside a world.
 * @returns what gives them back
 */
export function hideAwsEnvironment(): () => void {
  const hidden = Object.entries(process.env).filter(([name]) => name.startsWith("AWS_"));
  for (const [name] of hidden) delete process.env[name];
  return () => void Object.assign(process.env, Object.fromEntries(hidden));
}
