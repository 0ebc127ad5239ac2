import { expect } from "chai";
import { behavioursOf, type Probe } from "../behaviour";

const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
const LAMBDA = `${GUIDE}/http-api-develop-integrations-lambda.html`;

interface ApiOptions {
  readonly source?: string;
  readonly routes?: readonly string[];
  readonly jwt?: boolean;
  readonly allowed?: boolean;
  readonly cors?: object;
}

const echo = `exports.handler = async (event) => event;`;

/** An HTTP API with one function behind its routes. @returns its id */
async function api(
  probe: Probe,
  { source = echo, routes = ["$default"], jwt, allowed = true, cors }: ApiOptions = {},
): Promise<string> {
  const fn = await probe.fn(source);
  const made = await probe.create<{ executionArn: string }>("aws:apigatewayv2/api:Api", {
    name: probe.name("api"),
    protocolType: "HTTP",
    ...(cors && { corsConfiguration: cors }),
  });
  const apiId = made.id;
  if (allowed) {
    await probe.create("aws:lambda/permission:Permission", {
      function: fn.name,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: `${made.executionArn}/*/*`,
    });
  }
  const integration = await probe.create("aws:apigatewayv2/integration:Integration", {
    apiId,
    integrationType: "AWS_PROXY",
    integrationUri: fn.arn,
    payloadFormatVersion: "2.0",
  });
  const authorizer = jwt && (await jwtAuthorizer(probe, apiId));
  for (const routeKey of routes) {
    await probe.create("aws:apigatewayv2/route:Route", {
      apiId,
      routeKey,
      target: `integrations/${integration.id}`,
      ...(authorizer && { authorizationType: "JWT", authorizerId: authorizer.id }),
    });
  }
  await probe.create("aws:apigatewayv2/stage:Stage", { apiId, name: "$default", autoDeploy: true });
  return apiId;
}

function jwtAuthorizer(probe: Probe, apiId: string) {
  return probe.create("aws:apigatewayv2/authorizer:Authorizer", {
    apiId,
    name: probe.name("jwt"),
    authorizerType: "JWT",
    identitySources: ["$request.header.Authorization"],
    jwtConfiguration: { audiences: ["huut"], issuer: "https://issuer.example.com" },
  });
}

