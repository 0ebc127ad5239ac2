import { type Sketch } from "../specimen";

type Props = Readonly<Record<string, unknown>>;

/** What a part of a good REST API is spoilt by. */
export interface RestFlaws {
  readonly stage?: Props;
  readonly settings?: Props;
  readonly method?: Props;
  /** Leaves a resource out. */
  readonly without?: "settings" | "association";
}

const restApi = "abc123";

/** A REST API that every rule likes, but for its flaws. */
export function restApiWith(flaws: RestFlaws): readonly Sketch[] {
  const { without } = flaws;
  return [
    { type: "aws:apigateway/restApi:RestApi", name: "catalog", props: { id: restApi, name: "huut-prod-catalog" } },
    {
      type: "aws:apigateway/method:Method",
      name: "get-catalog",
      props: { restApi, httpMethod: "GET", authorization: "AWS_IAM", ...flaws.method },
    },
    {
      type: "aws:apigateway/stage:Stage",
      name: "catalog-live",
      props: {
        restApi,
        stageName: "live",
        arn: "arn:aws:apigateway:ap-south-1::/restapis/abc123/stages/live",
        xrayTracingEnabled: true,
        accessLogSettings: {
          destinationArn: "arn:aws:logs:ap-south-1:222222222222:log-group:/aws/apigateway/huut-prod-insights",
          format: "$context.requestId",
        },
        ...flaws.stage,
      },
    },
    ...(without === "settings" ? [] : [methodSettings(flaws.settings)]),
    ...(without === "association" ? [] : [association]),
  ];
}

function methodSettings(flaw: Props = {}): Sketch {
  const settings = { loggingLevel: "ERROR", throttlingRateLimit: 50, throttlingBurstLimit: 100, ...flaw };
  const props = { restApi, stageName: "live", methodPath: "*/*", settings };
  return { type: "aws:apigateway/methodSettings:MethodSettings", name: "catalog-settings", props };
}

const association: Sketch = {
  type: "aws:wafv2/webAclAssociation:WebAclAssociation",
  name: "catalog-firewall",
  props: {
    resourceArn: "arn:aws:apigateway:ap-south-1::/restapis/abc123/stages/live",
    webAclArn: "arn:aws:wafv2:ap-south-1:222222222222:regional/webacl/huut/1",
  },
};
