import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/** A Pulumi project folder, read as the CLI reads it. */
export interface Project {
  readonly folder: string;
  readonly name: string;
  /** The entry point, absolute. */
  readonly main: string;
}

/** @throws with the missing file or key */
export function readProject(folder: string): Project {
  const file = join(resolve(folder), "Pulumi.yaml");
  if (!existsSync(file)) throw new Error(`${file} does not exist: name a folder that holds a Pulumi project.`);
  const { name, main } = parse(readFileSync(file, "utf8")) as { name?: string; main?: string };
  if (!name) throw new Error(`${file} has no "name".`);
  return { folder: resolve(folder), name, main: join(resolve(folder), main ?? "index.ts") };
}

/** The stacks that have a settings file. */
export type StackConfig = Readonly<Record<string, string>>;

/**
 * The configuration of a stack, `Pulumi.<stack>.yaml`, as the engine hands it to a program: full keys, objects as JSON.
 * @throws when the file is missing or holds encrypted values, which need a key that the sandbox does not have
 */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const file = join(project.folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) throw new Error(`The stack "${stack}" has no settings: ${file} does not exist.`);
  const { config = {} } = (parse(readFileSync(file, "utf8")) ?? {}) as { config?: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (isSecure(value)) throw new Error(`${file}: "${key}" is encrypted; the sandbox has no key for it.`);
      const fullKey = key.includes(":") ? key : `${project.name}:${key}`;
      return [fullKey, typeof value === "string" ? value : JSON.stringify(value)];
    }),
  );
}

function isSecure(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
