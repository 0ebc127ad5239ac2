/**
 * Event filtering of event-source mappings, which follows EventBridge's patterns:
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export type Filter = (event: unknown) => boolean;

type Condition = string | number | boolean | null | Readonly<Record<string, unknown>>;
type Pattern = { readonly [key: string]: Pattern | readonly (Condition | Pattern)[] };

/** A filter that passes what any of the patterns (JSON texts) matches; without patterns it passes everything. @throws on a malformed pattern */
export function filterOf(patterns: readonly string[]): Filter {
  if (patterns.length === 0) return () => true;
  const parsed = patterns.map((text) => checked(JSON.parse(text) as Pattern, text));
  return (event) => parsed.some((pattern) => matches(pattern, event));
}

function checked(pattern: Pattern, text: string): Pattern {
  if (typeof pattern !== "object" || pattern === null || Array.isArray(pattern)) {
    throw new Error(`Invalid filter pattern ${text}: it must be an object.`);
  }
  for (const [key, value] of Object.entries(pattern)) {
    if (Array.isArray(value)) continue;
    if (typeof value !== "object" || value === null) {
      throw new Error(`Invalid filter pattern ${text}: "${key}" must be an object or an array.`);
    }
    checked(value as Pattern, text);
  }
  return pattern;
}

function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === "$or") return (expected as readonly Pattern[]).some((choice) => matches(choice, event));
    const actual = isObject(event) ? event[key] : undefined;
    if (!Array.isArray(expected)) return isObject(actual) && matches(expected as Pattern, actual);
    return (expected as readonly Condition[]).some((condition) => holds(condition, actual));
  });
}

function holds(condition: Condition, actual: unknown): boolean {
  if (isObject(condition) && "exists" in condition)
    return condition["exists"] === (actual !== undefined && !isObject(actual));
  if (Array.isArray(actual)) return actual.some((item) => holds(condition, item));
  if (actual === undefined) return false;
  if (!isObject(condition)) return condition === actual;
  return Object.entries(condition).every(([operator, operand]) => compare(operator, operand, actual));
}

function compare(operator: string, operand: unknown, actual: unknown): boolean {
  switch (operator) {
    case "prefix":
      return typeof actual === "string" && actual.startsWith(operand as string);
    case "suffix":
      return typeof actual === "string" && actual.endsWith(operand as string);
    case "equals-ignore-case":
      return typeof actual === "string" && actual.toLowerCase() === (operand as string).toLowerCase();
    case "anything-but":
      return !anyOf(operand).some((item) => holds(item, actual));
    case "numeric":
      return typeof actual === "number" && numeric(operand as readonly (string | number)[], actual);
    default:
      throw new Error(`The filter operator "${operator}" is not one of Lambda's.`);
  }
}

function anyOf(operand: unknown): readonly Condition[] {
  return Array.isArray(operand) ? (operand as Condition[]) : [operand as Condition];
}

function numeric(parts: readonly (string | number)[], actual: number): boolean {
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const bound = parts[i + 1] as number;
    const holdsHere = {
      "=": actual === bound,
      "<": actual < bound,
      "<=": actual <= bound,
      ">": actual > bound,
      ">=": actual >= bound,
    };
    if (!holdsHere[parts[i] as keyof typeof holdsHere]) return false;
  }
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
