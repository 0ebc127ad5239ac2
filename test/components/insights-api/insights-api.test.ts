import { expect } from "chai";
import { InsightsApi } from "../../../components/insights-api";
import { ROUTES } from "../../../components/insights-api/http-api";
import { readTemplates } from "../../../components/insights-api/queries";
import { EncryptionKey, FunctionLayer, grant, type Place, type Statement } from "../../../components/shared";
import { INSIGHTS_SCOPE, readInsightHeaders } from "@huut/domain";
import { record, type Recording } from "../../support/recording";

const place: Place = { stack: "prod", account: "222222222222", region: "ap-south-1" };

function program(active: boolean, webOrigins?: readonly string[]) {
  return () => {
    const key = new EncryptionKey("lake", { place, description: "test" });
    const workgroup = "arn:aws:athena:ap-south-1:222222222222:workgroup/huut-prod-insights";
    return new InsightsApi("insights-api", {
      place,
      key,
      layer: new FunctionLayer("library", { place }),
      queries: {
        workgroup: "huut-prod-insights",
        database: "huut_prod",
        startGrants: [grant(["athena:StartQueryExecution"], [workgroup])],
        resultGrants: [grant(["athena:GetQueryExecution", "athena:GetQueryResults"], [workgroup])],
      },
      tokens: { issuer: "https://id.example.com/", audience: ["huut"] },
      ...(webOrigins && { webOrigins }),
      schedule: "cron(45 * * * ? *)",
      active,
      protect: false,
      logRetentionDays: 30,
    });
  };
}

describe("InsightsApi", () => {
  let made: Recording<InsightsApi>;
  before(async () => (made = await record("prod", program(true))));

  it("runs each insight that has a query, when the schedule is due", () => {
    const templates = readTemplates();
    expect(templates["daily-activity"]).to.contain("FROM posts");
    expect(Object.keys(readInsightHeaders(templates))).to.deep.equal(Object.keys(templates));
    const schedule = made.inputs("aws:scheduler/schedule:Schedule", "run-every-insight");
    expect(schedule).to.deep.include({ state: "ENABLED", scheduleExpression: "cron(45 * * * ? *)" });
    const { input } = schedule["target"] as { readonly input: string };
    expect(JSON.parse(input)).to.deep.equal({ scheduledAt: "<aws.scheduler.scheduled-time>" });
  });

  it("stores results when queries of its workgroup end", () => {
    expect(made.json("aws:cloudwatch/eventRule:EventRule", "insight-queries", "eventPattern")).to.deep.equal({
      source: ["aws.athena"],
      "detail-type": ["Athena Query State Change"],
      detail: { currentState: ["SUCCEEDED", "FAILED", "CANCELLED"], workgroupName: ["huut-prod-insights"] },
    });
    const policy = made.json<{ Statement: Statement[] }>(
      "aws:sqs/queuePolicy:QueuePolicy",
      "insights-failed-policy",
      "policy",
    );
    expect(JSON.stringify(policy.Statement[1]?.Condition)).to.contain("rule/huut-prod-insight-queries");
  });

  it("answers its route for tokens with the scope only, and lets no other API call the function", () => {
    expect(made.inputs("aws:apigatewayv2/route:Route", "get-insight")).to.deep.include({
      routeKey: "GET /v1/insights/{name}",
      authorizationType: "JWT",
      authorizationScopes: [INSIGHTS_SCOPE],
    });
    expect(ROUTES.map((route) => route.scope)).to.deep.equal([INSIGHTS_SCOPE, INSIGHTS_SCOPE]);
    expect(made.inputs("aws:lambda/permission:Permission", "get-insight-permission")).to.include({
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:ap-south-1:222222222222:insights-id/*/GET/v1/insights/{name}",
    });
    expect(made.inputs("aws:apigatewayv2/authorizer:Authorizer", "insights-tokens")["jwtConfiguration"]).to.deep.equal({
      issuer: "https://id.example.com/",
      audiences: ["huut"],
    });
  });

  it("answers browsers of the origins that are named, and of no other", async () => {
    expect(made.inputs("aws:apigatewayv2/api:Api", "insights")).to.not.have.property("corsConfiguration");
    const browsed = await record("prod", program(true, ["https://huut.example"]));
    expect(browsed.inputs("aws:apigatewayv2/api:Api", "insights")["corsConfiguration"]).to.deep.equal({
      allowOrigins: ["https://huut.example"],
      allowMethods: ["GET", "POST", "PUT"],
      allowHeaders: [
        "accept-language",
        "authorization",
        "content-type",
        "idempotency-key",
        "if-match",
        "if-none-match",
      ],
      exposeHeaders: ["content-language", "etag", "location", "retry-after"],
      maxAge: 7_200,
    });
  });

  it("throttles and logs every request, encrypted", () => {
    const stage = made.inputs("aws:apigatewayv2/stage:Stage", "insights-stage");
    expect(stage["defaultRouteSettings"]).to.deep.equal({ throttlingRateLimit: 50, throttlingBurstLimit: 100 });
    expect(stage["accessLogSettings"]).to.have.property("format").that.contains("$context.requestId");
    expect(made.inputs("aws:cloudwatch/logGroup:LogGroup", "insights-access-logs")).to.have.property("kmsKeyId");
  });

  it("gives the API's function one operation on one table", () => {
    const { Statement } = made.json<{ Statement: Statement[] }>(
      "aws:iam/rolePolicy:RolePolicy",
      "insights-api-policy",
      "policy",
    );
    const actions = Statement.flatMap((statement) => statement.Action as string[]);
    expect(actions.filter((action) => action.startsWith("dynamodb:"))).to.deep.equal(["dynamodb:Query"]);
  });

  it("has every signal's name once", () => {
    const names = made.result.signals.map((signal) => signal.name);
    expect(names).to.include.members([
      "insights-failed-not-empty",
      "store-insight-failed-queries",
      "store-insight-over-limit",
    ]);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("computes nothing in a standby, and still answers", async () => {
    const standby = await record("dr", program(false));
    expect(standby.inputs("aws:scheduler/schedule:Schedule", "run-every-insight")).to.include({ state: "DISABLED" });
    expect(standby.inputs("aws:cloudwatch/eventRule:EventRule", "insight-queries")).to.include({ state: "DISABLED" });
    expect(standby.names("aws:apigatewayv2/route:Route")).to.have.members(["get-insight", "list-insights"]);
  });
});
