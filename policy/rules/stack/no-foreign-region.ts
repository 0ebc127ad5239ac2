import { type Resource, stackRule, textsIn, type Truth, UNKNOWN } from "../../model";

/** Types whose very purpose is another region, and what CloudFront needs in us-east-1. */
const ACROSS = [
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:cloudfront/distribution:Distribution",
  "aws:dynamodb/tableReplica:TableReplica",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:wafv2/webAclAssociation:WebAclAssociation",
];

/** What lies in us-east-1 for every region, because CloudFront looks for it there. */
const AT_EDGE =
  /^arn:aws[\w-]*:(acm:us-east-1:\d+:certificate\/|logs:us-east-1:\d+:delivery|wafv2:us-east-1:\d+:global\/)/;

export const rule = stackRule({
  id: "no-foreign-region",
  title: "A resource names nothing of another region, except to replicate",
  why: "What reaches into the other region stops with it: a second region that needs the first is no second region.",
  cure: "Name the resource of this region, or replicate what is needed.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html",
  ],
  options: {
    across: {
      type: "array",
      items: { type: "string" },
      description: "Types that may name another region",
      default: ACROSS,
    },
  },
  types: ["aws:*"],
  check: (stack, { across }) =>
    stack.resources
      .filter(({ type }) => type.startsWith("aws:") && !(across as readonly string[]).includes(type))
      .map((resource) => {
        const region = resource.region.text();
        const foreign = foreignRegions(resource, typeof region === "string" ? region : undefined);
        return { resource, kept: decided(foreign, region), message: `names an ARN of ${[...foreign].join(", ")}` };
      }),
});

function decided(foreign: ReadonlySet<string>, region: string | undefined | typeof UNKNOWN): Truth {
  if (foreign.size === 0) return true;
  return region === UNKNOWN ? UNKNOWN : region === undefined;
}

function foreignRegions(resource: Resource, own: string | undefined): ReadonlySet<string> {
  const found = textsIn(resource.record.props).flatMap((text) =>
    [...text.matchAll(/\barn:aws[\w-]*:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):/g)]
      .filter(({ index }) => !AT_EDGE.test(text.slice(index)))
      .map(([, region]) => region as string),
  );
  return new Set(found.filter((region) => region !== own));
}
