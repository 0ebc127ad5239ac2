import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/http-api-throttled";
import { casesAbout } from "../../support/one";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const type = "aws:apigatewayv2/stage:Stage";
const stage = casesAbout(type);
const defaultRouteSettings = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

function limits(
  title: string,
  is: Outcome,
  throttlingRateLimit: unknown,
  throttlingBurstLimit: unknown,
  rest: Partial<Case> = {},
): Case {
  return stage(title, is, { defaultRouteSettings: { throttlingRateLimit, throttlingBurstLimit } }, rest);
}

function route(title: string, is: Outcome, settings: object, rest: Partial<Case> = {}): Case {
  return stage(
    title,
    is,
    { defaultRouteSettings, routeSettings: [{ routeKey: "GET /a" }, { routeKey: "GET /b", ...settings }] },
    rest,
  );
}

export const specimen: Specimen = {
  rule,
  cases: [
    limits("both", "good", 50, 100),
    limits("the least", "good", 1, 1),
    limits("the most", "good", 1000, 2000),
    limits("no rate", "bad", undefined, 100, { says: /throttlingRateLimit is not set/ }),
    limits("no burst", "bad", 50, undefined, { says: /throttlingBurstLimit is not set/ }),
    limits("a rate of nothing, which is the quota", "bad", 0, 100),
    limits("a burst of nothing, which is the quota", "bad", 50, 0),
    limits("a rate too high", "bad", 1001, 100),
    limits("a burst too high", "bad", 50, 2001),
    limits("over a stack's own rate", "bad", 50, 100, { options: { rate: 49 } }),
    limits("over a stack's own burst", "bad", 50, 100, { options: { burst: 99 } }),
    stage("nothing set", "bad", {}),
    stage("an empty block", "bad", { defaultRouteSettings: {} }),
    route("routes with the stage's limits", "good", {}),
    route("a route with a lower one", "good", { throttlingRateLimit: 1, throttlingBurstLimit: 1 }),
    route("a route with the most", "good", { throttlingRateLimit: 1000, throttlingBurstLimit: 2000 }),
    route("a route with a rate too high", "bad", { throttlingRateLimit: 1001 }, { says: /^routeSettings let more/ }),
    route("a route with a burst too high", "bad", { throttlingBurstLimit: 2001 }),
    route("a route over a stack's own rate", "bad", { throttlingRateLimit: 60 }, { options: { rate: 50 } }),
    route("a route over a stack's own burst", "bad", { throttlingBurstLimit: 200 }, { options: { burst: 100 } }),
    route("a route with an unknown rate", "undecided", { throttlingRateLimit: UNKNOWN }),
    limits("a rate that is not known yet", "undecided", UNKNOWN, 100),
    limits("an unknown rate, and no burst", "bad", UNKNOWN, undefined),
  ],
  mutation: {
    what: "takes the rate away",
    change: (program) => program.set(type, "insights-stage", { defaultRouteSettings: { throttlingBurstLimit: 100 } }),
  },
};
