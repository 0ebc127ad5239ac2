import { any, stackRule } from "../../model";

export const rule = stackRule({
  id: "regions-allowed",
  title: "Resources lie in the regions that the platform is meant for",
  why: "Data that strays into another region leaves the law, the keys and the alarms that it is under.",
  cure: "Mend the provider's region or the resource's own, or add the region to the rule's options.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html"],
  options: {
    regions: {
      type: "array",
      items: { type: "string", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$" },
      description: "Where data may lie",
      default: ["ap-south-1", "ap-southeast-1"],
    },
    edgeTypes: {
      type: "array",
      items: { type: "string" },
      description: "Types that may also lie in us-east-1, because CloudFront looks for them there",
      default: [
        "aws:acm/certificate:Certificate",
        "aws:acm/certificateValidation:CertificateValidation",
        "aws:cloudwatch/logDelivery:LogDelivery",
        "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
        "aws:cloudwatch/logDeliverySource:LogDeliverySource",
        "aws:wafv2/webAcl:WebAcl",
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
      ],
    },
  },
  types: ["aws:*"],
  check: (stack, { regions, edgeTypes }) =>
    stack.resources
      .filter(({ type }) => type.startsWith("aws:"))
      .map((resource) => {
        const isEdge = (edgeTypes as readonly string[]).includes(resource.type);
        const { region } = resource;
        const none = region.raw === undefined;
        return {
          resource,
          kept: any(none, region.isOneOf(regions as readonly string[]), isEdge && region.is("us-east-1")),
          message: `${region}, which is not one of ${(regions as readonly string[]).join(", ")}`,
        };
      }),
});
