import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { CloudWatchService } from "../../../sandbox/services/cloudwatch";
import { World } from "../../../sandbox/world/world";

const place = { account: "222222222222", region: "ap-south-1" };
const root = { principal: { kind: "root" as const, account: place.account }, account: place.account };
const start = Date.UTC(2026, 10, 2);
const minute = 60_000;

describe("CloudWatch metrics", () => {
  let world: World;
  let metrics: CloudWatchService;
  let client: CloudWatchClient;
  beforeEach(() => {
    world = new World({ seed: 7, start });
    const cloud = new Cloud(world);
    metrics = cloud.service("monitoring");
    world.open();
    client = clientFor(cloud, CloudWatchClient, "monitoring", root, place.region);
  });
  afterEach(() => world.close());

  const age = (queue: string, value: number, time: number) =>
    metrics.put(place, "AWS/SQS", "Age", { QueueName: queue }, value, "Seconds", time);
  const statistics = (input: object) =>
    client.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/SQS",
        MetricName: "Age",
        Dimensions: [{ Name: "QueueName", Value: "posts" }],
        StartTime: new Date(start),
        EndTime: new Date(start + 10 * minute),
        Period: 60,
        Statistics: ["Sum", "SampleCount", "Minimum", "Maximum", "Average"],
        ...input,
      }),
    );

  it("sums up by minute, and minutes by period; periods without samples are absent", async () => {
    age("posts", 3, start);
    age("posts", 5, start + minute - 1);
    age("posts", 10, start + 2 * minute);
    age("other", 99, start);
    const { Datapoints } = await statistics({});
    expect(Datapoints?.map(({ Timestamp, Sum }) => [(Timestamp?.getTime() ?? 0) - start, Sum])).to.deep.equal([
      [0, 8],
      [2 * minute, 10],
    ]);
    expect(Datapoints?.[0]).to.include({ SampleCount: 2, Minimum: 3, Maximum: 5, Average: 4, Unit: "Seconds" });
    const whole = await statistics({ Period: 300 });
    expect(whole.Datapoints?.map(({ Sum, Maximum, Minimum }) => [Sum, Maximum, Minimum])).to.deep.equal([[18, 10, 3]]);
  });

  it("takes values, counted values and statistic sets from PutMetricData", async () => {
    const MetricData = [
      { MetricName: "Took", Value: 2 },
      { MetricName: "Took", Values: [1, 4], Counts: [3, 1] },
      { MetricName: "Took", StatisticValues: { SampleCount: 2, Sum: 20, Minimum: 8, Maximum: 12 } },
    ];
    await client.send(new PutMetricDataCommand({ Namespace: "Huut", MetricData }));
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(start),
        EndTime: new Date(start + minute),
        MetricDataQueries: ["Sum", "SampleCount", "Maximum"].map((Stat) => ({
          Id: Stat.toLowerCase(),
          MetricStat: { Metric: { Namespace: "Huut", MetricName: "Took" }, Period: 60, Stat },
        })),
      }),
    );
    expect(answer.MetricDataResults?.map(({ Id, Values }) => [Id, Values])).to.deep.equal([
      ["sum", [29]],
      ["samplecount", [7]],
      ["maximum", [12]],
    ]);
  });

  it("lists metrics by namespace, name and dimension", async () => {
    age("posts", 1, start);
    age("other", 1, start);
    metrics.put(place, "AWS/Lambda", "Errors", {}, 1);
    const list = async (input: object) => (await client.send(new ListMetricsCommand(input))).Metrics ?? [];
    expect(await list({})).to.have.length(3);
    expect(await list({ Namespace: "AWS/SQS" })).to.have.length(2);
    expect(await list({ Dimensions: [{ Name: "QueueName", Value: "posts" }] })).to.deep.equal([
      { Namespace: "AWS/SQS", MetricName: "Age", Dimensions: [{ Name: "QueueName", Value: "posts" }] },
    ]);
    expect(metrics.total("AWS/SQS", "Age")).to.equal(2);
  });

  it("refuses namespaces of AWS's, contradictory data and spans that end before they begin", async () => {
    const failure = (promise: Promise<unknown>) =>
      promise.then(
        () => undefined,
        (error: Error) => error.name,
      );
    const put = (Namespace: string, datum: object) =>
      client.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: "m", ...datum }] }));
    expect(await failure(put("AWS/SQS", { Value: 1 }))).to.match(/InvalidParameterValue/);
    expect(await failure(put("Huut", { Value: 1, Values: [1] }))).to.match(/InvalidParameterCombination/);
    expect(await failure(statistics({ EndTime: new Date(start) }))).to.match(/Validation/);
    expect(await failure(statistics({ Period: 61 }))).to.match(/InvalidParameterValue/);
  });

  it("fails the run for a percentile, which it cannot compute", async () => {
    age("posts", 1, start);
    await statistics({ Statistics: undefined, ExtendedStatistics: ["p99"] }).catch(() => undefined);
    const outcome = await world.settle().then(
      () => "settled",
      (error: Error) => error.message,
    );
    expect(outcome).to.include("p99");
  });
});
