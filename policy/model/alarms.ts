import { type Resource } from "./resource";
import { type Stack } from "./stack";
import { any, all, type Truth } from "./truth";
import { type Value } from "./value";

export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** What an alarm has to look at. */
export interface Watched {
  readonly namespace: string;
  /** Any of these. */
  readonly metrics: readonly string[];
  /** The dimension that names the resource. */
  readonly dimension: string;
}

/** Whether an alarm of the stack looks at one of the metrics of a resource. */
export function watches(stack: Stack, resource: Resource, { namespace, metrics, dimension }: Watched): Truth {
  return any(
    ...stack.ofType(ALARM).flatMap((alarm) => {
      const made = stack.madeFrom(alarm, "dimensions").includes(resource);
      const madeInQuery = stack.madeFrom(alarm, "metricQueries").includes(resource);
      return metricsOf(alarm).map(({ holder, names, inQuery }) =>
        all(
          holder.at("namespace").is(namespace),
          holder.at("metricName").isOneOf(metrics),
          any(inQuery ? madeInQuery : made, names.at(dimension).isSameAs(resource.at("name"))),
        ),
      );
    }),
  );
}

interface Metric {
  readonly holder: Value;
  readonly names: Value;
  readonly inQuery: boolean;
}

/** The metrics of an alarm: its own, or those of its queries. */
function metricsOf(alarm: Resource): readonly Metric[] {
  const queries = alarm
    .at("metricQueries")
    .items()
    .map((query) => query.at("metric"));
  const inQueries = queries.map((holder) => ({ holder, names: holder.at("dimensions"), inQuery: true }));
  return [{ holder: alarm.properties, names: alarm.at("dimensions"), inQuery: false }, ...inQueries];
}
