import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import type { Principal } from "../../../sandbox/iam";
import { clientFor } from "../../../sandbox/kernel/client";
import { Cloud } from "../../../sandbox/kernel/cloud";
import type { CloudWatchService } from "../../../sandbox/services/cloudwatch";
import type { LogsService } from "../../../sandbox/services/logs";
import { World } from "../../../sandbox/world/world";
import { createResource } from "../../support/resource";

const place = { account: "222222222222", region: "ap-south-1" };
const root: Principal = { kind: "root", account: place.account };
const start = Date.UTC(2026, 10, 2);
const day = 86_400_000;

describe("CloudWatch Logs", () => {
  let world: World;
  let cloud: Cloud;
  let logs: LogsService;
  let client: CloudWatchLogsClient;
  beforeEach(() => {
    world = new World({ seed: 7, start });
    cloud = new Cloud(world);
    logs = cloud.service("logs");
    world.open();
    client = clientFor(cloud, CloudWatchLogsClient, "logs", { principal: root, account: place.account }, place.region);
  });
  afterEach(() => world.close());

  const group = (name: string, inputs: object = {}) =>
    createResource(cloud, "aws:cloudwatch/logGroup:LogGroup", name, { name, ...inputs }, place);
  const write = (lines: readonly string[], stream = "s", principal: Principal = root) =>
    logs.write({ principal, place, group: "/aws/lambda/f", stream, lines });
  const messages = async (input: object = {}) => {
    const answer = await client.send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/f", ...input }));
    return answer.events?.map(({ message }) => message);
  };
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: Error) => error.name,
    );

  it("gives back what was written, in the order of time, over all streams", async () => {
    await group("/aws/lambda/f");
    await write(["one"], "a");
    await world.runFor(1_000);
    await write(["two"], "b");
    await world.runFor(1_000);
    await write(["three"], "a");
    expect(await messages()).to.deep.equal(["one", "two", "three"]);
    expect(await messages({ startTime: start + 1, endTime: start + 1_000 })).to.deep.equal(["two"]);
    expect(await messages({ logStreamNames: ["a"] })).to.deep.equal(["one", "three"]);
    const names = { logGroupName: "/aws/lambda/f", logStreamName: "a" };
    const last = await client.send(new GetLogEventsCommand({ ...names, limit: 1 }));
    expect(last.events?.map(({ message }) => message)).to.deep.equal(["three"]);
    const before = await client.send(
      new GetLogEventsCommand({ ...names, nextToken: last.nextBackwardToken, limit: 1 }),
    );
    expect(before.events?.map(({ message }) => message)).to.deep.equal(["one"]);
    const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: "/aws/lambda/f" }));
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).to.deep.equal(["a", "b"]);
  });

  it("filters by terms, phrases, exclusions and JSON", async () => {
    await group("/aws/lambda/f");
    const json = (level: string, ms: number) => JSON.stringify({ level, took: { ms } });
    await write(["ERROR time out", "ERROR retry", "WARN time", json("ERROR", 5), json("INFO", 50)]);
    expect(await messages({ filterPattern: 'ERROR "time out"' })).to.deep.equal(["ERROR time out"]);
    expect(await messages({ filterPattern: "ERROR -retry -level" })).to.deep.equal(["ERROR time out"]);
    expect(await messages({ filterPattern: "?WARN ?retry" })).to.deep.equal(["ERROR retry", "WARN time"]);
    expect(await messages({ filterPattern: '{ $.level = "ERROR" }' })).to.deep.equal([json("ERROR", 5)]);
    expect(await messages({ filterPattern: '{ $.took.ms >= 5 && $.level = "I*" }' })).to.deep.equal([json("INFO", 50)]);
    expect(await failure(messages({ filterPattern: "{ level }" }))).to.equal("InvalidParameterException");
  });

  it("pages through many events", async () => {
    await group("/aws/lambda/f");
    await write(Array.from({ length: 25 }, (_, i) => `line ${i}`));
    const seen: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = new FilterLogEventsCommand({ logGroupName: "/aws/lambda/f", limit: 10, nextToken });
      const answer = await client.send(page);
      seen.push(...(answer.events ?? []).map(({ message }) => message));
      nextToken = answer.nextToken;
    } while (nextToken !== undefined);
    expect(seen).to.deep.equal(Array.from({ length: 25 }, (_, i) => `line ${i}`));
  });

  it("forgets events beyond the retention, in virtual time", async () => {
    await group("/aws/lambda/f", { retentionInDays: 3 });
    await write(["old"]);
    await world.runFor(2 * day);
    await write(["young"]);
    expect(await messages()).to.deep.equal(["old", "young"]);
    await world.runFor(1.5 * day);
    expect(await messages()).to.deep.equal(["young"]);
    await write(["new"]);
    expect(logs.eventsOf(place, "/aws/lambda/f").map(({ message }) => message)).to.deep.equal(["young", "new"]);
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.map(({ retentionInDays }) => retentionInDays)).to.deep.equal([3]);
  });

  it("rejects what is out of time and refuses what is out of order", async () => {
    await group("/aws/lambda/f");
    await write(["first"]);
    const put = (...timestamps: number[]) =>
      client.send(
        new PutLogEventsCommand({
          logGroupName: "/aws/lambda/f",
          logStreamName: "s",
          logEvents: timestamps.map((timestamp) => ({ timestamp, message: String(timestamp) })),
        }),
      );
    expect(await failure(put(start + 2, start + 1))).to.equal("InvalidParameterException");
    expect((await put(start - 15 * day)).rejectedLogEventsInfo).to.deep.equal({ tooOldLogEventEndIndex: 1 });
    expect((await put(start, start + 3 * 3_600_000)).rejectedLogEventsInfo).to.deep.equal({
      tooNewLogEventStartIndex: 1,
    });
    expect(logs.eventsOf(place, "/aws/lambda/f")).to.have.length(2);
  });

  it("lets a role write only where its policy says, with the stream behind the group", async () => {
    await group("/aws/lambda/f");
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
    const inputs = { name: "f", assumeRolePolicy: document(trust) };
    const { arn: roleArn = "" } = await createResource(cloud, "aws:iam/role:Role", "f", inputs, place);
    const principal: Principal = {
      kind: "role",
      account: place.account,
      roleArn,
      sessionArn: "arn:aws:sts::222222222222:assumed-role/f/f",
      sessionName: "f",
    };
    const grant = async (name: string, Resource: string) => {
      const statement = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource };
      const policy = { name, role: "f", policy: document(statement) };
      await createResource(cloud, "aws:iam/rolePolicy:RolePolicy", name, policy, place);
    };
    const groupArn = "arn:aws:logs:ap-south-1:222222222222:log-group:/aws/lambda/f";
    await grant("without-streams", groupArn);
    expect(await failure(write(["denied"], "s", principal))).to.equal("AccessDeniedException");
    await grant("with-streams", `${groupArn}:*`);
    await write(["allowed"], "s", principal);
    expect(await messages()).to.deep.equal(["allowed"]);
  });

  it("takes a key only when its policy admits the service for this group, and then depends on it", async () => {
    const statement = (arn: string) => ({
      Effect: "Allow",
      Principal: { Service: "logs.ap-south-1.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn } },
    });
    const root = { Effect: "Allow", Principal: { AWS: place.account }, Action: "kms:*", Resource: "*" };
    const Statement = [root, statement("arn:aws:logs:ap-south-1:222222222222:log-group:/aws/lambda/*")];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const { arn, keyId } = await createResource(cloud, "aws:kms/key:Key", "key", { policy }, place);
    expect(await failure(group("/elsewhere", { kmsKeyId: arn }))).to.equal("InvalidParameterException");
    await group("/aws/lambda/f", { kmsKeyId: arn });
    await write(["secret"]);
    const disable = { principal: { kind: "root", account: place.account } as const, place, service: "kms" };
    await cloud.call({ ...disable, operation: "DisableKey", input: { KeyId: keyId } });
    expect(await failure(write(["lost"]))).to.equal("DisabledException");
    expect(await failure(messages())).to.equal("DisabledException");
  });

  it("takes groups, keys and retentions by API too, as a role that makes its own log does", async () => {
    const call = (operation: string, input: object) =>
      cloud.call({
        principal: root,
        place,
        service: "logs",
        operation,
        input: { logGroupName: "/aws/lambda/f", ...input },
      });
    await call("CreateLogGroup", {});
    expect(await failure(call("CreateLogGroup", {}))).to.equal("ResourceAlreadyExistsException");
    const { arn } = await createResource(cloud, "aws:kms/key:Key", "key", {}, place);
    expect(await failure(call("AssociateKmsKey", { kmsKeyId: arn }))).to.equal("InvalidParameterException");
    await write(["readable without the key"]);
    expect(await messages()).to.have.length(1);
    await call("PutRetentionPolicy", { retentionInDays: 1 });
    expect(await failure(call("PutRetentionPolicy", { retentionInDays: 2 }))).to.equal("InvalidParameterException");
    await world.runFor(day + 1);
    expect(await messages()).to.have.length(0);
  });

  it("delivers other services' logs by the delivery service, and counts what finds no group", async () => {
    await group("/huut/api");
    logs.deliver(place, "/huut/api", "access", ["GET /v1", "GET /v2"]);
    logs.deliver(place, "/huut/none", "access", ["lost"]);
    await world.settle();
    expect(logs.eventsOf(place, "/huut/api").map(({ message }) => message)).to.deep.equal(["GET /v1", "GET /v2"]);
    expect(logs.summary()).to.have.property("undelivered", 1);
  });

  it("delivers once the service answers again", async () => {
    world.close();
    const faults = [{ kind: "throttle", service: "logs", operation: "PutLogEvents", times: 3 }] as const;
    world = new World({ seed: 7, start, faults: { faults } });
    cloud = new Cloud(world);
    logs = cloud.service("logs");
    world.open();
    await group("/huut/api");
    logs.deliver(place, "/huut/api", "access", ["GET /v1"]);
    await world.runFor(30_000);
    expect(logs.eventsOf(place, "/huut/api")).to.have.length(0);
    await world.runFor(30_000);
    expect(logs.eventsOf(place, "/huut/api").map(({ timestamp }) => timestamp)).to.deep.equal([start]);
  });

  it("turns lines in embedded metric format into metrics", async () => {
    await group("/aws/lambda/f");
    const metrics = [
      { Namespace: "Huut/Platform", Dimensions: [["service"]], Metrics: [{ Name: "Stored", Unit: "Count" }] },
    ];
    const line = (Stored: number) =>
      JSON.stringify({ _aws: { Timestamp: start, CloudWatchMetrics: metrics }, service: "bridge", Stored });
    await write([line(3), "no metric", line(4)]);
    expect(cloud.service<CloudWatchService>("monitoring").total("Huut/Platform", "Stored")).to.equal(7);
    expect(await messages()).to.have.length(3);
  });

  it("says which group or stream is missing", async () => {
    expect(await failure(write(["x"]))).to.equal("ResourceNotFoundException");
    expect(await failure(messages())).to.equal("ResourceNotFoundException");
    const promise = group("odd", { retentionInDays: 4 });
    expect(await promise.catch((error: Error) => error.message)).to.include("retentionInDays");
  });
});
