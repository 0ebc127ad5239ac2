import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/api-default-endpoint-off";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const HTTP = "aws:apigatewayv2/api:Api";
const REST = "aws:apigateway/restApi:RestApi";
const API_MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping";
const BASE_PATH = "aws:apigateway/basePathMapping:BasePathMapping";

function mapped(
  title: string,
  is: Outcome,
  type: string,
  off: unknown,
  mapping: Sketch | undefined,
  rest: Partial<Case> = {},
): Case {
  const api: Sketch = { type, name: "api", props: { id: "abc", disableExecuteApiEndpoint: off } };
  return { title, is, resources: mapping ? [api, mapping] : [api], ...rest };
}

function http(apiId: unknown, from?: Sketch["from"]): Sketch {
  return {
    type: API_MAPPING,
    name: "m",
    props: { apiId, domainName: "api.huut.example", stage: "live" },
    ...(from && { from }),
  };
}

function rest(restApi: unknown, from?: Sketch["from"]): Sketch {
  return { type: BASE_PATH, name: "m", props: { restApi, domainName: "api.huut.example" }, ...(from && { from }) };
}

export const specimen: Specimen = {
  rule,
  cases: [
    mapped("off", "good", HTTP, true, http("abc")),
    mapped("off, REST", "good", REST, true, rest("abc")),
    mapped("on, with no domain name", "good", HTTP, undefined, undefined),
    mapped("on, with a domain name of another API", "good", HTTP, false, http("def")),
    mapped("on, with a REST API of that name", "good", HTTP, false, rest("def")),
    mapped("not set", "bad", HTTP, undefined, http("abc"), { says: /disableExecuteApiEndpoint is not set/ }),
    mapped("on", "bad", HTTP, false, http("abc"), { says: /is false/ }),
    mapped("on, REST", "bad", REST, false, rest("abc")),
    mapped("not set, REST", "bad", REST, undefined, rest("abc")),
    mapped("on, a REST API by the newer mapping", "bad", REST, false, http("abc")),
    mapped("on, with a mapping that is made later", "bad", HTTP, false, http(UNKNOWN, { apiId: ["api"] })),
    mapped("on, REST, with a mapping that is made later", "bad", REST, false, rest(UNKNOWN, { restApi: ["api"] })),
    mapped("null", "bad", HTTP, null, http("abc")),
    mapped("an empty text", "bad", HTTP, "", http("abc")),
    mapped("not known yet", "undecided", HTTP, UNKNOWN, http("abc")),
    mapped("on, with a mapping of nobody knows what", "undecided", HTTP, false, http(UNKNOWN)),
    mapped("off, with a mapping of nobody knows what", "good", HTTP, true, http(UNKNOWN)),
  ],
  mutation: {
    what: "gives the API a domain name, and leaves the default one on",
    change: (program) => {
      const domainName = "api.huut.example";
      const { id: apiId } = program.get(HTTP, "insights").props;
      const domainNameConfiguration = { endpointType: "REGIONAL", securityPolicy: "TLS_1_2" };
      program.add(
        {
          type: "aws:apigatewayv2/domainName:DomainName",
          name: "domain",
          props: { domainName, domainNameConfiguration },
        },
        { type: API_MAPPING, name: "mapping", props: { apiId, domainName, stage: "$default" } },
      );
    },
  },
};
