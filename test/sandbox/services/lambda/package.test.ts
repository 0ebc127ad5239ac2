import * as path from "node:path";
import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Bench } from "./support";

const packages = ["@aws-lambda-powertools/logger", "@aws-lambda-powertools/commons", "@aws/lambda-invoke-store"];

/** A handler as the program's are: thin, its libraries loaded in the first call. */
const handler = async (event: { n: number }, context: object) => {
  const { Logger } = await import("@aws-lambda-powertools/logger");
  const { SQSClient, SendMessageCommand } = await import("@aws-sdk/client-sqs");
  const logger = new Logger({ serviceName: "test" });
  logger.addContext(context as never);
  logger.info("handling", { n: event.n });
  const input = { QueueUrl: process.env["QUEUE"], MessageBody: String(event.n) };
  const { MessageId } = await new SQSClient({}).send(new SendMessageCommand(input));
  return { MessageId, chance: Math.random() };
};

async function run(): Promise<{ payload: unknown; lines: string[] }> {
  const bench = new Bench();
  try {
    const queue = await bench.resource("aws:sqs/queue:Queue", "out", { name: "out" });
    const folder = (name: string) => path.join(__dirname, "../../../../node_modules", name);
    const files = packages.map(
      (name) => [`nodejs/node_modules/${name}`, new pulumi.asset.FileArchive(folder(name))] as const,
    );
    const code = new pulumi.asset.AssetArchive(Object.fromEntries(files));
    const layer = await bench.resource("aws:lambda/layerVersion:LayerVersion", "l", { layerName: "l", code });
    const { text, exportName } = await pulumi.runtime.serializeFunction(handler);
    const grant = { Effect: "Allow", Action: "sqs:SendMessage", Resource: queue["arn"] };
    await bench.fn(
      "packed",
      text,
      {
        handler: `index.${exportName}`,
        layers: [layer["arn"]],
        loggingConfig: { logFormat: "JSON" },
        environment: { variables: { QUEUE: queue["url"] } },
      },
      [grant],
    );
    const { payload } = await bench.invoke("packed", { n: 7 });
    return { payload, lines: await bench.logs("packed") };
  } finally {
    bench.close();
  }
}

describe("A serialized function with its layer", () => {
  it("runs from its package, logs by Powertools, and does the same in every run of a seed", async () => {
    const first = await run();
    const own = first.lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find(({ message }) => message === "handling");
    expect(own).to.include({ level: "INFO", service: "test", function_name: "packed", cold_start: true, n: 7 });
    expect(await run()).to.deep.equal(first);
  });
});
