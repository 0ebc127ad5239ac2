/** A pattern that AWS would refuse. */
export class InvalidPattern extends Error {
  override readonly name = "InvalidPattern";
}

/** Says whether an event (parsed JSON) fits. */
export type Matcher = (event: unknown) => boolean;

export type PatternOperator =
  "prefix" | "suffix" | "anything-but" | "numeric" | "exists" | "equals-ignore-case" | "wildcard";

export const ALL_OPERATORS: readonly PatternOperator[] = [
  "prefix",
  "suffix",
  "anything-but",
  "numeric",
  "exists",
  "equals-ignore-case",
  "wildcard",
];

/** A test of one leaf; `undefined` is an absent one. */
type Test = (value: unknown) => boolean;
type Json = Readonly<Record<string, unknown>>;

/**
 * Compiles the pattern language that EventBridge's rules, SNS's filter policies and Lambda's filter criteria share:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
 * An array in the event fits when one of its elements does; within an array of objects, one object fits all fields.
 * @param operators those that the service has; others are refused
 * @throws InvalidPattern naming the path
 */
export function compilePattern(pattern: unknown, operators: readonly PatternOperator[] = ALL_OPERATORS): Matcher {
  const compiler = new Compiler(new Set(operators));
  return compiler.object(pattern, "pattern");
}

class Compiler {
  constructor(private readonly operators: ReadonlySet<string>) {}

  object(pattern: unknown, path: string): Matcher {
    if (!isObject(pattern)) throw new InvalidPattern(`${path} must be an object or an array.`);
    const fields = Object.entries(pattern);
    if (fields.length === 0) throw new InvalidPattern(`${path} must not be empty.`);
    const matchers = fields.map(([key, value]) => this.field(key, value, `${path}.${key}`));
    return (event) => everyOrSome(event, (item) => matchers.every((matches) => matches(item)));
  }

  private field(key: string, pattern: unknown, path: string): Matcher {
    if (key === "$or" && Array.isArray(pattern)) {
      if (pattern.length < 2) throw new InvalidPattern(`${path} needs two alternatives or more.`);
      const alternatives = pattern.map((alternative, i) => this.object(alternative, `${path}[${i}]`));
      return (event) => alternatives.some((matches) => matches(event));
    }
    if (!Array.isArray(pattern)) {
      const matches = this.object(pattern, path);
      return (event) => matches(memberOf(event, key));
    }
    if (pattern.length === 0) throw new InvalidPattern(`${path}: an empty array fits nothing.`);
    const tests = pattern.map((item, i) => this.leaf(item, `${path}[${i}]`));
    return (event) => {
      const value = memberOf(event, key);
      return tests.some((test) => (Array.isArray(value) ? testElements(value, test) : test(value)));
    };
  }

  private leaf(item: unknown, path: string): Test {
    if (isScalar(item)) return (value) => value === item;
    if (!isObject(item)) throw new InvalidPattern(`${path} must be a value or an operator.`);
    const [[operator, argument] = ["", undefined], ...more] = Object.entries(item);
    if (more.length > 0) throw new InvalidPattern(`${path}: only one operator a value.`);
    if (!this.operators.has(operator)) throw new InvalidPattern(`${path}: unrecognized match type ${operator}.`);
    return this.test(operator as PatternOperator, argument, path);
  }

  private test(operator: PatternOperator, argument: unknown, path: string): Test {
    switch (operator) {
      case "exists":
        if (typeof argument !== "boolean") throw new InvalidPattern(`${path}: exists takes true or false.`);
        return (value) => (value !== undefined && !isObject(value)) === argument;
      case "numeric":
        return numeric(argument, path);
      case "anything-but":
        return this.anythingBut(argument, path);
      case "equals-ignore-case": {
        const folded = text(argument, path).toLowerCase();
        return (value) => typeof value === "string" && value.toLowerCase() === folded;
      }
      case "wildcard":
        return wildcard(text(argument, path), path);
      default:
        return affix(operator, argument, path);
    }
  }

