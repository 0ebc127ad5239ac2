import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/athena/athena-workgroup-encrypted";
import { configured, laidOver, workgroup } from "../../support/good/athena";
import { key } from "../../support/good/common";
import { type Specimen } from "../../support/specimen";

const results = (encryptionOption?: unknown, kmsKeyArn?: unknown) => ({
  resultConfiguration: { encryptionConfiguration: { encryptionOption, kmsKeyArn } },
});
const managed = (enabled: unknown, kmsKey?: unknown) => ({
  resultConfiguration: undefined,
  managedQueryResultsConfiguration: { enabled, encryptionConfiguration: { kmsKey } },
});

export const specimen: Specimen = {
  rule,
  cases: [
    configured("enforced, with a key", "good", {}),
    configured("enforced because nothing says otherwise", "good", { enforceWorkgroupConfiguration: undefined }),
    configured("encrypted by the client, as enforced", "good", results("CSE_KMS", key)),
    configured("results that Athena keeps, with a key", "good", managed(true, key)),
    configured("not enforced", "bad", { enforceWorkgroupConfiguration: false }, { says: /enforce\w+ is false/ }),
    configured("no encryption", "bad", { resultConfiguration: undefined }, { says: /encryptionOption is not set/ }),
    configured("S3's own keys", "bad", results("SSE_S3", key), { says: /SSE_S3/ }),
    configured("no key", "bad", results("SSE_KMS"), { says: /kmsKeyArn is not set/ }),
    configured("AWS's own key", "bad", results("SSE_KMS", "arn:aws:kms:ap-south-1:222222222222:alias/aws/s3")),
    configured("results that Athena keeps, without a key", "bad", managed(true)),
    configured("results that Athena would keep with a key, but does not", "bad", managed(false, key)),
    configured("not enforced, results that Athena keeps", "bad", {
      ...managed(true, key),
      enforceWorkgroupConfiguration: "false",
    }),
    configured("a key that is not made yet", "undecided", results("SSE_KMS", UNKNOWN)),
    configured("not enforced, with a key that is not made yet", "bad", {
      ...results("SSE_KMS", UNKNOWN),
      enforceWorkgroupConfiguration: false,
    }),
  ],
  mutation: {
    what: "lets clients choose how results are encrypted",
    change: (program) =>
      program.set(workgroup.type, workgroup.name, (props) => laidOver(props, { enforceWorkgroupConfiguration: false })),
  },
};
