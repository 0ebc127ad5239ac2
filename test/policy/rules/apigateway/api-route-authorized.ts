import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/api-route-authorized";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:apigatewayv2/route:Route";
const route = casesAbout(type);
const method = casesAbout("aws:apigateway/method:Method");
const api = casesAbout("aws:apigatewayv2/api:Api");
const routeKey = "GET /v1/insights/{name}";
const get = { httpMethod: "GET" };

export const specimen: Specimen = {
  rule,
  cases: [
    route("tokens", "good", { routeKey, authorizationType: "JWT", authorizerId: "a1" }),
    route("a function", "good", { routeKey, authorizationType: "CUSTOM", authorizerId: "a1" }),
    route("signatures", "good", { routeKey, authorizationType: "AWS_IAM" }),
    method("signatures of a REST API", "good", { ...get, authorization: "AWS_IAM" }),
    method("a user pool", "good", { ...get, authorization: "COGNITO_USER_POOLS", authorizerId: "a1" }),
    method("what browsers ask first", "good", { httpMethod: "OPTIONS", authorization: "NONE" }),
    api("an API with routes of its own", "good", { protocolType: "HTTP" }),
    route("nothing set", "bad", { routeKey }, { says: /authorizationType is not set, authorizerId/ }),
    route("none", "bad", { routeKey, authorizationType: "NONE" }, { says: /is NONE/ }),
    route("none, with an authorizer", "bad", { routeKey, authorizationType: "NONE", authorizerId: "a1" }),
    route("tokens of nobody", "bad", { routeKey, authorizationType: "JWT" }),
    route("a function of nobody", "bad", { routeKey, authorizationType: "CUSTOM", authorizerId: "" }),
    route("a REST API's property", "bad", { routeKey, authorization: "AWS_IAM" }),
    route("preflight of an HTTP API", "bad", {
      routeKey: "OPTIONS /",
      httpMethod: "OPTIONS",
      authorizationType: "NONE",
    }),
    route("whatever has no route", "bad", { routeKey: "$default", authorizationType: "NONE" }),
    method("none, of a REST API", "bad", { ...get, authorization: "NONE" }, { says: /authorization is NONE/ }),
    method("an API key, which is no authorizer", "bad", { ...get, authorization: "NONE", apiKeyRequired: true }),
    method("an HTTP API's property", "bad", { ...get, authorizationType: "AWS_IAM" }),
    method("a user pool of nobody", "bad", { ...get, authorization: "COGNITO_USER_POOLS" }),
    api(
      "an API with a target",
      "bad",
      { protocolType: "HTTP", target: "arn:aws:lambda:r:2:function:f" },
      { says: /target is arn.*everybody/ },
    ),
    api("an API with a target that is not known yet", "undecided", { protocolType: "HTTP", target: UNKNOWN }),
    route("tokens, of somebody unknown", "undecided", { routeKey, authorizationType: "JWT", authorizerId: UNKNOWN }),
    route("none, of somebody unknown", "bad", { routeKey, authorizationType: "NONE", authorizerId: UNKNOWN }),
    route("a type that is not known yet", "undecided", { routeKey, authorizationType: UNKNOWN, authorizerId: "a1" }),
    method("a type that is not known yet, of nobody", "undecided", { ...get, authorization: UNKNOWN }),
    method("a method that is not known yet", "undecided", { httpMethod: UNKNOWN, authorization: "NONE" }),
  ],
  mutation: {
    what: "lets everybody read insights",
    change: (program) => program.set(type, "get-insight", { authorizationType: "NONE" }),
  },
};
