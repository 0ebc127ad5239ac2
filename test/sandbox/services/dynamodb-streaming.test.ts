import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const place = { account: "222222222222", region: "ap-south-1" };
const caller = { principal: { kind: "root", account: place.account } as const, account: place.account };
const start = Date.UTC(2026, 10, 2);
/** More than there are microseconds in a millisecond. */
const CHANGES = 1_005;

interface Record {
  readonly dynamodb: { readonly ApproximateCreationDateTime: number; readonly NewImage: { likes: { N: string } } };
}

describe("the changes that DynamoDB streams", () => {
  let world: World;
  let cloud: Cloud;
  before(async () => {
    world = new World({ seed: 3, start });
    cloud = new Cloud(world);
    world.open();
    const table = {
      name: "posts",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
    };
    await createResource(cloud, "aws:dynamodb/table:Table", "posts", table, place);
    const stream = { name: "changes", streamModeDetails: { streamMode: "ON_DEMAND" }, retentionPeriod: 24 };
    const { arn } = await createResource(cloud, "aws:kinesis/stream:Stream", "changes", stream, place);
    const capture = { tableName: "posts", streamArn: arn, approximateCreationDateTimePrecision: "MICROSECOND" };
    const type = "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination";
    await createResource(cloud, type, "capture", capture, place);
  });
  after(() => world.close());

  async function streamed(): Promise<Record[]> {
    const client = clientFor(cloud, KinesisClient, "kinesis", caller, place.region);
    const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: "changes" }));
    const found: Record[] = [];
    for (const { ShardId } of Shards) {
      const from = { StreamName: "changes", ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
      const { ShardIterator } = await client.send(new GetShardIteratorCommand(from));
      const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
      found.push(...Records.map(({ Data = [] }) => JSON.parse(Buffer.from(Data).toString()) as Record));
    }
    return found;
  }

  it("have times that tell their order, also of a thousand within one millisecond", async () => {
    const client = clientFor(cloud, DynamoDBClient, "dynamodb", caller, place.region);
    for (let likes = 1; likes <= CHANGES; likes++)
      await client.send(new PutItemCommand({ TableName: "posts", Item: { id: { S: "p" }, likes: { N: `${likes}` } } }));
    expect(world.now()).to.equal(start);
    await world.runFor(10_000);
    const records = await streamed();
    const likesOf = ({ dynamodb }: Record) => Number(dynamodb.NewImage.likes.N);
    const arrived = records.map(likesOf);
    const inOrder = arrived.toSorted((a, b) => a - b);
    expect(inOrder).to.deep.equal(Array.from({ length: CHANGES }, (_, i) => i + 1));
    // They arrive in no promised order: the times are what tells.
    expect(arrived).to.not.deep.equal(inOrder);
    const times = records.toSorted(
      (a, b) => a.dynamodb.ApproximateCreationDateTime - b.dynamodb.ApproximateCreationDateTime,
    );
    expect(times.map(likesOf)).to.deep.equal(inOrder);
    expect(times[0]?.dynamodb.ApproximateCreationDateTime).to.equal(start * 1000);
  });
});
