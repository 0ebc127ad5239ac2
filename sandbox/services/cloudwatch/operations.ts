import type {
  GetMetricDataInput,
  GetMetricStatisticsInput,
  ListMetricsInput,
  MetricDataQuery,
  PutMetricDataInput,
} from "@aws-sdk/client-cloudwatch";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type CallContext, type Operation } from "../../kernel/service";
import { dimensionsOf, samplesOf, statistic } from "./samples";
import { periods, type Bucket, type Metric, type MetricTable } from "./store";

/** CloudWatch's actions have no resources: permission to read one metric is permission to read all. */
const reading = (name: string) => () => ({ action: `cloudwatch:${name}`, resource: "*" });

export function operations(table: MetricTable): Record<string, Operation> {
  return {
    PutMetricData: operation<PutMetricDataInput>(
      ({ Namespace = "" }) => ({
        action: "cloudwatch:PutMetricData",
        resource: "*",
        context: { "cloudwatch:namespace": Namespace },
      }),
      (input, context) => putMetricData(table, input, context),
    ),
    GetMetricStatistics: operation<GetMetricStatisticsInput>(reading("GetMetricStatistics"), (input, context) =>
      getMetricStatistics(table, input, context),
    ),
    GetMetricData: operation<GetMetricDataInput>(reading("GetMetricData"), (input, context) => ({
      MetricDataResults: (input.MetricDataQueries ?? []).map((query) => series(table, query, input, context)),
      Messages: [],
    })),
    ListMetrics: operation<ListMetricsInput>(reading("ListMetrics"), (input, { place }) =>
      page(table.list(place).filter(matches(input)), input.NextToken),
    ),
  };
}

function putMetricData(table: MetricTable, input: PutMetricDataInput, context: CallContext): void {
  const { Namespace = "", MetricData = [], EntityMetricData } = input;
  if (EntityMetricData) refuse("EntityMetricData of cloudwatch:PutMetricData", context);
  if (Namespace.startsWith("AWS/")) {
    throw new AwsError("InvalidParameterValueException", "The value AWS/ for parameter Namespace is invalid.");
  }
  for (const datum of MetricData) {
    const time = datum.Timestamp?.getTime() ?? context.world.now();
    for (const sample of samplesOf(datum)) {
      const dimensions = dimensionsOf(datum.Dimensions);
      table.add(context.place, Namespace, datum.MetricName ?? "", dimensions, datum.Unit ?? "None", time, sample);
    }
  }
}

function getMetricStatistics(table: MetricTable, input: GetMetricStatisticsInput, context: CallContext): object {
  if (input.ExtendedStatistics?.length) refuse(`the statistic ${input.ExtendedStatistics[0]}`, context);
  const names = input.Statistics ?? [];
  const metric = table.get(
    context.place,
    input.Namespace ?? "",
    input.MetricName ?? "",
    dimensionsOf(input.Dimensions),
  );
  const { start, end, period } = span(input.StartTime, input.EndTime, input.Period);
  const points = metric ? periods(metric, start, end, period) : [];
  return {
    Label: input.MetricName,
    Datapoints: points.map(([time, bucket]) => ({
      Timestamp: new Date(time),
      Unit: metric?.unit,
      ...Object.fromEntries(names.map((name) => [name, valueOf(name, bucket, context)])),
    })),
  };
}

function series(table: MetricTable, query: MetricDataQuery, input: GetMetricDataInput, context: CallContext): object {
  const { MetricStat: stat } = query;
  if (!stat) return refuse(`the metric math "${query.Expression}"`, context);
  const { Namespace = "", MetricName = "", Dimensions } = stat.Metric ?? {};
  const metric = table.get(context.place, Namespace, MetricName, dimensionsOf(Dimensions));
  const { start, end, period } = span(input.StartTime, input.EndTime, stat.Period);
  const points = metric ? periods(metric, start, end, period) : [];
  if (input.ScanBy !== "TimestampAscending") points.reverse();
  return {
    Id: query.Id,
    Label: query.Label ?? MetricName,
    Timestamps: points.map(([time]) => new Date(time)),
    Values: points.map(([, bucket]) => valueOf(stat.Stat ?? "", bucket, context)),
    StatusCode: "Complete",
  };
}

function span(from: Date | undefined, to: Date | undefined, period: number | undefined) {
  const [start, end] = [from?.getTime() ?? NaN, to?.getTime() ?? NaN];
  if (!(start < end)) throw new AwsError("ValidationError", "The parameter StartTime must be less than EndTime.");
  if (period === undefined || period < 60 || period % 60 !== 0) {
    throw new AwsError("InvalidParameterValueException", `The period ${period} is no multiple of 60 seconds.`);
  }
  return { start, end, period };
}

function valueOf(name: string, bucket: Bucket, context: CallContext): number {
  const read = statistic(name) ?? refuse(`the statistic ${name}`, context);
  return read(bucket);
}

/** Metrics a page: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
const pageLength = 500;

function page(metrics: readonly Metric[], token: string | undefined): object {
  const start = Number(token ?? 0);
  const next = start + pageLength;
  return {
    Metrics: metrics.slice(start, next).map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(next < metrics.length && { NextToken: String(next) }),
  };
}

function matches({ Namespace, MetricName, Dimensions = [] }: ListMetricsInput): (metric: Metric) => boolean {
  return ({ namespace, name, dimensions }) =>
    (Namespace === undefined || namespace === Namespace) &&
    (MetricName === undefined || name === MetricName) &&
    Dimensions.every(({ Name = "", Value }) => (Value === undefined ? Name in dimensions : dimensions[Name] === Value));
}

function refuse(what: string, { world }: CallContext): never {
  const error = new Unsupported(what);
  world.fail(error);
  throw error;
}
