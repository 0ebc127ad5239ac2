import type { Place } from "../../kernel/arn";

export type Dimensions = Readonly<Record<string, string>>;

/** Samples of one metric in one minute. */
export interface Bucket {
  count: number;
  sum: number;
  min: number;
  max: number;
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  /** Of the first sample; `None` when it had none. */
  readonly unit: string;
  /** By minute since the epoch. */
  readonly minutes: Map<number, Bucket>;
}

const minute = 60_000;

/** The metrics of every account and region, a bucket a minute. */
export class MetricTable {
  private readonly places = new Map<string, Map<string, Metric>>();

  add(
    place: Place,
    namespace: string,
    name: string,
    dimensions: Dimensions,
    unit: string,
    time: number,
    sample: Bucket,
  ) {
    const metrics = this.at(place);
    const key = metricKey(namespace, name, dimensions);
    let metric = metrics.get(key);
    if (!metric) metrics.set(key, (metric = { namespace, name, dimensions, unit, minutes: new Map() }));
    const at = Math.floor(time / minute);
    const bucket = metric.minutes.get(at);
    if (!bucket) {
      metric.minutes.set(at, { ...sample });
      return;
    }
    bucket.count += sample.count;
    bucket.sum += sample.sum;
    bucket.min = Math.min(bucket.min, sample.min);
    bucket.max = Math.max(bucket.max, sample.max);
  }

  get(place: Place, namespace: string, name: string, dimensions: Dimensions): Metric | undefined {
    return this.at(place).get(metricKey(namespace, name, dimensions));
  }

  /** In the order of namespace, name and dimensions. */
  list(place: Place): Metric[] {
    const sorted = [...this.at(place)].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([, metric]) => metric);
  }

  all(): Metric[] {
    return [...this.places.values()].flatMap((metrics) => [...metrics.values()]);
  }

  private at({ account, region }: Place): Map<string, Metric> {
    const key = `${account}/${region}`;
    let metrics = this.places.get(key);
    if (!metrics) this.places.set(key, (metrics = new Map()));
    return metrics;
  }
}

/**
 * The buckets of `[start, end)` (epoch milliseconds) merged by period, oldest first; periods begin at multiples of
 * themselves, and those without samples are left out, as CloudWatch leaves them.
 */
export function periods(metric: Metric, start: number, end: number, seconds: number): [number, Bucket][] {
  const length = seconds * 1000;
  const merged = new Map<number, Bucket>();
  for (const [at, bucket] of metric.minutes) {
    const time = at * minute;
    if (time < Math.floor(start / minute) * minute || time >= end) continue;
    const period = Math.floor(time / length) * length;
    const into = merged.get(period);
    if (into) {
      into.count += bucket.count;
      into.sum += bucket.sum;
      into.min = Math.min(into.min, bucket.min);
      into.max = Math.max(into.max, bucket.max);
    } else {
      merged.set(period, { ...bucket });
    }
  }
  return [...merged].sort(([a], [b]) => a - b);
}

function metricKey(namespace: string, name: string, dimensions: Dimensions): string {
  const names = Object.keys(dimensions).sort();
  return [namespace, name, ...names.map((key) => `${key}=${dimensions[key]}`)].join("\u0000");
}
