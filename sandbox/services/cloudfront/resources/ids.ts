import * as v from "valibot";
import { AwsError } from "../../../kernel/errors";

type MakeId = (digits: number, alphabet?: string) => string;

export const upperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const lowerCase = "abcdefghijklmnopqrstuvwxyz0123456789";

/** `E` and thirteen more: how CloudFront names distributions, access controls and versions. */
export function distributionId(id: MakeId): string {
  return `E${id(13, upperCase)}`;
}

/** The version of a resource, which its updates have to name. */
export function etagOf(id: MakeId): string {
  return `E${id(12, upperCase)}`;
}

export function domainOf(id: MakeId): string {
  return `d${id(13, lowerCase)}.cloudfront.net`;
}

/** Policies have UUIDs. */
export function policyId(id: MakeId): string {
  const hex = id(32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** CloudFront belongs to no region. */
export function arnOf(account: string, kind: string, id: string): string {
  return `arn:aws:cloudfront::${account}:${kind}/${id}`;
}

export const policyName = v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/, "is no name of a policy")));

/** @throws AwsError when one of the account has that name */
export function refuseDuplicate(
  others: Iterable<{ readonly name: string; readonly account?: string }>,
  name: string,
  account: string,
  code: string,
): void {
  for (const other of others) {
    if (other.name !== name || other.account !== account) continue;
    throw new AwsError(code, `${name} exists already in the account.`, 409);
  }
}
