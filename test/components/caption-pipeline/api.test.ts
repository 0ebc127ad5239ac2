import { CAPTIONS_READ_SCOPE, CAPTIONS_WRITE_SCOPE } from "@huut/domain";
import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { makeApi, CAPTION_ROUTES, CORRECTION_ROUTES } from "../../../components/caption-pipeline/api";
import { type CaptionPipelineArgs } from "../../../components/caption-pipeline/args";
import { makeQueues } from "../../../components/caption-pipeline/queues";
import { makeTables } from "../../../components/caption-pipeline/tables";
import {
  Bucket,
  EncryptionKey,
  FunctionLayer,
  Stream,
  Table,
  type Place,
  type Statement,
} from "../../../components/shared";
import { record, type Recording } from "../../support/recording";

const place: Place = { stack: "prod", account: "222222222222", region: "ap-south-1" };

function program(publicUrl?: string) {
  return () => {
    const key = new EncryptionKey("lake", { place, description: "test" });
    const bucket = (part: string) => new Bucket(part, { place, part, encryption: key, lifecycle: [] });
    const api = new aws.apigatewayv2.Api("insights", { protocolType: "HTTP" });
    const authorizer = new aws.apigatewayv2.Authorizer("tokens", { apiId: api.id, authorizerType: "JWT" });
    const args: CaptionPipelineArgs = {
      place,
      key,
      layer: new FunctionLayer("library", { place }),
      changes: new Stream("changes", { place, key, retentionHours: 24 }),
      posts: new Table("posts", { place, key, attributes: { postId: "S" }, partitionKey: "postId" }),
      media: { bucket: "media", readerArn: "arn:aws:iam::111111111111:role/reader", externalId: "x" },
      raw: bucket("raw"),
      curated: bucket("curated"),
      published: bucket("published"),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      front: { place, api, authorizer },
      eagerLanguages: ["en"],
      spokenLanguages: ["hi", "en"],
      daily: { transcribeMinutes: 1, translateCharacters: 1 },
      active: true,
      protect: false,
      logRetentionDays: 30,
    };
    const parent = new pulumi.ComponentResource("test:captions", "captions");
    const part = { args, parent };
    return makeApi(part, makeTables(part), makeQueues(part));
  };
}

const ROUTES = [...CAPTION_ROUTES, ...CORRECTION_ROUTES];

describe("the API of captions", () => {
  let made: Recording<unknown>;
  before(async () => (made = await record("prod", program())));

  const allowed = (role: string): string[] => {
    const policy = made.json<{ Statement: Statement[] }>("aws:iam/rolePolicy:RolePolicy", `${role}-policy`, "policy");
    return policy.Statement.flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${String(action)} ${String(resource)}`)),
    )
      .filter((grant) => /^(dynamodb|s3|sqs):/.test(grant))
      .map((grant) => grant.replaceAll(/arn:aws:[a-z0-9]+:[a-z0-9-]*:\d*:/g, ""))
      .sort();
  };

  it("asks of each route's token the scope that the domain asks, too", () => {
    for (const { id, key, scope } of ROUTES) {
      expect(scope).to.equal(key.startsWith("GET ") ? CAPTIONS_READ_SCOPE : CAPTIONS_WRITE_SCOPE);
      expect(made.inputs("aws:apigatewayv2/route:Route", id)).to.deep.include({
        routeKey: key,
        authorizationType: "JWT",
        authorizationScopes: [scope],
      });
    }
    expect(made.names("aws:apigatewayv2/route:Route")).to.deep.equal(ROUTES.map(({ id }) => id).sort());
  });

  it("lets only its routes invoke its functions, and waits as long as they may take", () => {
    expect(made.inputs("aws:lambda/permission:Permission", "correct-cue-permission")["sourceArn"]).to.equal(
      "arn:aws:execute-api:ap-south-1:222222222222:insights-id/*/PUT/v1/posts/{id}/captions/{language}/cues/{n}",
    );
    for (const [integration, name] of [
      ["captions-integration", "captions-api"],
      ["corrections-integration", "correct-captions"],
    ] as const) {
      const { timeoutMilliseconds } = made.inputs("aws:apigatewayv2/integration:Integration", integration);
      const { timeout } = made.inputs("aws:lambda/function:Function", name);
      expect(timeoutMilliseconds)
        .to.equal(Number(timeout) * 1000)
        .and.be.below(30_000);
    }
  });

  it("may read captions, posts and files, write requests, and send to two queues", () => {
    expect(allowed("captions-api")).to.deep.equal([
      "dynamodb:BatchGetItem table/huut-prod-captions",
      "dynamodb:GetItem table/huut-prod-posts",
      "dynamodb:GetItem table/huut-prod-requests",
      "dynamodb:PutItem table/huut-prod-requests",
      "dynamodb:Query table/huut-prod-captions",
      "dynamodb:UpdateItem table/huut-prod-requests",
      "s3:GetObject huut-prod-published-222222222222-ap-south-1/captions/*",
      "sqs:SendMessage huut-prod-media",
      "sqs:SendMessage huut-prod-translations",
    ]);
  });

  it("may correct captions, from transcripts, and have them translated", () => {
    expect(allowed("correct-captions")).to.deep.equal([
      "dynamodb:BatchGetItem table/huut-prod-captions",
      "dynamodb:ConditionCheckItem table/huut-prod-captions",
      "dynamodb:PutItem table/huut-prod-captions",
      "dynamodb:Query table/huut-prod-captions",
      "dynamodb:UpdateItem table/huut-prod-captions",
      "s3:GetObject huut-prod-curated-222222222222-ap-south-1/transcripts/*",
      "s3:GetObject huut-prod-published-222222222222-ap-south-1/captions/*",
      "s3:PutObject huut-prod-published-222222222222-ap-south-1/captions/*",
      "sqs:SendMessage huut-prod-translations",
    ]);
  });

  it("knows where files are published, if they are", async () => {
    const variables = ({ inputs }: { inputs: Record<string, unknown> }) =>
      (inputs["environment"] as { variables: Record<string, string> }).variables;
    const [function_] = made.ofType("aws:lambda/function:Function").filter(({ name }) => name === "captions-api");
    if (function_ === undefined) throw new Error("no function");
    expect(variables(function_)).to.not.have.property("PUBLIC_URL");
    const url = "https://captions.example";
    const published = await record("prod", program(url));
    const inputs = published.inputs("aws:lambda/function:Function", "captions-api");
    expect(variables({ inputs })).to.include({ PUBLIC_URL: url });
  });
});
