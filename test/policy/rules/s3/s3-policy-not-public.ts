import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-policy-not-public";
import { ARN, bucket, on, part, policy, TLS_ONLY } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const read = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${ARN}/*` };
const standalone = (...statements: readonly Readonly<Record<string, unknown>>[]) =>
  on("", "bad", [bucket(), part("BucketPolicy", { policy: policy(...statements) })]);

export const specimen: Specimen = {
  rule,
  cases: [
    { ...standalone(TLS_ONLY), title: "denies everyone", is: "good" },
    {
      ...standalone({ ...read, Principal: { AWS: "arn:aws:iam::111111111111:root" } }),
      title: "admits an account",
      is: "good",
    },
    {
      ...standalone({ ...read, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
      title: "admits an organization",
      is: "good",
    },
    on("no policy", "good", [bucket()]),
    { ...standalone(TLS_ONLY, read), title: "admits anyone", says: /admits anyone, or cannot be read: policy is / },
    { ...standalone({ ...read, Principal: { AWS: ["*"] } }), title: "admits any AWS principal" },
    { ...standalone({ ...read, Principal: undefined, NotPrincipal: { AWS: "x" } }), title: "admits all but one" },
    {
      ...standalone({ ...read, Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }),
      title: "asks for something else than who",
    },
    {
      ...standalone({ ...read, Condition: { StringLike: { "aws:PrincipalArn": "*" } } }),
      title: "asks for who, and takes anyone",
    },
    on("inline", "bad", [bucket({ policy: policy(read) })]),
    on("inline, as an object", "bad", [bucket({ policy: { Statement: read } })]),
    on("no JSON", "bad", [bucket({ policy: "{" })], { says: /cannot be read/ }),
    on("a policy that is not known yet", "undecided", [bucket(), part("BucketPolicy", { policy: UNKNOWN })]),
    on("one not known yet, the other public", "bad", [
      bucket({ policy: policy(read) }),
      part("BucketPolicy", { policy: UNKNOWN }),
    ]),
  ],
  mutation: {
    what: "publishes the captions to everybody instead of through CloudFront",
    change: (program) =>
      program.set("aws:s3/bucketPolicy:BucketPolicy", "published-policy", ({ policy: text }) => {
        const document = JSON.parse(text as string) as { Statement: object[] };
        const resource = `arn:aws:s3:::${String(program.get("aws:s3/bucket:Bucket", "published").props["bucket"])}/*`;
        return {
          policy: JSON.stringify({ ...document, Statement: [...document.Statement, { ...read, Resource: resource }] }),
        };
      }),
  },
};
