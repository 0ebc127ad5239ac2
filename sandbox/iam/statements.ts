import { listOf, type PolicyDocument, type Statement } from "./document";
import type { StatementRef } from "./request";

/**
 * One action on one resource that a document allows. A NotAction or NotResource is one grant, labelled as a whole: to take
 * one of its entries away would grant more.
 */
export interface Grant {
  /** Position of the statement in its document, from 0. */
  readonly index: number;
  readonly sid?: string | undefined;
  readonly action: string;
  readonly resource: string;
}

/** Every grant of a document, in the order of its text. */
export function grantsOf(document: PolicyDocument): Grant[] {
  return listOf(document.Statement).flatMap((statement, index) => {
    if (statement.Effect === "Deny") return [];
    const resources = resourceLabels(statement);
    return actionLabels(statement).flatMap((action) =>
      resources.map((resource) => ({ index, sid: statement.Sid, action, resource })),
    );
  });
}

/** The grants of a policy that no decision used. */
export function unusedGrants(policy: string, document: PolicyDocument, used: Iterable<StatementRef>): Grant[] {
  const seen = new Set<string>();
  for (const ref of used) if (ref.policy === policy) seen.add(grantKey(ref));
  return grantsOf(document).filter((grant) => !seen.has(grantKey(grant)));
}

/**
 * The document without one grant, all others kept: a statement over several actions and resources is split in two.
 *
 * @returns undefined when nothing is left, because AWS refuses a policy without statements: attach none then
 * @throws RangeError when the document does not hold the grant
 */
export function without(document: PolicyDocument, grant: Grant): PolicyDocument | undefined {
  const statements = listOf(document.Statement);
  if (!grantsOf(document).some((other) => grantKey(other) === grantKey(grant))) {
    throw new RangeError(`No statement ${grant.index} allows ${grant.action} on ${grant.resource}`);
  }
  const sids = new Set(statements.flatMap(({ Sid }) => listOf(Sid)));
  const rest = statements.flatMap((statement, index) =>
    index === grant.index ? split(statement, grant, sids) : [statement],
  );
  return rest.length === 0 ? undefined : { ...document, Statement: rest };
}

/** Actions × resources less one pair is the other actions on all resources, and this action on the other resources. */
function split(statement: Statement, grant: Grant, sids: ReadonlySet<string>): Statement[] {
  const actions = actionLabels(statement).filter((action) => action !== grant.action);
  const resources = resourceLabels(statement).filter((resource) => resource !== grant.resource);
  const parts: Statement[] = [];
  if (actions.length > 0) parts.push({ ...statement, Action: actions });
  if (resources.length > 0) {
    const part: Statement = { ...statement, Resource: resources };
    parts.push(statement.Action === undefined ? part : { ...part, Action: [grant.action] });
  }
  const [first, second] = parts;
  if (!first || !second || statement.Sid === undefined || statement.Sid === "") return parts;
  return [first, { ...second, Sid: freshSid(statement.Sid, sids) }];
}

function freshSid(sid: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${sid}${number}`)) number += 1;
  return `${sid}${number}`;
}

function actionLabels({ Action, NotAction }: Statement): readonly string[] {
  return Action === undefined ? [`NotAction(${listOf(NotAction).join(", ")})`] : [...new Set(listOf(Action))];
}

function resourceLabels({ Resource, NotResource }: Statement): readonly string[] {
  if (NotResource !== undefined) return [`NotResource(${listOf(NotResource).join(", ")})`];
  return Resource === undefined ? ["*"] : [...new Set(listOf(Resource))];
}

function grantKey({ index, action, resource }: Pick<Grant, "index" | "action" | "resource">): string {
  return JSON.stringify([index, action, resource]);
}
