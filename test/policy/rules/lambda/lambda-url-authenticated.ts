import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/lambda/lambda-url-authenticated";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:lambda/functionUrl:FunctionUrl";
const url = casesAbout(type);
const functionName = "huut-prod-insights-api";

export const specimen: Specimen = {
  rule,
  cases: [
    url("signed requests", "good", { functionName, authorizationType: "AWS_IAM" }),
    url("signed requests, read in a stream", "good", { authorizationType: "AWS_IAM", invokeMode: "RESPONSE_STREAM" }),
    url("all requests", "bad", { functionName, authorizationType: "NONE" }, { says: /authorizationType is NONE/ }),
    url("nothing set", "bad", { functionName }, { says: /not set/ }),
    url("an empty type", "bad", { functionName, authorizationType: "" }),
    url("all requests of one alias", "bad", { functionName, qualifier: "live", authorizationType: "NONE" }),
    url("a type that is not known yet", "undecided", { functionName, authorizationType: UNKNOWN }),
    url("all requests of an unknown function", "bad", { functionName: UNKNOWN, authorizationType: "NONE" }),
  ],
  mutation: {
    what: "gives a function with a bound a URL for everyone",
    change: (program) => {
      program.set("aws:lambda/function:Function", "insights-api", { reservedConcurrentExecutions: 5 });
      program.add({ type, name: "open", props: { functionName, authorizationType: "NONE" } });
    },
  },
};
