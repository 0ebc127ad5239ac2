import { matchesGlob } from "./globs";
import { type Condition, someStatement, type Statement } from "./policy-document";
import { type Resource } from "./resource";
import { type Truth } from "./truth";

export const KEY = "aws:kms/key:Key";

/** Whether the policy of a key lets a service make data keys and open them again, whatever else it asks of the call. */
export function admitsService(key: Resource, service: string): Truth {
  return someStatement(key.at("policy"), (statement) => admits(statement, service), false);
}

function admits({ allows, principals, actions, conditions }: Statement, service: string): boolean {
  const named = principals.some(({ type, id }) => type === "Service" && isService(id, service));
  return allows && named && can(actions, "GenerateDataKey") && can(actions, "Decrypt") && !conditions.some(isNever);
}

/** Some services have a name for each region: `logs.ap-south-1.amazonaws.com`. */
function isService(id: string, service: string): boolean {
  const [name, ...rest] = service.split(".");
  return id === service || (id.startsWith(`${name as string}.`) && id.endsWith(`.${rest.join(".")}`));
}

function can(actions: readonly string[], operation: string): boolean {
  return actions.some((action) => matchesGlob(action, `kms:${operation}`));
}

/** A condition without values never holds. */
function isNever({ values }: Condition): boolean {
  return values.length === 0;
}
