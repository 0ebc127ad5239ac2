import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-tls-only";
import { ARN, bucket, on, part, policy, TLS_ONLY } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const standalone = (...statements: readonly Readonly<Record<string, unknown>>[]) => [
  bucket(),
  part("BucketPolicy", { policy: policy(...statements) }),
];
const other = { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "s3:GetObject", Resource: `${ARN}/*` };

export const specimen: Specimen = {
  rule,
  cases: [
    on("denies plain HTTP", "good", standalone(other, TLS_ONLY)),
    on("on one pattern for bucket and objects", "good", standalone({ ...TLS_ONLY, Resource: `${ARN}*` })),
    on("inline", "good", [bucket({ policy: policy(TLS_ONLY) })]),
    on("by every action of every service", "good", standalone({ ...TLS_ONLY, Action: "*", Principal: { AWS: "*" } })),
    on("no policy", "bad", [bucket()], { says: /denies plain HTTP/ }),
    on("a policy about something else", "bad", standalone(other)),
    on("allows instead of denying", "bad", standalone({ ...TLS_ONLY, Effect: "Allow" })),
    on("the objects only", "bad", standalone({ ...TLS_ONLY, Resource: `${ARN}/*` })),
    on("the bucket only", "bad", standalone({ ...TLS_ONLY, Resource: ARN })),
    on("another bucket", "bad", standalone({ ...TLS_ONLY, Resource: [`${ARN}s`, `${ARN}s/*`] })),
    on("some of the objects", "bad", standalone({ ...TLS_ONLY, Resource: [ARN, `${ARN}/public/*`] })),
    on("reading only", "bad", standalone({ ...TLS_ONLY, Action: "s3:GetObject" })),
    on("one account only", "bad", standalone({ ...TLS_ONLY, Principal: { AWS: "111111111111" } })),
    on("denies TLS", "bad", standalone({ ...TLS_ONLY, Condition: { Bool: { "aws:SecureTransport": "true" } } })),
    on(
      "denies plain HTTP from one network only",
      "bad",
      standalone({
        ...TLS_ONLY,
        Condition: { ...TLS_ONLY.Condition, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      }),
    ),
    on("no JSON", "bad", [bucket({ policy: "{" })]),
    on("a policy that is not known yet", "undecided", [bucket(), part("BucketPolicy", { policy: UNKNOWN })]),
    on("a name that is not known yet", "undecided", [
      bucket({ bucket: UNKNOWN }),
      part("BucketPolicy", { policy: policy(TLS_ONLY) }),
    ]),
    on("a name that nobody gave", "undecided", [bucket({ bucket: undefined, policy: policy(TLS_ONLY) })]),
    on("a name that is not known yet, and a policy about something else", "bad", [
      bucket({ bucket: UNKNOWN }),
      part("BucketPolicy", { policy: policy(other) }),
    ]),
  ],
  mutation: {
    what: "denies plain HTTP to the objects of the curated zone only",
    change: (program) =>
      program.set("aws:s3/bucketPolicy:BucketPolicy", "curated-policy", ({ policy: text }) => ({
        policy: String(text).replace(/"Resource":\["[^"]+",/, '"Resource":['),
      })),
  },
};
