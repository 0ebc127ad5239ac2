import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import type { Principal } from "../../../sandbox/iam";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { IamService } from "../../../sandbox/services/iam";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const place = { account: "222222222222", region: "ap-south-1" };
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const allow = (Action: string | string[], Resource: string | string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "Reads", Effect: "Allow", Action, Resource }],
});

describe("IAM", () => {
  let world: World;
  let cloud: Cloud;
  let iam: IamService;
  beforeEach(() => {
    world = new World({ seed: 7, start: Date.UTC(2026, 10, 2) });
    cloud = new Cloud(world);
    iam = cloud.service("iam");
    world.open();
  });
  afterEach(() => world.close());

  const role = async (name = "reader"): Promise<Extract<Principal, { kind: "role" }>> => {
    const { arn } = await createResource(cloud, "aws:iam/role:Role", name, { name, assumeRolePolicy: trust }, place);
    const sessionArn = `arn:aws:sts::${place.account}:assumed-role/${name}/s`;
    return { kind: "role", account: place.account, roleArn: arn as string, sessionArn, sessionName: "s" };
  };
  const inline = (name: string, policy: object) =>
    createResource(
      cloud,
      "aws:iam/rolePolicy:RolePolicy",
      name,
      { name, role: "reader", policy: JSON.stringify(policy) },
      place,
    );
  const calls = (principal: Principal, RoleName = "reader") =>
    cloud.call({ principal, place, service: "iam", operation: "GetRole", input: { RoleName } });
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: Error) => error.name,
    );

  it("lets a role do what its inline policies allow, nothing else", async () => {
    const reader = await role();
    expect(await failure(calls(reader))).to.equal("AccessDenied");
    await inline("reads", allow("iam:GetRole", reader.roleArn));
    expect(await failure(calls(reader))).to.equal(undefined);
    await role("other");
    expect(await failure(calls(reader, "other"))).to.equal("AccessDenied");
  });

  it("counts attached policies, and refuses those that nobody made", async () => {
    const reader = await role();
    const policy = { name: "managed", policy: allow("iam:GetRole", "*") };
    const { arn } = await createResource(cloud, "aws:iam/policy:Policy", "managed", policy, place);
    const attach = (policyArn: string) =>
      createResource(
        cloud,
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "attached",
        { role: "reader", policyArn },
        place,
      );
    await attach(arn as string);
    expect(await failure(calls(reader))).to.equal(undefined);
    expect(await failure(attach("arn:aws:iam::222222222222:policy/none"))).to.equal("NoSuchEntity");
    expect(await failure(attach("arn:aws:iam::aws:policy/AdministratorAccess"))).to.equal("Unsupported");
  });

  it("knows which grants let no call through, one action on one resource at a time", async () => {
    const reader = await role();
    await inline("reads", allow(["iam:GetRole", "iam:GetRolePolicy"], [reader.roleArn, "arn:aws:iam::1:role/x"]));
    expect(iam.grants()).to.have.length(4);
    await calls(reader);
    expect(iam.unusedGrants().map(({ policy, action, resource }) => [policy, action, resource])).to.deep.equal([
      ["reads", "iam:GetRole", "arn:aws:iam::1:role/x"],
      ["reads", "iam:GetRolePolicy", reader.roleArn],
      ["reads", "iam:GetRolePolicy", "arn:aws:iam::1:role/x"],
    ]);
  });

  it("takes one grant away and gives it back", async () => {
    const reader = await role();
    await inline("reads", allow(["iam:GetRole", "iam:ListRoles"], "*"));
    const [grant] = iam.grants();
    const restore = iam.revoke(grant as NonNullable<typeof grant>);
    expect(await failure(calls(reader))).to.equal("AccessDenied");
    expect(iam.grants().map(({ action }) => action)).to.deep.equal(["iam:ListRoles"]);
    restore();
    expect(await failure(calls(reader))).to.equal(undefined);
  });

  it("takes a managed policy's grant from one role only", async () => {
    const readers = [await role("reader"), await role("second")];
    const policy = { name: "shared", policy: allow("iam:GetRole", "*") };
    const { arn: policyArn } = await createResource(cloud, "aws:iam/policy:Policy", "shared", policy, place);
    for (const name of ["reader", "second"]) {
      const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
      await createResource(cloud, type, `attached-${name}`, { role: name, policyArn }, place);
    }
    const grant = iam.grants().find((candidate) => candidate.role.endsWith("/reader"));
    const restore = iam.revoke(grant as NonNullable<typeof grant>);
    expect(await Promise.all(readers.map((reader) => failure(calls(reader))))).to.deep.equal([
      "AccessDenied",
      undefined,
    ]);
    restore();
    expect(await failure(calls(readers[0] as Principal))).to.equal(undefined);
  });

  it("refuses what IAM refuses: bad documents, taken names, inputs it does not model", async () => {
    await role();
    expect(await failure(role())).to.equal("EntityAlreadyExists");
    expect(await failure(inline("bad", { Version: "2012-10-17", Statement: [{ Effect: "Allow" }] }))).to.equal(
      "MalformedPolicyDocument",
    );
    const inputs = { assumeRolePolicy: trust, permissionsBoundary: "arn:aws:iam::222222222222:policy/p" };
    const promise = createResource(cloud, "aws:iam/role:Role", "bounded", inputs, place);
    expect(await promise.catch((error: Error) => error.message)).to.match(/permissionsBoundary: is not modelled/);
  });

  it("answers a person at the SDK", async () => {
    const reader = await role();
    await inline("reads", allow("iam:GetRole", "*"));
    const caller = { principal: { kind: "root" as const, account: place.account }, account: place.account };
    const client = clientFor(cloud, IAMClient, "iam", caller, "us-east-1");
    const { Role } = await client.send(new GetRoleCommand({ RoleName: "reader" }));
    expect(Role).to.include({ Arn: reader.roleArn, MaxSessionDuration: 3600 });
    expect(Role?.CreateDate?.toISOString()).to.equal("2026-11-02T00:00:00.000Z");
    const answer = await client.send(new GetRolePolicyCommand({ RoleName: "reader", PolicyName: "reads" }));
    expect(JSON.parse(decodeURIComponent(answer.PolicyDocument ?? ""))).to.deep.equal(allow("iam:GetRole", "*"));
    const attached = await client.send(new ListAttachedRolePoliciesCommand({ RoleName: "reader" }));
    expect(attached.AttachedPolicies).to.deep.equal([]);
    expect(await failure(client.send(new GetRoleCommand({ RoleName: "nobody" })))).to.equal("NoSuchEntityException");
  });
});
