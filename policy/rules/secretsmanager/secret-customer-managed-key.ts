import { namesOwnKey, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "secret-customer-managed-key",
  title: "A secret and each of its replicas are encrypted with a customer-managed key",
  why: "AWS's own key opens the secret for everybody in the account who may read secrets, and for nobody outside of it.",
  cure: "Set kmsKeyId of the secret, and of each replica to the key of its region.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html"],
  types: ["aws:secretsmanager/secret:Secret"],
  check: (secret) => {
    const replicas = secret.at("replicas").items();
    const keys = [secret.at("kmsKeyId"), ...replicas.map((replica) => replica.at("kmsKeyId"))];
    return keys.map((key) => ({ kept: namesOwnKey(key), message: String(key) }));
  },
});
