import {
  all,
  any,
  BUCKET,
  encryptionRulesOf,
  namesOwnKey,
  stackRule,
  takesAccessLogs,
  type Truth,
  type Value,
} from "../../model";

export const rule = stackRule({
  id: "s3-own-key",
  title: "A bucket encrypts its objects with a customer-managed key",
  why: "Without a key of its own nobody can say who may read the objects, or stop it at once.",
  cure: "Set sseAlgorithm to aws:kms and kmsMasterKeyId to the platform's key; targets of access logs cannot have one.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"],
  types: [BUCKET],
  check: (stack) =>
    stack
      .ofType(BUCKET)
      .filter((bucket) => !takesAccessLogs(stack, bucket))
      .map((resource) => {
        const rules = encryptionRulesOf(stack, resource);
        return {
          resource,
          kept: any(...rules.map(hasOwnKey)),
          message: rules.map(inWords).join("; ") || "no rule says how it encrypts",
        };
      }),
});

function hasOwnKey(one: Value): Truth {
  const byDefault = one.at("applyServerSideEncryptionByDefault");
  const key = byDefault.at("kmsMasterKeyId");
  const byKms = byDefault.at("sseAlgorithm").isOneOf(["aws:kms", "aws:kms:dsse"]);
  return all(byKms, namesOwnKey(key));
}

function inWords(one: Value): string {
  const byDefault = one.at("applyServerSideEncryptionByDefault");
  return `${byDefault.at("sseAlgorithm")}, ${byDefault.at("kmsMasterKeyId")}`;
}
