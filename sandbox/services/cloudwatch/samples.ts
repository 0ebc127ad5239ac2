import type { MetricDatum } from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../../kernel/errors";
import type { Bucket, Dimensions } from "./store";

/** One value. */
export function sampleOf(value: number, count = 1): Bucket {
  return { count, sum: value * count, min: value, max: value };
}

/** What a datum says: one value, values with counts, or a statistic set. @throws AwsError */
export function samplesOf(datum: MetricDatum): Bucket[] {
  const { Value, Values, Counts, StatisticValues: set } = datum;
  if ([Value, Values, set].filter((given) => given !== undefined).length !== 1) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      `The metric ${datum.MetricName} needs exactly one of Value, Values and StatisticValues.`,
    );
  }
  if (Value !== undefined) return [sampleOf(Value)];
  if (set) {
    return [{ count: set.SampleCount ?? 0, sum: set.Sum ?? 0, min: set.Minimum ?? 0, max: set.Maximum ?? 0 }];
  }
  return (Values ?? []).map((value, i) => sampleOf(value, Counts?.[i] ?? 1));
}

export function dimensionsOf(
  dimensions: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
): Dimensions {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name ?? "", Value ?? ""]));
}

const statistics: Readonly<Record<string, (bucket: Bucket) => number>> = {
  Sum: ({ sum }) => sum,
  SampleCount: ({ count }) => count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
  Average: ({ sum, count }) => sum / count,
};

/** A statistic by name; undefined for percentiles and the like, which take every single value. */
export function statistic(name: string): ((bucket: Bucket) => number) | undefined {
  return statistics[name];
}
