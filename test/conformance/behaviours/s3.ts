import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type GetObjectCommandInput,
  type ListObjectsV2CommandInput,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { behavioursOf, failureOf, type Probe } from "../behaviour";
import { arrival, receive } from "./sqs";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const API = "https://docs.aws.amazon.com/AmazonS3/latest/API";

class Bucket {
  private constructor(
    readonly probe: Probe,
    readonly name: string,
    readonly s3: S3Client,
  ) {}

  static async open(probe: Probe, versioned = false): Promise<Bucket> {
    const name = probe.name("huut-probe");
    await probe.create("aws:s3/bucket:Bucket", { bucket: name });
    if (versioned) {
      const inputs = { bucket: name, versioningConfiguration: { status: "Enabled" } };
      await probe.create("aws:s3/bucketVersioning:BucketVersioning", inputs);
    }
    return new Bucket(probe, name, probe.client(S3Client));
  }

  put(Key: string, Body: string | Buffer = Key, more: Partial<PutObjectCommandInput> = {}) {
    return this.s3.send(new PutObjectCommand({ Bucket: this.name, Key, Body, ...more }));
  }

  async get(Key: string, more: Partial<GetObjectCommandInput> = {}) {
    const answer = await this.s3.send(new GetObjectCommand({ Bucket: this.name, Key, ...more }));
    return { ...answer, text: await answer.Body?.transformToString() };
  }

  delete(Key: string, VersionId?: string) {
    return this.s3.send(new DeleteObjectCommand({ Bucket: this.name, Key, VersionId }));
  }

  list(more: Partial<ListObjectsV2CommandInput> = {}) {
    return this.s3.send(new ListObjectsV2Command({ Bucket: this.name, ...more }));
  }
}

const keysOf = (contents: readonly { Key?: string }[] | undefined) => (contents ?? []).map(({ Key }) => Key);
const statusOf = async (call: Promise<unknown>) => {
  const error = await failureOf(call);
  return [error.name, error.$metadata?.httpStatusCode];
};

const ranges: readonly (readonly [range: string, text: string | "invalid", contentRange?: string])[] = [
  ["bytes=0-3", "0123", "bytes 0-3/10"],
  ["bytes=7-", "789", "bytes 7-9/10"],
  ["bytes=-2", "89", "bytes 8-9/10"],
  ["bytes=8-99", "89", "bytes 8-9/10"],
  ["bytes=-99", "0123456789", "bytes 0-9/10"],
  ["bytes=10-", "invalid"],
  ["bytes=0-0", "0", "bytes 0-0/10"],
];

