import { BlockList, isIP, isIPv4 } from "node:net";
import { MalformedPolicyDocument } from "./document";
import { compileArnPattern, compilePattern, type Lookup } from "./pattern";

/** Whether one value of the request agrees with one value of the policy. */
export type ValueTest = (actual: string, lookup: Lookup) => boolean;

interface Options {
  /** The condition key, for messages. */
  readonly key: string;
  readonly variables: boolean;
}

type Compile = (expected: string, options: Options) => ValueTest;

/**
 * The positive comparisons; a Not form is the negation of one of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const COMPARISONS: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ["StringEquals", text({ wildcards: false })],
  ["StringEqualsIgnoreCase", text({ wildcards: false, ignoreCase: true })],
  ["StringLike", text({ wildcards: true })],
  ["ArnEquals", arn],
  ["ArnLike", arn],
  ["NumericEquals", ordered(number, (order) => order === 0)],
  ["NumericLessThan", ordered(number, (order) => order < 0)],
  ["NumericLessThanEquals", ordered(number, (order) => order <= 0)],
  ["NumericGreaterThan", ordered(number, (order) => order > 0)],
  ["NumericGreaterThanEquals", ordered(number, (order) => order >= 0)],
  ["DateEquals", ordered(instant, (order) => order === 0)],
  ["DateLessThan", ordered(instant, (order) => order < 0)],
  ["DateLessThanEquals", ordered(instant, (order) => order <= 0)],
  ["DateGreaterThan", ordered(instant, (order) => order > 0)],
  ["DateGreaterThanEquals", ordered(instant, (order) => order >= 0)],
  ["Bool", truth],
  ["BinaryEquals", binary],
  ["IpAddress", address],
]);

function text(kind: { wildcards: boolean; ignoreCase?: boolean }): Compile {
  return (expected, { variables }) => {
    const pattern = compilePattern(expected, { ...kind, variables });
    return (actual, lookup) => pattern.matches(actual, lookup);
  };
}

function arn(expected: string, { variables }: Options): ValueTest {
  const pattern = compileArnPattern(expected, variables);
  return (actual, lookup) => pattern.matches(actual, lookup);
}

/** An unreadable value in the policy is the author's mistake; one in the request merely agrees with nothing. */
function ordered(read: (value: string) => number | undefined, holds: (order: number) => boolean): Compile {
  return (expected, { key }) => {
    const bound = read(expected);
    if (bound === undefined)
      throw unreadable(key, expected, read === number ? "a number" : "an ISO 8601 date or epoch seconds");
    return (actual) => {
      const value = read(actual);
      return value !== undefined && holds(value - bound);
    };
  };
}

function number(value: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value) ? Number(value) : undefined;
}

const ISO_8601 = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Milliseconds of an ISO 8601 date (https://www.w3.org/TR/NOTE-datetime) or of epoch seconds. */
function instant(value: string): number | undefined {
  if (ISO_8601.test(value) && !/^\d{5,}$/.test(value)) {
    const time = Date.parse(value);
    return Number.isNaN(time) ? undefined : time;
  }
  return /^\d+$/.test(value) ? Number(value) * 1000 : undefined;
}

function truth(expected: string, { key }: Options): ValueTest {
  const wanted = expected.toLowerCase();
  if (wanted !== "true" && wanted !== "false") throw unreadable(key, expected, "true or false");
  return (actual) => actual.toLowerCase() === wanted;
}

function binary(expected: string, { key }: Options): ValueTest {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(expected)) throw unreadable(key, expected, "base64");
  const bytes = Buffer.from(expected, "base64");
  return (actual) => Buffer.from(actual, "base64").equals(bytes);
}

function address(expected: string, { key }: Options): ValueTest {
  const [network = "", prefix, ...rest] = expected.split("/");
  const bits = isIPv4(network) ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (!isIP(network) || rest.length > 0 || prefix === "" || !Number.isInteger(length) || length < 0 || length > bits) {
    throw unreadable(key, expected, "an IPv4 or IPv6 address or CIDR block");
  }
  const block = new BlockList();
  block.addSubnet(network, length, family(network));
  return (actual) => isIP(actual) !== 0 && isIPv4(actual) === isIPv4(network) && block.check(actual, family(actual));
}

function family(ip: string): "ipv4" | "ipv6" {
  return isIPv4(ip) ? "ipv4" : "ipv6";
}

function unreadable(key: string, value: string, expected: string): MalformedPolicyDocument {
  return new MalformedPolicyDocument(`Condition on "${key}" has the value "${value}": expected ${expected}`);
}
