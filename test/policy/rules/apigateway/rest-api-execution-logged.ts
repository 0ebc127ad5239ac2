import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/rest-api-execution-logged";
import { restApiWith } from "../../support/good/api";
import { restCases } from "../../support/rest-cases";
import { type Specimen } from "../../support/specimen";

export const specimen: Specimen = {
  rule,
  cases: restCases({
    unknown: UNKNOWN,
    good: [
      ["errors", { loggingLevel: "ERROR" }],
      ["everything", { loggingLevel: "INFO" }],
    ],
    bad: [
      ["no level", {}, /no settings for \*\/\* set loggingLevel to ERROR or INFO/],
      ["switched off", { loggingLevel: "OFF" }],
      ["an empty level", { loggingLevel: "" }],
      ["metrics only", { metricsEnabled: true }],
    ],
    undecided: [["a level that is not known yet", { loggingLevel: UNKNOWN }]],
  }),
  mutation: {
    what: "has a REST API without execution logs",
    change: (program) => program.add(...restApiWith({ settings: { loggingLevel: "OFF" } })),
  },
};
