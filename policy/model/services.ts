import { type Condition, type Statement } from "./policy-document";

/** Keys that say for whose or for which resource's sake a service calls. */
const SOURCE = /^(aws:source(arn|account|orgid|orgpaths)|kms:(calleraccount|encryptioncontext:.+))$/;

/** Whether a statement lets a service act for anybody: it names a service, and no condition says for whom. */
export function isUnscopedService({ allows, principals, conditions }: Statement): boolean {
  return allows && principals.some(({ type }) => type === "Service") && !conditions.some(namesSource);
}

function namesSource({ operator, key, values }: Condition): boolean {
  const compares = /^(string|arn)(equals|like)(ignorecase)?$/.test(operator);
  return compares && SOURCE.test(key) && values.length > 0 && !values.some((value) => /^\*+$/.test(value));
}
