import * as pulumi from "@pulumi/pulumi";
import { CONFIG_KEYS, type ConfigKey } from "./config-keys";

type Keys = typeof CONFIG_KEYS;
type OptionalKey = "dataRoleArn" | "applicationRoleArn" | "applicationMediaKeyArn" | "recoveryRegion" | "webOrigins";
type ValueOf<Key> = Key extends ConfigKey<infer Value> ? Value : never;

/** The validated configuration of a stack. */
export type Settings = {
  readonly [Name in Exclude<keyof Keys, OptionalKey>]: ValueOf<Keys[Name]>;
} & {
  readonly [Name in OptionalKey]?: ValueOf<Keys[Name]>;
} & {
  /** From `aws:region`. */
  readonly region: string;
  readonly stack: string;
};

const NAMESPACE = "huut";

/** A table of every key, for documents and for `pulumi config`. */
export function configReference(): string {
  const rows = Object.entries(CONFIG_KEYS as Record<string, ConfigKey<unknown>>).map(([name, key]) => {
    const fallback = key.optional ? "absent" : key.fallback === undefined ? "required" : `\`${shown(key.fallback)}\``;
    return `| \`${NAMESPACE}:${name}\` | ${key.what} | ${key.allowed.replaceAll("|", "\\|")} | ${fallback} |`;
  });
  return ["| key | decides | allowed | default |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** A value as it is set: a list as JSON. */
function shown(value: unknown): string {
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

function unknownKeys(all: Readonly<Record<string, string>>): string[] {
  const known = Object.keys(CONFIG_KEYS);
  return Object.keys(all)
    .filter((key) => key.startsWith(`${NAMESPACE}:`) && !known.includes(key.slice(NAMESPACE.length + 1)))
    .map((key) => `${key} = ${JSON.stringify(all[key])}: unknown key; allowed are ${known.join(", ")}`);
}

function relations(values: Readonly<Record<string, unknown>>, region: string): string[] {
  const problems: string[] = [];
  const { dataAccount, applicationAccount, applicationRoleArn, recoveryRegion } = values;
  if (dataAccount !== applicationAccount && applicationRoleArn === undefined) {
    problems.push(
      `${NAMESPACE}:applicationRoleArn is missing: the application account ${String(applicationAccount)} is not the ` +
        `data account ${String(dataAccount)}, so the role to assume there must be named`,
    );
  }
  if (recoveryRegion !== undefined && recoveryRegion === region) {
    problems.push(`${NAMESPACE}:recoveryRegion = "${region}": is the stack's own region; allowed is any other`);
  }
  return problems;
}

/**
 * Checks a stack's configuration.
 *
 * @param all keys with their namespace, and values as Pulumi keeps them: texts, lists as JSON
 * @throws pulumi.RunError with every problem: the key, its value and what is allowed
 */
export function settingsOf(stack: string, all: Readonly<Record<string, string>>): Settings {
  const problems = unknownKeys(all);
  const values: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(CONFIG_KEYS as Record<string, ConfigKey<unknown>>)) {
    const text = all[`${NAMESPACE}:${name}`];
    const value = text === undefined ? key.fallback : key.read(text);
    if (value !== undefined) values[name] = value;
    else if (text !== undefined)
      problems.push(`${NAMESPACE}:${name} = ${JSON.stringify(text)}: allowed is ${key.allowed}`);
    else if (!key.optional) problems.push(`${NAMESPACE}:${name} is missing: ${key.what}; allowed is ${key.allowed}`);
  }
  const region = all["aws:region"];
  if (region === undefined) problems.push("aws:region is missing: the region of the stack, such as ap-south-1");
  else if (problems.length === 0) problems.push(...relations(values, region));
  if (problems.length > 0) {
    throw new pulumi.RunError(`The configuration of the stack "${stack}" is not usable:\n- ${problems.join("\n- ")}`);
  }
  return Object.freeze({ ...values, region, stack }) as Settings;
}

/** Reads the current stack's configuration; nothing else reads any. */
export function readConfig(): Settings {
  return settingsOf(pulumi.getStack(), pulumi.runtime.allConfig());
}
