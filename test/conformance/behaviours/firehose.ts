import { gunzipSync } from "node:zlib";
import { FirehoseClient, PutRecordBatchCommand, PutRecordCommand } from "@aws-sdk/client-firehose";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { behavioursOf, failureOf, type Probe } from "../behaviour";

const GUIDE = "https://docs.aws.amazon.com/firehose/latest/dev";

interface Delivery {
  readonly name: string;
  readonly bucket: string;
}

/** A direct-put stream into a bucket, with a role that may write there. */
async function delivery(probe: Probe, settings: Record<string, unknown>): Promise<Delivery> {
  const bucket = probe.name("huut-delivered");
  await probe.create("aws:s3/bucket:Bucket", { bucket });
  const actions = [
    "s3:AbortMultipartUpload",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:PutObject",
  ];
  const arn = `arn:aws:s3:::${bucket}`;
  const roleArn = await probe.role({
    name: probe.name("firehose"),
    policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: [arn, `${arn}/*`] }] },
    trust: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
  });
  const name = probe.name("delivery");
  const extendedS3Configuration = { bucketArn: arn, roleArn, bufferingInterval: 60, bufferingSize: 5, ...settings };
  const inputs = { name, destination: "extended_s3", extendedS3Configuration };
  await probe.create("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", inputs);
  return { name, bucket };
}

async function put(probe: Probe, { name }: Delivery, texts: readonly string[]): Promise<void> {
  const Records = texts.map((text) => ({ Data: Buffer.from(text) }));
  const command = new PutRecordBatchCommand({ DeliveryStreamName: name, Records });
  expect((await probe.client(FirehoseClient).send(command)).FailedPutCount).to.equal(0);
}

/** Keys and contents once there are so many objects. */
function objects(probe: Probe, { bucket: Bucket }: Delivery, count = 1): Promise<[string, Buffer][]> {
  const s3 = probe.client(S3Client);
  return probe.eventually(150_000, async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    if (Contents.length < count) return undefined;
    return Promise.all(
      Contents.map(async ({ Key = "" }): Promise<[string, Buffer]> => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return [Key, Buffer.from((await Body?.transformToByteArray()) ?? [])];
      }),
    );
  });
}

const partitioning = (query: string) => ({
  bufferingSize: 64,
  errorOutputPrefix: "errors/!{firehose:error-output-type}/",
  dynamicPartitioningConfiguration: { enabled: true },
  processingConfiguration: {
    enabled: true,
    processors: [
      {
        type: "MetadataExtraction",
        parameters: [
          { parameterName: "JsonParsingEngine", parameterValue: "JQ-1.6" },
          { parameterName: "MetadataExtractionQuery", parameterValue: query },
        ],
      },
    ],
  },
});

