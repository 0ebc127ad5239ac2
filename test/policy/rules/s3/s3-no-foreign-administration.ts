import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-no-foreign-administration";
import { ARN, bucket, on, part, policy } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const OWN = "222222222222";
const OTHER = "111111111111";
const provider = { allowedAccountIds: JSON.stringify([OWN]), region: "ap-south-1" };

const admitting = (Action: unknown, AWS: unknown = OTHER, rest: Readonly<Record<string, unknown>> = {}) =>
  policy({ Effect: "Allow", Principal: { AWS }, Action, Resource: [ARN, `${ARN}/*`], ...rest });
const standalone = (text: unknown, from: Readonly<Record<string, unknown>> | undefined = provider) => [
  bucket(),
  { ...part("BucketPolicy", { policy: text }), ...(from && { provider: from }) },
];

export const specimen: Specimen = {
  rule,
  cases: [
    on("no policy", "good", [bucket()]),
    on("another account reads and writes", "good", standalone(admitting(["s3:GetObject", "s3:PutObject"]))),
    on("the own account administers", "good", standalone(admitting("s3:*", `arn:aws:iam::${OWN}:role/x`))),
    on(
      "a service",
      "good",
      standalone(admitting("s3:PutBucketPolicy", undefined, { Principal: { Service: "x.amazonaws.com" } })),
    ),
    on("denied", "good", standalone(admitting("s3:PutBucketPolicy", OTHER, { Effect: "Deny" }))),
    on(
      "all but administration",
      "good",
      standalone(admitting(undefined, OTHER, { NotAction: ["s3:*Policy", "s3:Put*"] })),
    ),
    ...["DeleteBucketPolicy", "PutBucketAcl", "PutBucketPolicy", "PutEncryptionConfiguration", "PutObjectAcl"].map(
      (action) =>
        on(`another account may ${action}`, "bad", standalone(admitting(["s3:GetObject", `s3:${action}`])), {
          says: /lets another account administer it: policy is/,
        }),
    ),
    on("by a pattern", "bad", standalone(admitting("s3:Put*", `arn:aws:iam::${OTHER}:root`))),
    on("in another case", "bad", standalone(admitting("S3:putbucketacl"))),
    on("all but reading", "bad", standalone(admitting(undefined, OTHER, { NotAction: "s3:GetObject" }))),
    on("anyone", "bad", standalone(admitting("s3:PutBucketPolicy", "*"))),
    on("one of two accounts", "bad", standalone(admitting("s3:PutObjectAcl", [OWN, OTHER]))),
    on("inline", "bad", [bucket({ policy: admitting("s3:PutBucketPolicy") }, { provider })]),
    on(
      "nobody says which account is its own",
      "undecided",
      standalone(admitting("s3:PutBucketPolicy"), { region: "x" }),
    ),
    on("a policy that is not known yet", "undecided", standalone(UNKNOWN)),
    on(
      "anyone, and nobody says which account is its own",
      "bad",
      standalone(admitting("s3:PutBucketPolicy", ["*", OTHER]), {}),
    ),
  ],
  mutation: {
    what: "lets the application's account rewrite the policy of the raw zone",
    change: (program) =>
      program.set("aws:s3/bucketPolicy:BucketPolicy", "raw-policy", ({ policy: text }) => {
        const document = JSON.parse(text as string) as { Statement: object[] };
        const arn = String(program.get("aws:s3/bucket:Bucket", "raw").props["arn"]);
        const handed = {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
          Action: "s3:PutBucketPolicy",
          Resource: arn,
        };
        return { policy: JSON.stringify({ ...document, Statement: [...document.Statement, handed] }) };
      }),
  },
};
