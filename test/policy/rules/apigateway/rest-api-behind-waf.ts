import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/apigateway/rest-api-behind-waf";
import { restApiWith } from "../../support/good/api";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const arn = "arn:aws:apigateway:ap-south-1::/restapis/abc/stages/live";
const webAclArn = "arn:aws:wafv2:ap-south-1:222222222222:regional/webacl/huut/1";

function guarded(
  title: string,
  is: Outcome,
  resources: readonly Sketch[],
  stage: object = { arn },
  rest: Partial<Case> = {},
): Case {
  const live: Sketch = { type: "aws:apigateway/stage:Stage", name: "live", props: { stageName: "live", ...stage } };
  return { title, is, resources: [live, ...resources], ...rest };
}

function association(resourceArn: unknown, more: Partial<Sketch> = {}): Sketch {
  return {
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    name: "a",
    props: { resourceArn, webAclArn },
    ...more,
  };
}

const other: Sketch = { type: "aws:apigateway/stage:Stage", name: "other", props: { arn: "arn:other" } };
const balancer: Sketch = { type: "aws:lb/loadBalancer:LoadBalancer", name: "balancer", props: { arn: UNKNOWN } };

export const specimen: Specimen = {
  rule,
  cases: [
    guarded("an association by the ARN", "good", [association(arn)]),
    guarded(
      "an association with what is made later",
      "good",
      [association(UNKNOWN, { from: { resourceArn: ["live"] } })],
      { arn: UNKNOWN },
    ),
    guarded("one of two associations", "good", [association("arn:other"), association(arn, { name: "b" })]),
    guarded("none", "bad", [], { arn }, { says: /no web ACL is associated/ }),
    guarded("one of something else", "bad", [association("arn:other")]),
    guarded("one with something else that is made later", "bad", [
      association(UNKNOWN, { from: { resourceArn: ["balancer"] } }),
      balancer,
    ]),
    guarded("one of another stage", "bad", [association("arn:other"), other]),
    guarded("an empty one", "bad", [association("")]),
    guarded("a web ACL that nobody associates", "bad", [
      { type: "aws:wafv2/webAcl:WebAcl", name: "w", props: { scope: "REGIONAL" } },
    ]),
    guarded("two stages, one guarded", "bad", [association(arn), other]),
    guarded("one of nobody knows what", "undecided", [association(UNKNOWN)]),
    {
      title: "an HTTP API",
      is: "not its business",
      resources: [{ type: "aws:apigatewayv2/stage:Stage", name: "s", props: {} }],
    },
  ],
  mutation: {
    what: "has a REST API without a firewall",
    change: (program) => program.add(...restApiWith({ without: "association" })),
  },
};
