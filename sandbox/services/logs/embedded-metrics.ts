/** One value of one metric, with one set of dimensions. */
export interface EmbeddedSample {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

/** At most so many values of one metric in one record. */
const mostValues = 100;

/** At most so many dimensions in one set. */
const mostDimensions = 30;

/**
 * The samples in a log line in embedded metric format; none for any other line. What the format does not allow is no
 * metric: CloudWatch drops it without a word, and so it is here.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedSamples(message: string): EmbeddedSample[] {
  if (!message.includes('"CloudWatchMetrics"')) return [];
  const record = parsed(message);
  const metadata = record?.["_aws"] as { Timestamp?: unknown; CloudWatchMetrics?: unknown } | undefined;
  if (!record || typeof metadata !== "object" || metadata === null) return [];
  const { Timestamp: timestamp, CloudWatchMetrics: directives } = metadata;
  if (typeof timestamp !== "number" || !Array.isArray(directives)) return [];
  return objects<Directive>(directives).flatMap((directive) => samplesOf(directive, record, timestamp));
}

function samplesOf(directive: Directive, record: Record<string, unknown>, timestamp: number): EmbeddedSample[] {
  const { Namespace: namespace, Dimensions: sets, Metrics: metrics } = directive;
  if (typeof namespace !== "string" || namespace === "" || !Array.isArray(sets) || !Array.isArray(metrics)) return [];
  const dimensionSets = (sets as unknown[])
    .map((names) => dimensionsOf(names, record))
    .filter((dimensions) => dimensions !== undefined);
  return objects<{ Name?: unknown; Unit?: unknown }>(metrics).flatMap(({ Name: name, Unit: unit = "None" }) => {
    if (typeof name !== "string" || typeof unit !== "string") return [];
    const values = valuesOf(record[name]);
    return dimensionSets.flatMap((dimensions) =>
      values.map((value) => ({ namespace, name, unit, dimensions, value, timestamp })),
    );
  });
}

/** The dimensions that a set names, undefined when one of them is no member of the record. */
function dimensionsOf(names: unknown, record: Record<string, unknown>): Record<string, string> | undefined {
  if (!Array.isArray(names) || names.length > mostDimensions) return undefined;
  const dimensions: Record<string, string> = {};
  for (const name of names as unknown[]) {
    const value = typeof name === "string" ? record[name] : undefined;
    if (typeof value !== "string") return undefined;
    dimensions[name as string] = value;
  }
  return dimensions;
}

function objects<T extends object>(items: readonly unknown[]): T[] {
  return items.filter((item): item is T => typeof item === "object" && item !== null);
}

function valuesOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (!Array.isArray(value) || value.length > mostValues) return [];
  return value.every((item) => typeof item === "number") ? (value as number[]) : [];
}

function parsed(message: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // A line that merely looks like a record is a log line like any other.
    return undefined;
  }
}
