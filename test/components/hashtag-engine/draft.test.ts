import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect } from "chai";
import { join } from "node:path";
import { readTable } from "../../../cli/start/evidence";
import { DRAFT_ROUTES } from "../../../components/hashtag-engine/draft";
import { graphsOf, Sandbox, type FaultPlan, type StackGraph } from "../../../sandbox";
import type { IamService } from "../../../sandbox/services/iam";
import { apiEvent, replyOf, routesOf, type Reply } from "../../functions/hashtag-engine/api-event";
import { Stage } from "../../support/stage";
import { posted } from "./alone";

const ROUTES = routesOf(DRAFT_ROUTES);
const DRAFT = { text: "आज क्रिकेट का मैच देखा, बहुत मज़ा आया #मैच", language: "hi" };

describe("suggestions for drafts, deployed in the sandbox", function () {
  this.timeout(120_000);
  let graphs: readonly StackGraph[];
  before(async () => {
    graphs = await graphsOf({ project: join(__dirname, "program"), stacks: ["dev"] });
  });

  /** The component with trends, under a plan of faults, for one test. */
  const staged = async (faults: FaultPlan["faults"], play: (stage: Stage) => Promise<void>) => {
    const options = { start: new Date("2026-11-02T08:00:00Z"), seed: 1, faults: { faults } };
    const stage = new Stage(await Sandbox.deploy(graphs, options));
    try {
      await play(stage);
    } finally {
      stage.close();
    }
  };
  const put = async (stage: Stage, item: object) => {
    const Item = marshall(item, { removeUndefinedValues: true });
    const input = { TableName: stage.output("postsTable"), Item };
    await stage.until(() => stage.client(DynamoDBClient, "dynamodb").send(new PutItemCommand(input)));
  };
  const ask = async (stage: Stage, body: object): Promise<Reply & { readonly seconds: number }> => {
    const event = apiEvent(ROUTES, {
      method: "POST",
      target: "/v1/hashtags/suggest",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      scopes: ["hashtags/suggest"],
      time: stage.sandbox.world.now(),
    });
    const Payload = Buffer.from(JSON.stringify(event));
    const input = { FunctionName: stage.output("suggestDraftFunction"), Payload };
    const began = stage.sandbox.world.now();
    const answer = await stage.until(() => stage.client(LambdaClient, "lambda").send(new InvokeCommand(input)));
    if ("error" in answer) throw new Error(answer.error);
    const reply = replyOf(JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8")));
    return { ...reply, seconds: (stage.sandbox.world.now() - began) / 1000 };
  };
  const automated = ({ json }: Reply) => (json["automated"] as { readonly tag: string }[]).map(({ tag }) => tag);
  const denied = (stage: Stage) =>
    stage.sandbox.cloud.ledger.denials().map(({ access, message }) => `${access.action}: ${message}`);

  it("answers at once under its own role, all of which it uses, and writes no item of a post", async () => {
    await staged([], async (stage) => {
      for (const minute of [1, 2, 3]) {
        const text = "मैच का दिन #क्रिकेट #टीमइंडिया";
        await put(stage, posted(`p-${minute}`, { text, createdAt: `2026-11-02T07:5${minute}:00.000Z` }));
      }
      await stage.pass(120);
      const before = ["rawTextTable", "hashtagsTable"].map((table) => readTable(stage.sandbox, stage.output(table)));
      const reply = await ask(stage, DRAFT);
      expect(reply.status).to.equal(200);
      expect(reply.json["without"]).to.deep.equal([]);
      expect(automated(reply)).to.include.members(["#क्रिकेट", "#टीमइंडिया"]);
      expect(reply.seconds).to.be.below(5);
      const after = ["rawTextTable", "hashtagsTable"].map((table) => readTable(stage.sandbox, stage.output(table)));
      expect(after).to.deep.equal(before);
      const tamil = await ask(stage, { text: "இன்று சென்னையில் கிரிக்கெட் போட்டி நடந்தது" });
      expect(tamil.json["readAs"]).to.deep.equal({ language: "en", by: "Amazon Translate" });
      expect(denied(stage)).to.deep.equal([]);
      const unused = stage.sandbox.cloud.service<IamService>("iam").unusedGrants();
      const own = unused.filter(({ role, action }) => role.endsWith("suggest-draft") && !/^(logs|xray):/.test(action));
      expect(own.map(({ action }) => action)).to.deep.equal([]);
    });
  });

  it("answers within its time while Comprehend is throttled, and says what is missing", async () => {
    await staged([{ kind: "throttle", service: "comprehend" }], async (stage) => {
      const reply = await ask(stage, { ...DRAFT, tags: ["#Sunday"] });
      const without = ["language", "sentiment", "keyPhrases", "entities"];
      expect([reply.status, reply.json["without"]]).to.deep.equal([200, without]);
      expect(reply.json["language"]).to.deep.equal({ tag: "hi", by: "stated" });
      expect(automated(reply)).to.include("#क्रिकेट");
      expect(reply.seconds).to.be.below(20);
      expect(denied(stage)).to.deep.equal([]);
    });
  });

  it("answers within its time while every service is down", async () => {
    await staged(
      (["comprehend", "translate", "dynamodb"] as const).map((service) => ({ kind: "error", service })),
      async (stage) => {
        const reply = await ask(stage, { text: "मैच #क्रिकेट", tags: [] });
        expect(reply.status).to.equal(200);
        expect(reply.json["without"]).to.include.members(["together", "history", "trends"]);
        expect(reply.seconds).to.be.below(20);
      },
    );
  });
});
