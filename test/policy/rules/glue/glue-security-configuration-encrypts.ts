import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/glue/glue-security-configuration-encrypts";
import { key } from "../../support/good/common";
import { security } from "../../support/good/glue";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const good = security.props.encryptionConfiguration;
const logs = (mode: unknown, kmsKeyArn: unknown) => ({
  cloudwatchEncryption: { cloudwatchEncryptionMode: mode, kmsKeyArn },
});
const bookmarks = (mode: unknown, kmsKeyArn: unknown) => ({
  jobBookmarksEncryption: { jobBookmarksEncryptionMode: mode, kmsKeyArn },
});
const files = (mode: unknown, kmsKeyArn: unknown) => ({ s3Encryption: { s3EncryptionMode: mode, kmsKeyArn } });

function parts(title: string, is: Outcome, changes: object, says?: RegExp): Case {
  const props = { encryptionConfiguration: { ...good, ...changes } };
  return { title, is, resources: [{ ...security, props }], ...(says && { says }) };
}

export const specimen: Specimen = {
  rule,
  cases: [
    parts("everything with a key", "good", {}),
    { title: "nothing set", is: "bad", resources: [{ ...security, props: {} }] },
    parts("logs in the clear", "bad", logs("DISABLED", undefined), /cloudwatchEncryptionMode is DISABLED/),
    parts("logs without a key", "bad", logs("SSE-KMS", undefined), /cloudwatchEncryption\.kmsKeyArn is not set/),
    parts("nothing said of logs", "bad", { cloudwatchEncryption: undefined }),
    parts("bookmarks in the clear", "bad", bookmarks("DISABLED", key)),
    parts("bookmarks in a way that there is not", "bad", bookmarks("SSE-KMS", key)),
    parts("nothing said of bookmarks", "bad", { jobBookmarksEncryption: undefined }, /jobBookmarks/),
    parts("files with S3's own keys", "bad", files("SSE-S3", undefined)),
    parts("files with AWS's own key", "bad", files("SSE-KMS", "alias/aws/s3")),
    parts("nothing said of files", "bad", { s3Encryption: undefined }, /s3Encryption/),
    parts("a key that is not made yet", "undecided", logs("SSE-KMS", UNKNOWN)),
    parts("off, with a key that is not made yet", "bad", files("DISABLED", UNKNOWN)),
  ],
  mutation: {
    what: "leaves bookmarks in the clear",
    change: (program) =>
      program.set(security.type, security.name, ({ encryptionConfiguration }) => ({
        encryptionConfiguration: { ...(encryptionConfiguration as object), ...bookmarks("DISABLED", undefined) },
      })),
  },
};
