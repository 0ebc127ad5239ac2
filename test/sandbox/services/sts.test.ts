import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { Principal } from "../../../sandbox/iam";
import { clientFor, type Caller } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { StsService } from "../../../sandbox/services/sts";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const application = { account: "111111111111", region: "ap-south-1" };
const data = { account: "222222222222", region: "ap-south-1" };
const readerArn = "arn:aws:iam::222222222222:role/reader";
const mediaArn = "arn:aws:iam::111111111111:role/media";

const trusting = (Principal: object, Condition?: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...(Condition && { Condition }) }],
  });
const reader: Principal = {
  kind: "role",
  account: data.account,
  roleArn: readerArn,
  sessionArn: "arn:aws:sts::222222222222:assumed-role/reader/s",
  sessionName: "s",
};

describe("STS", () => {
  let world: World;
  let cloud: Cloud;
  let sts: StsService;
  beforeEach(() => {
    world = new World({ seed: 7, start: Date.UTC(2026, 10, 2) });
    cloud = new Cloud(world);
    sts = cloud.service("sts");
    world.open();
  });
  afterEach(() => world.close());

  const client = (caller: Caller) => clientFor(cloud, STSClient, "sts", caller, "ap-south-1");
  const asReader = { principal: reader, account: data.account };
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: Error) => error.name,
    );

  /** A reader in the data account, and a media role of the application account that admits it by external id. */
  const setUp = async (identity: "granted" | "not granted" = "granted") => {
    const role = "aws:iam/role:Role";
    const service = trusting({ Service: "lambda.amazonaws.com" });
    await createResource(cloud, role, "reader", { name: "reader", assumeRolePolicy: service }, data);
    if (identity === "granted") {
      const statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: mediaArn };
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      await createResource(cloud, "aws:iam/rolePolicy:RolePolicy", "p", { name: "p", role: "reader", policy }, data);
    }
    const condition = {
      StringEquals: { "sts:ExternalId": "huut" },
      ArnEquals: { "aws:PrincipalArn": readerArn },
    };
    const assumeRolePolicy = trusting({ AWS: `arn:aws:iam::${data.account}:root` }, condition);
    await createResource(cloud, role, "media", { name: "media", assumeRolePolicy }, application);
  };
  const assume = (input: object = {}) =>
    client(asReader).send(
      new AssumeRoleCommand({ RoleArn: mediaArn, RoleSessionName: "copy", ExternalId: "huut", ...input }),
    );

  it("crosses accounts when the role's trust and the caller's own policy both allow it", async () => {
    await setUp();
    const { Credentials, AssumedRoleUser } = await assume();
    expect(AssumedRoleUser?.Arn).to.equal("arn:aws:sts::111111111111:assumed-role/media/copy");
    expect(Credentials?.Expiration?.toISOString()).to.equal("2026-11-02T01:00:00.000Z");
    const caller = sts.callerOf(Credentials?.AccessKeyId ?? "") as Caller;
    expect(caller.account).to.equal(application.account);
    expect(await client(caller).send(new GetCallerIdentityCommand({}))).to.include({
      Account: application.account,
      Arn: "arn:aws:sts::111111111111:assumed-role/media/copy",
    });
    expect(sts.credentials(Credentials?.AccessKeyId ?? "")).to.include({
      secretAccessKey: Credentials?.SecretAccessKey,
      sessionToken: Credentials?.SessionToken,
    });
  });

  it("refuses without the external id, with a wrong one, and for a role that is not there", async () => {
    await setUp();
    expect(await failure(assume({ ExternalId: undefined }))).to.equal("AccessDenied");
    expect(await failure(assume({ ExternalId: "other" }))).to.equal("AccessDenied");
    expect(await failure(assume({ RoleArn: "arn:aws:iam::111111111111:role/none" }))).to.equal("AccessDenied");
  });

  it("refuses a caller whom only the trust policy admits", async () => {
    await setUp("not granted");
    expect(await failure(assume())).to.equal("AccessDenied");
  });

  it("ends sessions in virtual time", async () => {
    await setUp();
    const { Credentials } = await assume({ DurationSeconds: 900 });
    await world.runFor(899_000);
    expect(sts.callerOf(Credentials?.AccessKeyId ?? "")).not.to.equal(undefined);
    await world.runFor(1_000);
    expect(() => sts.callerOf(Credentials?.AccessKeyId ?? "")).to.throw("is expired");
    expect(sts.callerOf("ASIANOBODY")).to.equal(undefined);
  });

  it("limits a session's length: 15 minutes at least, an hour for a role's role", async () => {
    await setUp();
    expect(await failure(assume({ DurationSeconds: 899 }))).to.match(/Validation/);
    expect(await failure(assume({ DurationSeconds: 3601 }))).to.match(/Validation/);
  });

  it("lets a service assume a role that trusts it, and no other service", async () => {
    const condition = { StringEquals: { "aws:SourceAccount": data.account } };
    const assumeRolePolicy = trusting({ Service: "firehose.amazonaws.com" }, condition);
    await createResource(cloud, "aws:iam/role:Role", "delivery", { name: "delivery", assumeRolePolicy }, data);
    const arn = "arn:aws:iam::222222222222:role/delivery";
    const principal = sts.assumeForService(arn, "firehose.amazonaws.com", {
      sessionName: "stream",
      sourceAccount: data.account,
    });
    expect(principal.sessionArn).to.equal("arn:aws:sts::222222222222:assumed-role/delivery/stream");
    const refused = [
      () => sts.assumeForService(arn, "glue.amazonaws.com", { sessionName: "job", sourceAccount: data.account }),
      () => sts.assumeForService(arn, "firehose.amazonaws.com", { sessionName: "stream" }),
      () => sts.assumeForService(`${arn}-none`, "firehose.amazonaws.com", { sessionName: "stream" }),
    ];
    for (const attempt of refused) expect(attempt).to.throw("not authorized to perform: sts:AssumeRole");
  });

  it("gives every account a root key of its own, with its secret", () => {
    const key = sts.rootKey(data.account);
    expect(sts.callerOf(key.accessKeyId)).to.deep.equal({
      principal: { kind: "root", account: data.account },
      account: data.account,
    });
    expect(sts.credentials(key.accessKeyId)).to.deep.equal(key);
    expect(key.secretAccessKey).to.have.length(40);
    expect(sts.rootKey(application.account).secretAccessKey).not.to.equal(key.secretAccessKey);
    expect(() => sts.rootKey("12")).to.throw("12 digits");
  });
});
