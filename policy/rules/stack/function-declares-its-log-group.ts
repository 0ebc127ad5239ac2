import { any, type Resource, type Stack, stackRule, type Truth, UNKNOWN } from "../../model";

const FUNCTION = "aws:lambda/function:Function";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

export const rule = stackRule({
  id: "function-declares-its-log-group",
  title: "The log group of a function is declared beside it",
  why: "Lambda makes a missing group itself: kept for ever, with no key, and left behind when the function goes.",
  cure: "Declare a log group and name it in the function's loggingConfig, or as /aws/lambda/<function>.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html"],
  types: [FUNCTION],
  check: (stack) =>
    stack.ofType(FUNCTION).map((resource) => ({
      resource,
      kept: declares(stack, resource),
      message: `no log group of this stack is its own (${resource.at("loggingConfig.logGroup")})`,
    })),
});

function declares(stack: Stack, resource: Resource): Truth {
  const named = resource.at("loggingConfig.logGroup");
  if (stack.references(resource, "loggingConfig", LOG_GROUP).length > 0) return true;
  const names = stack.ofType(LOG_GROUP).map((group) => group.at("name"));
  if (named.present() === true) return any(...names.map((name) => name.isSameAs(named) as Truth));
  const own = resource.at("name").text();
  if (named.isUnknown || own === UNKNOWN) return names.length === 0 ? false : UNKNOWN;
  return any(...names.map((name) => name.is(`/aws/lambda/${String(own)}`)));
}
