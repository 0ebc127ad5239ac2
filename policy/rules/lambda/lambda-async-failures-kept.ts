import { all, any, not, type Resource, type Stack, stackRule, type Truth, refersTo } from "../../model";

const FUNCTION = "aws:lambda/function:Function";
const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

/** Services whose calls nobody waits for. */
const ASYNCHRONOUS = /^(events|s3|sns|iot|ses|scheduler|logs(\.[\w-]+)?)\.amazonaws\.com$/;

export const rule = stackRule({
  id: "lambda-async-failures-kept",
  title: "Events of a function that is called asynchronously are kept when they fail",
  why: "Lambda tries such an event three times at most, and then drops it: nobody learns that it was ever there.",
  cure: "Declare a FunctionEventInvokeConfig with an on-failure destination, or a deadLetterConfig on the function.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"],
  types: [FUNCTION],
  check: (stack) =>
    stack.ofType(FUNCTION).map((lambda) => ({
      kept: any(not(calledAsynchronously(stack, lambda)), keepsFailures(stack, lambda)),
      resource: lambda,
      message: "is called asynchronously, and what fails is dropped",
    })),
});

function calledAsynchronously(stack: Stack, lambda: Resource): Truth {
  const permissions = stack.ofType("aws:lambda/permission:Permission").map((permission) => {
    const unwaited = permission.at("principal").matches(ASYNCHRONOUS);
    return all(refersTo(stack, permission, "function", lambda), unwaited);
  });
  const schedules = stack
    .ofType("aws:scheduler/schedule:Schedule")
    .map((schedule) => refersTo(stack, schedule, "target.arn", lambda));
  return any(...permissions, ...schedules);
}

function keepsFailures(stack: Stack, lambda: Resource): Truth {
  const configured = stack.ofType(INVOKE_CONFIG).map((config) => {
    const destination = config.at("destinationConfig.onFailure.destination");
    return all(refersTo(stack, config, "functionName", lambda), destination.present());
  });
  return any(lambda.at("deadLetterConfig.targetArn").present(), ...configured);
}
