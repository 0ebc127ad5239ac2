import { DynamoDBClient, PutItemCommand, UpdateItemCommand, DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  type GetShardIteratorCommandInput,
} from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { behavioursOf, failureOf, type Probe } from "../behaviour";

const GUIDE = "https://docs.aws.amazon.com/streams/latest/dev";
const API = "https://docs.aws.amazon.com/kinesis/latest/APIReference";

class Stream {
  private constructor(
    readonly arn: string,
    readonly client: KinesisClient,
  ) {}

  static async open(probe: Probe, shardCount = 1): Promise<Stream> {
    const inputs = { name: probe.name("stream"), shardCount };
    const { arn } = await probe.create<{ arn: string }>("aws:kinesis/stream:Stream", inputs);
    return new Stream(arn, probe.client(KinesisClient));
  }

  put(text: string, PartitionKey = "k") {
    return this.client.send(new PutRecordCommand({ StreamARN: this.arn, Data: Buffer.from(text), PartitionKey }));
  }

  async read(more: Partial<GetShardIteratorCommandInput> = {}): Promise<string[]> {
    const at = { StreamARN: this.arn, ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" as const };
    let { ShardIterator } = await this.client.send(new GetShardIteratorCommand({ ...at, ...more }));
    const texts: string[] = [];
    for (let i = 0; i < 5 && ShardIterator; i++) {
      const answer = await this.client.send(new GetRecordsCommand({ ShardIterator }));
      texts.push(...(answer.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString()));
      ShardIterator = answer.NextShardIterator;
    }
    return texts;
  }
}

interface Change {
  readonly eventName: string;
  readonly tableName: string;
  readonly awsRegion: string;
  readonly recordFormat: string;
  readonly userIdentity: unknown;
  readonly eventSource: string;
  readonly eventID: string;
  readonly dynamodb: Record<string, unknown>;
}

export const kinesis = behavioursOf("kinesis", GUIDE, [
  {
    id: "order",
    title: "a shard gives its records in order, from the trim horizon, and their sequence numbers grow",
    doc: `${GUIDE}/key-concepts.html`,
    run: async (probe) => {
      const stream = await Stream.open(probe);
      const numbers: string[] = [];
      for (const text of ["a", "b", "c"]) numbers.push((await stream.put(text)).SequenceNumber ?? "");
      expect(
        await probe.eventually(20_000, async () => {
          const texts = await stream.read();
          return texts.length === 3 ? texts : undefined;
        }),
      ).to.deep.equal(["a", "b", "c"]);
      expect(numbers).to.deep.equal([...numbers].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
      const after = { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, StartingSequenceNumber: numbers[0] };
      expect(await stream.read(after)).to.deep.equal(["b", "c"]);
      const from = { ShardIteratorType: "AT_SEQUENCE_NUMBER" as const, StartingSequenceNumber: numbers[1] };
      expect(await stream.read(from)).to.deep.equal(["b", "c"]);
    },
  },
  {
    id: "latest",
    title: "LATEST begins behind what is there",
    doc: `${API}/API_GetShardIterator.html`,
    run: async (probe) => {
      const stream = await Stream.open(probe);
      await stream.put("before");
      expect(await stream.read({ ShardIteratorType: "LATEST" })).to.deep.equal([]);
    },
  },
  {
    id: "partition-key",
    title: "a partition key always goes to the same shard, different keys spread",
    doc: `${GUIDE}/key-concepts.html`,
    run: async (probe) => {
      const stream = await Stream.open(probe, 4);
      const shardOf = async (key: string) => (await stream.put("x", key)).ShardId;
      expect(await shardOf("post-1")).to.equal(await shardOf("post-1"));
      const shards = new Set<string | undefined>();
      for (let i = 0; i < 40; i++) shards.add(await shardOf(`post-${i}`));
      expect(shards.size).to.equal(4);
      const { Shards } = await stream.client.send(new ListShardsCommand({ StreamARN: stream.arn }));
      expect(Shards).to.have.length(4);
    },
  },
  {
    id: "limits",
    title: "a record has at most 10 MiB, a batch 500 records, a partition key 1 to 256 characters",
    doc: `${GUIDE}/service-sizes-and-limits.html`,
    run: async (probe) => {
      const stream = await Stream.open(probe);
      const Records = Array.from({ length: 501 }, (_, i) => ({ Data: Buffer.from("x"), PartitionKey: `${i}` }));
      const put = (count: number) =>
        stream.client.send(new PutRecordsCommand({ StreamARN: stream.arn, Records: Records.slice(0, count) }));
      expect((await put(500)).FailedRecordCount).to.equal(0);
      expect((await failureOf(put(501))).name).to.match(/ValidationException|InvalidArgumentException/);
      expect((await failureOf(stream.put("x", "k".repeat(257)))).name).to.match(/ValidationException|InvalidArgument/);
    },
  },
  {
    id: "missing",
    title: "a stream that is not there is ResourceNotFoundException",
    doc: `${API}/API_PutRecord.html`,
    run: async (probe) => {
      const stream = await Stream.open(probe);
      const put = new PutRecordCommand({ StreamARN: `${stream.arn}-not`, Data: Buffer.from("x"), PartitionKey: "k" });
      expect((await failureOf(stream.client.send(put))).name).to.equal("ResourceNotFoundException");
    },
  },
  {
    id: "dynamodb-records",
    title: "a table's destination gets a record of each change: keys, images, sizes, time in microseconds",
    doc: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html",
    run: async (probe) => {
      const stream = await Stream.open(probe);
      const TableName = probe.name("streamed");
      const attributes = [{ name: "pk", type: "S" }];
      await probe.create("aws:dynamodb/table:Table", {
        name: TableName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        attributes,
      });
      await probe.create("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination", {
        tableName: TableName,
        streamArn: stream.arn,
        approximateCreationDateTimePrecision: "MICROSECOND",
      });
      const Key = { pk: { S: "p" } };
      const dynamodb = probe.client(DynamoDBClient);
      await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, likes: { N: "1.0" } } }));
      await probe.pass(1_000);
      const update = { UpdateExpression: "SET likes = :v", ExpressionAttributeValues: { ":v": { N: "2" } } };
      await dynamodb.send(new UpdateItemCommand({ TableName, Key, ...update }));
      await probe.pass(1_000);
      await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
      const changes = await probe.eventually(60_000, async () => {
        const found = (await stream.read()).map((text) => JSON.parse(text) as Change);
        return found.length >= 3 ? found : undefined;
      });
      expect(changes.map(({ eventName }) => eventName)).to.deep.equal(["INSERT", "MODIFY", "REMOVE"]);
      const [insert, modify, remove] = changes.map(({ dynamodb: change }) => change);
      expect(changes[0]).to.include({
        tableName: TableName,
        awsRegion: probe.region,
        recordFormat: "application/json",
      });
      expect(changes[0]).to.include({ eventSource: "aws:dynamodb", userIdentity: null });
      expect(insert).to.deep.include({ Keys: Key, NewImage: { ...Key, likes: { N: "1" } } });
      expect(insert).not.to.have.property("OldImage");
      expect(modify).to.deep.include({
        OldImage: { ...Key, likes: { N: "1" } },
        NewImage: { ...Key, likes: { N: "2" } },
      });
      expect(remove).to.deep.include({ OldImage: { ...Key, likes: { N: "2" } } });
      expect(remove).not.to.have.property("NewImage");
      expect(insert?.["ApproximateCreationDateTimePrecision"]).to.equal("MICROSECOND");
      const microseconds = insert?.["ApproximateCreationDateTime"] as number;
      expect(microseconds / 1000).to.be.closeTo(probe.now(), 120_000);
      expect(insert?.["SizeBytes"]).to.be.a("number");
    },
  },
]);
