import type { Case } from "./case";
import { conditionCases } from "./conditions";
import { identityCases } from "./identity";
import { keyCases } from "./keys";
import { resourceCases } from "./resource";
import { trustCases } from "./trust";
import { variableCases } from "./variables";

export type { Case } from "./case";

/** Every case by its group. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  "identity policies": identityCases,
  conditions: conditionCases,
  "policy variables": variableCases,
  "resource policies": resourceCases,
  "key policies": keyCases,
  "trust policies": trustCases,
};
