import * as s3 from "@aws-sdk/client-s3";
import { expect } from "chai";
import { serviceWire, type WireRequest, type WireResponse } from "../../../sandbox/wire";
import { decodeChunks } from "../../../sandbox/wire/chunked";
import { inProcess, withoutMetadata } from "./support";

const wire = serviceWire(s3, "s3");
const when = new Date("2026-11-02T05:31:07.000Z");
const key = "raw/posts/created_date=2026-11-02/हिन्दी & <a b>+1?.json.gz";

interface Seen {
  operation?: string | undefined;
  input?: Record<string, unknown>;
}

/** Any command of the client; its generics admit no common type. */
interface Command {
  readonly input: object;
}

async function send(command: Command, output: Record<string, unknown>, forcePathStyle: boolean) {
  const seen: Seen = {};
  const client = new s3.S3Client({
    ...inProcess((request) => {
      seen.operation = wire.identify(request);
      seen.input = wire.decode(seen.operation ?? "none", request);
      return wire.encode(seen.operation ?? "none", output, request);
    }),
    forcePathStyle,
  });
  return { answer: (await client.send(command as s3.GetObjectCommand)) as object, seen };
}

const operations: [command: Command, output: Record<string, unknown>][] = [
  [
    new s3.HeadObjectCommand({ Bucket: "huut-raw", Key: key, VersionId: "v" }),
    { ContentLength: 3, LastModified: when, Metadata: { a: "b" } },
  ],
  [
    new s3.CopyObjectCommand({ Bucket: "huut-raw", Key: key, CopySource: "b/k" }),
    { CopyObjectResult: { ETag: '"e"', LastModified: when } },
  ],
  [new s3.DeleteObjectCommand({ Bucket: "huut-raw", Key: key }), { DeleteMarker: true, VersionId: "v" }],
  [new s3.UploadPartCommand({ Bucket: "huut-raw", Key: key, PartNumber: 1, UploadId: "u" }), { ETag: '"e"' }],
  [
    new s3.UploadPartCopyCommand({ Bucket: "huut-raw", Key: key, PartNumber: 1, UploadId: "u", CopySource: "b/k" }),
    { CopyPartResult: { ETag: "e" } },
  ],
  [
    new s3.CompleteMultipartUploadCommand({
      Bucket: "huut-raw",
      Key: key,
      UploadId: "u",
      MultipartUpload: { Parts: [{ ETag: '"e"', PartNumber: 1 }] },
    }),
    { Location: "l", Key: key, ETag: '"e"' },
  ],
  [
    new s3.ListPartsCommand({ Bucket: "huut-raw", Key: key, UploadId: "u" }),
    { Parts: [{ PartNumber: 1 }, { PartNumber: 2 }] },
  ],
  [
    new s3.ListObjectsV2Command({ Bucket: "huut-raw", Prefix: "raw/", Delimiter: "/", MaxKeys: 5 }),
    {
      Name: "huut-raw",
      IsTruncated: false,
      Contents: [{ Key: key, Size: 3, LastModified: when }],
      CommonPrefixes: [{ Prefix: "raw/ posts/" }],
    },
  ],
  [new s3.ListObjectsCommand({ Bucket: "huut-raw" }), { Contents: [{ Key: key }] }],
  [
    new s3.ListObjectVersionsCommand({ Bucket: "huut-raw", KeyMarker: key }),
    { Versions: [{ Key: key, IsLatest: true }], DeleteMarkers: [{ Key: "d" }] },
  ],
  [new s3.HeadBucketCommand({ Bucket: "huut-raw" }), { BucketRegion: "ap-south-1" }],
  [new s3.GetBucketLocationCommand({ Bucket: "huut-raw" }), { LocationConstraint: "ap-south-1" }],
  [new s3.GetBucketPolicyCommand({ Bucket: "huut-raw" }), { Policy: '{"Statement":[]}' }],
  [
    new s3.PutBucketLifecycleConfigurationCommand({
      Bucket: "huut-raw",
      LifecycleConfiguration: {
        Rules: [{ ID: "r", Status: "Enabled", Filter: { Prefix: "raw/" }, Expiration: { Days: 5 } }],
      },
    }),
    {},
  ],
  [
    new s3.PutBucketAclCommand({
      Bucket: "huut-raw",
      AccessControlPolicy: {
        Grants: [{ Grantee: { Type: "CanonicalUser", ID: "i" }, Permission: "READ" }],
        Owner: { ID: "o" },
      },
    }),
    {},
  ],
  [
    new s3.GetBucketAclCommand({ Bucket: "huut-raw" }),
    { Owner: { ID: "o" }, Grants: [{ Grantee: { Type: "CanonicalUser", ID: "i" }, Permission: "READ" }] },
  ],
  [new s3.ListBucketAnalyticsConfigurationsCommand({ Bucket: "huut-raw" }), { IsTruncated: false }],
  [
    new s3.GetBucketAnalyticsConfigurationCommand({ Bucket: "huut-raw", Id: "i" }),
    { AnalyticsConfiguration: { Id: "i", StorageClassAnalysis: {} } },
  ],
  [
    new s3.CreateBucketCommand({ Bucket: "huut-raw", CreateBucketConfiguration: { LocationConstraint: "ap-south-1" } }),
    { Location: "/huut-raw" },
  ],
];

