import {
  any,
  BUCKET,
  defaultRetentionsOf,
  encryptionRulesOf,
  namesAction,
  not,
  policiesOf,
  type Resource,
  someStatement,
  type Stack,
  stackRule,
  type Statement,
  takesAccessLogs,
  type Verdict,
} from "../../model";

const SERVICE = "logging.s3.amazonaws.com";

export const rule = stackRule({
  id: "s3-log-target-accepts-logs",
  title: "The bucket for access logs can be written by log delivery",
  why: "Log delivery fails silently where a KMS key, a lock or the lack of a grant stands in its way.",
  cure: `Encrypt the target with AES256, without default retention, and allow ${SERVICE} s3:PutObject.`,
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"],
  types: [BUCKET],
  check: (stack) =>
    stack
      .ofType(BUCKET)
      .filter((bucket) => takesAccessLogs(stack, bucket))
      .flatMap((resource) => verdicts(stack, resource).map((verdict) => ({ ...verdict, resource }))),
});

function verdicts(stack: Stack, target: Resource): readonly Verdict[] {
  const algorithms = encryptionRulesOf(stack, target).map((one) =>
    one.at("applyServerSideEncryptionByDefault.sseAlgorithm").matches(/^aws:kms/),
  );
  const retentions = defaultRetentionsOf(stack, target).map((retention) => retention.present());
  const policies = policiesOf(stack, target).map((policy) => someStatement(policy, admitsDelivery, false));
  return [
    { kept: not(any(...algorithms)), message: "takes access logs, which cannot be encrypted with a KMS key" },
    { kept: not(any(...retentions)), message: "takes access logs, which cannot be put under default retention" },
    { kept: any(...policies), message: `takes access logs, and its policy does not let ${SERVICE} put them` },
  ];
}

function admitsDelivery(statement: Statement): boolean {
  const named = statement.principals.some(({ type, id }) => type === "Service" && id === SERVICE);
  return statement.allows && named && namesAction(statement, "s3:PutObject");
}
