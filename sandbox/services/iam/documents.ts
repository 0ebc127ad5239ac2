import * as v from "valibot";
import type { PolicyDocument } from "../../iam";
import { AwsError } from "../../kernel/errors";

/** A policy as Pulumi programs give it: JSON text, or the document itself. */
export const policyInput = v.union([v.string(), v.record(v.string(), v.unknown())]);

/** The JSON text of a policy input, which is what the provider's outputs hold. */
export function policyText(policy: string | Record<string, unknown>): string {
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}

/** @throws AwsError MalformedPolicyDocument */
export function policyDocument(policy: string | Record<string, unknown>, what: string): PolicyDocument {
  const document = typeof policy === "string" ? parse(policy, what) : policy;
  if (typeof document !== "object" || document === null || !("Statement" in document)) {
    throw malformed(`${what}: a policy document needs a Statement.`);
  }
  return document as unknown as PolicyDocument;
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(`${what}: this policy contains invalid Json (${(error as Error).message}).`);
  }
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message, 400);
}
