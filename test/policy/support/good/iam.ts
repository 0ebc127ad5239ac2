import { type Program } from "../program";
import { type Case, type Outcome } from "../specimen";

export type RawStatement = Readonly<Record<string, unknown>>;

export function documentOf(...statements: readonly RawStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function allow(
  Action: unknown,
  Resource: unknown = "arn:aws:s3:::huut-raw/*",
  more: RawStatement = {},
): RawStatement {
  return { Effect: "Allow", Action, Resource, ...more };
}

/** Trust in a principal: `trust({ Service: "glue.amazonaws.com" })`. */
export function trust(Principal: unknown, Condition?: RawStatement): RawStatement {
  return { Effect: "Allow", Principal, Action: "sts:AssumeRole", ...(Condition && { Condition }) };
}

/** A case about a role's policy of these statements. */
export function policyCase(
  title: string,
  is: Outcome,
  statements: readonly RawStatement[],
  rest: Partial<Case> = {},
): Case {
  return policyCaseIn("aws:iam/rolePolicy:RolePolicy", title, is, { policy: documentOf(...statements) }, rest);
}

export function policyCaseIn(
  type: string,
  title: string,
  is: Outcome,
  props: Readonly<Record<string, unknown>>,
  rest: Partial<Case> = {},
): Case {
  return { title, is, resources: [{ type, name: "policy", props }], ...rest };
}

/** A case about a role that trusts by these statements. */
export function trustCase(
  title: string,
  is: Outcome,
  statements: readonly RawStatement[],
  rest: Partial<Case> = {},
): Case {
  return policyCaseIn("aws:iam/role:Role", title, is, { assumeRolePolicy: documentOf(...statements) }, rest);
}

/** The cases that every rule about identity policies has to pass, with a statement that the rule calls bad. */
export function everyForm(bad: RawStatement, unknown: unknown): readonly Case[] {
  const [good, wrong] = [documentOf(allow(["s3:GetObject"])), documentOf(bad)];
  const role = "aws:iam/role:Role";
  return [
    policyCase("what is called, on what it touches", "good", [allow(["s3:GetObject", "s3:PutObject"])]),
    policyCase("the same, denied", "good", [{ ...bad, Effect: "Deny" }]),
    policyCase("after a good statement", "bad", [allow("s3:GetObject"), bad], { says: /^allows / }),
    policyCaseIn("aws:iam/policy:Policy", "in a managed policy", "bad", { policy: wrong }),
    policyCaseIn("aws:iam/userPolicy:UserPolicy", "in a user's policy", "bad", { policy: wrong, user: "asha" }),
    policyCaseIn("aws:iam/groupPolicy:GroupPolicy", "in a group's policy", "bad", { policy: wrong, group: "staff" }),
    policyCaseIn("aws:iam/policy:Policy", "as an object", "bad", { policy: { Statement: [bad] } }),
    policyCaseIn("aws:iam/policy:Policy", "as an object of one statement", "bad", { policy: { Statement: bad } }),
    policyCaseIn(role, "in a role", "bad", { inlinePolicies: [{ name: "a", policy: wrong }] }),
    policyCaseIn(role, "in a role's second policy", "bad", { inlinePolicies: [{ policy: good }, { policy: wrong }] }),
    policyCaseIn(role, "in a role, beside an unknown policy", "bad", {
      inlinePolicies: [{ policy: unknown }, { policy: wrong }],
    }),
    policyCaseIn(role, "a role without policies", "good", { assumeRolePolicy: wrong }),
    policyCaseIn(role, "a role with a good one", "good", { inlinePolicies: [{ policy: good }] }),
    policyCaseIn(
      role,
      "a role with an unknown one",
      "undecided",
      { inlinePolicies: unknown },
      { says: /not known yet/ },
    ),
    policyCaseIn("aws:iam/policy:Policy", "an unknown policy", "undecided", { policy: unknown }),
    policyCaseIn("aws:iam/policy:Policy", "a policy that nobody can read", "undecided", { policy: "{" }),
    policyCaseIn("aws:iam/policy:Policy", "no policy", "good", {}),
  ];
}

/** Adds a statement to a policy of the program. */
export function addStatement(program: Program, name: string, statement: RawStatement): void {
  program.set("aws:iam/rolePolicy:RolePolicy", name, ({ policy }) => {
    const { Statement } = JSON.parse(policy as string) as { readonly Statement: readonly RawStatement[] };
    return { policy: documentOf(...Statement, statement) };
  });
}
