/** The values of a request's context keys, by key in any case; undefined when the request does not carry the key. */
export type Lookup = (key: string) => string | readonly string[] | undefined;

export interface Pattern {
  /** As the policy's author wrote it. */
  readonly source: string;
  matches(text: string, lookup: Lookup): boolean;
}

export interface PatternOptions {
  /** `*` is any text, `?` any one character. */
  readonly wildcards: boolean;
  /** `${key}` stands for the request's value (documents of version 2012-10-17 only). */
  readonly variables: boolean;
  readonly ignoreCase?: boolean;
}

type Test = (text: string) => boolean;

const VARIABLE = /\$\{([^}]*)\}/g;
const NEVER: Test = () => false;

/**
 * Compiles one value of Action, Resource or Condition.
 *
 * `*` spans any characters, colons and slashes included: a `*` that ends a segment of an ARN expands beyond it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compilePattern(source: string, options: PatternOptions): Pattern {
  return compileWith(source, options, (resolved) => textTest(resolved, options));
}

/**
 * Compiles a value of an ARN operator: each of the six parts between colons is compared by itself, so that `*` in the
 * region cannot swallow the account; the sixth may hold colons.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compileArnPattern(source: string, variables: boolean): Pattern {
  const options: PatternOptions = { wildcards: true, variables };
  return compileWith(source, options, (resolved) => arnTest(resolved, options));
}

function compileWith(source: string, options: PatternOptions, compile: (resolved: string) => Test): Pattern {
  if (!options.variables || !hasVariable(source)) {
    const test = compile(source);
    return { source, matches: (text) => test(text) };
  }
  let last: { resolved: string; test: Test } | undefined;
  return {
    source,
    matches(text, lookup) {
      const resolved = resolve(source, lookup);
      // A variable without a value matches nothing: an Allow grants nothing, a negated condition holds.
      if (resolved === undefined) return false;
      if (last?.resolved !== resolved) last = { resolved, test: compile(resolved) };
      return last.test(text);
    },
  };
}

/**
 * Puts the request's values in. What a value holds is text, never a wildcard or a variable, so its special characters
 * are written in their escaped forms `${*}`, `${?}` and `${$}`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function resolve(source: string, lookup: Lookup): string | undefined {
  let missing = false;
  const resolved = source.replace(VARIABLE, (whole, body: string) => {
    if (isEscape(body)) return whole;
    const [, key, fallback] = /^\s*([^,]+?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(body) ?? [];
    const value = key === undefined ? undefined : (lookup(key) ?? fallback);
    if (typeof value === "string") return value.replace(/[*?$]/g, (special) => `\${${special}}`);
    missing = true;
    return "";
  });
  return missing ? undefined : resolved;
}

function hasVariable(source: string): boolean {
  return [...source.matchAll(VARIABLE)].some(([, body]) => body !== undefined && !isEscape(body));
}

function isEscape(body: string): boolean {
  return body === "*" || body === "?" || body === "$";
}

function textTest(source: string, options: PatternOptions): Test {
  const { ignoreCase = false } = options;
  const pattern = ignoreCase ? source.toLowerCase() : source;
  const test = caseSensitiveTest(pattern, options);
  return ignoreCase ? (text) => test(text.toLowerCase()) : test;
}

function caseSensitiveTest(pattern: string, { wildcards, variables }: PatternOptions): Test {
  const escaped = variables && pattern.includes("${");
  if (!escaped) {
    if (!wildcards || !/[*?]/.test(pattern)) return (text) => text === pattern;
    if (pattern === "*") return () => true;
    const prefix = pattern.slice(0, -1);
    if (pattern.endsWith("*") && !/[*?]/.test(prefix)) return (text) => text.startsWith(prefix);
  }
  const expression = new RegExp(`^${regularExpression(pattern, wildcards, escaped)}$`, "su");
  return (text) => expression.test(text);
}

function regularExpression(pattern: string, wildcards: boolean, escapes: boolean): string {
  const tokens = escapes ? /\$\{([*?$])\}|[\s\S]/g : /[\s\S]/g;
  return pattern.replace(tokens, (token, special?: string | number) => {
    if (typeof special === "string") return literal(special);
    if (wildcards && token === "*") return ".*";
    if (wildcards && token === "?") return ".";
    return literal(token);
  });
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function arnTest(source: string, options: PatternOptions): Test {
  // A lone `*` is what policies write for "from any source".
  if (source === "*") return () => true;
  const parts = splitArn(source);
  if (parts.length !== 6) return NEVER;
  const tests = parts.map((part) => textTest(part, options));
  return (text) => {
    const actual = splitArn(text);
    return actual.length === 6 && tests.every((test, index) => test(actual[index] ?? ""));
  };
}

function splitArn(text: string): string[] {
  const parts = text.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
