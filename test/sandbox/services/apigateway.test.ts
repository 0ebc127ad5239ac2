import { ApiGatewayV2Client, GetApisCommand, GetRoutesCommand, GetStagesCommand } from "@aws-sdk/client-apigatewayv2";
import { expect } from "chai";
import * as fc from "fast-check";
import { clientFor } from "../../../sandbox/kernel/client";
import type { ApiGatewayService, ApiRequest } from "../../../sandbox/services/apigateway";
import { matchRoute, parseRouteKey } from "../../../sandbox/services/apigateway/routing";
import { TokenBucket } from "../../../sandbox/kernel/token-bucket";
import type { CloudWatchService } from "../../../sandbox/services/cloudwatch";
import type { LogsService } from "../../../sandbox/services/logs";
import { Bench, place, root } from "./lambda/support";

const issuer = "https://issuer.example/";
const format = JSON.stringify({
  id: "$context.requestId",
  route: "$context.routeKey",
  status: "$context.status",
  subject: "$context.authorizer.claims.sub",
  error: "$context.error.message",
  authorizerError: "$context.authorizer.error",
  integrationError: "$context.integrationErrorMessage",
  nothing: "$context.noSuchThing",
});

/** Answers with its own event; the query says how else. */
const echo = `exports.handler = async (event) => {
  const query = event.queryStringParameters ?? {};
  if (query.wait) await new Promise((resolve) => setTimeout(resolve, Number(query.wait)));
  if (query.fail) throw new Error("no");
  if (query.answer) return JSON.parse(query.answer);
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(event) };
};`;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[] | undefined;
  readonly text: string;
  readonly json: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** An API in front of one function, as a program would declare it. */
class ApiBench extends Bench {
  apiId = "";

  get service(): ApiGatewayService {
    return this.cloud.service<ApiGatewayService>("apigateway");
  }

