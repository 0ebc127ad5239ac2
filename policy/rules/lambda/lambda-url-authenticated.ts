import { expect, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "lambda-url-authenticated",
  title: "A function's URL lets in signed requests only",
  why: "A URL without authentication hands the function to everyone on the internet, past the API's authorizer and throttles.",
  cure: "Set authorizationType to AWS_IAM.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"],
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  check: (url) => {
    const type = url.at("authorizationType");
    return expect(type.is("AWS_IAM"), String(type));
  },
});
