import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/rest-api-throttled";
import { restApiWith } from "../../support/good/api";
import { restCases } from "../../support/rest-cases";
import { type Specimen } from "../../support/specimen";

export const specimen: Specimen = {
  rule,
  cases: restCases({
    unknown: UNKNOWN,
    good: [
      ["both", { throttlingRateLimit: 50, throttlingBurstLimit: 100 }],
      ["the least", { throttlingRateLimit: 1, throttlingBurstLimit: 1 }],
      ["the most", { throttlingRateLimit: 1000, throttlingBurstLimit: 2000 }],
    ],
    bad: [
      ["no limits", {}, /no settings for \*\/\* bound rate and burst/],
      ["no rate", { throttlingBurstLimit: 100 }],
      ["no burst", { throttlingRateLimit: 50 }],
      ["the account's quotas", { throttlingRateLimit: -1, throttlingBurstLimit: -1 }],
      ["a rate of nothing", { throttlingRateLimit: 0, throttlingBurstLimit: 100 }],
      ["a burst of nothing", { throttlingRateLimit: 50, throttlingBurstLimit: 0 }],
      ["a rate too high", { throttlingRateLimit: 1001, throttlingBurstLimit: 100 }],
      ["a burst too high", { throttlingRateLimit: 50, throttlingBurstLimit: 2001 }],
    ],
    undecided: [["a rate that is not known yet", { throttlingRateLimit: UNKNOWN, throttlingBurstLimit: 100 }]],
  }),
  mutation: {
    what: "has a REST API without bounds",
    change: (program) => program.add(...restApiWith({ settings: { throttlingRateLimit: -1 } })),
  },
};
