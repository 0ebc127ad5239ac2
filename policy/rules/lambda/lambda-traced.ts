import { expect, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "lambda-traced",
  title: "A function traces its invocations",
  why: "Without traces nobody sees where an event that crosses queues, functions and tables spends its time or fails.",
  cure: "Set tracingConfig.mode to Active.",
  severity: "low",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html"],
  types: ["aws:lambda/function:Function"],
  check: (lambda) => {
    const mode = lambda.at("tracingConfig.mode");
    return expect(mode.is("Active"), String(mode));
  },
});
