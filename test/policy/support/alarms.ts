import { sketch, TYPE } from "./sketches";
import { type Sketch } from "./specimen";

/** An alarm on one metric. */
export function alarmOn(
  metric: { readonly namespace: unknown; readonly metricName: unknown },
  dimensions: unknown,
  from: readonly string[] = [],
): Sketch {
  return sketch(TYPE.alarm, "alarm", { ...metric, dimensions }, { from: { dimensions: from } });
}
