import {
  all,
  any,
  HTTP_STAGE,
  not,
  resourceRule,
  THROTTLE_OPTIONS,
  throttles,
  type Truth,
  type Value,
} from "../../model";

export const rule = resourceRule({
  id: "http-api-throttled",
  title: "A stage of an HTTP API bounds requests",
  why: "Without bounds of its own one caller takes the account's whole quota of requests, and every function behind it.",
  cure: "Set throttlingRateLimit and throttlingBurstLimit in defaultRouteSettings.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html"],
  options: THROTTLE_OPTIONS,
  types: [HTTP_STAGE],
  check: (stage, options) => {
    const settings = stage.at("defaultRouteSettings");
    const [rate, burst] = [settings.at("throttlingRateLimit"), settings.at("throttlingBurstLimit")];
    const routes = stage
      .at("routeSettings")
      .every((route) =>
        all(
          within(route.at("throttlingRateLimit"), Number(options["rate"])),
          within(route.at("throttlingBurstLimit"), Number(options["burst"])),
        ),
      );
    return [
      { kept: throttles(settings, options), message: `${rate}, ${burst}` },
      { kept: routes, message: "routeSettings let more through than the stage may" },
    ];
  },
});

/** A route's own limit goes before the stage's; a route without has the stage's. */
function within(limit: Value, most: number): Truth {
  return any(not(limit.present()), limit.atMost(most));
}