describe("S3 wire", () => {
  for (const pathStyle of [true, false]) {
    for (const [command, output] of operations) {
      const name = command.constructor.name.replace("Command", "");
      it(`carries ${name} ${pathStyle ? "by path" : "by virtual host"}`, async () => {
        const { answer, seen } = await send(command, output, pathStyle);
        expect(seen.operation).to.equal(name);
        expect(seen.input).to.deep.include(command.input);
        expect(withoutMetadata(answer)).to.deep.include(output);
      });
    }
  }

  it("lists buckets where there is no bucket", async () => {
    const { answer, seen } = await send(
      new s3.ListBucketsCommand({}),
      { Buckets: [{ Name: "b", CreationDate: when }] },
      true,
    );
    expect(seen.operation).to.equal("ListBuckets");
    expect(answer).to.deep.include({ Buckets: [{ Name: "b", CreationDate: when }] });
  });

  it("reads and answers an object's bytes, with its checksum from the upload's trailer", async () => {
    const { Readable } = await import("node:stream");
    const body = Buffer.from([0, 1, 2, 253, 254, 255]);
    const put = new s3.PutObjectCommand({
      Bucket: "huut-raw",
      Key: key,
      Body: Readable.from([body.subarray(0, 2), body.subarray(2)]),
      ContentLength: body.length,
      ContentEncoding: "gzip",
      Metadata: { "created-date": "2026-11-02" },
    });
    const { seen } = await send(put, { ETag: '"e"' }, true);
    expect(seen.operation).to.equal("PutObject");
    expect(seen.input).to.deep.include({
      ContentEncoding: "gzip",
      Key: key,
      Metadata: { "created-date": "2026-11-02" },
    });
    expect(seen.input?.["Body"]).to.deep.equal(new Uint8Array(body));
    expect(seen.input?.["ChecksumCRC32"]).to.be.a("string");
    const get = await send(
      new s3.GetObjectCommand({ Bucket: "huut-raw", Key: key, Range: "bytes=0-5" }),
      {
        Body: body,
        ContentRange: "bytes 0-5/10",
        LastModified: when,
      },
      true,
    );
    const answer = get.answer as s3.GetObjectCommandOutput;
    expect(answer.$metadata.httpStatusCode).to.equal(206);
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? [])).to.deep.equal(body);
  });

  it("decodes a signed chunked body and refuses one that is cut short", () => {
    const framed = "5;chunk-signature=ab\r\nhello\r\n0;chunk-signature=cd\r\nx-amz-checksum-crc32:AAAA\r\n\r\n";
    const { data, trailers } = decodeChunks(Buffer.from(framed));
    expect(Buffer.from(data).toString()).to.equal("hello");
    expect(trailers).to.deep.equal({ "x-amz-checksum-crc32": "AAAA" });
    expect(() => decodeChunks(Buffer.from("5\r\nhel"))).to.throw("cut short");
  });

  it("raises NoSuchKey from a body and NotFound where HEAD has none", async () => {
    const failing = (code: string, statusCode: number) =>
      new s3.S3Client(
        inProcess((request: WireRequest): WireResponse =>
          wire.encodeError({ code, message: `no <${code}>`, statusCode, fields: { Key: key } }, request),
        ),
      );
    const got = await failing("NoSuchKey", 404)
      .send(new s3.GetObjectCommand({ Bucket: "huut-raw", Key: key }))
      .catch((error: unknown) => error);
    expect(got).to.be.instanceOf(s3.NoSuchKey).with.property("message", "no <NoSuchKey>");
    expect(got).to.have.property("Key", key);
    const head = await failing("NoSuchKey", 404)
      .send(new s3.HeadObjectCommand({ Bucket: "huut-raw", Key: key }))
      .catch((error: unknown) => error);
    expect(head).to.be.instanceOf(s3.NotFound);
    const denied = await failing("AccessDenied", 403)
      .send(new s3.DeleteObjectCommand({ Bucket: "huut-raw", Key: key }))
      .catch((error: unknown) => error);
    expect(denied).to.have.property("name", "AccessDenied");
  });

  it("finds operations of clients that send no hint and of hosts on a local port", () => {
    const at = (method: string, path: string, query: Record<string, string> = {}, more: Partial<WireRequest> = {}) =>
      wire.identify({ method, path, query, headers: {}, body: new Uint8Array(), ...more });
    expect(at("GET", "/")).to.equal("ListBuckets");
    expect(at("GET", "/huut")).to.equal("ListObjects");
    expect(at("GET", "/huut/", { "list-type": "2" })).to.equal("ListObjectsV2");
    expect(at("GET", "/", {}, { host: "huut.localhost:4566" })).to.equal("ListObjects");
    expect(at("GET", "/", {}, { host: "localhost:4566" })).to.equal("ListBuckets");
    expect(at("POST", "/huut/k", { uploads: "" })).to.equal("CreateMultipartUpload");
    expect(at("PUT", "/huut/k")).to.equal("PutObject");
    expect(at("PUT", "/huut/k", {}, { headers: { "x-amz-copy-source": "a/b" } })).to.equal("CopyObject");
    expect(at("GET", "/huut", { analytics: "" })).to.equal("ListBucketAnalyticsConfigurations");
    expect(at("GET", "/huut", { analytics: "", id: "i" })).to.equal("GetBucketAnalyticsConfiguration");
    expect(at("POST", "/huut", { delete: "" })).to.equal("DeleteObjects");
  });

  it("says that a document or a path is malformed, as S3 does", () => {
    const request = {
      method: "POST",
      path: "/huut",
      query: { delete: "" },
      headers: {},
      body: Buffer.from("<Delete><Object>"),
    };
    expect(() => wire.decode("DeleteObjects", request))
      .to.throw()
      .with.property("code", "MalformedXML");
    const path = { method: "GET", path: "/huut/%zz", query: {}, headers: {}, body: new Uint8Array() };
    expect(() => wire.decode("GetObject", path))
      .to.throw()
      .with.property("code", "InvalidURI");
  });
});
