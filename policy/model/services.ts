import { pins } from "./identity-policy";
import { type Statement } from "./policy-document";

/** Keys that say for whose or for which resource's sake a service calls. */
const SOURCE = /^(aws:source(arn|account|orgid|orgpaths)|kms:(calleraccount|encryptioncontext:.+))$/;

/** Whether a statement lets a service act for anybody: it names a service, and no condition says for whom. */
export function isUnscopedService({ allows, principals, conditions }: Statement): boolean {
  const scoped = conditions.some((condition) => pins(condition, (key) => SOURCE.test(key)));
  return allows && principals.some(({ type }) => type === "Service") && !scoped;
}
