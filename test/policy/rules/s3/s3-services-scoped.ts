import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-services-scoped";
import { ARN, bucket, on, part, policy } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const SOURCE = { "aws:SourceArn": "arn:aws:cloudfront::222222222222:distribution/E1" };
const admits = {
  Effect: "Allow",
  Principal: { Service: "cloudfront.amazonaws.com" },
  Action: "s3:GetObject",
  Resource: `${ARN}/*`,
};
const standalone = (rest: Readonly<Record<string, unknown>> = {}) => [
  bucket(),
  part("BucketPolicy", { policy: policy({ ...admits, ...rest }) }),
];
const when = (operator: string, condition: Readonly<Record<string, unknown>>) =>
  standalone({ Condition: { [operator]: condition } });

export const specimen: Specimen = {
  rule,
  cases: [
    on("no policy", "good", [bucket()]),
    on("one distribution", "good", when("StringEquals", SOURCE)),
    on("what one account's ARN looks like", "good", when("ArnLike", { "AWS:SourceArn": "arn:aws:s3:::huut-*" })),
    on("one account", "good", when("StringEqualsIgnoreCase", { "aws:SourceAccount": "222222222222" })),
    on("one organization", "good", when("ForAnyValue:StringLike", { "aws:SourceOrgPaths": "o-1/*" })),
    on("one organization by its id", "good", when("StringEquals", { "aws:SourceOrgID": "o-1" })),
    on("an account, no service", "good", standalone({ Principal: { AWS: "222222222222" } })),
    on("denied", "good", standalone({ Effect: "Deny" })),
    on("a service for anybody", "bad", standalone(), { says: /admits a service for any source: policy is/ }),
    on("a service among principals", "bad", standalone({ Principal: { AWS: "2", Service: ["a.amazonaws.com"] } })),
    on("any source", "bad", when("StringLike", { "aws:SourceArn": "*" })),
    on("no source", "bad", when("StringEquals", { "aws:SourceArn": [] })),
    on("any source but one", "bad", when("StringNotEquals", SOURCE)),
    on(
      "a condition about something else",
      "bad",
      when("StringEquals", { "s3:x-amz-acl": "bucket-owner-full-control" }),
    ),
    on("a key that only ends so", "bad", when("StringEquals", { "x-aws:SourceAccount": "2" })),
    on("a key that only begins so", "bad", when("StringEquals", { "aws:SourceAccountX": "2" })),
    on("inline", "bad", [bucket({ policy: policy(admits) })]),
    on("a policy that is not known yet", "undecided", [bucket(), part("BucketPolicy", { policy: UNKNOWN })]),
    on("one not known yet, the other for anybody", "bad", [
      bucket({ policy: policy(admits) }),
      part("BucketPolicy", { policy: UNKNOWN }),
    ]),
  ],
  mutation: {
    what: "takes access logs of anybody's buckets",
    change: (program) =>
      program.set("aws:s3/bucketPolicy:BucketPolicy", "logs-policy", ({ policy: text }) => {
        const document = JSON.parse(text as string) as { Statement: { Sid: string; Condition?: unknown }[] };
        const open = document.Statement.map((one) =>
          one.Sid === "AccessLogsOfraw" ? { ...one, Condition: undefined } : one,
        );
        return { policy: JSON.stringify({ ...document, Statement: open }) };
      }),
  },
};
