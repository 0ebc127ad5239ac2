import {
  accountsOf,
  any,
  BUCKET,
  bucketPart,
  expect,
  namesAction,
  not,
  resourceRule,
  someStatement,
  type Statement,
  type Truth,
  UNKNOWN,
  type Value,
} from "../../model";

/** https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6 */
const RESTRICTED = [
  "DeleteBucketPolicy",
  "PutBucketAcl",
  "PutBucketPolicy",
  "PutEncryptionConfiguration",
  "PutObjectAcl",
];

export const rule = resourceRule({
  id: "s3-no-foreign-administration",
  controls: ["S3.6"],
  title: "No other account may change who may do what with a bucket",
  why: "Another account's mistake or thief could open the bucket, or lock its owner out.",
  cure: `Give other accounts no more than reads and writes: none of ${RESTRICTED.join(", ")}.`,
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
  ],
  types: [BUCKET, bucketPart("BucketPolicy")],
  check: (holder) => {
    const own = holder.provider.at("allowedAccountIds");
    const hands = (statement: Statement) => (administers(statement) ? isForeign(statement, own) : false);
    const policy = holder.at("policy");
    return expect(not(someStatement(policy, hands, false)), `lets another account administer it: ${policy}`);
  },
});

function administers(statement: Statement): boolean {
  return statement.allows && RESTRICTED.some((action) => namesAction(statement, `s3:${action}`));
}

/** Which account is a bucket's own, only its provider says. */
function isForeign(statement: Statement, own: Value): Truth {
  return any(
    ...accountsOf(statement).map((account) => {
      if (account === "*") return true;
      return own.present() === true ? not(own.some((id) => id.is(account))) : UNKNOWN;
    }),
  );
}
