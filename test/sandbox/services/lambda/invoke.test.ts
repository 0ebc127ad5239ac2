import { expect } from "chai";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ReceiveMessageCommand, SQSClient, type Message } from "@aws-sdk/client-sqs";
import { clientFor } from "../../../../sandbox/kernel/client";
import { Bench, place, root } from "./support";

const sender = `
  let client;
  exports.handler = async (event) => {
    const { SQSClient, SendMessageCommand } = await Promise.resolve().then(() => require("@aws-sdk/client-sqs"));
    client ??= new SQSClient({ maxAttempts: 3 });
    await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: JSON.stringify(event) }));
    return "sent";
  };`;

describe("Invoking a Lambda function", () => {
  let bench: Bench;
  afterEach(() => bench.close());

  async function queue(name = "out"): Promise<{ url: string; arn: string }> {
    return (await bench.resource("aws:sqs/queue:Queue", name, { name })) as never;
  }
  async function received(url: string): Promise<Message[]> {
    const sqs = clientFor(bench.cloud, SQSClient, "sqs", root, place.region);
    const names = { MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
    return (await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, ...names }))).Messages ?? [];
  }
  const maySend = (arn: string) => [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: arn }];
  const event = (name: string, payload: unknown) =>
    bench.lambda.send(
      new InvokeCommand({ FunctionName: name, InvocationType: "Event", Payload: Buffer.from(JSON.stringify(payload)) }),
    );

  it("lets the handler's SDK clients call the cloud as the function's role", async () => {
    bench = new Bench();
    const { url, arn } = await queue();
    await bench.fn("sender", sender, { environment: { variables: { QUEUE: url } } }, maySend(arn));
    expect((await bench.invoke("sender", { n: 1 })).payload).to.equal("sent");
    expect((await received(url)).map(({ Body }) => Body)).to.deep.equal(['{"n":1}']);
    await bench.fn("other", sender, { environment: { variables: { QUEUE: url } } });
    const { payload, FunctionError } = await bench.invoke("other");
    expect(FunctionError).to.equal("Unhandled");
    expect(payload.errorMessage).to.match(
      /assumed-role\/other-role\/other is not authorized to perform: sqs:SendMessage/i,
    );
  });

  it("dies right after a call that the fault plan names, its effect kept", async () => {
    bench = new Bench({
      faults: [{ kind: "crash", service: "sqs", operation: "SendMessage", function: "sender", times: 1 }],
    });
    const { url, arn } = await queue();
    await bench.fn("sender", sender, { environment: { variables: { QUEUE: url } } }, maySend(arn));
    const { payload } = await bench.invoke("sender", { n: 1 });
    expect(payload.errorType).to.equal("Runtime.ExitError");
    expect(await received(url)).to.have.length(1);
    expect((await bench.invoke("sender", { n: 2 })).payload).to.equal("sent");
  });

  it("waits in virtual time while the SDK retries a throttle", async () => {
    bench = new Bench({ faults: [{ kind: "throttle", service: "sqs", operation: "SendMessage", times: 2 }] });
    const { url, arn } = await queue();
    await bench.fn("sender", sender, { timeout: 30, environment: { variables: { QUEUE: url } } }, maySend(arn));
    expect((await bench.invoke("sender", { n: 1 })).payload).to.equal("sent");
    expect(await received(url)).to.have.length(1);
  });

  it("throttles above the reserved concurrency", async () => {
    bench = new Bench();
    const arn = await bench.fn("busy", `exports.handler = () => new Promise((r) => setTimeout(r, 1000));`, {
      reservedConcurrentExecutions: 1,
    });
    const results = await Promise.allSettled([bench.invoke("busy"), bench.invoke("busy")]);
    const refused = results.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => (reason as Error).name)).to.deep.equal(["TooManyRequestsException"]);
    expect(bench.counts(arn)).to.include({ invocations: 1, throttles: 1 });
  });

  it("answers dry runs, tails and bad payloads", async () => {
    bench = new Bench();
    await bench.fn("echo", `exports.handler = async (e) => { console.log("seen"); return e; };`);
    expect((await bench.invoke("echo", {}, { InvocationType: "DryRun" })).StatusCode).to.equal(204);
    const { LogResult } = await bench.invoke("echo", {}, { LogType: "Tail" });
    expect(Buffer.from(LogResult as string, "base64").toString()).to.match(/START[^]*seen[^]*REPORT/);
    const failed = await bench
      .invoke("echo", {}, { Payload: Buffer.from("{") })
      .catch((error: unknown) => error as Error);
    expect((failed as Error).name).to.equal("InvalidRequestContentException");
    const missing = await bench.invoke("nobody").catch((error: unknown) => error as Error);
    expect((missing as Error).name).to.equal("ResourceNotFoundException");
  });

  it("retries an asynchronous event after one and two minutes, then records it at its destination", async () => {
    bench = new Bench();
    const { url, arn } = await queue();
    const fnArn = await bench.fn(
      "flaky",
      `exports.handler = async () => { throw new TypeError("no"); };`,
      {},
      maySend(arn),
    );
    await bench.resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "flaky", {
      functionName: "flaky",
      destinationConfig: { onFailure: { destination: arn } },
    });
    expect((await event("flaky", { a: 1 })).StatusCode).to.equal(202);
    await bench.world.runFor(60_000);
    expect(bench.counts(fnArn)["invocations"]).to.equal(1);
    expect(bench.cloud.service("lambda").inFlight?.()).to.equal(1);
    await bench.world.runFor(150_000);
    expect(bench.counts(fnArn)["invocations"]).to.equal(3);
    const [message] = await received(url);
    const record = JSON.parse(message?.Body as string) as any; // eslint-disable-line @typescript-eslint/no-explicit-any
    expect(record).to.deep.include({ version: "1.0", requestPayload: { a: 1 } });
    expect(record.requestContext).to.include({
      condition: "RetriesExhausted",
      approximateInvokeCount: 3,
      functionArn: `${fnArn}:$LATEST`,
    });
    expect(record.responseContext).to.deep.equal({
      statusCode: 200,
      executedVersion: "$LATEST",
      functionError: "Unhandled",
    });
    expect(record.responsePayload).to.include({ errorType: "TypeError", errorMessage: "no" });
    expect(bench.cloud.service("lambda").inFlight?.()).to.equal(0);
  });

  it("sends dead letters with the error as attributes, and counts those it may not send", async () => {
    bench = new Bench();
    const { url, arn } = await queue();
    const source = `exports.handler = async () => { throw new Error("no"); };`;
    await bench.fn("dead", source, { deadLetterConfig: { targetArn: arn } }, maySend(arn));
    const unable = await bench.fn("unable", source, { deadLetterConfig: { targetArn: arn } });
    await event("dead", { a: 1 });
    await event("unable", { a: 2 });
    await bench.world.runFor(300_000);
    const letters = await received(url);
    expect(letters.map(({ Body }) => Body)).to.deep.equal(['{"a":1}']);
    expect(letters[0]?.MessageAttributes?.["ErrorMessage"]?.StringValue).to.equal("no");
    expect(bench.counts(unable)["destinationFailures"]).to.equal(1);
  });

  it("gives an event up when it is too old, and delivers one twice where the fault plan says so", async () => {
    bench = new Bench({ faults: [{ kind: "duplicate", service: "lambda", function: "twice", times: 1 }] });
    const { url, arn } = await queue();
    await bench.fn("never", `exports.handler = async () => 1;`, { reservedConcurrentExecutions: 0 }, maySend(arn));
    await bench.resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "never", {
      functionName: "never",
      maximumEventAgeInSeconds: 60,
      destinationConfig: { onFailure: { destination: arn } },
    });
    const twice = await bench.fn("twice", `exports.handler = async () => 1;`);
    await event("never", {});
    await event("twice", {});
    await bench.world.runFor(600_000);
    const [message] = await received(url);
    expect(JSON.parse(message?.Body as string).requestContext.condition).to.equal("EventAgeExceeded");
    expect(bench.counts(twice)["invocations"]).to.equal(2);
  });

  it("asks the function's policy for services and for other accounts", async () => {
    bench = new Bench();
    const fnArn = await bench.fn("guarded", `exports.handler = async () => 1;`);
    const sourceArn = `arn:aws:events:${place.region}:${place.account}:rule/r`;
    const call = () =>
      bench.cloud.call({
        principal: { kind: "service", service: "events.amazonaws.com" },
        place,
        service: "lambda",
        operation: "Invoke",
        input: { FunctionName: fnArn, InvocationType: "Event" },
        sourceArn,
        sourceAccount: place.account,
      });
    const denied = await call().catch((error: unknown) => error as Error);
    expect((denied as Error).name).to.equal("AccessDeniedException");
    await bench.resource("aws:lambda/permission:Permission", "p", {
      action: "lambda:InvokeFunction",
      function: "guarded",
      principal: "events.amazonaws.com",
      sourceArn,
    });
    expect(await call()).to.include({ StatusCode: 202 });
    const stranger = { principal: { kind: "root" as const, account: "111111111111" }, account: "111111111111" };
    const client = clientFor(bench.cloud, LambdaClient, "lambda", stranger, place.region);
    const refused = await client
      .send(new InvokeCommand({ FunctionName: fnArn }))
      .catch((error: unknown) => error as Error);
    expect((refused as Error).name).to.equal("AccessDeniedException");
  });

  it("does not run with a role that does not trust Lambda", async () => {
    bench = new Bench();
    await bench.fn("untrusted", `exports.handler = async () => 1;`);
    const assumeRolePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const { arn: role } = await bench.resource("aws:iam/role:Role", "ec2", { name: "ec2", assumeRolePolicy });
    await bench.fn("untrusted2", `exports.handler = async () => 1;`, { role });
    const failed = await bench.invoke("untrusted2").catch((error: unknown) => error as Error);
    expect((failed as Error).message).to.match(/cannot be assumed by Lambda/);
  });

  it("decrypts the environment by the grant made at its creation, unless the key is gone or its policy gave none", async () => {
    bench = new Bench();
    const source = `exports.handler = async () => process.env.A;`;
    const environment = { variables: { A: "1" } };
    const key = await bench.resource("aws:kms/key:Key", "k", {});
    await bench.fn("granted", source, { environment, kmsKeyArn: key["arn"] });
    expect((await bench.invoke("granted")).payload).to.equal("1");
    const policy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "kms:*", Resource: "*" }],
    };
    const foreign = await bench.resource("aws:kms/key:Key", "f", {
      policy: JSON.stringify(policy),
      bypassPolicyLockoutSafetyCheck: true,
    });
    await bench.fn("locked", source, { environment, kmsKeyArn: foreign["arn"] });
    const failed = await bench.invoke("locked").catch((error: unknown) => error as Error);
    expect((failed as Error).name).to.equal("KMSAccessDeniedException");
    const off = await bench.resource("aws:kms/key:Key", "o", { isEnabled: false });
    await bench.fn("off", source, { environment, kmsKeyArn: off["arn"] });
    const disabled = await bench.invoke("off").catch((error: unknown) => error as Error);
    expect((disabled as Error).name).to.equal("KMSDisabledException");
  });

  it("sends traces as its role, and lives without them", async () => {
    bench = new Bench();
    const tracing = { tracingConfig: { mode: "Active" } };
    const grants = { Effect: "Allow", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: "*" };
    await bench.fn("traced", `exports.handler = async () => process.env._X_AMZN_TRACE_ID;`, tracing, [grants]);
    expect((await bench.invoke("traced")).payload).to.match(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/,
    );
    expect(bench.cloud.service("xray").summary?.()).to.deep.equal({ segments: 1, telemetryRecords: 1 });
    await bench.fn("mute", `exports.handler = async () => 1;`, tracing);
    expect((await bench.invoke("mute")).payload).to.equal(1);
    expect(bench.cloud.ledger.denials().map(({ access }) => access.action)).to.deep.equal(["xray:PutTraceSegments"]);
  });
});
