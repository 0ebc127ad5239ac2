import { all, namesOwnKey, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "glue-catalog-encrypted",
  title: "The data catalog's encryption settings encrypt metadata and passwords with a customer-managed key",
  why: "The catalog names every column and holds the passwords of connections, in the clear for whoever may read it.",
  cure: "Set catalogEncryptionMode to SSE-KMS or SSE-KMS-WITH-SERVICE-ROLE with sseAwsKmsKeyId, and returnConnectionPasswordEncrypted with awsKmsKeyId.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html",
    "https://docs.aws.amazon.com/glue/latest/dg/encrypt-connection-passwords.html",
  ],
  types: ["aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"],
  check: (catalog) => {
    const settings = catalog.at("dataCatalogEncryptionSettings");
    const [atRest, passwords] = [settings.at("encryptionAtRest"), settings.at("connectionPasswordEncryption")];
    const [mode, key] = [atRest.at("catalogEncryptionMode"), atRest.at("sseAwsKmsKeyId")];
    const [hidden, passwordKey] = [passwords.at("returnConnectionPasswordEncrypted"), passwords.at("awsKmsKeyId")];
    const encrypts = all(mode.isOneOf(["SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"]), namesOwnKey(key));
    return [
      { kept: encrypts, message: `${mode}, ${key}` },
      { kept: all(hidden.isTrue(), namesOwnKey(passwordKey)), message: `${hidden}, ${passwordKey}` },
    ];
  },
});
