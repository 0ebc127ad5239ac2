import * as pulumi from "@pulumi/pulumi";
import { type Action, type Conditions, type Grant } from "./grants";

/** Who a statement of a resource policy speaks of. */
export type Principal = "*" | { readonly [kind in "AWS" | "Service" | "Federated"]?: string | readonly string[] };

/** One statement of a policy document; values may be outputs. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly Action: Action | "s3:*" | "sqs:*" | "sns:*" | "kms:*" | readonly Action[];
  readonly Resource?: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: Conditions;
}

type Resolve = (output: pulumi.Output<unknown>) => unknown;

/** The document with each output replaced; in a stable order, so that two walks agree. */
function replaced(value: unknown, resolve: Resolve): unknown {
  if (pulumi.Output.isInstance(value)) return resolve(value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, resolve));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, resolve)]));
}

/**
 * The text of a JSON document whose leaves may be outputs: a plain string when none is.
 *
 * `pulumi.jsonStringify` makes an output of every nested value; collecting the outputs first makes one.
 */
export function jsonOf(document: unknown): pulumi.Input<string> {
  const found: pulumi.Output<unknown>[] = [];
  replaced(document, (output) => void found.push(output));
  if (found.length === 0) return JSON.stringify(document);
  return pulumi.all(found).apply((values) => {
    let next = 0;
    return JSON.stringify(replaced(document, () => values[next++]));
  });
}

/** The text of a policy document. */
export function policyOf(statements: readonly Statement[]): pulumi.Input<string> {
  return jsonOf({ Version: "2012-10-17", Statement: statements });
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A statement id that says what is allowed: `DynamodbPutItemUpdateItem`. */
function sidOf(actions: readonly Action[]): string {
  const service = capital(actions[0]?.split(":")[0] ?? "").replace(/[^A-Za-z0-9]/g, "");
  return service + actions.map((action) => action.split(":")[1]).join("");
}

/** Whether two documents are the same, without waiting for outputs: an output equals itself only. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (pulumi.Output.isInstance(a) || pulumi.Output.isInstance(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value]) => same(value, (b as typeof a)[key as never]));
}

/**
 * The grants without what an earlier one has given already, as when two tables lie under one key: each right stands once, so
 * that taking it away takes it away.
 */
function withoutRepeats(grants: readonly Grant[]): Grant[] {
  return grants.flatMap((each, index) => {
    const earlier = grants
      .slice(0, index)
      .filter(({ resources, conditions }) => same(resources, each.resources) && same(conditions, each.conditions))
      .flatMap(({ actions }) => actions);
    const actions = each.actions.filter((action) => !earlier.includes(action));
    return actions.length === 0 ? [] : [{ ...each, actions }];
  });
}

/** One statement a grant, with ids that stay the same while the grants do. */
export function statementsOf(grants: readonly Grant[]): Statement[] {
  const seen = new Map<string, number>();
  return withoutRepeats(grants).map(({ actions, resources, conditions }) => {
    const sid = sidOf(actions);
    const count = (seen.get(sid) ?? 0) + 1;
    seen.set(sid, count);
    return {
      Sid: count === 1 ? sid : `${sid}${count}`,
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(conditions ? { Condition: conditions } : {}),
    };
  });
}

/** Refuses every call that does not come over TLS. */
export function tlsOnly(service: "s3" | "sqs" | "sns", resources: readonly pulumi.Input<string>[]): Statement {
  return {
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: "*",
    Action: `${service}:*`,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
