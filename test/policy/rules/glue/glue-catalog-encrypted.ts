import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/glue/glue-catalog-encrypted";
import { key } from "../../support/good/common";
import { catalog } from "../../support/good/glue";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const good = catalog.props.dataCatalogEncryptionSettings;
const metadata = (catalogEncryptionMode: unknown, sseAwsKmsKeyId: unknown) => ({
  encryptionAtRest: { catalogEncryptionMode, sseAwsKmsKeyId },
});
const passwords = (returnConnectionPasswordEncrypted: unknown, awsKmsKeyId: unknown) => ({
  connectionPasswordEncryption: { returnConnectionPasswordEncrypted, awsKmsKeyId },
});

function settings(title: string, is: Outcome, changes: object, says?: RegExp): Case {
  const props = { dataCatalogEncryptionSettings: { ...good, ...changes } };
  return { title, is, resources: [{ ...catalog, props }], ...(says && { says }) };
}

export const specimen: Specimen = {
  rule,
  cases: [
    settings("both with a key", "good", {}),
    settings("by way of a role", "good", metadata("SSE-KMS-WITH-SERVICE-ROLE", key)),
    { title: "nothing set", is: "bad", resources: [{ ...catalog, props: {} }] },
    settings("metadata in the clear", "bad", metadata("DISABLED", key), /catalogEncryptionMode is DISABLED/),
    settings("metadata with AWS's own key", "bad", metadata("SSE-KMS", undefined), /sseAwsKmsKeyId is not set/),
    settings("metadata with AWS's own key by its alias", "bad", metadata("SSE-KMS", "alias/aws/glue")),
    settings("nothing said of metadata", "bad", { encryptionAtRest: undefined }),
    settings("passwords in the clear", "bad", passwords(false, key), /PasswordEncrypted is false/),
    settings("passwords without a key", "bad", passwords(true, undefined), /awsKmsKeyId is not set/),
    settings("nothing said of passwords", "bad", { connectionPasswordEncryption: undefined }),
    settings("a key that is not made yet", "undecided", metadata("SSE-KMS", UNKNOWN)),
    settings("a key for passwords that is not made yet", "undecided", passwords(true, UNKNOWN)),
    settings("passwords in the clear, with a key that is not made yet", "bad", {
      ...metadata("SSE-KMS", UNKNOWN),
      ...passwords(false, UNKNOWN),
    }),
  ],
  mutation: {
    what: "shows the passwords of connections",
    change: (program) =>
      program.set(catalog.type, catalog.name, ({ dataCatalogEncryptionSettings }) => ({
        dataCatalogEncryptionSettings: {
          ...(dataCatalogEncryptionSettings as object),
          ...passwords(false, key),
        },
      })),
  },
};
