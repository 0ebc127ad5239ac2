import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/api-domain-tls";
import { casesAbout } from "../../support/one";
import { type Specimen } from "../../support/specimen";

const type = "aws:apigatewayv2/domainName:DomainName";
const http = casesAbout(type);
const rest = casesAbout("aws:apigateway/domainName:DomainName");
const endpointType = "REGIONAL";

export const specimen: Specimen = {
  rule,
  cases: [
    http("TLS 1.2", "good", { domainNameConfiguration: { endpointType, securityPolicy: "TLS_1_2" } }),
    rest("TLS 1.2, REST", "good", { securityPolicy: "TLS_1_2" }),
    rest("TLS 1.3", "good", { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" }),
    rest("TLS 1.2 at the edge", "good", { securityPolicy: "SecurityPolicy_TLS12_PFS_2025_EDGE" }),
    http(
      "TLS 1.0",
      "bad",
      { domainNameConfiguration: { endpointType, securityPolicy: "TLS_1_0" } },
      { says: /Policy is TLS_1_0/ },
    ),
    http("nothing set", "bad", {}, { says: /domainNameConfiguration.securityPolicy is not set/ }),
    http("no policy", "bad", { domainNameConfiguration: { endpointType } }),
    http("a REST API's property", "bad", { securityPolicy: "TLS_1_2" }),
    rest("TLS 1.0, REST", "bad", { securityPolicy: "TLS_1_0" }),
    rest("nothing set, REST", "bad", {}, { says: /^securityPolicy is not set/ }),
    rest("an HTTP API's property", "bad", { domainNameConfiguration: { securityPolicy: "TLS_1_2" } }),
    rest("a policy that is none", "bad", { securityPolicy: "SecurityPolicy_TLS13_" }),
    rest("a newer policy that takes older TLS", "bad", { securityPolicy: "SecurityPolicy_TLS10_2030" }),
    rest("a longer name", "bad", { securityPolicy: "TLS_1_2_AND_OLDER" }),
    rest("a name within", "bad", { securityPolicy: "NOT_TLS_1_2" }),
    rest("a policy that is not known yet", "undecided", { securityPolicy: UNKNOWN }),
    http("nothing known yet", "undecided", { domainNameConfiguration: UNKNOWN }),
  ],
  mutation: {
    what: "has a domain name that takes old TLS",
    change: (program) =>
      program.add({ type, name: "d", props: { domainName: "api.huut.example", domainNameConfiguration: {} } }),
  },
};