type Event = Record<string, unknown> & { requestContext: { http: Record<string, string> } & Record<string, unknown> };
const unsigned = (claims: object) =>
  [{ alg: "none", typ: "JWT" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");

/** Answers of a function, and what a caller gets: status, body, content type. */
const answers: readonly (readonly [title: string, source: string, status: number, body: string, type?: string])[] = [
  [
    "an object with status and headers",
    `({ statusCode: 201, headers: { "content-type": "text/vtt" }, body: "x" })`,
    201,
    "x",
    "text/vtt",
  ],
  ["a plain object, taken as a JSON body", `({ a: 1 })`, 200, '{"a":1}', "application/json"],
  ["a string, taken as a JSON body", `"hello"`, 200, "hello", "application/json"],
  ["a body in base64", `({ statusCode: 200, isBase64Encoded: true, body: "aGk=" })`, 200, "hi"],
  ["no body", `({ statusCode: 204 })`, 204, ""],
];

export const apigateway = behavioursOf("apigateway", GUIDE, [
  {
    id: "payload",
    title: "a function gets payload 2.0: route key, raw path and query, lower-case headers, path parameters, context",
    doc: LAMBDA,
    run: async (probe) => {
      const id = await api(probe, { routes: ["GET /v1/posts/{id}/captions"] });
      const reply = await probe.http(id, {
        path: "/v1/posts/p-1/captions?language=hi&a=1&a=2",
        headers: { "X-Custom": "One" },
      });
      const event = JSON.parse(reply.body) as Event;
      expect(event).to.include({
        version: "2.0",
        routeKey: "GET /v1/posts/{id}/captions",
        rawPath: "/v1/posts/p-1/captions",
      });
      expect(event).to.include({ rawQueryString: "language=hi&a=1&a=2", isBase64Encoded: false });
      expect(event["queryStringParameters"]).to.deep.equal({ language: "hi", a: "1,2" });
      expect(event["pathParameters"]).to.deep.equal({ id: "p-1" });
      expect(event["headers"]).to.include({ "x-custom": "One" });
      expect(event.requestContext).to.include({ apiId: id, stage: "$default", accountId: probe.account });
      expect(event.requestContext.http).to.include({
        method: "GET",
        path: "/v1/posts/p-1/captions",
        protocol: "HTTP/1.1",
      });
      expect(event).not.to.have.property("body");
    },
  },
  {
    id: "payload/body",
    title: "a JSON body comes as text, cookies as a list of their own",
    doc: LAMBDA,
    run: async (probe) => {
      const id = await api(probe, { routes: ["POST /v1/captions"] });
      const headers = { "content-type": "application/json", cookie: "a=1; b=2" };
      const reply = await probe.http(id, { method: "POST", path: "/v1/captions", headers, body: '{"post":"ह"}' });
      const event = JSON.parse(reply.body) as Event;
      expect(event).to.include({ body: '{"post":"ह"}', isBase64Encoded: false });
      expect(event["cookies"]).to.deep.equal(["a=1", "b=2"]);
    },
  },
  ...answers.map(([title, source, status, body, type], i) => ({
    id: `answer/${i + 1}`,
    title: `a function answers ${title}`,
    doc: `${LAMBDA}#http-api-develop-integrations-lambda.response`,
    run: async (probe: Probe) => {
      const id = await api(probe, { source: `exports.handler = async () => (${source});` });
      const reply = await probe.http(id, { path: "/" });
      expect([reply.status, reply.body]).to.deep.equal([status, body]);
      if (type !== undefined) expect(reply.headers["content-type"]).to.contain(type);
    },
  })),
  {
    id: "error/not-found",
    title: "a path without a route is 404 with a message",
    doc: `${GUIDE}/http-api-develop-routes.html`,
    run: async (probe) => {
      const id = await api(probe, { routes: ["GET /v1/trends"] });
      const reply = await probe.http(id, { path: "/v1/nothing" });
      expect([reply.status, JSON.parse(reply.body)]).to.deep.equal([404, { message: "Not Found" }]);
      expect((await probe.http(id, { path: "/v1/trends", method: "POST" })).status).to.equal(404);
    },
  },
  {
    id: "error/throws",
    title: "a function that throws is 500 with a message that says nothing of it",
    doc: `${GUIDE}/http-api-troubleshooting-lambda.html`,
    run: async (probe) => {
      const id = await api(probe, { source: `exports.handler = async () => { throw new Error("secret"); };` });
      const reply = await probe.http(id, { path: "/" });
      expect([reply.status, JSON.parse(reply.body)]).to.deep.equal([500, { message: "Internal Server Error" }]);
    },
  },
  {
    id: "error/permission",
    title: "a function that does not admit the API is 500",
    doc: `${GUIDE}/http-api-troubleshooting-lambda.html`,
    run: async (probe) => {
      const id = await api(probe, { allowed: false });
      const reply = await probe.http(id, { path: "/" });
      expect([reply.status, JSON.parse(reply.body)]).to.deep.equal([500, { message: "Internal Server Error" }]);
    },
  },
  {
    id: "routes",
    title: "a full match goes before a parameter, a parameter before a greedy one, all before $default",
    doc: `${GUIDE}/http-api-develop-routes.html#http-api-develop-routes.evaluation`,
    run: async (probe) => {
      const routes = ["GET /a/b", "GET /a/{x}", "ANY /a/{proxy+}", "$default"];
      const id = await api(probe, { routes });
      const taken = async (path: string) => (JSON.parse((await probe.http(id, { path })).body) as Event)["routeKey"];
      expect([await taken("/a/b"), await taken("/a/c"), await taken("/a/c/d"), await taken("/z")]).to.deep.equal(
        routes,
      );
    },
  },
  ...[
    ["no token", undefined],
    ["a token that is none", "Bearer nonsense"],
    [
      "an unsigned token",
      `Bearer ${unsigned({ iss: "https://issuer.example.com", aud: "huut", exp: 9_999_999_999 })}.`,
    ],
  ].map(([title, token], i) => ({
    id: `jwt/${i + 1}`,
    title: `a route with a JWT authorizer answers 401 to ${title}`,
    doc: `${GUIDE}/http-api-jwt-authorizer.html`,
    run: async (probe: Probe) => {
      const id = await api(probe, { jwt: true });
      const reply = await probe.http(id, { path: "/", headers: token === undefined ? {} : { authorization: token } });
      expect([reply.status, JSON.parse(reply.body)]).to.deep.equal([401, { message: "Unauthorized" }]);
    },
  })),
  {
    id: "cors",
    title: "a preflight is answered by the API itself",
    doc: `${GUIDE}/http-api-cors.html`,
    run: async (probe) => {
      const cors = { allowOrigins: ["https://huut.example"], allowMethods: ["GET"] };
      const id = await api(probe, { routes: ["GET /x"], cors });
      const headers = { origin: "https://huut.example", "access-control-request-method": "GET" };
      const reply = await probe.http(id, { method: "OPTIONS", path: "/x", headers });
      expect(reply.status).to.equal(204);
      expect(reply.headers["access-control-allow-origin"]).to.equal("https://huut.example");
    },
  },
]);