export const s3 = behavioursOf("s3", GUIDE, [
  {
    id: "put-get",
    title: "an object comes back with its bytes, type, metadata and an ETag that is its MD5",
    doc: `${API}/API_PutObject.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const Body = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 256));
      const more = { ContentType: "text/vtt", Metadata: { post: "p-1" }, CacheControl: "max-age=60" };
      const { ETag } = await bucket.put("a b/ह?.vtt", Body, more);
      expect(ETag).to.equal(`"${createHash("md5").update(Body).digest("hex")}"`);
      const got = await probe.client(S3Client).send(new GetObjectCommand({ Bucket: bucket.name, Key: "a b/ह?.vtt" }));
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Body)).to.equal(true);
      expect(got).to.include({ ContentType: "text/vtt", ContentLength: 5_000, CacheControl: "max-age=60", ETag });
      expect(got.Metadata).to.deep.equal({ post: "p-1" });
    },
  },
  {
    id: "missing-key",
    title: "a key that is not there is NoSuchKey, 404, to who may list the bucket",
    doc: `${API}/API_GetObject.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      expect(await statusOf(bucket.get("none"))).to.deep.equal(["NoSuchKey", 404]);
      const head = new HeadObjectCommand({ Bucket: bucket.name, Key: "none" });
      expect((await statusOf(bucket.s3.send(head)))[1]).to.equal(404);
    },
  },
  {
    id: "missing-key/403",
    title: "a key that is not there is AccessDenied, 403, to who may read objects but not list the bucket",
    doc: `${API}/API_GetObject.html#API_GetObject_RequestSyntax`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      await bucket.put("there");
      const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
      const read = allow("s3:GetObject", `arn:aws:s3:::${bucket.name}/*`);
      const list = allow("s3:ListBucket", `arn:aws:s3:::${bucket.name}`);
      const asks = async (Statement: object[]) => {
        const arn = await probe.role({ name: probe.name("reader"), policy: { Version: "2012-10-17", Statement } });
        const s3 = probe.client(S3Client, { credentials: await probe.assume(arn) });
        await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: "there" }));
        return statusOf(s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: "none" })));
      };
      expect(await asks([read])).to.deep.equal(["AccessDenied", 403]);
      expect(await asks([read, list])).to.deep.equal(["NoSuchKey", 404]);
    },
  },
  {
    id: "missing-bucket",
    title: "a bucket that is not there is NoSuchBucket, 404",
    doc: `${API}/API_PutObject.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const put = new PutObjectCommand({ Bucket: `${bucket.name}-not`, Key: "k", Body: "x" });
      expect(await statusOf(bucket.s3.send(put))).to.deep.equal(["NoSuchBucket", 404]);
    },
  },
  ...ranges.map(([range, text, contentRange], i) => ({
    id: `range/${i + 1}`,
    title: `the range ${range} of ten bytes${text === "invalid" ? " is refused" : ""}`,
    doc: `${API}/API_GetObject.html`,
    run: async (probe: Probe) => {
      const bucket = await Bucket.open(probe);
      await bucket.put("k", "0123456789");
      const call = bucket.get("k", { Range: range });
      if (text === "invalid") return void expect(await statusOf(call)).to.deep.equal(["InvalidRange", 416]);
      const got = await call;
      expect([got.text, got.ContentRange, got.$metadata.httpStatusCode]).to.deep.equal([text, contentRange, 206]);
    },
  })),
  {
    id: "if-none-match",
    title: "a write with If-None-Match: * makes an object once",
    doc: `${GUIDE}/conditional-writes.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      await bucket.put("k", "first", { IfNoneMatch: "*" });
      const again = await statusOf(bucket.put("k", "second", { IfNoneMatch: "*" }));
      expect(again).to.deep.equal(["PreconditionFailed", 412]);
      expect((await bucket.get("k")).text).to.equal("first");
      await bucket.delete("k");
      await bucket.put("k", "third", { IfNoneMatch: "*" });
    },
  },
  {
    id: "if-match",
    title: "a write with If-Match replaces only what it saw",
    doc: `${GUIDE}/conditional-writes.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const { ETag } = await bucket.put("k", "first");
      await bucket.put("k", "second", { IfMatch: ETag });
      expect(await statusOf(bucket.put("k", "third", { IfMatch: ETag }))).to.deep.equal(["PreconditionFailed", 412]);
      expect((await statusOf(bucket.put("none", "x", { IfMatch: ETag })))[1]).to.equal(404);
      expect((await bucket.get("k")).text).to.equal("second");
    },
  },
  {
    id: "conditional-reads",
    title: "If-None-Match of the same ETag is 304, If-Match of another 412",
    doc: `${GUIDE}/conditional-reads.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const { ETag } = await bucket.put("k", "x");
      expect((await statusOf(bucket.get("k", { IfNoneMatch: ETag })))[1]).to.equal(304);
      expect((await statusOf(bucket.get("k", { IfMatch: '"other"' })))[1]).to.equal(412);
      expect((await bucket.get("k", { IfMatch: ETag, IfNoneMatch: '"other"' })).text).to.equal("x");
    },
  },
  {
    id: "list/pages",
    title: "lists come in the order of UTF-8, by pages, with continuation tokens",
    doc: `${API}/API_ListObjectsV2.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      for (const key of ["b", "a/2", "a/1", "ह", "Z", "a"]) await bucket.put(key);
      const seen: (string | undefined)[] = [];
      let token: string | undefined;
      do {
        const page = await bucket.list({ MaxKeys: 4, ContinuationToken: token });
        expect(page.KeyCount).to.equal(page.Contents?.length);
        seen.push(...keysOf(page.Contents));
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token);
      expect(seen).to.deep.equal(["Z", "a", "a/1", "a/2", "b", "ह"]);
    },
  },
  {
    id: "list/delimiter",
    title: "a delimiter rolls keys up into common prefixes, which count as one each",
    doc: `${API}/API_ListObjectsV2.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      for (const key of ["x/a/1", "x/a/2", "x/b/1", "x/c", "y/1"]) await bucket.put(key);
      const all = await bucket.list({ Prefix: "x/", Delimiter: "/" });
      expect(keysOf(all.Contents)).to.deep.equal(["x/c"]);
      expect(all.CommonPrefixes?.map(({ Prefix }) => Prefix)).to.deep.equal(["x/a/", "x/b/"]);
      expect(all.KeyCount).to.equal(3);
      const first = await bucket.list({ Prefix: "x/", Delimiter: "/", MaxKeys: 1 });
      expect([first.IsTruncated, first.CommonPrefixes?.length]).to.deep.equal([true, 1]);
    },
  },
  {
    id: "list/start-after",
    title: "StartAfter begins behind a key that need not exist; MaxKeys 0 gives nothing",
    doc: `${API}/API_ListObjectsV2.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      for (const key of ["a", "c", "d"]) await bucket.put(key);
      expect(keysOf((await bucket.list({ StartAfter: "b" })).Contents)).to.deep.equal(["c", "d"]);
      expect((await bucket.list({ MaxKeys: 0 })).KeyCount).to.equal(0);
    },
  },
  {
    id: "versions",
    title: "a versioned bucket keeps every version, newest first",
    doc: `${GUIDE}/versioning-workflows.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe, true);
      const first = await bucket.put("k", "one");
      const second = await bucket.put("k", "two");
      expect(first.VersionId).to.be.a("string").and.not.to.equal(second.VersionId);
      expect((await bucket.get("k")).text).to.equal("two");
      expect((await bucket.get("k", { VersionId: first.VersionId })).text).to.equal("one");
      const { Versions } = await bucket.s3.send(new ListObjectVersionsCommand({ Bucket: bucket.name }));
      expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).to.deep.equal([
        [second.VersionId, true],
        [first.VersionId, false],
      ]);
    },
  },
  {
    id: "delete-marker",
    title: "a delete in a versioned bucket makes a marker; taking the marker away brings the object back",
    doc: `${GUIDE}/DeleteMarker.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe, true);
      await bucket.put("k", "one");
      const marker = await bucket.delete("k");
      expect(marker.DeleteMarker).to.equal(true);
      const error = await failureOf(bucket.get("k"));
      expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["NoSuchKey", 404]);
      expect(keysOf((await bucket.list()).Contents)).to.deep.equal([]);
      expect((await statusOf(bucket.get("k", { VersionId: marker.VersionId })))[1]).to.equal(405);
      const back = await bucket.delete("k", marker.VersionId);
      expect([back.DeleteMarker, back.VersionId]).to.deep.equal([true, marker.VersionId]);
      expect((await bucket.get("k")).text).to.equal("one");
    },
  },
  {
    id: "delete-version",
    title: "deleting a version takes just that one away",
    doc: `${GUIDE}/DeletingObjectVersions.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe, true);
      await bucket.put("k", "one");
      const { VersionId } = await bucket.put("k", "two");
      await bucket.delete("k", VersionId);
      expect((await bucket.get("k")).text).to.equal("one");
      expect(await statusOf(bucket.get("k", { VersionId }))).to.deep.equal(["NoSuchVersion", 404]);
    },
  },
  {
    id: "delete/idempotent",
    title: "deleting what is not there is no error, one by one or in a batch",
    doc: `${API}/API_DeleteObjects.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      await bucket.delete("none");
      await bucket.put("k");
      const Delete = { Objects: [{ Key: "k" }, { Key: "none" }] };
      const { Deleted, Errors } = await bucket.s3.send(new DeleteObjectsCommand({ Bucket: bucket.name, Delete }));
      expect([keysOf(Deleted), Errors]).to.deep.equal([["k", "none"], undefined]);
    },
  },
  {
    id: "copy",
    title: "a copy takes the metadata along, or new ones with REPLACE",
    doc: `${API}/API_CopyObject.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      await bucket.put("from", "x", { Metadata: { a: "1" }, ContentType: "text/csv" });
      const copy = { Bucket: bucket.name, CopySource: `${bucket.name}/from` };
      await bucket.s3.send(new CopyObjectCommand({ ...copy, Key: "same" }));
      const same = await bucket.get("same");
      expect([same.text, same.Metadata, same.ContentType]).to.deep.equal(["x", { a: "1" }, "text/csv"]);
      const fresh = { MetadataDirective: "REPLACE" as const, Metadata: { b: "2" } };
      await bucket.s3.send(new CopyObjectCommand({ ...copy, Key: "new", ...fresh }));
      expect((await bucket.get("new")).Metadata).to.deep.equal({ b: "2" });
    },
  },
  {
    id: "multipart",
    title: "an upload in parts makes one object, whose ETag counts them, when it is completed",
    doc: `${GUIDE}/mpuoverview.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const at = { Bucket: bucket.name, Key: "big" };
      const { UploadId } = await bucket.s3.send(new CreateMultipartUploadCommand(at));
      const bodies = [Buffer.alloc(5 * 1024 * 1024, "a"), Buffer.from("tail")];
      const Parts = [];
      for (const [i, Body] of bodies.entries()) {
        const part = { ...at, UploadId, PartNumber: i + 1, Body };
        const { ETag } = await bucket.s3.send(new UploadPartCommand(part));
        Parts.push({ ETag, PartNumber: i + 1 });
      }
      expect((await statusOf(bucket.get("big")))[1]).to.equal(404);
      const done = await bucket.s3.send(
        new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
      );
      const digests = Buffer.concat(bodies.map((body) => createHash("md5").update(body).digest()));
      expect(done.ETag).to.equal(`"${createHash("md5").update(digests).digest("hex")}-2"`);
      const head = await bucket.s3.send(new HeadObjectCommand(at));
      expect(head.ContentLength).to.equal(5 * 1024 * 1024 + 4);
    },
  },
  {
    id: "multipart/too-small",
    title: "all parts but the last have at least 5 MiB",
    doc: `${GUIDE}/qfacts.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const at = { Bucket: bucket.name, Key: "big" };
      const { UploadId } = await bucket.s3.send(new CreateMultipartUploadCommand(at));
      const Parts = [];
      for (const PartNumber of [1, 2]) {
        const { ETag } = await bucket.s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body: "small" }));
        Parts.push({ ETag, PartNumber });
      }
      const complete = new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } });
      expect((await statusOf(bucket.s3.send(complete)))[0]).to.equal("EntityTooSmall");
    },
  },
  {
    id: "multipart/abort",
    title: "an aborted upload is gone",
    doc: `${API}/API_AbortMultipartUpload.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const at = { Bucket: bucket.name, Key: "big" };
      const { UploadId } = await bucket.s3.send(new CreateMultipartUploadCommand(at));
      await bucket.s3.send(new AbortMultipartUploadCommand({ ...at, UploadId }));
      const part = new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: "x" });
      expect(await statusOf(bucket.s3.send(part))).to.deep.equal(["NoSuchUpload", 404]);
    },
  },
  {
    id: "notification",
    title: "a queue hears of objects under its prefix, with bucket, URL-encoded key, size, ETag and sequencer",
    doc: `${GUIDE}/notification-content-structure.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const queue = await notified(probe, bucket, { filterPrefix: "captions/", filterSuffix: ".vtt" });
      await bucket.put("other/a.vtt");
      await bucket.put("captions/a.srt");
      const { ETag } = await bucket.put("captions/a b+ह.vtt", "hello");
      const record = await probe.eventually(20_000, async () => {
        for (const { Body = "{}" } of await receive(probe, queue.url)) {
          const { Records } = JSON.parse(Body) as { Records?: S3Record[] };
          if (Records?.[0]) return Records[0];
        }
        return undefined;
      });
      expect(record).to.include({ eventSource: "aws:s3", eventName: "ObjectCreated:Put", awsRegion: probe.region });
      expect(record.s3.bucket.name).to.equal(bucket.name);
      expect(record.s3.object.key).to.equal("captions/a+b%2B%E0%A4%B9.vtt");
      expect([record.s3.object.size, `"${record.s3.object.eTag}"`]).to.deep.equal([5, ETag]);
      expect(record.s3.object.sequencer).to.match(/^[0-9A-F]+$/i);
      expect((await receive(probe, queue.url)).filter(({ Body }) => Body?.includes("Records"))).to.deep.equal([]);
    },
  },
  {
    id: "notification/delete",
    title: "a delete in a versioned bucket is ObjectRemoved:DeleteMarkerCreated",
    doc: `${GUIDE}/notification-how-to-event-types-and-destinations.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe, true);
      const queue = await notified(probe, bucket, { events: ["s3:ObjectRemoved:*"] });
      await bucket.put("k");
      await bucket.delete("k");
      const name = await probe.eventually(20_000, async () => {
        for (const { Body = "{}" } of await receive(probe, queue.url)) {
          const { Records } = JSON.parse(Body) as { Records?: S3Record[] };
          if (Records?.[0]) return Records[0].eventName;
        }
        return undefined;
      });
      expect(name).to.equal("ObjectRemoved:DeleteMarkerCreated");
    },
  },
  {
    id: "notification/test-event",
    title: "a queue gets s3:TestEvent when it is set",
    doc: `${GUIDE}/notification-content-structure.html`,
    run: async (probe) => {
      const bucket = await Bucket.open(probe);
      const queue = await notified(probe, bucket, {});
      const { Body = "" } = await arrival(probe, queue.url, 20_000);
      expect(JSON.parse(Body)).to.include({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: bucket.name });
    },
  },
]);

interface S3Record {
  readonly eventName: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly s3: {
    readonly bucket: { readonly name: string };
    readonly object: { readonly key: string; readonly size: number; readonly eTag: string; readonly sequencer: string };
  };
}

async function notified(probe: Probe, bucket: Bucket, filter: Record<string, unknown>) {
  const queue = await probe.create<{ url: string; arn: string }>("aws:sqs/queue:Queue", { name: probe.name("heard") });
  const statement = {
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": `arn:aws:s3:::${bucket.name}` } },
  };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await probe.create("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: queue.url, policy });
  const queues = [{ id: "n", queueArn: queue.arn, events: ["s3:ObjectCreated:*"], ...filter }];
  await probe.create("aws:s3/bucketNotification:BucketNotification", { bucket: bucket.name, queues });
  return queue;
}