export const firehose = behavioursOf("firehose", GUIDE, [
  {
    id: "buffer",
    title: "records of a buffering interval are one object, their bytes one behind the other",
    doc: `${GUIDE}/basic-deliver.html`,
    run: async (probe) => {
      const stream = await delivery(probe, {});
      await put(probe, stream, ["a\n", "b\n"]);
      await put(probe, stream, ["नमस्ते\n"]);
      await probe.pass(62_000);
      const found = await objects(probe, stream);
      expect(found.map(([, body]) => body.toString())).to.deep.equal(["a\nb\nनमस्ते\n"]);
    },
  },
  {
    id: "default-prefix",
    title: "without a prefix objects lie under YYYY/MM/dd/HH/ of UTC, named by stream, version and time",
    doc: `${GUIDE}/s3-object-name.html`,
    run: async (probe) => {
      const stream = await delivery(probe, {});
      await put(probe, stream, ["x"]);
      const [[key] = [""]] = await objects(probe, stream);
      const name = `\\d{4}/\\d\\d/\\d\\d/\\d\\d/${stream.name}-1-\\d{4}-\\d\\d-\\d\\d-\\d\\d-\\d\\d-\\d\\d-[0-9a-f-]{36}`;
      expect(key).to.match(new RegExp(`^${name}$`));
    },
  },
  {
    id: "timestamp-prefix",
    title: "a prefix with timestamps is filled in with the time of arrival",
    doc: `${GUIDE}/s3-prefixes.html`,
    run: async (probe) => {
      const prefix = "raw/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/";
      const errorOutputPrefix = "errors/!{firehose:error-output-type}/";
      const stream = await delivery(probe, { prefix, errorOutputPrefix });
      const now = new Date(probe.now()).toISOString();
      await put(probe, stream, ["x"]);
      const [[key] = [""]] = await objects(probe, stream);
      expect(key).to.match(/^raw\/day=\d{4}-\d\d-\d\d\/hour=\d\d\/[^/]+$/);
      expect(key).to.contain(`day=${now.slice(0, 8)}`);
    },
  },
  {
    id: "gzip",
    title: "GZIP compresses an object as a whole, and its key ends in .gz",
    doc: `${GUIDE}/create-destination.html`,
    run: async (probe) => {
      const stream = await delivery(probe, { compressionFormat: "GZIP" });
      await put(probe, stream, ["a\n", "b\n"]);
      const [[key, body] = ["", Buffer.alloc(0)]] = await objects(probe, stream);
      expect(key).to.match(/\.gz$/);
      expect(gunzipSync(body).toString()).to.equal("a\nb\n");
    },
  },
  {
    id: "dynamic-partitioning",
    title: "a jq query's keys choose the prefix of each record",
    doc: `${GUIDE}/dynamic-partitioning-partitioning-keys.html`,
    run: async (probe) => {
      const prefix = "raw/!{partitionKeyFromQuery:table}/day=!{partitionKeyFromQuery:day}/";
      const stream = await delivery(probe, { prefix, ...partitioning("{table:.table,day:.at[0:10]}") });
      const record = (table: string, day: string) => `${JSON.stringify({ table, at: `${day}T01:02:03Z` })}\n`;
      await put(probe, stream, [
        record("posts", "2026-11-01"),
        record("posts", "2026-11-02"),
        record("captions", "2026-11-01"),
      ]);
      const found = await objects(probe, stream, 3);
      expect(found.map(([key]) => key.slice(0, key.lastIndexOf("/")))).to.deep.equal([
        "raw/captions/day=2026-11-01",
        "raw/posts/day=2026-11-01",
        "raw/posts/day=2026-11-02",
      ]);
    },
  },
  {
    id: "dynamic-partitioning/error",
    title: "a record without its keys goes to the error prefix, with its data",
    doc: `${GUIDE}/dynamic-partitioning-error-handling.html`,
    run: async (probe) => {
      const prefix = "raw/!{partitionKeyFromQuery:table}/";
      const stream = await delivery(probe, { prefix, ...partitioning("{table:.table}") });
      await put(probe, stream, ["this is no JSON\n"]);
      const [[key, body] = ["", Buffer.alloc(0)]] = await objects(probe, stream);
      expect(key).to.match(/^errors\/[a-z-]+-failed\//);
      const told = JSON.parse(body.toString().split("\n")[0] ?? "") as Record<string, string>;
      expect(Buffer.from(told["rawData"] ?? "", "base64").toString()).to.equal("this is no JSON\n");
    },
  },
  {
    id: "limits",
    title: "a batch has at most 500 records; a stream that is not there is ResourceNotFoundException",
    doc: `${GUIDE}/limits.html`,
    run: async (probe) => {
      const stream = await delivery(probe, {});
      const many = Array.from({ length: 501 }, () => "x");
      expect((await failureOf(put(probe, stream, many))).name).to.match(/ValidationException|InvalidArgumentException/);
      const gone = new PutRecordCommand({
        DeliveryStreamName: `${stream.name}-not`,
        Record: { Data: Buffer.from("x") },
      });
      expect((await failureOf(probe.client(FirehoseClient).send(gone))).name).to.equal("ResourceNotFoundException");
    },
  },
]);
