import { all, namesOwnKey, resourceRule } from "../../model";

/** What is encrypted, and how it says so. */
const PARTS = [
  ["cloudwatchEncryption", "cloudwatchEncryptionMode", "SSE-KMS"],
  ["jobBookmarksEncryption", "jobBookmarksEncryptionMode", "CSE-KMS"],
  ["s3Encryption", "s3EncryptionMode", "SSE-KMS"],
] as const;

export const rule = resourceRule({
  id: "glue-security-configuration-encrypts",
  title: "A security configuration of Glue encrypts logs, bookmarks and files with a customer-managed key",
  why: "Logs quote rows, bookmarks name them, files are copies of them: one that stays open gives away what the others hide.",
  cure: "Set SSE-KMS for S3 and CloudWatch, CSE-KMS for bookmarks, each with kmsKeyArn.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html"],
  types: ["aws:glue/securityConfiguration:SecurityConfiguration"],
  check: (configuration) =>
    PARTS.map(([part, modeName, wanted]) => {
      const encryption = configuration.at(`encryptionConfiguration.${part}`);
      const [mode, key] = [encryption.at(modeName), encryption.at("kmsKeyArn")];
      return { kept: all(mode.is(wanted), namesOwnKey(key)), message: `${mode}, ${key}` };
    }),
});
