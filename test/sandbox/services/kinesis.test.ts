import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { KinesisService } from "../../../sandbox/services/kinesis";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const place = { account: "222222222222", region: "ap-south-1" };

describe("Kinesis model", () => {
  let world: World;
  let cloud: Cloud;
  let client: KinesisClient;
  let arn: string;
  const where = { StreamName: "changes" };

  beforeEach(async () => {
    world = new World({ seed: 7, start: Date.UTC(2026, 10, 2) });
    cloud = new Cloud(world);
    world.open();
    const inputs = { name: "changes", streamModeDetails: { streamMode: "ON_DEMAND" }, retentionPeriod: 24 };
    arn = (await createResource(cloud, "aws:kinesis/stream:Stream", "changes", inputs, place))["arn"] as string;
    const caller = { principal: { kind: "root", account: place.account } as const, account: place.account };
    client = clientFor(cloud, KinesisClient, "kinesis", caller, place.region);
  });
  afterEach(() => world.close());

  const put = (PartitionKey: string, text: string) =>
    client.send(new PutRecordCommand({ ...where, PartitionKey, Data: Buffer.from(text) }));
  const iterator = async (ShardId: string, position: object) =>
    (
      await client.send(
        new GetShardIteratorCommand({ ...where, ShardId, ShardIteratorType: "TRIM_HORIZON", ...position }),
      )
    ).ShardIterator;
  const read = async (ShardIterator: string | undefined) => {
    const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
    return { texts: Records.map(({ Data }) => Buffer.from(Data ?? []).toString()), NextShardIterator };
  };
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => "no error",
      (error: Error) => error.name,
    );

  it("keeps the records of a key in one shard, in order, for every kind of reader", async () => {
    const { Shards = [] } = await client.send(new ListShardsCommand(where));
    expect(Shards.length).to.equal(4);
    const placed = [];
    for (const text of ["a", "b", "c"]) placed.push(await put("post-1", text));
    expect(new Set(placed.map(({ ShardId }) => ShardId)).size).to.equal(1);
    const numbers = placed.map(({ SequenceNumber }) => SequenceNumber as string);
    expect([...numbers].sort()).to.deep.equal(numbers);
    const shard = placed[0]?.ShardId as string;
    expect((await read(await iterator(shard, {}))).texts).to.deep.equal(["a", "b", "c"]);
    const after = { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: numbers[0] };
    const { texts, NextShardIterator } = await read(await iterator(shard, after));
    expect(texts).to.deep.equal(["b", "c"]);
    await put("post-1", "d");
    expect((await read(NextShardIterator)).texts).to.deep.equal(["d"]);
    expect((await read(await iterator(shard, { ShardIteratorType: "LATEST" }))).texts).to.deep.equal([]);
  });

  it("spreads keys over all shards by their hash", async () => {
    const Records = Array.from({ length: 200 }, (_, i) => ({ PartitionKey: `p-${i}`, Data: Buffer.from("x") }));
    const answer = await client.send(new PutRecordsCommand({ ...where, Records }));
    expect(answer.FailedRecordCount).to.equal(0);
    const shards = new Set(answer.Records?.map(({ ShardId }) => ShardId));
    expect(shards.size).to.equal(4);
  });

  it("refuses what a shard cannot take in a second, record by record", async () => {
    const Records = Array.from({ length: 500 }, () => ({ PartitionKey: "hot", Data: Buffer.from("x") }));
    const failed = [];
    for (let i = 0; i < 3; i++)
      failed.push((await client.send(new PutRecordsCommand({ ...where, Records }))).FailedRecordCount);
    expect(failed).to.deep.equal([0, 0, 500]);
    expect(await failure(put("hot", "x"))).to.equal("ProvisionedThroughputExceededException");
    await world.runFor(1_000);
    await put("hot", "x");
  });

  it("forgets records after the retention, and iterators after five minutes", async () => {
    const { ShardId = "" } = await put("k", "old");
    const position = await iterator(ShardId, {});
    await world.runFor(301_000);
    expect(await failure(read(position))).to.equal("ExpiredIteratorException");
    await world.runFor(24 * 3_600_000);
    await put("k", "new");
    expect((await read(await iterator(ShardId, {}))).texts).to.deep.equal(["new"]);
  });

  it("wakes consumers once for all that arrived within a second", async () => {
    let woken = 0;
    cloud.service<KinesisService>("kinesis").onRecords(arn, () => woken++);
    await put("a", "1");
    await put("b", "2");
    await world.runFor(1_000);
    expect(woken).to.equal(1);
  });
});
