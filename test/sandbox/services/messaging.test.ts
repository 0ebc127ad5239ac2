import { expect } from "chai";
import type { EventsService } from "../../../sandbox/services/events";
import type { SqsService } from "../../../sandbox/services/sqs";
import { Bench, place, root } from "./lambda/support";

const echo = "exports.handler = async (event) => { console.log('GOT ' + JSON.stringify(event)); };";

describe("SNS, EventBridge and Scheduler with functions, and keys", () => {
  let bench: Bench;

  beforeEach(() => void (bench = new Bench()));
  afterEach(() => bench.close());

  const received = async () => {
    const lines = await bench.logs("echo");
    return lines
      .filter((line) => line.includes("GOT "))
      .map((line) => JSON.parse(line.slice(line.indexOf("GOT ") + 4)) as unknown);
  };
  const permit = (principal: string, sourceArn: string) =>
    bench.resource("aws:lambda/permission:Permission", "permit", {
      statementId: "permit",
      action: "lambda:InvokeFunction",
      function: "echo",
      principal,
      sourceArn,
    });
  const publish = (TopicArn: string | undefined) =>
    bench.cloud.call({
      principal: root.principal,
      place,
      service: "sns",
      operation: "Publish",
      input: { TopicArn, Message: "hello" },
    });

  it("SNS invokes a function that permits it", async () => {
    const endpoint = await bench.fn("echo", echo);
    const { arn: topic } = await bench.resource("aws:sns/topic:Topic", "t", { name: "t" });
    await bench.resource("aws:sns/topicSubscription:TopicSubscription", "s", { topic, protocol: "lambda", endpoint });
    await publish(topic);
    await bench.world.runFor(60_000);
    expect(await received()).to.deep.equal([]);
    expect(bench.cloud.ledger.denials().at(-1)?.access.action).to.equal("lambda:InvokeFunction");
    await permit("sns.amazonaws.com", topic as string);
    await publish(topic);
    await bench.world.runFor(60_000);
    const [event] = (await received()) as { Records: { EventSource: string; Sns: { Message: string } }[] }[];
    expect(event?.Records[0]).to.deep.include({ EventSource: "aws:sns" });
    expect(event?.Records[0]?.Sns.Message).to.equal("hello");
  });

  it("EventBridge invokes a function that permits it", async () => {
    const arn = await bench.fn("echo", echo);
    const eventPattern = JSON.stringify({ source: ["aws.s3"] });
    const rule = await bench.resource("aws:cloudwatch/eventRule:EventRule", "r", { name: "r", eventPattern });
    await bench.resource("aws:cloudwatch/eventTarget:EventTarget", "t", { rule: "r", arn, inputPath: "$.detail" });
    await permit("events.amazonaws.com", rule["arn"] as string);
    bench.cloud
      .service<EventsService>("events")
      .emit(place, { source: "aws.s3", "detail-type": "Object Created", detail: { key: "k" } });
    await bench.world.runFor(60_000);
    expect(await received()).to.deep.equal([{ key: "k" }]);
  });

  it("Scheduler invokes a function in the role that it was given", async () => {
    const arn = await bench.fn("echo", echo);
    const assumeRolePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const role = await bench.resource("aws:iam/role:Role", "caller", { name: "caller", assumeRolePolicy });
    const Statement = [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: arn }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await bench.resource("aws:iam/rolePolicy:RolePolicy", "caller", { role: "caller", policy });
    await bench.resource("aws:scheduler/schedule:Schedule", "hourly", {
      scheduleExpression: "cron(0 * * * ? *)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn, roleArn: role["arn"], input: '{"due":"<aws.scheduler.scheduled-time>"}' },
    });
    await bench.world.runFor(3_700_000);
    expect(await received()).to.deep.equal([{ due: "2026-11-02T01:00:00Z" }]);
  });

  const keyFor = (services: readonly string[]) => {
    const account = { Sid: "a", Effect: "Allow", Principal: { AWS: place.account }, Action: "kms:*", Resource: "*" };
    const service = {
      Sid: "s",
      Effect: "Allow",
      Principal: { Service: services },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
    };
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: services.length > 0 ? [account, service] : [account],
    });
    return bench.resource("aws:kms/key:Key", "key", { policy });
  };
  const encrypted = async (services: readonly string[]) => {
    const key = await keyFor(services);
    const queue = await bench.resource("aws:sqs/queue:Queue", "q", { name: "q", kmsMasterKeyId: key["arn"] });
    const topic = await bench.resource("aws:sns/topic:Topic", "t", { name: "t", kmsMasterKeyId: key["arn"] });
    const Statement = [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue["arn"],
      },
    ];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await bench.resource("aws:sqs/queuePolicy:QueuePolicy", "p", { queueUrl: queue["url"], policy });
    const inputs = { topic: topic["arn"], protocol: "sqs", endpoint: queue["arn"] };
    await bench.resource("aws:sns/topicSubscription:TopicSubscription", "s", inputs);
    await publish(topic["arn"]);
    await bench.world.runFor(60_000);
    return bench.cloud.service<SqsService>("sqs").depth(queue["arn"] as string).visible;
  };

  it("an encrypted queue takes a topic's messages when its key admits SNS", async () => {
    expect(await encrypted(["sns.amazonaws.com"])).to.equal(1);
    expect(bench.cloud.ledger.denials()).to.deep.equal([]);
  });

  it("and loses them when its key does not", async () => {
    expect(await encrypted([])).to.equal(0);
    expect(bench.cloud.ledger.denials().map(({ access }) => access.action)).to.deep.equal(["kms:GenerateDataKey"]);
  });
});
