import { compile } from "./compile";
import { listOf, MalformedPolicyDocument, type PolicyDocument, type PolicyKind, type Statement } from "./document";

const TOP_LEVEL = new Set(["Version", "Id", "Statement"]);
const ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

/**
 * Reads a policy as the IAM API does: everything that it would refuse is refused, with the statement and the cure.
 *
 * @param source the document's JSON text, or the object it stands for
 * @param kind where the policy is attached; without it, only what holds for every kind is checked
 * @throws MalformedPolicyDocument
 */
export function parse(source: unknown, kind?: PolicyKind): PolicyDocument {
  const document = typeof source === "string" ? parseJson(source) : source;
  if (!isObject(document)) throw new MalformedPolicyDocument("The policy is not a JSON object");
  refuseUnknown(document, TOP_LEVEL, "The policy");
  const { Version, Id } = document;
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") {
    throw new MalformedPolicyDocument(`Version is ${show(Version)}: expected "2012-10-17" or "2008-10-17"`);
  }
  if (Id !== undefined && typeof Id !== "string") throw new MalformedPolicyDocument("Id must be a string");
  const statements: readonly unknown[] = Array.isArray(document["Statement"])
    ? document["Statement"]
    : [document["Statement"]];
  if (document["Statement"] === undefined || statements.length === 0) {
    throw new MalformedPolicyDocument("The policy has no Statement; to allow nothing, attach no policy");
  }
  statements.forEach((statement, index) => checkStatement(statement, index, kind));
  if (kind === "identity") refuseRepeatedSids(statements as readonly Statement[]);
  const valid = document as unknown as PolicyDocument;
  compile(valid);
  return valid;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedPolicyDocument(`The policy is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function checkStatement(statement: unknown, index: number, kind: PolicyKind | undefined): void {
  const where = `Statement ${index}`;
  if (!isObject(statement)) throw new MalformedPolicyDocument(`${where} is not an object`);
  refuseUnknown(statement, ELEMENTS, where);
  const { Sid, Effect, Condition } = statement;
  if (Sid !== undefined && typeof Sid !== "string") throw new MalformedPolicyDocument(`${where}: Sid must be a string`);
  if (kind === "identity" && typeof Sid === "string" && !/^[A-Za-z0-9]*$/.test(Sid)) {
    throw new MalformedPolicyDocument(`${where}: Sid "${Sid}" may hold only letters and digits`);
  }
  if (Effect !== "Allow" && Effect !== "Deny") {
    throw new MalformedPolicyDocument(`${where}: Effect is ${show(Effect)}: expected "Allow" or "Deny"`);
  }
  checkActions(statement, where);
  checkResources(statement, where, kind);
  checkPrincipals(statement, where, kind);
  checkCondition(Condition, where);
}

function checkActions(statement: Record<string, unknown>, where: string): void {
  for (const action of textsOf(statement, exactlyOne(statement, ["Action", "NotAction"], where), where)) {
    if (action !== "*" && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) {
      throw new MalformedPolicyDocument(
        `${where}: action "${action}" must be "*" or a service's prefix without wildcards, a colon and a name, as in "sqs:SendMessage"`,
      );
    }
  }
}

function checkResources(statement: Record<string, unknown>, where: string, kind: PolicyKind | undefined): void {
  if (kind === "trust" || (kind === undefined && !("Resource" in statement) && !("NotResource" in statement))) {
    if ("Resource" in statement || "NotResource" in statement) {
      throw new MalformedPolicyDocument(
        `${where} has the prohibited field Resource: a trust policy is about its own role`,
      );
    }
    return;
  }
  for (const resource of textsOf(statement, exactlyOne(statement, ["Resource", "NotResource"], where), where)) {
    if (!/^(\*|arn:.+)$/s.test(resource)) {
      throw new MalformedPolicyDocument(`${where}: resource "${resource}" must be in ARN format or "*"`);
    }
  }
}

function checkPrincipals(statement: Record<string, unknown>, where: string, kind: PolicyKind | undefined): void {
  const { Principal, NotPrincipal, Effect } = statement;
  const named = Principal !== undefined || NotPrincipal !== undefined;
  if (kind === "identity" && named) {
    throw new MalformedPolicyDocument(
      `${where} has the prohibited field Principal: an identity policy is about its own identity`,
    );
  }
  if ((kind === "resource" || kind === "trust") && !named) {
    throw new MalformedPolicyDocument(`${where} is missing the required field Principal`);
  }
  if (!named) return;
  const field = exactlyOne(statement, ["Principal", "NotPrincipal"], where);
  if (field === "NotPrincipal" && (Effect === "Allow" || kind === "trust")) {
    throw new MalformedPolicyDocument(
      `${where}: NotPrincipal is supported only with "Effect": "Deny", and never in a trust policy`,
    );
  }
  const element = statement[field];
  if (element === "*") return;
  if (!isObject(element) || Object.keys(element).length === 0) {
    throw new MalformedPolicyDocument(
      `${where}: ${field} is ${show(element)}: expected "*" or an object of identifiers by kind`,
    );
  }
  for (const type of Object.keys(element)) textsOf(element, type, `${where}: ${field}`);
}

function checkCondition(condition: unknown, where: string): void {
  if (condition === undefined) return;
  if (!isObject(condition)) throw new MalformedPolicyDocument(`${where}: Condition must be an object`);
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isObject(keys)) throw new MalformedPolicyDocument(`${where}: Condition ${operator} must be an object of keys`);
    for (const [key, value] of Object.entries(keys)) {
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (values.some((one) => !["string", "number", "boolean"].includes(typeof one))) {
        throw new MalformedPolicyDocument(
          `${where}: Condition ${operator} of "${key}" must hold strings, numbers or booleans`,
        );
      }
    }
  }
}

function exactlyOne(statement: Record<string, unknown>, names: readonly [string, string], where: string): string {
  const [first, second] = names;
  if (first in statement && second in statement) {
    throw new MalformedPolicyDocument(`${where} has both ${first} and ${second}: keep one of them`);
  }
  if (!(first in statement) && !(second in statement)) {
    throw new MalformedPolicyDocument(`${where} is missing the required field ${first}`);
  }
  return first in statement ? first : second;
}

function textsOf(holder: Record<string, unknown>, field: string, where: string): readonly string[] {
  const value = holder[field];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0 || !values.every((one) => typeof one === "string" && one !== "")) {
    throw new MalformedPolicyDocument(`${where}: ${field} must be a string or a list of at least one string`);
  }
  return values as readonly string[];
}

function refuseRepeatedSids(statements: readonly Statement[]): void {
  const sids = statements.flatMap(({ Sid }) => listOf(Sid)).filter((sid) => sid !== "");
  const repeated = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (repeated !== undefined)
    throw new MalformedPolicyDocument(`Statement IDs in a policy must be unique: "${repeated}" is not`);
}

function refuseUnknown(object: Record<string, unknown>, known: ReadonlySet<string>, where: string): void {
  const unknown = Object.keys(object).find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw new MalformedPolicyDocument(`${where} has the unknown field "${unknown}": expected ${[...known].join(", ")}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
