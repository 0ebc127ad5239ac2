import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/rest-api-traced";
import { restApiWith } from "../../support/good/api";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const stage = casesAbout("aws:apigateway/stage:Stage");

export const specimen: Specimen = {
  rule,
  cases: [
    stage("switched on", "good", { xrayTracingEnabled: true }),
    stage("switched on, as text", "good", { xrayTracingEnabled: "true" }),
    stage("not set", "bad", {}, { says: /xrayTracingEnabled is not set/ }),
    stage("switched off", "bad", { xrayTracingEnabled: false }, { says: /is false/ }),
    stage("null", "bad", { xrayTracingEnabled: null }),
    stage("switched off, of an unknown API", "bad", { restApi: UNKNOWN, xrayTracingEnabled: false }),
    stage("not known yet", "undecided", { xrayTracingEnabled: UNKNOWN }),
  ],
  mutation: {
    what: "has a REST API without traces",
    change: (program) => program.add(...restApiWith({ stage: { xrayTracingEnabled: false } })),
  },
};