  async deploy(
    api: Record<string, unknown> = {},
    stage: Record<string, unknown> = {},
    integration: Record<string, unknown> = {},
  ) {
    const uri = await this.fn("echo", echo, { timeout: 60 });
    const made = await this.resource("aws:apigatewayv2/api:Api", "api", { protocolType: "HTTP", name: "api", ...api });
    this.apiId = made.id;
    const behind = await this.resource("aws:apigatewayv2/integration:Integration", "behind", {
      apiId: made.id,
      integrationType: "AWS_PROXY",
      integrationUri: uri,
      payloadFormatVersion: "2.0",
      ...integration,
    });
    const authorizer = await this.resource("aws:apigatewayv2/authorizer:Authorizer", "tokens", {
      apiId: made.id,
      name: "tokens",
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer, audiences: ["readers"] },
    });
    const routes: Record<string, Record<string, unknown>> = {
      "GET /open/{id}": {},
      "ANY /greedy/{rest+}": {},
      "GET /tokens": { authorizationType: "JWT", authorizerId: authorizer.id, authorizationScopes: ["a/read", "b"] },
      "GET /signed": { authorizationType: "AWS_IAM" },
    };
    for (const [routeKey, inputs] of Object.entries(routes)) {
      const target = `integrations/${behind.id}`;
      await this.resource("aws:apigatewayv2/route:Route", routeKey, { apiId: made.id, routeKey, target, ...inputs });
    }
    await this.resource("aws:lambda/permission:Permission", "api", {
      function: "echo",
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: `${made["executionArn"]}/*/*/*`,
    });
    const logs = await this.resource("aws:cloudwatch/logGroup:LogGroup", "access", { name: "/access" });
    await this.resource("aws:apigatewayv2/stage:Stage", "stage", {
      apiId: made.id,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs["arn"], format },
      ...stage,
    });
  }

  /** Sends a request and lets virtual time pass until it is answered. */
  async get(path: string, more: Partial<ApiRequest> = {}): Promise<Answer> {
    const [name = "", rawQuery = ""] = path.split("?");
    const request = { method: "GET", path: name, rawQuery, headers: {}, body: new Uint8Array(), sourceIp: "10.1.2.3" };
    const answered = this.service.serve(this.apiId, { ...request, ...more });
    answered.catch(() => undefined);
    await this.world.runFor(40_000);
    const { statusCode, headers, cookies, body } = await answered;
    const text = Buffer.from(body).toString("utf8");
    const json = /^[{[]/.test(text) ? (JSON.parse(text) as unknown) : undefined;
    return { status: statusCode, headers, cookies, text, json };
  }

  token(more: Record<string, unknown> = {}, scopes = ["a/read"]): Promise<string> {
    return this.service.issuers.mint({ issuer, audience: "readers", subject: "u-1", scopes, more });
  }

  accessLines(): Record<string, string>[] {
    const events = this.cloud.service<LogsService>("logs").eventsOf(place, "/access");
    return events.map(({ message }) => JSON.parse(message) as Record<string, string>);
  }
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe("HTTP APIs", () => {
  let bench: ApiBench;
  beforeEach(() => void (bench = new ApiBench()));
  afterEach(() => bench.close());

  describe("events and answers", () => {
    beforeEach(() => bench.deploy());

    it("give the function an event of payload format 2.0", async () => {
      const { json, headers } = await bench.get("/open/a%20b?q=1&q=2&r=x%2By", {
        headers: { cookie: "a=1; b=2", host: "127.0.0.1:4566", "user-agent": "me" },
      });
      expect(json).to.deep.include({
        version: "2.0",
        routeKey: "GET /open/{id}",
        rawPath: "/open/a%20b",
        rawQueryString: "q=1&q=2&r=x%2By",
        cookies: ["a=1", "b=2"],
        queryStringParameters: { q: "1,2", r: "x+y" },
        pathParameters: { id: "a b" },
        isBase64Encoded: false,
      });
      expect(json.headers).to.include({
        host: `${bench.apiId}.execute-api.ap-south-1.amazonaws.com`,
        "x-forwarded-for": "10.1.2.3",
        "x-forwarded-proto": "https",
      });
      expect(json.headers).not.to.have.property("cookie");
      expect(json.headers["x-amzn-trace-id"]).to.match(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
      expect(json.requestContext.http).to.deep.equal({
        method: "GET",
        path: "/open/a%20b",
        protocol: "HTTP/1.1",
        sourceIp: "10.1.2.3",
        userAgent: "me",
      });
      expect(json.requestContext.time).to.equal("02/Nov/2026:00:00:00 +0000");
      expect(json.requestContext.requestId).to.equal(headers["apigw-requestid"]);
    });

    it("give each request an id of its own, the same for the same seed", async () => {
      const ids = async (each: ApiBench) => [
        (await each.get("/open/1")).headers["apigw-requestid"],
        (await each.get("/open/1")).headers["apigw-requestid"],
      ];
      const first = await ids(bench);
      bench.close();
      bench = new ApiBench();
      await bench.deploy();
      expect(await ids(bench)).to.deep.equal(first);
      expect(new Set(first).size).to.equal(2);
    });

    it("hand over texts as they are and anything else in base64", async () => {
      const post = (type: string, body: Buffer) =>
        bench.get("/greedy/x", { method: "POST", headers: { "content-type": type }, body });
      const text = await post("application/problem+json", Buffer.from("ह"));
      expect(text.json).to.deep.include({ body: "ह", isBase64Encoded: false });
      const binary = await post("image/png", Buffer.from([0, 255]));
      expect(binary.json).to.deep.include({ body: "AP8=", isBase64Encoded: true });
    });

    const answer = (result: unknown) => bench.get(`/open/1?answer=${encodeURIComponent(JSON.stringify(result))}`);

    it("take any JSON without a status for a body", async () => {
      expect(await answer({ a: 1 })).to.deep.include({ status: 200, json: { a: 1 } });
      expect(await answer("hello")).to.deep.include({ status: 200, text: "hello" } as never);
    });

    it("take a structured answer, cookies apart and bytes decoded", async () => {
      const got = await answer({ statusCode: 201, cookies: ["a=1", "b=2"], body: "aGk=", isBase64Encoded: true });
      expect(got).to.deep.include({ status: 201, text: "hi", cookies: ["a=1", "b=2"] });
      expect(got.headers["content-type"]).to.equal("text/plain; charset=utf-8");
    });

    it("answer 500 to what is no answer, and say so in the log only", async () => {
      for (const result of [{ statusCode: 200, body: { a: 1 } }, { statusCode: "many" }]) {
        expect(await answer(result)).to.deep.include({ status: 500, json: { message: "Internal Server Error" } });
      }
      expect(bench.accessLines()[0]?.["integrationError"]).to.contain("malformed");
    });

    it("answer 500 when the function fails", async () => {
      const got = await bench.get("/open/1?fail=1");
      expect(got).to.deep.include({ status: 500, json: { message: "Internal Server Error" } });
      expect(bench.accessLines()[0]).to.include({ integrationError: "Unhandled", error: "Internal Server Error" });
    });

    it("answer 404 without a route, 413 to what is too large", async () => {
      expect(await bench.get("/elsewhere")).to.deep.include({ status: 404, json: { message: "Not Found" } });
      const large = await bench.get("/greedy/x", { method: "POST", body: new Uint8Array(10 * 1024 * 1024 + 1) });
      expect(large).to.deep.include({ status: 413, json: { message: "Request Entity Too Large" } });
    });

    it("count what they answer, as CloudWatch's metrics too", async () => {
      await bench.get("/open/1");
      await bench.get("/elsewhere");
      await bench.get("/open/1?fail=1");
      expect(bench.service.summary()).to.deep.equal({
        [bench.apiId]: { name: "api", answers: { 200: 1, 404: 1, 500: 1 } },
      });
      const metrics = bench.cloud.service<CloudWatchService>("monitoring");
      // Each sample is there per API and per stage.
      expect(metrics.total("AWS/ApiGateway", "Count")).to.equal(6);
      expect(metrics.total("AWS/ApiGateway", "4xx")).to.equal(2);
      expect(metrics.total("AWS/ApiGateway", "5xx")).to.equal(2);
    });
  });

  it("answer 503 when the integration takes too long, in virtual time", async () => {
    await bench.deploy({}, {}, { timeoutMilliseconds: 2_000 });
    expect((await bench.get("/open/1?wait=1000")).status).to.equal(200);
    const slow = await bench.get("/open/1?wait=5000");
    expect(slow).to.deep.include({ status: 503, json: { message: "Service Unavailable" } });
    expect(bench.accessLines()[1]?.["integrationError"]).to.contain("2000 ms");
  });

  it("wait 30 s at most when nothing is said", async () => {
    await bench.deploy();
    expect((await bench.get("/open/1?wait=28000")).status).to.equal(200);
    expect((await bench.get("/open/1?wait=31000")).status).to.equal(503);
  });

  it("answer 500 when the function does not admit the API", async () => {
    await bench.deploy();
    const role = await bench.fn("closed", echo);
    expect(role).to.be.a("string");
    const behind = await bench.resource("aws:apigatewayv2/integration:Integration", "closed", {
      apiId: bench.apiId,
      integrationType: "AWS_PROXY",
      integrationUri: role,
      payloadFormatVersion: "2.0",
    });
    await bench.resource("aws:apigatewayv2/route:Route", "closed", {
      apiId: bench.apiId,
      routeKey: "GET /closed",
      target: `integrations/${behind.id}`,
    });
    expect((await bench.get("/closed")).status).to.equal(500);
    expect(bench.accessLines()[0]?.["integrationError"]).to.contain("lambda:InvokeFunction");
  });

  describe("tokens", () => {
    beforeEach(() => bench.deploy());

    it("admit a valid one and tell its claims and scopes", async () => {
      const token = await bench.token({ groups: ["x", "y"], admin: true }, ["other", "b"]);
      const { status, json } = await bench.get("/tokens", bearer(token));
      expect(status).to.equal(200);
      const { claims, scopes } = json.requestContext.authorizer.jwt;
      expect(claims).to.include({ sub: "u-1", iss: issuer, groups: "[x y]", admin: "true", scope: "other b" });
      expect(claims.exp).to.be.a("string");
      expect(scopes).to.deep.equal(["a/read", "b"]);
      expect(bench.accessLines()[0]).to.include({ subject: "u-1", status: "200", route: "GET /tokens", nothing: "-" });
    });

    it("take client_id where there is no audience, and a token without Bearer", async () => {
      const token = await bench.token({ aud: undefined, client_id: "readers" });
      expect((await bench.get("/tokens", { headers: { authorization: token } })).status).to.equal(200);
    });

    it("ask for one", async () => {
      const got = await bench.get("/tokens");
      expect(got).to.deep.include({ status: 401, json: { message: "Unauthorized" } });
      expect(got.headers["www-authenticate"]).to.equal("Bearer");
    });

    const wrong: Record<string, () => Promise<string>> = {
      "of another issuer": () => bench.token({ iss: "https://other.example/" }),
      "for another audience": () => bench.token({ aud: "writers" }),
      "with an audience that is not ours, whatever client_id says": () =>
        bench.token({ aud: "writers", client_id: "readers" }),
      "that is over": () => bench.token({ exp: Math.floor(bench.world.now() / 1000) - 1 }),
      "that is not yet valid": () => bench.token({ nbf: Math.floor(bench.world.now() / 1000) + 60 }),
      "from the future": () => bench.token({ iat: Math.floor(bench.world.now() / 1000) + 60 }),
      "without an end": () => bench.token({ exp: undefined }),
      "with a changed payload": async () => {
        const [head, , signature] = (await bench.token()).split(".");
        const claims = { iss: issuer, aud: "readers", sub: "admin", exp: 9e9 };
        return [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
      },
      "without a signature": () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
        return Promise.resolve(`${part({ alg: "none" })}.${part({ iss: issuer, aud: "readers", exp: 9e9 })}.`);
      },
      "that is none": () => Promise.resolve("abc"),
    };
    for (const [what, token] of Object.entries(wrong)) {
      it(`refuse one ${what}`, async () => {
        const got = await bench.get("/tokens", bearer(await token()));
        expect(got).to.deep.include({ status: 401, json: { message: "Unauthorized" } });
        expect(got.headers["www-authenticate"]).to.contain('error="invalid_token"');
        expect(bench.accessLines()[0]).to.include({ error: "Unauthorized" });
        expect(bench.accessLines()[0]?.["authorizerError"]).not.to.equal("-");
      });
    }

    it("refuse one without any of the route's scopes", async () => {
      const got = await bench.get("/tokens", bearer(await bench.token({}, ["other"])));
      expect(got).to.deep.include({ status: 403, json: { message: "Forbidden" } });
      expect(got.headers["www-authenticate"]).to.contain('scope="a/read b" error="insufficient_scope"');
    });

    it("refuse what was valid an hour ago", async () => {
      const token = await bench.token();
      expect((await bench.get("/tokens", bearer(token))).status).to.equal(200);
      await bench.world.runFor(3_600_000);
      expect((await bench.get("/tokens", bearer(token))).status).to.equal(401);
    });
  });

  describe("signed requests", () => {
    beforeEach(() => bench.deploy());

    const roleCaller = async (statements: readonly Record<string, unknown>[], account = place.account) => {
      const roleArn = await bench.role("caller", statements);
      const sessionArn = `arn:aws:sts::${account}:assumed-role/caller/s`;
      const principal = { kind: "role" as const, account, roleArn, sessionArn, sessionName: "s" };
      return { caller: { principal, account, accessKeyId: "ASIATEST" } };
    };
    const invoke = (resource: string) => ({ Effect: "Allow", Action: "execute-api:Invoke", Resource: resource });
    const arnOf = (path: string) => `arn:aws:execute-api:ap-south-1:${place.account}:${bench.apiId}/${path}`;

    it("admit a role that may, and tell who it is", async () => {
      const { status, json } = await bench.get("/signed", await roleCaller([invoke(arnOf("$default/GET/signed"))]));
      expect(status).to.equal(200);
      expect(json.requestContext.authorizer.iam).to.deep.include({
        accessKey: "ASIATEST",
        accountId: place.account,
        userArn: `arn:aws:sts::${place.account}:assumed-role/caller/s`,
      });
      expect(json.requestContext.authorizer.iam.userId).to.match(/^AROA\w+:s$/);
    });

    it("refuse a role that may call another route only", async () => {
      const got = await bench.get("/signed", await roleCaller([invoke(arnOf("$default/GET/open/*"))]));
      expect(got).to.deep.include({ status: 403, json: { message: "Forbidden" } });
      expect(bench.accessLines()[0]?.["authorizerError"]).to.contain("execute-api:Invoke");
    });

    it("refuse another account, whatever its policies say", async () => {
      const got = await bench.get("/signed", await roleCaller([invoke("*")], "111111111111"));
      expect(got.status).to.equal(403);
      expect(bench.accessLines()[0]?.["authorizerError"]).to.contain("another account");
    });

    it("refuse an unsigned request", async () => {
      expect((await bench.get("/signed")).status).to.equal(403);
    });
  });

  describe("CORS", () => {
    const cors = {
      allowOrigins: ["https://huut.example", "http://*"],
      allowMethods: ["GET", "POST"],
      allowHeaders: ["authorization"],
      exposeHeaders: ["etag"],
      allowCredentials: false,
      maxAge: 300,
    };
    const preflight = (origin: string) => ({
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "GET" },
    });

    it("answers preflights by itself, to allowed origins with headers", async () => {
      await bench.deploy({ corsConfiguration: cors });
      const { status, headers } = await bench.get("/signed", preflight("https://huut.example"));
      expect(status).to.equal(204);
      expect(headers).to.include({
        "access-control-allow-origin": "https://huut.example",
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "authorization",
        "access-control-max-age": "300",
        vary: "Origin",
      });
      const other = await bench.get("/signed", preflight("https://evil.example"));
      expect(other.status).to.equal(204);
      expect(other.headers).not.to.have.property("access-control-allow-origin");
    });

    it("takes any origin of a scheme, and answers requests in place of the function's headers", async () => {
      await bench.deploy({ corsConfiguration: cors });
      const result = { statusCode: 200, headers: { "Access-Control-Allow-Origin": "https://evil.example" } };
      const path = `/open/1?answer=${encodeURIComponent(JSON.stringify(result))}`;
      const got = await bench.get(path, { headers: { origin: "http://localhost:3000" } });
      expect(got.headers["access-control-allow-origin"]).to.equal("http://localhost:3000");
      expect(got.headers["access-control-expose-headers"]).to.equal("etag");
      expect(got.headers).not.to.have.property("access-control-allow-methods");
      expect((await bench.get(path)).headers).not.to.have.property("access-control-allow-origin");
    });

    it("leaves OPTIONS to the routes where nothing is configured", async () => {
      await bench.deploy();
      expect((await bench.get("/signed", preflight("https://huut.example"))).status).to.equal(404);
      expect((await bench.get("/greedy/x", preflight("https://huut.example"))).status).to.equal(200);
    });

    it("refuses credentials for everyone", async () => {
      const corsConfiguration = { allowOrigins: ["*"], allowCredentials: true };
      const failure = await bench.deploy({ corsConfiguration }).catch((error: Error) => error);
      expect(failure).to.have.property("message").that.contains("allowCredentials");
    });
  });

  describe("throttles", () => {
    it("admit the burst, then the rate, by route", async () => {
      await bench.deploy(
        {},
        {
          defaultRouteSettings: { throttlingRateLimit: 1, throttlingBurstLimit: 2 },
          routeSettings: [{ routeKey: "ANY /greedy/{rest+}", throttlingRateLimit: 100, throttlingBurstLimit: 10 }],
        },
      );
      const statuses = async (path: string, count: number) => {
        const request = {
          method: "GET",
          rawQuery: "",
          headers: {},
          body: new Uint8Array(),
          sourceIp: "10.0.0.1",
          path,
        };
        const answers = Promise.all(Array.from({ length: count }, () => bench.service.serve(bench.apiId, request)));
        await bench.world.runFor(999);
        return (await answers).map(({ statusCode }) => statusCode);
      };
      expect(await statuses("/open/1", 3)).to.deep.equal([200, 200, 429]);
      expect(await statuses("/greedy/1", 5)).to.deep.equal([200, 200, 200, 200, 200]);
      expect(await statuses("/open/1", 2)).to.deep.equal([200, 429]);
      expect((await bench.get("/open/1")).status).to.equal(200);
    });

    it("never admit more than burst + rate × time", () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 50 }),
          fc.integer({ min: 1, max: 50 }),
          fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 200 }),
          (rate, burst, waits) => {
            const bucket = new TokenBucket(rate, burst);
            let now = 1_000;
            let admitted = 0;
            for (const wait of waits) {
              now += wait;
              if (bucket.take(now)) admitted++;
            }
            return admitted <= burst + (rate * (now - 1_000)) / 1_000 + 1e-6;
          },
        ),
      );
    });
  });

  describe("stages", () => {
    it("stand first in the path when they have a name", async () => {
      await bench.deploy({}, { name: "v1", stageVariables: { table: "t" } });
      const { json } = await bench.get("/v1/open/7");
      expect(json).to.deep.include({ rawPath: "/v1/open/7", stageVariables: { table: "t" } });
      expect(json.requestContext.stage).to.equal("v1");
      expect((await bench.get("/open/7")).status).to.equal(404);
    });

    it("answer nothing when the endpoint is switched off", async () => {
      await bench.deploy({ disableExecuteApiEndpoint: true });
      expect((await bench.get("/open/7")).status).to.equal(404);
    });

    const refusals: Record<string, readonly [Record<string, unknown>, string]> = {
      "one limit without the other": [{ defaultRouteSettings: { throttlingRateLimit: 5 } }, "throttlingBurstLimit"],
      "a log format without the request's id": [
        {
          accessLogSettings: {
            destinationArn: `arn:aws:logs:ap-south-1:${place.account}:log-group:/access`,
            format: "$context.status",
          },
        },
        "$context.requestId",
      ],
      "a log of another region": [
        {
          accessLogSettings: {
            destinationArn: `arn:aws:logs:eu-west-1:${place.account}:log-group:/access`,
            format,
          },
        },
        "Invalid ARN",
      ],
      "what is not modelled": [{ clientCertificateId: "c" }, "clientCertificateId"],
    };
    for (const [what, [stage, message]] of Object.entries(refusals)) {
      it(`refuse ${what}`, async () => {
        const failure = await bench.deploy({}, stage).catch((error: Error) => error);
        expect(failure).to.have.property("message").that.contains(message);
      });
    }
  });

  it("write access logs into an encrypted group, with no role of their own", async () => {
    const admitted = (principal: object) => ({ Effect: "Allow", Principal: principal, Action: "kms:*", Resource: "*" });
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        admitted({ AWS: `arn:aws:iam::${place.account}:root` }),
        admitted({ Service: "logs.ap-south-1.amazonaws.com" }),
      ],
    });
    const key = await bench.resource("aws:kms/key:Key", "logs", { policy });
    const group = { name: "/encrypted", kmsKeyId: key["arn"] };
    const { arn } = await bench.resource("aws:cloudwatch/logGroup:LogGroup", "encrypted", group);
    await bench.deploy({}, { accessLogSettings: { destinationArn: `${arn}:*`, format } });
    await bench.get("/open/1");
    const [event] = bench.cloud.service<LogsService>("logs").eventsOf(place, "/encrypted");
    expect(JSON.parse(event?.message ?? "")).to.deep.include({ route: "GET /open/{id}", status: "200", subject: "-" });
  });

  it("let people read what was deployed", async () => {
    await bench.deploy({}, { defaultRouteSettings: { throttlingRateLimit: 5, throttlingBurstLimit: 7 } });
    const client = clientFor(bench.cloud, ApiGatewayV2Client, "apigateway", root, place.region);
    const { Items: apis } = await client.send(new GetApisCommand({}));
    expect(apis?.map(({ ApiId, Name, ProtocolType }) => [ApiId, Name, ProtocolType])).to.deep.equal([
      [bench.apiId, "api", "HTTP"],
    ]);
    const { Items: routes } = await client.send(new GetRoutesCommand({ ApiId: bench.apiId }));
    expect(routes?.map(({ RouteKey, AuthorizationType }) => `${RouteKey}: ${AuthorizationType}`)).to.deep.equal([
      "GET /open/{id}: NONE",
      "ANY /greedy/{rest+}: NONE",
      "GET /tokens: JWT",
      "GET /signed: AWS_IAM",
    ]);
    const { Items: stages } = await client.send(new GetStagesCommand({ ApiId: bench.apiId }));
    expect(stages?.[0]?.DefaultRouteSettings?.ThrottlingBurstLimit).to.equal(7);
    const elsewhere = clientFor(bench.cloud, ApiGatewayV2Client, "apigateway", root, "eu-west-1");
    expect((await elsewhere.send(new GetApisCommand({}))).Items).to.deep.equal([]);
    const failure = await elsewhere.send(new GetRoutesCommand({ ApiId: bench.apiId })).catch((error: Error) => error);
    expect(failure).to.have.property("name", "NotFoundException");
  });

  describe("the account's settings", () => {
    const trust = (service: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
      });
    const settle = async (service: string) => {
      const role = await bench.resource("aws:iam/role:Role", "logger", {
        name: "logger",
        assumeRolePolicy: trust(service),
      });
      return bench.resource("aws:apigateway/account:Account", "account", { cloudwatchRoleArn: role["arn"] });
    };

    it("take a role that admits API Gateway", async () => {
      expect((await settle("apigateway.amazonaws.com")).id).to.equal("api-gateway-account");
    });

    it("refuse any other", async () => {
      const failure = await settle("lambda.amazonaws.com").catch((error: Error) => error);
      expect(failure).to.have.property("name", "BadRequestException");
    });
  });
});

