import type { Cloud, KeyStore } from "../../../kernel/cloud";
import { AwsError } from "../../../kernel/errors";
import type { Access, Service } from "../../../kernel/service";
import type { Principal } from "../../../iam";
import type { IamService } from "../../iam";
import type { RolePrincipal } from "../../sts";
import type { FunctionState } from "../state";

/**
 * What Lambda does with the key of a function's environment when the function is made: it has a grant made out to the role,
 * by the deployer's `kms:CreateGrant`. So the role's own policies need not name the key, until someone replaces the role.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 * @returns the id of the role that the grant is for; undefined when the deployer may not make one
 */
export function grantEnvironmentKey(cloud: Cloud, fn: FunctionState): string | undefined {
  const deployer: Principal = { kind: "root", account: fn.place.account };
  try {
    const access = keyAccess(cloud, fn, deployer);
    if (!access) return undefined;
    const call = { principal: deployer, place: fn.place, service: "lambda", operation: "CreateFunction", input: {} };
    cloud.require({ ...access, action: "kms:CreateGrant" }, { call });
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
  return roleId(cloud, fn);
}

/** @throws AwsError KMSAccessDeniedException, KMSDisabledException and the like */
export function decryptEnvironment(cloud: Cloud, fn: FunctionState, principal: RolePrincipal): void {
  const access = keyAccess(cloud, fn, principal);
  if (!access || (fn.keyGrantee !== undefined && fn.keyGrantee === roleId(cloud, fn))) return;
  const call = { principal, place: fn.place, service: "lambda", operation: "Invoke", input: {} };
  try {
    cloud.require(access, { call });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      "KMSAccessDeniedException",
      `Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings. KMS Exception: ${error.message}`,
      502,
    );
  }
}

/** What decrypting takes; nothing where there is no key of one's own, or nothing to decrypt. */
function keyAccess(cloud: Cloud, fn: FunctionState, principal: Principal): Access | undefined {
  const { kmsKeyArn, environment } = fn.inputs;
  if (!kmsKeyArn || Object.keys(environment?.variables ?? {}).length === 0) return undefined;
  const call = { principal, place: fn.place, service: "lambda", operation: "Invoke", input: {} };
  const encryptionContext = { "aws:lambda:FunctionArn": fn.arn };
  return cloud.service<KeyStore>("kms").useOf(kmsKeyArn, "Decrypt", { call, place: fn.place }, encryptionContext);
}

function roleId(cloud: Cloud, fn: FunctionState): string | undefined {
  return cloud.service<IamService & Service>("iam").role(fn.inputs.role)?.roleId;
}
