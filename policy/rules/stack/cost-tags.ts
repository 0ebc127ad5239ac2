import { all, any, type Resource, stackRule, type Truth } from "../../model";

/** Types that cost money and take tags. */
const BILLED = [
  "aws:apigatewayv2/api:Api",
  "aws:athena/workgroup:Workgroup",
  "aws:cloudfront/distribution:Distribution",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:dynamodb/table:Table",
  "aws:glue/job:Job",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
  "aws:kinesis/stream:Stream",
  "aws:kms/key:Key",
  "aws:lambda/function:Function",
  "aws:s3/bucket:Bucket",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
];

export const rule = stackRule({
  id: "cost-tags",
  title: "What costs money says who pays",
  why: "A bill that nobody can divide is a bill that nobody lowers.",
  cure: "Set the tags in the provider's defaultTags, or on the resource.",
  severity: "low",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html"],
  options: {
    tags: {
      type: "array",
      items: { type: "string" },
      description: "The tags that a resource must have",
      default: ["project", "stack", "cost-center"],
    },
  },
  types: BILLED,
  check: (stack, { tags }) =>
    stack.ofType(...BILLED).map((resource) => ({
      resource,
      kept: all(...(tags as readonly string[]).map((tag) => isTagged(resource, tag))),
      message: `lacks one of the tags ${(tags as readonly string[]).join(", ")}`,
    })),
});

/** A tag's name may hold dots, which are no path: hence entries. */
function isTagged(resource: Resource, tag: string): Truth {
  const places = [resource.at("tags"), resource.at("tagsAll"), resource.provider.at("defaultTags.tags")];
  return any(
    ...places.map((place) => {
      const own = place.entries().find(([name]) => name === tag);
      return own ? own[1].present() : place.isUnknown ? place.present() : false;
    }),
  );
}
