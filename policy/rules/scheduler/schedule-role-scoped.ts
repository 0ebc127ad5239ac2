import {
  any,
  expect,
  identityPoliciesOf,
  judgeAllows,
  not,
  type Resource,
  ROLE,
  type Stack,
  stackRule,
  UNKNOWN,
  type Value,
  type Verdict,
} from "../../model";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const POLICY = "aws:iam/policy:Policy";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
/** AWS's own policies name no target. */
const OF_AWS = /^arn:[\w-]+:iam::aws:policy\//;

export const rule = stackRule({
  id: "schedule-role-scoped",
  title: "The role of a schedule serves schedules alone, and reaches its target, its dead-letter queue and keys",
  why: "Whoever may write a schedule may run whatever its role may, at any time and unseen.",
  cure: "Give the schedule a role that only scheduler.amazonaws.com assumes, whose statements name the target's ARN.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role"],
  types: [SCHEDULE],
  check: (stack) =>
    stack.ofType(SCHEDULE).flatMap((resource) => {
      const named = resource.at("target.roleArn");
      const roles = stack.references(resource, "target.roleArn", ROLE);
      // Nobody can look into the role of another stack.
      if (roles.length === 0) return [{ resource, kept: named.isUnknown ? UNKNOWN : true, message: String(named) }];
      return roles.flatMap((role) => judgeRole(stack, resource, role).map((verdict) => ({ ...verdict, resource })));
    }),
});

function judgeRole(stack: Stack, schedule: Resource, role: Resource): readonly Verdict[] {
  const attachments = stack.referrers(role, ATTACHMENT, "role");
  const documents = [
    role,
    ...stack.referrers(role, ROLE_POLICY, "role"),
    ...stack.references(role, "managedPolicyArns", POLICY),
    ...attachments.flatMap((attachment) => stack.references(attachment, "policyArn", POLICY)),
  ].flatMap(identityPoliciesOf);
  const managed = [role.at("managedPolicyArns"), ...attachments.map((attachment) => attachment.at("policyArn"))];
  return [
    ...judgeAllows([role.at("assumeRolePolicy")], ({ principals }) => foreign(principals.map(({ id }) => id))),
    ...judgeAllows(documents, ({ resources, notResources }) => [...resources.filter(isAll), ...notResources]),
    ...judgeReach(schedule, documents),
    ...managed.flatMap((arns) => arns.items()).flatMap((arn) => expect(not(arn.matches(OF_AWS)), String(arn))),
  ];
}

function judgeReach(schedule: Resource, documents: readonly Value[]): readonly Verdict[] {
  const own = [schedule.at("target.arn"), schedule.at("target.deadLetterConfig.arn")].map((arn) => arn.text());
  const verdicts = judgeAllows(documents, ({ resources }) =>
    resources.filter((resource) => !isAll(resource) && !isKey(resource) && !own.some((arn) => isWithin(resource, arn))),
  );
  // What is not known yet may turn out to be what the statements name.
  if (!own.includes(UNKNOWN)) return verdicts;
  return verdicts.map((verdict): Verdict => ({ ...verdict, kept: any(verdict.kept, UNKNOWN) }));
}

function isAll(resource: string): boolean {
  return resource === "*";
}

function foreign(principals: readonly string[]): readonly string[] {
  return principals.filter((principal) => principal !== "scheduler.amazonaws.com");
}

/** A target's versions and aliases are within it. */
function isWithin(resource: string, arn: unknown): boolean {
  if (typeof arn !== "string") return false;
  // What calls any operation of an SDK names no resource: there a name is all that can be asked for.
  if (/^arn:[\w-]+:scheduler:::aws-sdk:/.test(arn)) return !resource.includes("*");
  return resource === arn || resource.startsWith(`${arn}:`);
}

function isKey(resource: string): boolean {
  return /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(resource);
}