describe("routes of an HTTP API", () => {
  const keys = [
    "GET /pets/{id}",
    "GET /pets/mine",
    "ANY /pets/{id}",
    "GET /pets/{rest+}",
    "ANY /{all+}",
    "POST /pets",
    "$default",
  ];
  const routes = keys.map((key) => ({ pattern: parseRouteKey(key) }));
  const cases: readonly (readonly [method: string, path: string, key: string])[] = [
    ["GET", "/pets/mine", "GET /pets/mine"],
    ["GET", "/pets/7", "GET /pets/{id}"],
    ["DELETE", "/pets/7", "ANY /pets/{id}"],
    ["GET", "/pets/7/toys", "GET /pets/{rest+}"],
    ["PUT", "/pets/7/toys", "ANY /{all+}"],
    ["POST", "/pets", "POST /pets"],
    ["GET", "/", "$default"],
  ];
  for (const [method, path, key] of cases) {
    it(`take ${method} ${path} to ${key}, in whatever order they were made`, () => {
      expect(matchRoute(routes, method, path)?.route.pattern.key).to.equal(key);
      expect(matchRoute([...routes].reverse(), method, path)?.route.pattern.key).to.equal(key);
    });
  }

  it("refuse what is no route key", () => {
    expect(() => parseRouteKey("/pets")).to.throw("no route key");
  });
});
