import { type Configuration } from "./judge";
import { type Enforcement, type OptionSchema, type Rule } from "./model";

/** How a pack is configured: what `--policy-pack-config` takes as well. */
export interface PackConfiguration {
  readonly options: Configuration;
  /** Levels by rule, where they are not the rule's own. */
  readonly levels: Readonly<Record<string, Enforcement | "disabled">>;
}

export const UNCONFIGURED: PackConfiguration = { options: {}, levels: {} };

const LEVELS: readonly string[] = ["mandatory", "advisory", "disabled"];

/**
 * Reads a configuration: an object that has, for a rule's id, its level, or an object of its options and perhaps its
 * `enforcementLevel`.
 * @throws Error that names everything that is wrong, and its cure
 */
export function parseConfiguration(text: string, file: string, rules: readonly Rule[]): PackConfiguration {
  const entries = Object.entries(parsed(text, file)).map(([id, value]) => entryOf(id, value, rules));
  const problems = entries.flatMap(({ problems }) => problems);
  if (problems.length > 0) throw new Error(problems.map((problem) => `${file}: ${problem}`).join("\n"));
  return {
    options: Object.fromEntries(entries.map(({ id, options }) => [id, options])),
    levels: Object.fromEntries(entries.flatMap(({ id, level }) => (level === undefined ? [] : [[id, level]]))),
  };
}

function parsed(text: string, file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  if (isObject(value)) return value;
  throw new Error(`${file} must hold an object with rules' ids: { "some-rule": { "option": 1 } }.`);
}

interface Entry {
  readonly id: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly level?: Enforcement | "disabled";
  readonly problems: readonly string[];
}

function entryOf(id: string, value: unknown, rules: readonly Rule[]): Entry {
  const rule = rules.find((rule) => rule.id === id);
  const wrong = (problem: string): Entry => ({ id, options: {}, problems: [problem] });
  if (!rule) return wrong(`there is no rule "${id}".`);
  const fields = typeof value === "string" ? { enforcementLevel: value } : value;
  if (!isObject(fields)) return wrong(`${id} takes a level or an object of options.`);
  const { enforcementLevel: level, ...options } = fields;
  const schemas = rule.options ?? {};
  const problems = [
    ...(level === undefined || LEVELS.includes(level as string)
      ? []
      : [`${id} cannot be "${String(level)}": choose from ${LEVELS.join(", ")}.`]),
    ...Object.entries(options).flatMap(([name, set]) => {
      const schema = schemas[name];
      if (!schema) return [`${id} has no option "${name}"${named(schemas)}.`];
      const problem = problemOf(set, schema);
      return problem === undefined ? [] : [`${id}: ${name} ${problem}.`];
    }),
  ];
  return { id, options, problems, ...(level !== undefined && { level: level as Enforcement | "disabled" }) };
}

function named(schemas: Readonly<Record<string, OptionSchema>>): string {
  const names = Object.keys(schemas);
  return names.length === 0 ? "; it has none" : `; it has ${names.join(", ")}`;
}

function problemOf(value: unknown, { type, minimum, maximum, enum: values, items }: OptionSchema): string | undefined {
  if (!isOfType(value, type)) return `must be of type ${type}`;
  if (typeof value === "number" && minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  if (typeof value === "number" && maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
  if (values && !values.includes(value as string)) return `must be one of ${values.join(", ")}`;
  if (!Array.isArray(value) || !items) return undefined;
  const pattern = new RegExp(items.pattern ?? "", "u");
  const odd: unknown = value.find((item) => typeof item !== "string" || !pattern.test(item));
  return odd === undefined ? undefined : `holds ${JSON.stringify(odd)}, which does not match ${pattern.source}`;
}

function isOfType(value: unknown, type: OptionSchema["type"]): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
