import * as v from "valibot";
import { MalformedPolicyDocument, parse, type PolicyDocument, type PolicyKind } from "../../iam";
import { AwsError } from "../../kernel/errors";

/** A policy as Pulumi programs give it: JSON text, or the document itself. */
export const policyInput = v.union([v.string(), v.record(v.string(), v.unknown())]);

/** The JSON text of a policy input, which is what the provider's outputs hold. */
export function policyText(policy: string | Record<string, unknown>): string {
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}

/**
 * Reads a policy's text.
 * @param what the policy's place, for messages
 * @param code the service's name of the error
 * @throws AwsError
 */
export function policyDocument(
  text: string,
  kind: PolicyKind,
  what: string,
  code = "MalformedPolicyDocument",
): PolicyDocument {
  try {
    return parse(text, kind);
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) throw new AwsError(code, `${what}: ${error.message}`, 400);
    throw error;
  }
}
