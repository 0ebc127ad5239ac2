import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/cloudfront/cloudfront-origin-readable";
import { BUCKET, part, policy } from "../../support/good/buckets";
import {
  addDistribution,
  bucketName,
  bucketOrigin,
  customOrigin,
  distribution,
  letsRead,
} from "../../support/good/cloudfront";
import { ADMINISTERS, KEY } from "../../support/good/keys";
import { given, sketch } from "../../support/sketches";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const NAME = bucketName("published");
const KEY_ARN = "arn:aws:kms:ap-south-1:222222222222:key/mrk-lake";
const reads = letsRead("s3:GetObject", `arn:aws:s3:::${NAME}/*`);
const decrypts = letsRead("kms:Decrypt", "*");

const published = sketch(BUCKET, "published", { bucket: NAME });
const mirror = distribution({ origins: [bucketOrigin("here", NAME)] });
const key = (...statements: readonly object[]) =>
  sketch(KEY, "lake", { arn: KEY_ARN, policy: policy(ADMINISTERS as never, ...(statements as never[])) });
const admits = (...statements: readonly object[]) =>
  part("BucketPolicy", { policy: policy(...(statements as never[])) }, "published");
const encrypts = (kmsMasterKeyId: unknown) => [
  { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId } },
];
const underKey = part("BucketServerSideEncryptionConfiguration", { rules: encrypts(KEY_ARN) }, "published");

function behind(title: string, is: Outcome, resources: readonly Sketch[], rest: Partial<Case> = {}): Case {
  return given(title, is, [published, mirror, ...resources], rest);
}

export const specimen: Specimen = {
  rule,
  cases: [
    behind("both let it", "good", [admits(reads), underKey, key(decrypts)]),
    behind("by more than it needs", "good", [admits(letsRead("s3:*", "*")), underKey, key(letsRead("kms:*", "*"))]),
    behind("beside another service", "good", [
      admits({ ...reads, Principal: { Service: ["logging.s3.amazonaws.com", "cloudfront.amazonaws.com"] } }),
    ]),
    behind("a bucket under S3's keys", "good", [admits(reads)]),
    given("inline", "good", [
      sketch(BUCKET, "published", {
        bucket: NAME,
        policy: policy(reads as never),
        serverSideEncryptionConfiguration: { rule: encrypts(KEY_ARN)[0] },
      }),
      mirror,
      key(decrypts),
    ]),
    behind("no policy", "bad", [], { says: /its policy does not let cloudfront.amazonaws.com read it/ }),
    behind("a policy that lets somebody else", "bad", [
      admits({ ...reads, Principal: { Service: "logging.s3.amazonaws.com" } }),
    ]),
    behind("a policy that lets an account of that name", "bad", [
      admits({ ...reads, Principal: { AWS: "cloudfront.amazonaws.com" } }),
    ]),
    behind("a policy that lets it write only", "bad", [admits(letsRead("s3:PutObject", "*"))]),
    behind("a policy that denies it", "bad", [admits({ ...reads, Effect: "Deny" })]),
    behind("a policy that is no document", "bad", [part("BucketPolicy", { policy: "no JSON" }, "published")]),
    behind("a key that does not let it", "bad", [admits(reads), underKey, key()], {
      says: /its key lake does not let/,
    }),
    behind("a key that lets it encrypt only", "bad", [admits(reads), underKey, key(letsRead("kms:Encrypt", "*"))]),
    given("inline, a key that does not let it", "bad", [
      sketch(BUCKET, "published", {
        bucket: NAME,
        policy: policy(reads as never),
        serverSideEncryptionConfiguration: { rule: encrypts(KEY_ARN)[0] },
      }),
      mirror,
      key(),
    ]),
    behind("a key that is made later and does not let it", "bad", [
      admits(reads),
      {
        ...part("BucketServerSideEncryptionConfiguration", { rules: encrypts(UNKNOWN) }, "published"),
        from: { bucket: ["published"], rules: ["lake"] },
      },
      key(),
    ]),
    given("a bucket that is made later, and no policy", "bad", [
      published,
      distribution(
        { origins: [{ domainName: UNKNOWN, originAccessControlId: UNKNOWN }] },
        { from: { origins: ["published"] } },
      ),
    ]),
    given("a bucket that the second of two distributions reads", "bad", [
      published,
      { ...distribution({ origins: [customOrigin()] }), name: "other" },
      mirror,
    ]),
    given("the second of two buckets", "bad", [
      published,
      sketch(BUCKET, "raw", { bucket: bucketName("raw") }),
      admits(reads),
      distribution({ origins: [bucketOrigin("here", NAME), bucketOrigin("raw", bucketName("raw"))] }),
    ]),
    behind("a policy that is not known yet", "undecided", [part("BucketPolicy", { policy: UNKNOWN }, "published")]),
    behind("a key's policy that is not known yet", "undecided", [
      admits(reads),
      underKey,
      sketch(KEY, "lake", { arn: KEY_ARN, policy: UNKNOWN }),
    ]),
    behind("no policy, and a key's that is not known yet", "bad", [
      underKey,
      sketch(KEY, "lake", { arn: KEY_ARN, policy: UNKNOWN }),
    ]),
    given("a bucket that is read otherwise", "not its business", [
      published,
      distribution({ origins: [bucketOrigin("here", NAME, { originAccessControlId: undefined })] }),
    ]),
    given("a bucket that no distribution reads", "not its business", [
      published,
      distribution(
        {
          origins: [
            bucketOrigin("there", bucketName("published", "ap-southeast-1")),
            customOrigin({}, { originAccessControlId: "EOAC" }),
          ],
        },
        { from: { origins: ["published"] } },
      ),
    ]),
    given("a bucket without a name, and a server", "not its business", [
      sketch(BUCKET, "unnamed"),
      distribution({ origins: [customOrigin({}, { originAccessControlId: "EOAC" })] }),
    ]),
  ],
  mutation: {
    what: "has a distribution before a bucket that does not know it",
    change: (program) => {
      addDistribution(program, {});
      const kept = (text: unknown) => {
        const { Statement, ...rest } = JSON.parse(String(text)) as { readonly Statement: readonly object[] };
        return JSON.stringify({
          ...rest,
          Statement: Statement.filter((one) => !/cloudfront/.test(JSON.stringify(one))),
        });
      };
      program.set("aws:s3/bucketPolicy:BucketPolicy", "published-policy", ({ policy }) => ({ policy: kept(policy) }));
    },
  },
};
