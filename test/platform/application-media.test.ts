import { KMSClient, DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { applicationMedia, putMedia, type ApplicationMedia } from "../../cli/start/media";
import type { StackGraph } from "../../sandbox";
import type { Caller } from "../../sandbox/kernel/client";
import type { IamService, RoleGrant } from "../../sandbox/services/iam";
import type { StsService } from "../../sandbox/services/sts";
import { graphOf } from "../support/platform";
import { createResource } from "../support/resource";
import { Stage } from "../support/stage";
import { withoutGrant } from "../support/without-grant";

const keys = ["audio/u-1/p-1.mp3", "video/u-1/p-1.mp4", "images/u-1/p-1.jpg", "audio.mp3", "exports/audio/x"] as const;

/** Prod, where application and data are two accounts, with media in the application's bucket. */
class Prod {
  readonly media: ApplicationMedia;

  private constructor(readonly stage: Stage) {
    this.media = applicationMedia(stage.outputs) as ApplicationMedia;
  }

  static async open(graphs: readonly StackGraph[]): Promise<Prod> {
    const prod = new Prod(await Stage.open(graphs, "2026-11-02T08:00:00Z"));
    const objects = keys.map((key) => ({ key, make: () => Buffer.from(`the bytes of ${key}`) }));
    await putMedia(prod.stage.sandbox, "prod", objects);
    return prod;
  }

  /** A session of a role of the data account that a function has, with these grants. */
  async functionRole(name: string, action: string, resource: string): Promise<Caller> {
    const { sandbox, place } = this.stage;
    const policyOf = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
    const role = { name, assumeRolePolicy: policyOf(trust) };
    await createResource(sandbox.cloud, "aws:iam/role:Role", name, role, place);
    const policy = policyOf({ Effect: "Allow", Action: action, Resource: resource });
    await createResource(
      sandbox.cloud,
      "aws:iam/rolePolicy:RolePolicy",
      name,
      { name: "own", role: name, policy },
      place,
    );
    const roleArn = `arn:aws:iam::${place.account}:role/${name}`;
    const sts = sandbox.cloud.service<StsService>("sts");
    const principal = sts.assumeForService(roleArn, "lambda.amazonaws.com", { sessionName: "captions" });
    return { principal, account: place.account };
  }

  /** Assumes the media reader as a role of the data account that may do so by its own policy. */
  async reader(name: string, externalId?: string): Promise<Caller> {
    const { stage } = this;
    const RoleArn = stage.output("mediaReaderArn");
    const caller = await this.functionRole(name, "sts:AssumeRole", RoleArn);
    const client = stage.sandbox.client(STSClient, "sts", caller, stage.place.region);
    const input = { RoleArn, RoleSessionName: "captions", ...(externalId !== undefined && { ExternalId: externalId }) };
    const answer = await stage.until(() => client.send(new AssumeRoleCommand(input)));
    if ("error" in answer) throw new Error(answer.error);
    const session = stage.sandbox.cloud.service<StsService>("sts").callerOf(answer.Credentials?.AccessKeyId ?? "");
    return session as Caller;
  }

  s3(caller: Caller): S3Client {
    return this.stage.sandbox.client(S3Client, "s3", caller, this.media.place.region);
  }

  /** @returns what the object holds, or the error's name */
  async read(caller: Caller, key: string): Promise<string> {
    const input = { Bucket: this.media.bucket, Key: key };
    const text = async () => (await this.s3(caller).send(new GetObjectCommand(input))).Body?.transformToString();
    const answer = await this.stage.until(text);
    return typeof answer === "object" ? answer.error : String(answer);
  }
}

describe("The application's media in prod", function () {
  this.timeout(120_000);
  let graphs: StackGraph[];
  let prod: Prod;
  before(async () => {
    graphs = await graphOf("prod");
    prod = await Prod.open(graphs);
  });
  after(() => prod.stage.close());

  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => "no error",
      (error: Error) => error.message,
    );
  const decryptGrant = (): RoleGrant => {
    const grants = prod.stage.sandbox.cloud.service<IamService>("iam").grants();
    return grants.find(
      ({ role, action }) => role === prod.stage.output("mediaReaderArn") && action === "kms:Decrypt",
    ) as RoleGrant;
  };

  it("lie in another account, encrypted with a key of that account, as the stack was told", async () => {
    const { bucket, keyArn, place } = prod.media;
    expect(place.account).to.not.equal(prod.stage.place.account);
    const root: Caller = { principal: { kind: "root", account: place.account }, account: place.account };
    const head = new HeadObjectCommand({ Bucket: bucket, Key: keys[0] });
    const { ServerSideEncryption, SSEKMSKeyId } = await prod.s3(root).send(head);
    expect([ServerSideEncryption, SSEKMSKeyId]).to.deep.equal(["aws:kms", keyArn]);
  });

  it("are read by a function of the data account through the media reader: recordings, and nothing else", async () => {
    const reader = await prod.reader("huut-prod-read-media", "huut-prod-media");
    const answers = [];
    for (const key of keys) answers.push(await prod.read(reader, key));
    expect(answers).to.deep.equal([
      `the bytes of ${keys[0]}`,
      `the bytes of ${keys[1]}`,
      "AccessDenied",
      "AccessDenied",
      "AccessDenied",
    ]);
    const { ledger } = prod.stage.sandbox.cloud;
    expect(ledger.wasUsed(decryptGrant().role, decryptGrant()), "kms:Decrypt was needed").to.equal(true);
  });

  const strangers: [string, string, string | undefined][] = [
    ["without the external id", "huut-prod-no-external-id", undefined],
    ["with another external id", "huut-prod-other-external-id", "huut-dev-media"],
    ["from a role of another name", "captions", "huut-prod-media"],
    ["from a role of another stack", "huut-dev-captions", "huut-prod-media"],
  ];
  for (const [how, role, externalId] of strangers) {
    it(`are not read ${how}`, async () => {
      expect(await failure(prod.reader(role, externalId))).to.equal("AccessDenied");
    });
  }

  it("are not read by roles of the data account themselves, whatever those may do", async () => {
    const mighty = await prod.functionRole("huut-prod-mighty", "*", "*");
    for (const key of keys) expect(await prod.read(mighty, key)).to.equal("AccessDenied");
  });

  it("are written by nobody of the data account", async () => {
    const mighty = await prod.functionRole("huut-prod-mighty-writer", "*", "*");
    const reader = await prod.reader("huut-prod-write-media", "huut-prod-media");
    for (const caller of [mighty, reader]) {
      const put = new PutObjectCommand({ Bucket: prod.media.bucket, Key: "audio/u-1/p-2.mp3", Body: "x" });
      const answer = await prod.stage.until(() => prod.s3(caller).send(put));
      expect(answer).to.deep.equal({ error: "AccessDenied" });
    }
  });

  it("keep their key for S3: the media reader decrypts nothing else with it", async () => {
    const { keyArn, place } = prod.media;
    const kms = (caller: Caller) => prod.stage.sandbox.client(KMSClient, "kms", caller, place.region);
    const root: Caller = { principal: { kind: "root", account: place.account }, account: place.account };
    const { CiphertextBlob } = await kms(root).send(new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from("x") }));
    const reader = await prod.reader("huut-prod-decrypt", "huut-prod-media");
    const answer = await prod.stage.until(() => kms(reader).send(new DecryptCommand({ CiphertextBlob })));
    expect(answer).to.deep.equal({ error: "AccessDeniedException" });
  });

  it("are not read when the media reader's kms:Decrypt is taken away", async () => {
    const changed = withoutGrant(graphs, decryptGrant());
    prod.stage.close();
    prod = await Prod.open(changed);
    const reader = await prod.reader("huut-prod-read-media", "huut-prod-media");
    expect(await prod.read(reader, keys[0])).to.equal("AccessDenied");
    const denied = prod.stage.sandbox.cloud.ledger.denials().map(({ access }) => access.action);
    expect(denied).to.deep.equal(["kms:Decrypt"]);
  });
});
