import { AwsError } from "../../kernel/errors";

/** What the expressions of a prefix can refer to. https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html */
export interface PrefixValues {
  readonly partitionKeyFromQuery?: Readonly<Record<string, string>>;
  readonly partitionKeyFromLambda?: Readonly<Record<string, string>>;
  /** Arrival of the oldest record in the object, epoch milliseconds. */
  readonly timestamp: number;
  readonly errorOutputType?: string;
  readonly randomString: () => string;
}

const expression = /!\{([^:}]+):([^}]*)\}/g;

/** The folder of an object. Without any expression Firehose adds the hour of arrival: `yyyy/MM/dd/HH/`. */
export function evaluatePrefix(prefix: string, values: PrefixValues): string {
  const withTime = prefix.includes("!{") ? prefix : `${prefix}!{timestamp:yyyy/MM/dd/HH}/`;
  return withTime.replace(expression, (_, namespace: string, name: string) => {
    switch (namespace) {
      case "partitionKeyFromQuery":
        return values.partitionKeyFromQuery?.[name] ?? "";
      case "partitionKeyFromLambda":
        return values.partitionKeyFromLambda?.[name] ?? "";
      case "timestamp":
        return formatTime(name, values.timestamp);
      default:
        return name === "random-string" ? values.randomString() : (values.errorOutputType ?? "");
    }
  });
}

/** The keys that a prefix takes from a namespace. */
export function keysOf(prefix: string, wanted: "partitionKeyFromQuery" | "partitionKeyFromLambda"): string[] {
  return [...prefix.matchAll(expression)]
    .filter(([, namespace]) => namespace === wanted)
    .map(([, , name]) => name as string);
}

/** @throws AwsError InvalidArgumentException */
export function checkPrefix(prefix: string, isError: boolean): void {
  for (const [whole, namespace, name = ""] of prefix.matchAll(expression)) {
    const known =
      namespace === "timestamp" ||
      (namespace === "firehose" && (name === "random-string" || (isError && name === "error-output-type"))) ||
      (!isError && (namespace === "partitionKeyFromQuery" || namespace === "partitionKeyFromLambda"));
    if (!known) throw invalid(`${isError ? "errorOutputPrefix" : "prefix"} cannot hold the expression ${whole}.`);
    if (namespace === "timestamp") formatTime(name, 0);
  }
  if (prefix.replace(expression, "").includes("!{"))
    throw invalid(`The prefix "${prefix}" has an expression that cannot be read.`);
}

const patterns: Readonly<Record<string, (date: Date) => string>> = {
  yyyy: (date) => String(date.getUTCFullYear()),
  YYYY: (date) => String(date.getUTCFullYear()),
  yy: (date) => String(date.getUTCFullYear()).slice(-2),
  MM: (date) => two(date.getUTCMonth() + 1),
  M: (date) => String(date.getUTCMonth() + 1),
  dd: (date) => two(date.getUTCDate()),
  d: (date) => String(date.getUTCDate()),
  HH: (date) => two(date.getUTCHours()),
  H: (date) => String(date.getUTCHours()),
  mm: (date) => two(date.getUTCMinutes()),
  ss: (date) => two(date.getUTCSeconds()),
  SSS: (date) => String(date.getUTCMilliseconds()).padStart(3, "0"),
};

/** The numeric letters of Java's DateTimeFormatter, in UTC; text stands in single quotes. */
export function formatTime(pattern: string, time: number): string {
  const date = new Date(time);
  return pattern.replace(/'([^']*)'|([A-Za-z])\2*/g, (part: string, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === "" ? "'" : quoted;
    const format = patterns[part];
    if (!format) throw invalid(`The timestamp pattern "${pattern}" has letters that are not modelled: ${part}.`);
    return format(date);
  });
}

const two = (value: number) => String(value).padStart(2, "0");
const invalid = (message: string) => new AwsError("InvalidArgumentException", message);