  private anythingBut(argument: unknown, path: string): Test {
    if (isObject(argument)) {
      const [[operator, inner] = ["", undefined], ...more] = Object.entries(argument);
      if (more.length > 0 || !["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(operator)) {
        throw new InvalidPattern(
          `${path}: anything-but takes values, or prefix, suffix, equals-ignore-case or wildcard.`,
        );
      }
      if (operator === "wildcard" && !this.operators.has(operator))
        throw new InvalidPattern(`${path}: unrecognized match type wildcard.`);
      const tests = [inner].flat().map((each) => this.test(operator as PatternOperator, each, path));
      if (tests.length === 0) throw new InvalidPattern(`${path}: anything-but of nothing.`);
      return (value) => isPresent(value) && !tests.some((test) => test(value));
    }
    const excluded = [argument].flat();
    if (excluded.length === 0 || !excluded.every(isScalar))
      throw new InvalidPattern(`${path}: anything-but takes strings or numbers.`);
    return (value) => isPresent(value) && !excluded.includes(value as string);
  }
}

/** An absent leaf has no elements, and an empty array is an absent leaf. */
function testElements(values: readonly unknown[], test: Test): boolean {
  const flat = values.flat(Infinity);
  return flat.length === 0 ? test(undefined) : flat.some(test);
}

function everyOrSome(event: unknown, matches: Matcher): boolean {
  if (!Array.isArray(event)) return matches(event);
  return event.length === 0 ? matches(undefined) : event.some((item) => everyOrSome(item, matches));
}

function affix(operator: "prefix" | "suffix", argument: unknown, path: string): Test {
  if (isObject(argument)) {
    const { "equals-ignore-case": inner, ...rest } = argument;
    if (Object.keys(rest).length > 0)
      throw new InvalidPattern(`${path}: ${operator} takes a string or equals-ignore-case.`);
    const folded = text(inner, path).toLowerCase();
    return (value) => typeof value === "string" && hasAffix(operator, value.toLowerCase(), folded);
  }
  const part = text(argument, path);
  return (value) => typeof value === "string" && hasAffix(operator, value, part);
}

function hasAffix(operator: "prefix" | "suffix", value: string, part: string): boolean {
  return operator === "prefix" ? value.startsWith(part) : value.endsWith(part);
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** `["=", 5]`, `[">", 0]` or a range, `[">", 0, "<=", 5]`. */
function numeric(argument: unknown, path: string): Test {
  const invalid = () => new InvalidPattern(`${path}: numeric takes one comparison, or a lower and an upper bound.`);
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) throw invalid();
  const parts: ((value: number) => boolean)[] = [];
  for (let i = 0; i < argument.length; i += 2) {
    const [operator, bound] = argument.slice(i, i + 2) as [string, unknown];
    const compare = COMPARISONS[operator];
    if (!compare || typeof bound !== "number") throw invalid();
    parts.push((value) => compare(value, bound));
  }
  if (argument.length === 4 && !(/^>/.test(argument[0] as string) && /^</.test(argument[2] as string))) throw invalid();
  return (value) => typeof value === "number" && parts.every((holds) => holds(value));
}

/** `*` stands for any characters; `\*` and `\\` for themselves. */
function wildcard(pattern: string, path: string): Test {
  if (/\*\*/.test(pattern)) throw new InvalidPattern(`${path}: consecutive wildcard characters.`);
  const source = pattern.replace(/\\[*\\]|[*]|[^*\\]+|\\/g, (part) => {
    if (part === "*") return "[^]*";
    if (part === "\\") throw new InvalidPattern(`${path}: a backslash escapes * or \\ only.`);
    return (part === "\\*" || part === "\\\\" ? (part[1] as string) : part).replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  });
  const expression = new RegExp(`^${source}$`);
  return (value) => typeof value === "string" && expression.test(value);
}

function text(argument: unknown, path: string): string {
  if (typeof argument !== "string") throw new InvalidPattern(`${path}: expected a string.`);
  return argument;
}

function memberOf(event: unknown, key: string): unknown {
  return isObject(event) && Object.hasOwn(event, key) ? event[key] : undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && !isObject(value);
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
