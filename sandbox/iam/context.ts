import type { AccessRequest } from "./request";
import type { Lookup } from "./pattern";
import { principalArn } from "./principals";

/**
 * The request's condition keys: those that the service passed, and the global ones that follow from who calls and whose
 * resource it is. The latter cannot be overridden by what a caller sent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextLookup(request: AccessRequest): Lookup {
  // Most statements have no condition: the table is made only when a key is asked for.
  let table: Map<string, string | readonly string[]> | undefined;
  return (key) => (table ??= contextTable(request)).get(key.toLowerCase());
}

function contextTable(request: AccessRequest): Map<string, string | readonly string[]> {
  const table = new Map<string, string | readonly string[]>();
  for (const [key, value] of Object.entries(request.context)) table.set(key.toLowerCase(), value);
  for (const [key, value] of Object.entries(globalKeys(request))) table.set(key, value);
  return table;
}

function globalKeys({ principal, resourceAccount }: AccessRequest): Record<string, string> {
  const keys: Record<string, string> = { "aws:principalisawsservice": String(principal.kind === "service") };
  if (resourceAccount !== "") keys["aws:resourceaccount"] = resourceAccount;
  switch (principal.kind) {
    case "service":
      keys["aws:principalservicename"] = principal.service;
      return keys;
    case "anonymous":
      keys["aws:principaltype"] = "Anonymous";
      return keys;
    case "root":
      keys["aws:principaltype"] = "Account";
      break;
    case "user":
      keys["aws:principaltype"] = "User";
      keys["aws:username"] = principal.userArn.slice(principal.userArn.lastIndexOf("/") + 1);
      break;
    case "role":
      keys["aws:principaltype"] = "AssumedRole";
  }
  keys["aws:principalarn"] = principalArn(principal);
  keys["aws:principalaccount"] = principal.account;
  return keys;
}
