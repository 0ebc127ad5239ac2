import { Unsupported } from "../../kernel/errors";
import type { BusEvent, Rule, Target } from "./rule";

/** What a target gets of an event. @throws Unsupported for a path or template that is not modelled */
export function inputOf(target: Target, rule: Rule, event: BusEvent, ingestedAt: number): string {
  if (target.input !== undefined) return target.input;
  if (target.inputPath !== undefined) return JSON.stringify(valueAt(target.inputPath, event) ?? null);
  if (!target.inputTransformer) return JSON.stringify(event);
  const { inputPaths = {}, inputTemplate } = target.inputTransformer;
  const values = new Map<string, unknown>([
    ["aws.events.rule-arn", rule.arn],
    ["aws.events.rule-name", rule.name],
    ["aws.events.event.ingestion-time", new Date(ingestedAt).toISOString()],
    ["aws.events.event", event],
    ["aws.events.event.json", event],
    ...Object.entries(inputPaths).map(([name, path]) => [name, valueAt(path, event)] as const),
  ]);
  return fillTemplate(inputTemplate, values);
}

/**
 * Puts values for `<name>`: as JSON where the template is bare, as text within its strings.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function fillTemplate(template: string, values: ReadonlyMap<string, unknown>): string {
  let inString = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (token, name: string | undefined) => {
    if (token === '"') inString = !inString;
    if (name === undefined) return token;
    const value = values.get(name);
    if (value === undefined) throw new Unsupported(`<${name}> in an input template, for which the event has no value`);
    if (!inString) return JSON.stringify(value);
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

/** The value at a JSONPath of members and indexes, `$.detail.list[0]`. */
export function valueAt(path: string, event: unknown): unknown {
  checkPath(path);
  let value = event;
  for (const [, member, quoted, index] of path.slice(1).matchAll(STEP)) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = member ?? quoted ?? (index as string);
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

const STEP = /\.([\w-]+)|\['([^']+)'\]|\[(\d+)\]/g;

/** @throws Unsupported */
export function checkPath(path: string): void {
  const rest = path.startsWith("$") ? path.slice(1).replace(STEP, "") : path;
  if (rest !== "") throw new Unsupported(`the JSONPath ${path}: members and indexes only`);
}
