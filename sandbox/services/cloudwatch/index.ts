import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import type { Operation, Service } from "../../kernel/service";
import { operations } from "./operations";
import { sampleOf } from "./samples";
import { MetricTable, type Dimensions } from "./store";

export type { Dimensions } from "./store";

export function create(cloud: Cloud): CloudWatchService {
  return new CloudWatchService(cloud);
}

/**
 * CloudWatch's metrics. Samples are kept a bucket a minute, so high resolution is rounded to it, and percentiles, which
 * need every value, are refused.
 */
export class CloudWatchService implements Service {
  readonly name = "monitoring";
  readonly sdk = "@aws-sdk/client-cloudwatch";
  readonly denial = { code: "AccessDenied", statusCode: 403 };
  readonly throttling = { code: "Throttling", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>>;
  private readonly table = new MetricTable();

  constructor(private readonly cloud: Cloud) {
    this.operations = operations(this.table);
  }

  /**
   * Takes a sample that a service publishes of itself (`AWS/SQS`, …), which needs no permission.
   * @param unit as CloudWatch names it, e.g. `Count`, `Milliseconds`
   * @param time epoch milliseconds; now when not given
   */
  put(
    place: Place,
    namespace: string,
    name: string,
    dimensions: Dimensions,
    value: number,
    unit = "Count",
    time = this.cloud.world.now(),
  ): void {
    this.table.add(place, namespace, name, dimensions, unit, time, sampleOf(value));
  }

  /** The sum of a metric over all dimensions and time, for summaries and balances. */
  total(namespace: string, name: string): number {
    let total = 0;
    for (const metric of this.table.all()) {
      if (metric.namespace !== namespace || metric.name !== name) continue;
      for (const { sum } of metric.minutes.values()) total += sum;
    }
    return total;
  }

  summary(): object {
    const counts = new Map<string, number>();
    for (const { namespace } of this.table.all()) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
    return { metrics: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}
