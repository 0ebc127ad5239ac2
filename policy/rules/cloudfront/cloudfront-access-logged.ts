import {
  all,
  any,
  BUCKET,
  DISTRIBUTION,
  liesAtEdge,
  refersTo,
  type Resource,
  type Stack,
  stackRule,
  type Truth,
} from "../../model";

const SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery";

export const rule = stackRule({
  id: "cloudfront-access-logged",
  controls: ["CloudFront.5"],
  title: "A distribution logs who asked for what",
  why: "What the edge answers from its cache no other log sees: after a leak or a flood nobody can say who it was.",
  cure: "Make a LogDeliverySource of its ACCESS_LOGS and a LogDelivery in us-east-1; the older loggingConfig needs a bucket with ACLs.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html"],
  types: [DISTRIBUTION],
  check: (stack) =>
    stack.ofType(DISTRIBUTION).map((resource) => ({
      resource,
      kept: any(
        logsItself(stack, resource),
        ...stack.ofType(SOURCE).map((source) => delivers(stack, source, resource)),
      ),
      message: "no access log of it is delivered",
    })),
});

function logsItself(stack: Stack, distribution: Resource): Truth {
  const made = stack.madeFrom(distribution, "loggingConfig").some(({ type }) => type === BUCKET);
  return any(made, distribution.at("loggingConfig.bucket").present());
}

function delivers(stack: Stack, source: Resource, distribution: Resource): Truth {
  const deliveries = stack
    .ofType(DELIVERY)
    .map((delivery) => all(refersTo(stack, delivery, "deliverySourceName", source), liesAtEdge(delivery)));
  const isIts = refersTo(stack, source, "resourceArn", distribution);
  return all(isIts, source.at("logType").is("ACCESS_LOGS"), liesAtEdge(source), any(...deliveries));
}
