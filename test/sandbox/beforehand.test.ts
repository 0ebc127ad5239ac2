import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { Sandbox, type Existing } from "../../sandbox";
import type { Principal } from "../../sandbox/iam";
import { createResource } from "../support/resource";

const owner = { account: "111111111111", region: "ap-south-1" };
const reader = { account: "222222222222", region: "ap-south-1" };
const arn = "arn:aws:kms:ap-south-1:111111111111:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const otherArn = "arn:aws:kms:ap-southeast-1:111111111111:key/mrk-0123456789abcdef0123456789abcdef";
const bucket: Existing = { kind: "bucket", name: "recordings", ...owner };
const key: Existing = { kind: "key", arn };
const encrypted: Existing = { ...bucket, keyArn: arn };

/** A policy in the form in which resources take it. */
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("What exists beforehand", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => {
    sandbox?.close();
    sandbox = undefined;
  });

  const deploy = async (...beforehand: Existing[]): Promise<Sandbox> =>
    (sandbox = await Sandbox.deploy([], { beforehand }));
  const s3 = (account: string) => (sandbox as Sandbox).client(S3Client, "s3", account, owner.region);
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => "no error",
      (error: Error) => `${error.name}: ${error.message}`,
    );

  it("is a bucket of its account, of no other, with a new bucket's encryption", async () => {
    await deploy(bucket);
    const { Buckets = [] } = await s3(owner.account).send(new ListBucketsCommand());
    expect(Buckets.map(({ Name, BucketRegion }) => [Name, BucketRegion])).to.deep.equal([["recordings", "ap-south-1"]]);
    expect((await s3(reader.account).send(new ListBucketsCommand())).Buckets ?? []).to.deep.equal([]);
    await s3(owner.account).send(new PutObjectCommand({ Bucket: "recordings", Key: "a", Body: "नमस्ते" }));
    const { ServerSideEncryption } = await s3(owner.account).send(
      new HeadObjectCommand({ Bucket: "recordings", Key: "a" }),
    );
    expect(ServerSideEncryption).to.equal("AES256");
    const foreign = s3(reader.account).send(new GetObjectCommand({ Bucket: "recordings", Key: "a" }));
    expect(await failure(foreign)).to.include("AccessDenied");
  });

  it("is a key under the ARN that is given, enabled, left to IAM of its account", async () => {
    await deploy(key, { kind: "key", arn: otherArn });
    const kms = (region: string) => (sandbox as Sandbox).client(KMSClient, "kms", owner.account, region);
    const { KeyMetadata } = await kms("ap-south-1").send(new DescribeKeyCommand({ KeyId: arn }));
    expect(KeyMetadata).to.include({ Arn: arn, AWSAccountId: owner.account, Enabled: true, MultiRegion: false });
    const { KeyMetadata: other } = await kms("ap-southeast-1").send(new DescribeKeyCommand({ KeyId: otherArn }));
    expect(other?.MultiRegionConfiguration?.MultiRegionKeyType).to.equal("PRIMARY");
    const foreign = (sandbox as Sandbox).client(KMSClient, "kms", reader.account, owner.region);
    expect(await failure(foreign.send(new DescribeKeyCommand({ KeyId: arn })))).to.include("AccessDeniedException");
  });

  it("encrypts the bucket's objects with the key, which readers then need, in whatever order the two are given", async () => {
    await deploy(encrypted, key);
    const root = s3(owner.account);
    await root.send(new PutObjectCommand({ Bucket: "recordings", Key: "a", Body: "नमस्ते" }));
    const { ServerSideEncryption, SSEKMSKeyId } = await root.send(
      new HeadObjectCommand({ Bucket: "recordings", Key: "a" }),
    );
    expect([ServerSideEncryption, SSEKMSKeyId]).to.deep.equal(["aws:kms", arn]);
    const get = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::recordings/*" };
    const decrypt = {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: arn,
      Condition: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::recordings/a" } },
    };
    const read = async (name: string, ...statements: object[]) => {
      const caller = { principal: await role(name, statements), account: owner.account };
      const client = (sandbox as Sandbox).client(S3Client, "s3", caller, owner.region);
      const { Body } = await client.send(new GetObjectCommand({ Bucket: "recordings", Key: "a" }));
      return Body?.transformToString();
    };
    expect(await read("both", get, decrypt)).to.equal("नमस्ते");
    expect(await failure(read("no-key", get))).to.include("kms:Decrypt");
  });

  it("is a key that the given policy guards", async () => {
    const nobody = policy({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::222222222222:root" },
      Action: "kms:*",
      Resource: "*",
    });
    await deploy(encrypted, { kind: "key", arn, policy: nobody });
    const put = s3(owner.account).send(new PutObjectCommand({ Bucket: "recordings", Key: "a", Body: "x" }));
    expect(await failure(put)).to.include("kms:GenerateDataKey");
  });

  const refusals: [string, Existing[], string][] = [
    [
      "a bucket twice",
      [bucket, { ...bucket, account: reader.account }],
      'the bucket "recordings" cannot be made: it is',
    ],
    ["a key twice", [key, key], `the key "${arn}" cannot be made: it is there already`],
    ["a malformed ARN", [{ kind: "key", arn: "key/1" }], 'the key "key/1" cannot be made: it is not the ARN of a key'],
    ["an alias", [{ kind: "key", arn: arn.replace("key/", "alias/") }], "it is not the ARN of a key"],
    ["a key's malformed policy", [{ ...key, policy: "{" }], `The policy of ${arn}`],
    [
      "a replica of a key",
      [
        { kind: "key", arn: otherArn },
        { kind: "key", arn: otherArn.replace("southeast", "south") },
      ],
      "replicas beforehand",
    ],
    ["a bucket's malformed name", [{ ...bucket, name: "Recordings" }], "InvalidBucketName"],
    ["a malformed account", [{ ...bucket, account: "1" }], 'its account "1" is not twelve digits'],
    ["a malformed region", [{ ...bucket, region: "Mumbai" }], 'its region "Mumbai" is none'],
    ["a bucket whose key is not there", [encrypted], `its key "${arn}" is not there`],
    [
      "a bucket whose key is elsewhere",
      [
        { ...bucket, keyArn: otherArn },
        { kind: "key", arn: otherArn },
      ],
      "is not in its region, ap-south-1",
    ],
  ];
  for (const [what, things, sentence] of refusals) {
    it(`is never ${what}`, async () => {
      expect(await failure(deploy(...things))).to.include(sentence);
      // The process's clock was given back.
      await deploy(bucket);
    });
  }

  async function role(name: string, statements: object[]): Promise<Principal> {
    const { cloud } = sandbox as Sandbox;
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
    await createResource(cloud, "aws:iam/role:Role", name, { name, assumeRolePolicy: policy(trust) }, owner);
    const inline = { name: "inline", role: name, policy: policy(...statements) };
    await createResource(cloud, "aws:iam/rolePolicy:RolePolicy", name, inline, owner);
    const roleArn = `arn:aws:iam::${owner.account}:role/${name}`;
    const sessionArn = `arn:aws:sts::${owner.account}:assumed-role/${name}/test`;
    return { kind: "role", account: owner.account, roleArn, sessionArn, sessionName: "test" };
  }
});
