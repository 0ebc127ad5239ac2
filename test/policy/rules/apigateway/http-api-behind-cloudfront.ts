import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/http-api-behind-cloudfront";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const type = "aws:apigatewayv2/api:Api";
const paid = { project: "huut", stack: "prod", "cost-center": "data" };
const host = "abc.execute-api.ap-south-1.amazonaws.com";
const api: Sketch = { type, name: "api", props: { id: "abc", protocolType: "HTTP", apiEndpoint: `https://${host}` } };
const later: Sketch = { type, name: "api", props: { protocolType: "HTTP" } };

function distribution(origins: unknown, more: Partial<Sketch> = {}): Sketch {
  return { type: "aws:cloudfront/distribution:Distribution", name: "edge", props: { origins }, ...more };
}

const v2Domain: Sketch = {
  type: "aws:apigatewayv2/domainName:DomainName",
  name: "domain",
  props: { id: "api.huut.example", domainName: "api.huut.example" },
};
const v1Domain: Sketch = { ...v2Domain, type: "aws:apigateway/domainName:DomainName" };
const mapping: Sketch = {
  type: "aws:apigatewayv2/apiMapping:ApiMapping",
  name: "mapping",
  props: { apiId: "abc", domainName: "api.huut.example" },
};
const bucket: Sketch = { type: "aws:s3/bucket:Bucket", name: "bucket", props: {} };

function fronted(title: string, is: Outcome, resources: readonly Sketch[], rest: Partial<Case> = {}): Case {
  return { title, is, resources, ...rest };
}

export const specimen: Specimen = {
  rule,
  cases: [
    fronted("an origin by its host", "good", [api, distribution([{ domainName: host }])]),
    fronted("an origin beside a bucket", "good", [
      api,
      distribution([{ domainName: "b.s3.amazonaws.com" }, { domainName: host }]),
    ]),
    fronted("an origin that is made later", "good", [
      later,
      distribution([{ domainName: UNKNOWN }], { from: { origins: ["api"] } }),
    ]),
    fronted("an origin by its domain name", "good", [
      api,
      v2Domain,
      mapping,
      distribution([{ domainName: "api.huut.example" }]),
    ]),
    fronted("an origin by a domain name that is made later", "good", [
      later,
      { ...v1Domain, props: {} },
      { ...mapping, props: {}, from: { apiId: ["api"], domainName: ["domain"] } },
      distribution([{ domainName: UNKNOWN }], { from: { origins: ["domain"] } }),
    ]),
    fronted("a WebSocket API, for which there is no such way", "good", [
      { ...api, props: { protocolType: "WEBSOCKET" } },
    ]),
    fronted("no distribution", "bad", [api], { says: /is no distribution's origin/ }),
    fronted("a distribution of a bucket", "bad", [api, distribution([{ domainName: "b.s3.amazonaws.com" }])]),
    fronted("a distribution of a bucket that is made later", "bad", [
      later,
      bucket,
      distribution([{ domainName: UNKNOWN }], { from: { origins: ["bucket"] } }),
    ]),
    fronted("a distribution of another API", "bad", [api, distribution([{ domainName: `x${host}` }])]),
    fronted("a distribution without origins", "bad", [api, distribution(undefined)]),
    fronted("an origin without a host", "bad", [api, distribution([{ originId: "api" }])]),
    fronted("an origin without a host, and an API without one", "bad", [later, distribution([{ originId: "api" }])]),
    fronted("a domain name of another API", "bad", [
      api,
      v2Domain,
      { ...mapping, props: { ...mapping.props, apiId: "def" } },
      distribution([{ domainName: "api.huut.example" }]),
    ]),
    fronted("two APIs, one in front of which stands one", "bad", [
      api,
      { type, name: "second", props: { protocolType: "HTTP", apiEndpoint: "https://def" } },
      distribution([{ domainName: host }]),
    ]),
    fronted("an origin of nobody knows where", "undecided", [api, distribution([{ domainName: UNKNOWN }])]),
    fronted("origins of nobody knows where", "undecided", [api, distribution(UNKNOWN)]),
    fronted("an API of an unknown kind", "undecided", [{ ...api, props: { protocolType: UNKNOWN } }]),
  ],
  mutation: {
    what: "has a second API without CloudFront",
    change: (program) => program.add({ type, name: "second", props: { protocolType: "HTTP", tags: paid } }),
  },
};
