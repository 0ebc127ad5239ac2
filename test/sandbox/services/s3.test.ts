import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Principal } from "../../../sandbox/iam";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { S3Service } from "../../../sandbox/services/s3";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const place = { account: "222222222222", region: "ap-south-1" };
const day = 86_400_000;

describe("S3 model", () => {
  let world: World;
  let cloud: Cloud;
  let root: S3Client;

  beforeEach(async () => {
    world = new World({ seed: 5, start: Date.UTC(2026, 10, 2) });
    cloud = new Cloud(world);
    world.open();
    root = clientOf({ kind: "root", account: place.account });
    await make("bucket:Bucket", "lake", { bucket: "lake" });
  });
  afterEach(() => world.close());

  const clientOf = (principal: Principal) =>
    clientFor(cloud, S3Client, "s3", { principal, account: place.account }, place.region);
  const make = (type: string, name: string, inputs: Record<string, unknown>) =>
    createResource(cloud, `aws:s3/${type}`, name, inputs, place);
  const put = (Key: string, Body = "x") => root.send(new PutObjectCommand({ Bucket: "lake", Key, Body }));
  const list = (input: object) => root.send(new ListObjectsV2Command({ Bucket: "lake", ...input }));
  const versioned = () =>
    make("bucketVersioning:BucketVersioning", "v", { bucket: "lake", versioningConfiguration: { status: "Enabled" } });
  const failure = async (promise: Promise<unknown>) => {
    try {
      await promise;
    } catch (error) {
      const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      return `${name} ${$metadata?.httpStatusCode}`;
    }
    return "no error";
  };
  /** A role with these statements, as a principal. */
  const role = async (name: string, statements: object[]): Promise<Principal> => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const trust = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
    };
    const iam = (type: string, inputs: Record<string, unknown>) =>
      createResource(cloud, `aws:iam/${type}`, name, inputs, place);
    await iam("role:Role", { name, assumeRolePolicy: JSON.stringify(trust) });
    await iam("rolePolicy:RolePolicy", { name: "p", role: name, policy });
    return {
      kind: "role",
      account: place.account,
      roleArn: `arn:aws:iam::${place.account}:role/${name}`,
      sessionArn: `arn:aws:sts::${place.account}:assumed-role/${name}/s`,
      sessionName: "s",
    };
  };

  describe("objects", () => {
    it("gives back bytes, headers and metadata, whole or in ranges", async () => {
      const body = Buffer.from("नमस्ते world");
      await root.send(
        new PutObjectCommand({
          Bucket: "lake",
          Key: "a b/c",
          Body: body,
          ContentType: "text/plain",
          Metadata: { by: "me" },
        }),
      );
      const whole = await root.send(new GetObjectCommand({ Bucket: "lake", Key: "a b/c" }));
      expect(Buffer.from((await whole.Body?.transformToByteArray()) ?? []).equals(body)).to.equal(true);
      expect(whole.ContentType).to.equal("text/plain");
      expect(whole.Metadata).to.deep.equal({ by: "me" });
      const part = await root.send(new GetObjectCommand({ Bucket: "lake", Key: "a b/c", Range: "bytes=-5" }));
      expect(await part.Body?.transformToString()).to.equal("world");
      expect(part.ContentRange).to.equal(`bytes ${body.length - 5}-${body.length - 1}/${body.length}`);
      expect(
        await failure(root.send(new GetObjectCommand({ Bucket: "lake", Key: "a b/c", Range: "bytes=99-" }))),
      ).to.equal("InvalidRange 416");
    });

    it("writes on condition", async () => {
      const { ETag } = await put("k", "1");
      const write = (condition: object) =>
        root.send(new PutObjectCommand({ Bucket: "lake", Key: "k", Body: "2", ...condition }));
      expect(await failure(write({ IfNoneMatch: "*" }))).to.equal("PreconditionFailed 412");
      expect(await failure(write({ IfMatch: '"0"' }))).to.equal("PreconditionFailed 412");
      await write({ IfMatch: ETag });
      expect(await failure(root.send(new GetObjectCommand({ Bucket: "lake", Key: "k", IfMatch: ETag })))).to.equal(
        "PreconditionFailed 412",
      );
    });

    it("refuses a body that its digest does not fit", async () => {
      const wrong = new PutObjectCommand({
        Bucket: "lake",
        Key: "k",
        Body: "1",
        ChecksumSHA256: Buffer.alloc(32).toString("base64"),
      });
      expect(await failure(root.send(wrong))).to.equal("BadDigest 400");
    });

    it("names what is missing", async () => {
      expect(await failure(root.send(new GetObjectCommand({ Bucket: "lake", Key: "no" })))).to.equal("NoSuchKey 404");
      expect(await failure(root.send(new HeadObjectCommand({ Bucket: "lake", Key: "no" })))).to.equal("NotFound 404");
      expect(await failure(root.send(new GetObjectCommand({ Bucket: "none", Key: "no" })))).to.equal(
        "NoSuchBucket 404",
      );
    });

    it("copies with tags and deletes several", async () => {
      await root.send(new PutObjectCommand({ Bucket: "lake", Key: "from", Body: "1", Tagging: "a=1&b=%20" }));
      await root.send(new CopyObjectCommand({ Bucket: "lake", Key: "to", CopySource: "lake/from" }));
      const { TagSet } = await root.send(new GetObjectTaggingCommand({ Bucket: "lake", Key: "to" }));
      expect(TagSet).to.deep.equal([
        { Key: "a", Value: "1" },
        { Key: "b", Value: " " },
      ]);
      const Objects = [{ Key: "from" }, { Key: "never" }];
      const { Deleted } = await root.send(new DeleteObjectsCommand({ Bucket: "lake", Delete: { Objects } }));
      expect(Deleted?.map(({ Key }) => Key)).to.deep.equal(["from", "never"]);
      expect((await list({})).Contents?.map(({ Key }) => Key)).to.deep.equal(["to"]);
    });

    it("assembles uploads of parts, each but the last of 5 MiB", async () => {
      const where = { Bucket: "lake", Key: "big" };
      const upload = async (sizes: number[]) => {
        const { UploadId } = await root.send(new CreateMultipartUploadCommand(where));
        const Parts = [];
        for (const [i, size] of sizes.entries()) {
          const { ETag } = await root.send(
            new UploadPartCommand({ ...where, UploadId, PartNumber: i + 1, Body: Buffer.alloc(size, i) }),
          );
          Parts.push({ ETag, PartNumber: i + 1 });
        }
        return root.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts } }));
      };
      expect(await failure(upload([10, 10]))).to.equal("EntityTooSmall 400");
      expect((await upload([5 * 1024 * 1024, 3])).ETag).to.match(/^"[0-9a-f]{32}-2"$/);
      expect((await root.send(new HeadObjectCommand(where))).ContentLength).to.equal(5 * 1024 * 1024 + 3);
    });
  });

  describe("listing", () => {
    it("pages by key, folds what lies below a delimiter, and starts after a key", async () => {
      for (const key of ["a/1", "a/2", "b", "c/1", "d"]) await put(key);
      const seen: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ Delimiter: "/", MaxKeys: 1, ContinuationToken });
        seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix as string));
        seen.push(...(page.Contents ?? []).map(({ Key }) => Key as string));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
      expect(seen).to.deep.equal(["a/", "b", "c/", "d"]);
      expect((await list({ Prefix: "a/", StartAfter: "a/1" })).Contents?.map(({ Key }) => Key)).to.deep.equal(["a/2"]);
    });

    it("hides deleted objects and shows their versions", async () => {
      await versioned();
      await put("k", "1");
      const { VersionId } = await put("k", "22");
      const { DeleteMarker } = await root.send(new DeleteObjectCommand({ Bucket: "lake", Key: "k" }));
      expect(DeleteMarker).to.equal(true);
      expect((await list({})).KeyCount).to.equal(0);
      const old = await root.send(new GetObjectCommand({ Bucket: "lake", Key: "k", VersionId }));
      expect(await old.Body?.transformToString()).to.equal("22");
      const all = await root.send(new ListObjectVersionsCommand({ Bucket: "lake" }));
      expect([all.Versions?.length, all.DeleteMarkers?.length]).to.deep.equal([2, 1]);
    });
  });

  describe("permissions", () => {
    it("tells a missing key only to those who may list", async () => {
      const reading = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::lake/*" };
      const listing = {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::lake",
        Condition: { StringLike: { "s3:prefix": "a/*" } },
      };
      const blind = clientOf(await role("blind", [reading]));
      const seeing = clientOf(await role("seeing", [reading, listing]));
      const get = (client: S3Client, Key: string) =>
        failure(client.send(new GetObjectCommand({ Bucket: "lake", Key })));
      expect(await get(blind, "a/1")).to.equal("AccessDenied 403");
      expect(await get(seeing, "a/1")).to.equal("NoSuchKey 404");
      expect(await get(seeing, "b/1")).to.equal("AccessDenied 403");
      expect(await failure(seeing.send(new ListObjectsV2Command({ Bucket: "lake", Prefix: "b/" })))).to.equal(
        "AccessDenied 403",
      );
      await seeing.send(new ListObjectsV2Command({ Bucket: "lake", Prefix: "a/" }));
      expect(await failure(blind.send(new PutObjectCommand({ Bucket: "lake", Key: "k", Body: "1" })))).to.equal(
        "AccessDenied 403",
      );
    });

    it("needs the bucket's key, in the context of the bucket", async () => {
      const key = (await createResource(cloud, "aws:kms/key:Key", "k", {}, place))["arn"];
      const rules = [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
          bucketKeyEnabled: true,
        },
      ];
      await make("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "e", {
        bucket: "lake",
        rules,
      });
      const objects = { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::lake/*" };
      const writing = {
        Effect: "Allow",
        Action: "kms:GenerateDataKey",
        Resource: key,
        Condition: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::lake" } },
      };
      const writer = clientOf(await role("writer", [objects, writing]));
      const answer = await writer.send(new PutObjectCommand({ Bucket: "lake", Key: "k", Body: "1" }));
      expect([answer.ServerSideEncryption, answer.SSEKMSKeyId, answer.BucketKeyEnabled]).to.deep.equal([
        "aws:kms",
        key,
        true,
      ]);
      expect(await failure(writer.send(new GetObjectCommand({ Bucket: "lake", Key: "k" })))).to.match(/^AccessDenied/);
      const keyless = clientOf(await role("keyless", [objects]));
      expect(await failure(keyless.send(new PutObjectCommand({ Bucket: "lake", Key: "k", Body: "1" })))).to.match(
        /^AccessDenied/,
      );
    });

    it("refuses public policies and what a bucket policy denies", async () => {
      const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::lake/*" };
      const set = (Statement: object[]) =>
        make("bucketPolicy:BucketPolicy", "p", {
          bucket: "lake",
          policy: JSON.stringify({ Version: "2012-10-17", Statement }),
        });
      expect(await failure(set([statement]))).to.match(/^AccessDenied/);
      await set([{ ...statement, Effect: "Deny", Action: "s3:DeleteObject" }]);
      const caller = clientOf(await role("r", [{ Effect: "Allow", Action: "s3:*", Resource: "*" }]));
      expect(await failure(caller.send(new DeleteObjectCommand({ Bucket: "lake", Key: "k" })))).to.equal(
        "AccessDenied 403",
      );
    });
  });

  it("expires objects and old versions at midnight", async () => {
    await versioned();
    await make("bucketLifecycleConfiguration:BucketLifecycleConfiguration", "l", {
      bucket: "lake",
      rules: [
        {
          id: "tmp",
          status: "Enabled",
          filter: { prefix: "tmp/" },
          expiration: { days: 1 },
          noncurrentVersionExpiration: { noncurrentDays: 1 },
        },
      ],
    });
    await put("tmp/a");
    await put("keep/a");
    await world.runUntil(Date.UTC(2026, 10, 2) + 1.5 * day);
    expect((await list({})).Contents?.map(({ Key }) => Key)).to.deep.equal(["keep/a"]);
    await world.runFor(3 * day);
    const { Versions } = await root.send(new ListObjectVersionsCommand({ Bucket: "lake", Prefix: "tmp/" }));
    expect(Versions ?? []).to.deep.equal([]);
  });

  it("tells a queue of new objects, once the queue's policy lets it", async () => {
    const queue = await createResource(cloud, "aws:sqs/queue:Queue", "created", { name: "created" }, place);
    const notify = () =>
      make("bucketNotification:BucketNotification", "n", {
        bucket: "lake",
        queues: [{ id: "new", queueArn: queue["arn"], events: ["s3:ObjectCreated:*"], filterPrefix: "in/" }],
      });
    expect(await failure(notify())).to.match(/^InvalidArgument/);
    const statement = {
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue["arn"],
      Condition: {
        ArnEquals: { "aws:SourceArn": "arn:aws:s3:::lake" },
        StringEquals: { "aws:SourceAccount": place.account },
      },
    };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await createResource(cloud, "aws:sqs/queuePolicy:QueuePolicy", "p", { queueUrl: queue["url"], policy }, place);
    await notify();
    await put("in/a b");
    await put("out/c");
    expect(cloud.service<S3Service>("s3").inFlight()).to.equal(1);
    await world.runFor(5_000);
    expect(cloud.service<S3Service>("s3").inFlight()).to.equal(0);
    const { Messages } = await cloud.call<{ Messages: { Body: string }[] }>({
      principal: { kind: "root", account: place.account },
      place,
      service: "sqs",
      operation: "ReceiveMessage",
      input: { QueueUrl: queue["url"], MaxNumberOfMessages: 10 },
    });
    const bodies = Messages.map(
      ({ Body }) => JSON.parse(Body) as { Event?: string; Records?: { s3: { object: { key: string } } }[] },
    );
    expect(bodies.map(({ Event, Records }) => Event ?? Records?.[0]?.s3.object.key)).to.have.members([
      "s3:TestEvent",
      "in/a+b",
    ]);
  });

  it("writes access logs as the logging service, where the target's policy lets it", async () => {
    await make("bucket:Bucket", "logs", { bucket: "logs" });
    await make("bucketLogging:BucketLogging", "log", {
      bucket: "lake",
      targetBucket: "logs",
      targetPrefix: "s3/lake/",
    });
    const s3 = cloud.service<S3Service>("s3");
    await put("k", "abc");
    await world.runFor(2 * 3_600_000);
    expect([...s3.objects("logs")]).to.deep.equal([]);
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::logs/s3/lake/*",
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::lake" } },
        },
      ],
    };
    await make("bucketPolicy:BucketPolicy", "allow", { bucket: "logs", policy: JSON.stringify(policy) });
    await put("k", "abc");
    await world.runFor(2 * 3_600_000);
    const [file] = [...s3.objects("logs")];
    expect(file?.key).to.match(/^s3\/lake\/2026-11-02-03-00-00-[0-9A-F]{16}$/);
    expect(String(file?.body)).to.match(/lake \[02\/Nov\/2026:02:00:00 \+0000\] .* REST\.PUT\.OBJECT k .* 200 - - 3 /);
  });

  it("keeps objects apart that a deployment puts", async () => {
    const object = await make("bucketObjectv2:BucketObjectv2", "o", {
      bucket: "lake",
      key: "etl/posts.sql",
      content: "select 1",
    });
    expect(object["key"]).to.equal("etl/posts.sql");
    const got = await root.send(new GetObjectCommand({ Bucket: "lake", Key: "etl/posts.sql" }));
    expect(await got.Body?.transformToString()).to.equal("select 1");
  });
});
