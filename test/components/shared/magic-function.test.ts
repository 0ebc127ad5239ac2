import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  BufferedQueue,
  EncryptionKey,
  FunctionLayer,
  MagicFunction,
  fromQueue,
  grant,
  invokedBySchedule,
} from "../../../components/shared";
import { layerFiles } from "../../../components/shared/layer-files";
import { record } from "../../support/recording";

const place = { stack: "dev", account: "222222222222", region: "ap-south-1" };
const FUNCTION = "aws:lambda/function:Function";

function program(withQueueGrants: boolean) {
  const key = new EncryptionKey("k", { place, description: "test" });
  const layer = new FunctionLayer("library", { place });
  const queue = new BufferedQueue("q", { place, key, consumerTimeoutSeconds: 30 });
  const target = new MagicFunction("work", {
    place,
    description: "Works",
    handler: () => Promise.resolve("done"),
    environment: { QUEUE_URL: queue.url },
    grants: [
      grant(["sns:Publish"], ["arn:aws:sns:ap-south-1:222222222222:t"]),
      ...(withQueueGrants ? queue.consume() : []),
    ],
    layer,
    key,
    onFailure: queue.deadLetters,
    logRetentionDays: 7,
  });
  fromQueue("work-q", target, queue, { maximumConcurrency: 5 });
  invokedBySchedule("work-daily", target, {
    description: "Daily",
    expression: "rate(1 day)",
    deadLetters: queue.deadLetters,
    enabled: false,
  });
  return target;
}

describe("MagicFunction", () => {
  it("is a function with log group, role, one inline policy, tracing and JSON logs", async () => {
    const made = await record("dev", () => program(true));
    const inputs = made.inputs(FUNCTION, "work");
    expect(inputs).to.deep.include({
      name: "huut-dev-work",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: 30,
      memorySize: 512,
      kmsKeyArn: "arn:aws:mock:::Key/k",
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: "/aws/lambda/huut-dev-work",
        applicationLogLevel: "INFO",
        systemLogLevel: "WARN",
      },
    });
    expect(inputs).not.to.have.property("reservedConcurrentExecutions");
    expect(made.inputs("aws:cloudwatch/logGroup:LogGroup", "work-logs")).to.deep.include({ retentionInDays: 7 });
    expect(made.names("aws:iam/rolePolicyAttachment:RolePolicyAttachment")).to.deep.equal([]);
    const policy = made.json<{ Statement: { Sid: string; Resource: string[] }[] }>(
      "aws:iam/rolePolicy:RolePolicy",
      "work-policy",
      "policy",
    );
    expect(policy.Statement.map((each) => each.Sid)).to.deep.equal([
      "SnsPublish",
      "SqsReceiveMessageDeleteMessageGetQueueAttributes",
      "KmsDecrypt",
      "SqsSendMessage",
      "KmsGenerateDataKey",
      "LogsCreateLogStreamPutLogEvents",
      "XrayPutTraceSegmentsPutTelemetryRecords",
    ]);
    expect(policy.Statement[5]?.Resource).to.deep.equal([
      "arn:aws:logs:ap-south-1:222222222222:log-group:/aws/lambda/huut-dev-work:*",
    ]);
  });

  it("bounds the mapping, not the function, and schedules with dead letters", async () => {
    const made = await record("dev", () => program(true));
    expect(made.inputs("aws:lambda/eventSourceMapping:EventSourceMapping", "work-q")).to.deep.include({
      scalingConfig: { maximumConcurrency: 5 },
      functionResponseTypes: ["ReportBatchItemFailures"],
      enabled: true,
    });
    const schedule = made.inputs("aws:scheduler/schedule:Schedule", "work-daily");
    expect(schedule["state"]).to.equal("DISABLED");
    expect(schedule["target"]).to.deep.include({
      arn: "arn:aws:lambda:ap-south-1:222222222222:function:huut-dev-work",
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
    });
  });

  it("refuses a queue that the function may not read", async () => {
    let refusal: unknown;
    await record("dev", () => {
      try {
        program(false);
      } catch (error) {
        refusal = error;
      }
    });
    expect(String(refusal)).to.include('the function may not "sqs:ReceiveMessage"; add queue.consume() to its grants');
  });

  it("packs the serialized handler and nothing else, the same each time", async () => {
    const texts: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const made = await record("dev", () => program(true));
      const code = made.inputs(FUNCTION, "work")["code"] as pulumi.asset.AssetArchive;
      const assets = (await code.assets) as Record<string, pulumi.asset.StringAsset>;
      expect(Object.keys(assets)).to.deep.equal(["index.js"]);
      texts.push(await (assets["index.js"] as pulumi.asset.StringAsset).text);
    }
    expect(texts[0]).to.equal(texts[1]).and.to.include("exports.handler");
  });
});

describe("the layer", () => {
  const files = layerFiles();

  it("has the domain, the libraries and no SDK", () => {
    const roots = new Set(
      Object.keys(files).map((file) => file.replace("nodejs/node_modules/", "").replace(/^((@[^/]+\/)?[^/]+).*/, "$1")),
    );
    expect([...roots]).to.include.members([
      "@huut/domain",
      "@aws-lambda-powertools/batch",
      "@aws-lambda-powertools/commons",
      "@aws-lambda-powertools/logger",
      "@aws-lambda-powertools/metrics",
      "negotiator",
      "valibot",
    ]);
    expect([...roots].filter((name) => /^@(aws-sdk|smithy)/.test(name))).to.deep.equal([]);
  });

  it("is small, and has neither maps nor declarations nor ES modules", () => {
    const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).to.be.lessThan(2 * 1024 * 1024);
    expect(Object.keys(files).filter((file) => !/\.(js|cjs|json)$/.test(file))).to.deep.equal([]);
    expect(Object.keys(files).filter((file) => file.includes("/esm/"))).to.deep.equal([]);
  });

  it("requires nothing that is not in it", () => {
    const loaded = Object.entries(files).filter(([file]) => /\/@huut\/domain\/.*\.js$/.test(file));
    for (const [file, text] of loaded) {
      for (const [, name = ""] of text.matchAll(/require\("(\.[^"]+)"\)/g)) {
        const target = new URL(name, `file:///${file}`).pathname.slice(1);
        expect(files, `${file} requires ${name}`).to.satisfy(
          () => `${target}.js` in files || `${target}/index.js` in files,
        );
      }
    }
    expect(loaded.length).to.be.greaterThan(3);
  });
});
