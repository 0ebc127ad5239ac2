import { AwsError, Unsupported } from "../../kernel/errors";

export type LineTest = (message: string) => boolean;

/**
 * Compiles a filter pattern of unstructured terms (`ERROR "time out" -retry ?a ?b`) or of comparisons in JSON
 * (`{ $.level = "ERROR" && $.count > 3 }`). Regular expressions and space-delimited fields are not modelled.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws Unsupported, AwsError InvalidParameterException
 */
export function compileFilter(pattern: string): LineTest {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.startsWith("{")) return jsonFilter(text);
  if (text.startsWith("[") || text.includes("%")) throw new Unsupported(`the log filter pattern ${text}`);
  return termFilter(text);
}

function termFilter(text: string): LineTest {
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign, quoted, plain]) => ({
    sign,
    term: quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "",
  }));
  const required = terms.filter(({ sign }) => sign === "");
  const excluded = terms.filter(({ sign }) => sign === "-");
  const optional = terms.filter(({ sign }) => sign === "?");
  return (message) => {
    const has = ({ term }: { readonly term: string }) => message.includes(term);
    if (!required.every(has) || excluded.some(has)) return false;
    // Beside required terms, optional ones are ignored.
    return required.length > 0 || optional.length === 0 || optional.some(has);
  };
}

type ValueTest = (record: unknown) => boolean;

function jsonFilter(text: string): LineTest {
  const body = /^\{(.*)\}$/s.exec(text)?.[1];
  if (body === undefined) throw invalid(text);
  if (/[()]/.test(body.replace(/"[^"]*"/g, ""))) throw new Unsupported(`parentheses in the log filter pattern ${text}`);
  const alternatives = body.split("||").map((part) => part.split("&&").map((term) => comparison(term.trim(), text)));
  return (message) => {
    if (!message.trimStart().startsWith("{")) return false;
    let record: unknown;
    try {
      record = JSON.parse(message);
    } catch {
      return false;
    }
    return alternatives.some((tests) => tests.every((test) => test(record)));
  };
}

function comparison(term: string, pattern: string): ValueTest {
  const [, path, operator, quoted, plain] = /^\$\.([\w.-]+)\s*(!=|<=|>=|=|<|>)\s*(?:"([^"]*)"|(\S+))$/.exec(term) ?? [];
  if (path === undefined || operator === undefined) throw invalid(pattern);
  const keys = path.split(".");
  const expected = quoted ?? plain ?? "";
  const test =
    quoted === undefined && Number.isFinite(Number(expected))
      ? numeric(operator, Number(expected))
      : textual(operator, expected, pattern);
  return (record) => {
    let value = record;
    for (const key of keys) value = (value as Record<string, unknown> | null | undefined)?.[key];
    return value !== undefined && value !== null && test(value);
  };
}

function numeric(operator: string, expected: number): ValueTest {
  const holds: Readonly<Record<string, (value: number) => boolean>> = {
    "=": (value) => value === expected,
    "!=": (value) => value !== expected,
    "<": (value) => value < expected,
    "<=": (value) => value <= expected,
    ">": (value) => value > expected,
    ">=": (value) => value >= expected,
  };
  const test = holds[operator] as (value: number) => boolean;
  return (value) => typeof value === "number" && test(value);
}

/** Texts compare by equality, with `*` for any text. */
function textual(operator: string, expected: string, pattern: string): ValueTest {
  if (operator !== "=" && operator !== "!=") throw invalid(pattern);
  const parts = expected.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`, "s");
  return (value) => expression.test(String(value)) === (operator === "=");
}

function invalid(pattern: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid filter pattern: ${pattern}`);
}
