import { any, expect, resourceRule } from "../../model";

/** Those whose deprecation lies after 2026. */
const SUPPORTED = [
  "dotnet10",
  "java11",
  "java17",
  "java21",
  "java25",
  "nodejs22.x",
  "nodejs24.x",
  "provided.al2023",
  "python3.11",
  "python3.12",
  "python3.13",
  "python3.14",
  "ruby3.3",
  "ruby3.4",
];

export const rule = resourceRule({
  id: "lambda-runtime-supported",
  controls: ["Lambda.2"],
  title: "A function runs on a runtime that Lambda still patches",
  why: "A deprecated runtime gets no security updates, and soon the function cannot be changed any more.",
  cure: "Set runtime to a supported one.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
  options: {
    runtimes: {
      type: "array",
      items: { type: "string" },
      description: "Runtimes that functions may use",
      default: SUPPORTED,
    },
  },
  types: ["aws:lambda/function:Function"],
  check: (lambda, { runtimes }) => {
    const runtime = lambda.at("runtime");
    const image = lambda.at("packageType").is("Image");
    return expect(any(image, runtime.isOneOf(runtimes as readonly string[])), String(runtime));
  },
});
