import { type Truth, UNKNOWN } from "./truth";
import { type Value } from "./value";

/** Who a statement is about: `{ type: "AWS", id: "111111111111" }`; anyone is `{ type: "*", id: "*" }`. */
export interface Principal {
  readonly type: string;
  readonly id: string;
}

export interface Condition {
  /** As written, in lower case and without `IfExists` and set operators: `stringequals`. */
  readonly operator: string;
  /** In lower case: `aws:sourceaccount`. */
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a policy document, with every list a list. */
export interface Statement {
  readonly sid: string;
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

/**
 * The statements of a policy document, given as JSON text or as an object.
 * @returns none when it is absent; UNKNOWN when it, or a part of it, is not known yet; "malformed" when it is no document
 */
export function statementsOf(value: Value): readonly Statement[] | typeof UNKNOWN | "malformed" {
  if (value.raw === UNKNOWN) return UNKNOWN;
  if (value.raw === undefined || value.raw === null || value.raw === "") return [];
  const document = typeof value.raw === "string" ? parsed(value.raw) : value.raw;
  if (holdsUnknown(document)) return UNKNOWN;
  if (!isRecord(document)) return "malformed";
  const statements = listOf(document["Statement"]);
  return statements.every(isRecord) ? statements.map(statementOf) : "malformed";
}

/** Whether any statement is so; unknown when the document is; a malformed one answers `malformed`. */
export function someStatement(
  value: Value,
  predicate: (statement: Statement) => Truth,
  malformed: Truth = true,
): Truth {
  const statements = statementsOf(value);
  if (statements === UNKNOWN) return UNKNOWN;
  if (statements === "malformed") return malformed;
  const truths = statements.map(predicate);
  if (truths.includes(true)) return true;
  return truths.includes(UNKNOWN) ? UNKNOWN : false;
}

/** Whether a statement admits anyone: allows `*`, without a condition that names who. */
export function admitsAnyone(statement: Statement): boolean {
  const anyone = statement.principals.some(({ id }) => id === "*") || statement.notPrincipals.length > 0;
  return statement.allows && anyone && !statement.conditions.some(namesWho);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
const WHO = [
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourceowner",
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:userid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "kms:calleraccount",
  "sns:endpoint",
  "s3:dataaccesspointaccount",
];

function namesWho({ operator, key, values }: Condition): boolean {
  const compares = /^(string|arn)(equals|like)(ignorecase)?$/.test(operator);
  return compares && WHO.includes(key) && values.length > 0 && !values.some((value) => /^\*+$/.test(value));
}

/** Whether a statement denies every action to everyone who does not come over TLS. */
export function deniesPlainHttp(statement: Statement, service: string): boolean {
  const { allows, actions, principals, conditions } = statement;
  const everyAction = actions.some((action) => action === "*" || action.toLowerCase() === `${service}:*`);
  const everyone = principals.some(({ id }) => id === "*");
  const plain = conditions.length === 1 && conditions.some(isPlainHttp);
  return !allows && everyAction && everyone && plain;
}

function isPlainHttp({ operator, key, values }: Condition): boolean {
  return operator === "bool" && key === "aws:securetransport" && values.length === 1 && values[0] === "false";
}

/** The accounts that a statement's principals belong to; "*" for anyone, services left out. */
export function accountsOf(statement: Statement): readonly string[] {
  return statement.principals
    .filter(({ type }) => type === "AWS" || type === "*")
    .map(({ id }) => /^\d{12}$/.exec(id)?.[0] ?? /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(id)?.[1] ?? id);
}

function statementOf(raw: Readonly<Record<string, unknown>>): Statement {
  return {
    sid: typeof raw["Sid"] === "string" ? raw["Sid"] : "",
    allows: raw["Effect"] !== "Deny",
    actions: textsOf(raw["Action"]),
    notActions: textsOf(raw["NotAction"]),
    resources: textsOf(raw["Resource"]),
    notResources: textsOf(raw["NotResource"]),
    principals: principalsOf(raw["Principal"]),
    notPrincipals: principalsOf(raw["NotPrincipal"]),
    conditions: conditionsOf(raw["Condition"]),
  };
}

function principalsOf(raw: unknown): readonly Principal[] {
  if (raw === "*") return [{ type: "*", id: "*" }];
  if (!isRecord(raw)) return [];
  return Object.entries(raw).flatMap(([type, ids]) => textsOf(ids).map((id) => ({ type, id })));
}

function conditionsOf(raw: unknown): readonly Condition[] {
  if (!isRecord(raw)) return [];
  return Object.entries(raw).flatMap(([operator, keys]) => {
    const plain = operator
      .toLowerCase()
      .replace(/^for(any|all)values?:/, "")
      .replace(/ifexists$/, "");
    if (!isRecord(keys)) return [];
    return Object.entries(keys).map(([key, values]) => ({
      operator: plain,
      key: key.toLowerCase(),
      values: textsOf(values),
    }));
  });
}

function textsOf(raw: unknown): readonly string[] {
  return listOf(raw)
    .filter((item) => typeof item === "string" || typeof item === "number" || typeof item === "boolean")
    .map(String);
}

function listOf(raw: unknown): readonly unknown[] {
  if (raw === undefined || raw === null) return [];
  return Array.isArray(raw) ? raw : [raw];
}

function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

function holdsUnknown(raw: unknown): boolean {
  if (raw === UNKNOWN) return true;
  if (typeof raw !== "object" || raw === null) return false;
  return Object.values(raw).some(holdsUnknown);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The caller says what a text that is no document means for its rule.
    return undefined;
  }
}
