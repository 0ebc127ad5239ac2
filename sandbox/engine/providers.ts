import { parseArn, type Place } from "../kernel/arn";
import type { StackConfig } from "./project";

/** Account and region of an AWS provider, from its inputs; the same keys serve the stack's own `aws:` configuration. */
export function providerPlace(inputs: Readonly<Record<string, unknown>>, what: string): Partial<Place> {
  const assumed = decode(inputs["assumeRoles"]) as { roleArn?: string }[] | undefined;
  const allowed = decode(inputs["allowedAccountIds"]) as string[] | undefined;
  const roleArn = assumed?.at(-1)?.roleArn;
  const fromRole = roleArn ? parseArn(roleArn).account : undefined;
  if (fromRole && allowed && !allowed.includes(fromRole)) {
    throw new Error(`${what} assumes a role of account ${fromRole}, but allows only ${allowed.join(", ")}.`);
  }
  const account = fromRole ?? allowed?.[0];
  const region = inputs["region"];
  return { ...(account && { account }), ...(typeof region === "string" && { region }) };
}

/** The `aws:` keys of a stack's configuration, as inputs of its default provider. */
export function defaultProviderInputs(config: StackConfig): Record<string, unknown> {
  const own = Object.entries(config).filter(([key]) => key.startsWith("aws:"));
  return Object.fromEntries(own.map(([key, value]) => [key.slice("aws:".length), value]));
}

/** Providers take nested values as JSON text. */
function decode(value: unknown): unknown {
  return typeof value === "string" ? (JSON.parse(value) as unknown) : value;
}
