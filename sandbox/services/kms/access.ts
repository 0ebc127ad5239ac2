import type { Access, Call, KeyUse } from "../../kernel/service";
import { AwsError } from "../../kernel/errors";
import type { EncryptionContext } from "./cipher";
import type { Key } from "./store";

/** Services whose modelled errors for an unusable key differ from S3's `KMS.…` form. */
const wording: Readonly<Record<string, { readonly prefix: string; readonly suffix: string }>> = {
  sqs: { prefix: "Kms", suffix: "" },
  sns: { prefix: "KMS", suffix: "Exception" },
  kinesis: { prefix: "KMS", suffix: "Exception" },
  lambda: { prefix: "KMS", suffix: "Exception" },
};

/** What using a key takes: the permission of the caller, with KMS's condition keys. */
export function useAccess(key: Key, use: KeyUse | string, call: Call, context: EncryptionContext): Access {
  const keys: Record<string, string | readonly string[]> = {
    "kms:KeySpec": "SYMMETRIC_DEFAULT",
    "kms:KeyUsage": "ENCRYPT_DECRYPT",
    "kms:KeyOrigin": "AWS_KMS",
    "kms:MultiRegion": String(key.multiRegion),
  };
  const { principal } = call;
  if ("account" in principal && principal.account !== undefined) keys["kms:CallerAccount"] = principal.account;
  if (call.service !== "kms") keys["kms:ViaService"] = `${call.service}.${call.place.region}.amazonaws.com`;
  const names = Object.keys(context);
  if (names.length > 0) keys["kms:EncryptionContextKeys"] = names;
  for (const name of names) keys[`kms:EncryptionContext:${name}`] = context[name] as string;
  return {
    action: `kms:${use}`,
    resource: key.arn,
    owner: key.place.account,
    policy: { kind: "key", document: key.policy },
    context: keys,
  };
}

/**
 * Checks that a key is in a state to be used.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 * @throws AwsError as the service `by` words it
 */
export function requireUsable(key: Key, by: string): void {
  if (key.state === "Enabled") return;
  if (key.state === "Disabled") throw unusable("Disabled", `${key.arn} is disabled.`, by);
  throw unusable("InvalidState", `${key.arn} is pending deletion.`, by);
}

/** A key's error in the words of the service that met it. */
export function unusable(problem: "Disabled" | "InvalidState" | "NotFound", message: string, by: string): AwsError {
  if (by === "kms") {
    return new AwsError(problem === "InvalidState" ? "KMSInvalidStateException" : `${problem}Exception`, message);
  }
  const { prefix, suffix } = wording[by] ?? {
    prefix: problem === "InvalidState" ? "KMS.KMS" : "KMS.",
    suffix: "Exception",
  };
  return new AwsError(`${prefix}${problem}${suffix}`, message);
}
