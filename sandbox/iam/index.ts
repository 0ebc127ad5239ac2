export { compile, type CompiledPolicy } from "./compile";
export {
  MalformedPolicyDocument,
  type ConditionBlock,
  type PolicyDocument,
  type PolicyKind,
  type PrincipalElement,
  type Statement,
} from "./document";
export { evaluate } from "./evaluate";
export { parse } from "./parse";
export type {
  AccessRequest,
  Decision,
  NamedPolicy,
  PolicyLayer,
  PolicySources,
  Principal,
  ResourcePolicyKind,
  StatementRef,
} from "./request";
export { grantsOf, unusedGrants, without, type Grant } from "./statements";
