import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/api-logs-no-bodies";
import { restApiWith } from "../../support/good/api";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const methods = casesAbout("aws:apigateway/methodSettings:MethodSettings");
const stage = casesAbout("aws:apigatewayv2/stage:Stage");

export const specimen: Specimen = {
  rule,
  cases: [
    methods("not set", "good", { settings: { loggingLevel: "INFO" } }),
    methods("switched off", "good", { settings: { dataTraceEnabled: false } }),
    stage("not set, of a WebSocket API", "good", {}),
    stage("a REST API's property", "good", { settings: { dataTraceEnabled: true } }),
    methods(
      "switched on",
      "bad",
      { settings: { dataTraceEnabled: true } },
      { says: /settings.dataTraceEnabled is true/ },
    ),
    methods("switched on, as text", "bad", { settings: { dataTraceEnabled: "true" } }),
    methods("switched on, as a list of one", "bad", { settings: [{ dataTraceEnabled: true }] }),
    methods("switched on for one method", "bad", { methodPath: "a/GET", settings: { dataTraceEnabled: true } }),
    methods("switched on for an unknown stage", "bad", { stageName: UNKNOWN, settings: { dataTraceEnabled: true } }),
    stage(
      "switched on, of a WebSocket API",
      "bad",
      { defaultRouteSettings: { dataTraceEnabled: true } },
      { says: /defaultRouteSettings/ },
    ),
    methods("not known yet", "undecided", { settings: { dataTraceEnabled: UNKNOWN } }),
    stage("nothing known yet", "undecided", { defaultRouteSettings: UNKNOWN }),
  ],
  mutation: {
    what: "has a REST API that logs bodies",
    change: (program) => program.add(...restApiWith({ settings: { dataTraceEnabled: true } })),
  },
};
