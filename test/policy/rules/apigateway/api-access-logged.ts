import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/api-access-logged";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:apigatewayv2/stage:Stage";
const http = casesAbout(type);
const rest = casesAbout("aws:apigateway/stage:Stage");
const destinationArn = "arn:aws:logs:ap-south-1:222222222222:log-group:/aws/apigateway/huut";
const format = '{"requestId":"$context.requestId"}';

export const specimen: Specimen = {
  rule,
  cases: [
    http("an HTTP API's stage", "good", { accessLogSettings: { destinationArn, format } }),
    rest("a REST API's stage", "good", { accessLogSettings: { destinationArn, format } }),
    http("nothing set", "bad", {}, { says: /destinationArn is not set.*format is not set/ }),
    rest("nothing set, REST", "bad", {}),
    http("no destination", "bad", { accessLogSettings: { format } }),
    http("an empty destination", "bad", { accessLogSettings: { destinationArn: "", format } }),
    http("no format", "bad", { accessLogSettings: { destinationArn } }),
    http("an empty format", "bad", { accessLogSettings: { destinationArn, format: "" } }),
    http("as an empty list", "bad", { accessLogSettings: [] }),
    http("a destination that is not known yet", "undecided", {
      accessLogSettings: { destinationArn: UNKNOWN, format },
    }),
    http("an unknown destination, and no format", "bad", { accessLogSettings: { destinationArn: UNKNOWN } }),
    http("nothing known yet", "undecided", { accessLogSettings: UNKNOWN }),
  ],
  mutation: {
    what: "takes the access logs away",
    change: (program) => program.set(type, "insights-stage", { accessLogSettings: undefined }),
  },
};
