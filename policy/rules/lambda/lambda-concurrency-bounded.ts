import {
  all,
  any,
  MAPPING,
  not,
  pollsQueue,
  type Resource,
  type Stack,
  stackRule,
  type Truth,
  refersTo,
} from "../../model";

const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";
const URL = "aws:lambda/functionUrl:FunctionUrl";

/** Services that call once for each event, however many come at once. API Gateway has throttles, a stream has shards. */
const PUSHING = /^(events|s3|sns|iot|ses|logs(\.[\w-]+)?)\.amazonaws\.com$/;

export const rule = stackRule({
  id: "lambda-concurrency-bounded",
  title: "A function that many events may call at once has a bound on how often it runs at once",
  why: "A burst takes the account's whole concurrency, so that every other function is throttled, and what it calls is flooded.",
  cure: "Set scalingConfig.maximumConcurrency on a queue's mapping, else reservedConcurrentExecutions on the function.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"],
  types: [FUNCTION],
  check: (stack) =>
    stack.ofType(FUNCTION).map((lambda) => {
      const reserved = lambda.at("reservedConcurrentExecutions");
      const kept = any(reserved.atLeast(0), not(any(...floods(stack, lambda))));
      return { kept, resource: lambda, message: `${reserved}, and a source of its events has no bound` };
    }),
});

/** For each source of a function's events, whether nothing bounds it. */
function floods(stack: Stack, lambda: Resource): readonly Truth[] {
  return [
    ...stack.ofType(MAPPING).map((mapping) => {
      const bounded = mapping.at("scalingConfig.maximumConcurrency").present();
      return all(refersTo(stack, mapping, "functionName", lambda), pollsQueue(mapping), not(bounded));
    }),
    ...stack.ofType(PERMISSION).map((permission) => {
      const pushed = permission.at("principal").matches(PUSHING);
      return all(refersTo(stack, permission, "function", lambda), pushed);
    }),
    ...stack.ofType(URL).map((url) => refersTo(stack, url, "functionName", lambda)),
  ];
}
