import {
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ListAliasesCommand,
} from "@aws-sdk/client-kms";
import { expect } from "chai";
import fc from "fast-check";
import type { Principal } from "../../../sandbox/iam";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { Call } from "../../../sandbox/kernel/service";
import type { KmsService } from "../../../sandbox/services/kms";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const place = { account: "222222222222", region: "ap-south-1" };
const singapore = { account: "222222222222", region: "ap-southeast-1" };
const root = { principal: { kind: "root" as const, account: place.account }, account: place.account };
const administered = {
  Sid: "Administered",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::222222222222:root" },
  Action: "kms:*",
  Resource: "*",
};

describe("KMS", () => {
  let world: World;
  let cloud: Cloud;
  let client: KMSClient;
  beforeEach(() => {
    world = new World({ seed: 7, start: Date.UTC(2026, 10, 2) });
    cloud = new Cloud(world);
    world.open();
    client = clientFor(cloud, KMSClient, "kms", root, place.region);
  });
  afterEach(() => world.close());

  const key = (name = "key", inputs: object = {}) =>
    createResource(cloud, "aws:kms/key:Key", name, { ...inputs }, place) as Promise<{ id: string; arn: string }>;
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: Error) => error.name,
    );
  const text = (value: string) => new TextEncoder().encode(value);

  it("decrypts what it encrypted, by id, ARN or alias, and only under the same encryption context", async () => {
    const { id, arn } = await key();
    await createResource(cloud, "aws:kms/alias:Alias", "alias", { name: "alias/huut", targetKeyId: id }, place);
    for (const KeyId of [id, arn, "alias/huut", "arn:aws:kms:ap-south-1:222222222222:alias/huut"]) {
      const EncryptionContext = { table: "posts" };
      const encrypt = new EncryptCommand({ KeyId, Plaintext: text("नमस्ते"), EncryptionContext });
      const { CiphertextBlob, KeyId: used } = await client.send(encrypt);
      expect(used).to.equal(arn);
      const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
      expect(Buffer.from(Plaintext ?? []).toString("utf8")).to.equal("नमस्ते");
      expect(await failure(client.send(new DecryptCommand({ CiphertextBlob })))).to.equal("InvalidCiphertextException");
    }
    const { Aliases } = await client.send(new ListAliasesCommand({}));
    expect(Aliases?.map(({ AliasName, TargetKeyId }) => [AliasName, TargetKeyId])).to.deep.equal([["alias/huut", id]]);
  });

  it("keeps any plaintext through a round trip, and notices any altered byte", async () => {
    const { id } = await key();
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 64 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat(), async (Plaintext, place) => {
        const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: id, Plaintext }));
        const answer = await client.send(new DecryptCommand({ CiphertextBlob }));
        expect(Buffer.from(answer.Plaintext ?? [])).to.deep.equal(Buffer.from(Plaintext));
        const altered = Buffer.from(CiphertextBlob ?? []);
        const at = altered.length - 1 - (place % (Plaintext.length + 28));
        altered[at] = (altered[at] as number) ^ 1;
        expect(await failure(client.send(new DecryptCommand({ CiphertextBlob: altered })))).not.to.equal(undefined);
      }),
      { numRuns: 25 },
    );
  });

  it("decrypts with older material after rotations", async () => {
    const { id } = await key("rotating", { enableKeyRotation: true, rotationPeriodInDays: 90 });
    const { CiphertextBlob: old } = await client.send(new EncryptCommand({ KeyId: id, Plaintext: text("old") }));
    await world.runFor(91 * 86_400_000);
    const { CiphertextBlob: young } = await client.send(new EncryptCommand({ KeyId: id, Plaintext: text("young") }));
    const read = async (CiphertextBlob: Uint8Array | undefined) =>
      Buffer.from((await client.send(new DecryptCommand({ CiphertextBlob }))).Plaintext ?? []).toString();
    expect([await read(old), await read(young)]).to.deep.equal(["old", "young"]);
  });

  it("lets a replica read what the primary wrote, in its own region, by its own policy", async () => {
    const { id, arn } = await key("shared", { multiRegion: true });
    expect(id).to.match(/^mrk-[0-9a-f]{32}$/);
    const replica = { primaryKeyArn: arn };
    await createResource(cloud, "aws:kms/replicaKey:ReplicaKey", "replica", replica, singapore);
    const { CiphertextBlob } = await client.send(new GenerateDataKeyCommand({ KeyId: arn, KeySpec: "AES_256" }));
    const there = clientFor(cloud, KMSClient, "kms", root, singapore.region);
    const { KeyId } = await there.send(new DecryptCommand({ CiphertextBlob }));
    expect(KeyId).to.equal(arn.replace(place.region, singapore.region));
    const { KeyMetadata } = await there.send(new DescribeKeyCommand({ KeyId: id }));
    expect(KeyMetadata?.MultiRegionConfiguration).to.deep.equal({
      MultiRegionKeyType: "REPLICA",
      PrimaryKey: { Arn: arn, Region: place.region },
      ReplicaKeys: [{ Arn: KeyId, Region: singapore.region }],
    });
    const single = await key("single");
    const refused = createResource(
      cloud,
      "aws:kms/replicaKey:ReplicaKey",
      "bad",
      { primaryKeyArn: single.arn },
      singapore,
    );
    expect(await failure(refused)).to.equal("UnsupportedOperationException");
  });

  it("refuses a disabled key, to callers and to services in their own words, until it is enabled again", async () => {
    const { id, arn } = await key();
    const { CiphertextBlob } = await client.send(new GenerateDataKeyCommand({ KeyId: id, NumberOfBytes: 16 }));
    await client.send(new DisableKeyCommand({ KeyId: id }));
    expect(await failure(client.send(new DecryptCommand({ CiphertextBlob })))).to.equal("DisabledException");
    const kms = cloud.service<KmsService>("kms");
    const via = (service: string): Call => ({ ...root, place, service, operation: "Put", input: {} });
    const use = (service: string) => () => kms.useOf(arn, "Decrypt", { call: via(service), place }, {});
    expect(use("s3")).to.throw().with.property("code", "KMS.DisabledException");
    expect(use("sqs")).to.throw().with.property("code", "KmsDisabled");
    await client.send(new EnableKeyCommand({ KeyId: id }));
    expect(await failure(client.send(new DecryptCommand({ CiphertextBlob })))).to.equal(undefined);
  });

  it("asks the key's policy first: nobody gets in whom it does not admit, not even the account's root", async () => {
    const admits = { ...administered, Principal: { Service: "sns.amazonaws.com" } };
    const { id } = await key("closed", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [admits] }) });
    const generate = new GenerateDataKeyCommand({ KeyId: id, KeySpec: "AES_256" });
    expect(await failure(client.send(generate))).to.equal("AccessDeniedException");
    const principal: Principal = { kind: "service", service: "sns.amazonaws.com" };
    const input = { KeyId: id, KeySpec: "AES_256" };
    const answer = await cloud.call({ principal, place, service: "kms", operation: "GenerateDataKey", input });
    expect(answer["Plaintext"]).to.have.length(32);
  });

  it("passes the service in between and the encryption context as conditions", async () => {
    const condition = {
      StringEquals: { "kms:ViaService": "s3.ap-south-1.amazonaws.com", "kms:CallerAccount": place.account },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::raw*" },
    };
    const statement = { ...administered, Action: "kms:Decrypt", Condition: condition };
    const { arn } = await key("lake", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) });
    const kms = cloud.service<KmsService>("kms");
    const use = (service: string, bucket: string) => () => {
      const call: Call = { ...root, place, service, operation: "GetObject", input: {} };
      cloud.require(kms.useOf(arn, "Decrypt", { call, place }, { "aws:s3:arn": bucket }), { call });
    };
    expect(use("s3", "arn:aws:s3:::raw")).not.to.throw();
    expect(use("s3", "arn:aws:s3:::curated")).to.throw("kms:Decrypt");
    expect(use("sqs", "arn:aws:s3:::raw")).to.throw("kms:Decrypt");
  });

  it("does not find a key of another region or of nobody, and takes no alias of AWS's", async () => {
    const { arn } = await key();
    const elsewhere = clientFor(cloud, KMSClient, "kms", root, singapore.region);
    expect(await failure(elsewhere.send(new DescribeKeyCommand({ KeyId: arn })))).to.equal("NotFoundException");
    expect(await failure(client.send(new DescribeKeyCommand({ KeyId: "alias/none" })))).to.equal("NotFoundException");
    const inputs = { name: "alias/aws/s3", targetKeyId: arn };
    const promise = createResource(cloud, "aws:kms/alias:Alias", "alias", inputs, place);
    expect(await promise.catch((error: Error) => error.message)).to.include("alias/aws/");
  });
});
