import type { PolicyDocument, PrincipalElement, Statement } from "../../../../sandbox/iam";
import {
  allow,
  anonymous,
  AWAY,
  calling,
  deny,
  GUIDE,
  HOME,
  policy,
  role,
  ROLE_ARN,
  root,
  ROOT_ARN,
  user,
  USER_ARN,
  type Case,
} from "./case";

const TRUST = `${GUIDE}/id_roles_update-role-trust-policy.html`;
const EXTERNAL = `${GUIDE}/id_roles_common-scenarios_third-party.html`;
const SERVICE = `${GUIDE}/id_roles_create_for-service.html`;

type Row = readonly [
  name: string,
  given: Omit<Case["given"], "resourceKind">,
  then: Case["then"],
  context?: Case["when"]["context"],
];

function table(doc: string, rows: readonly Row[], resourceAccount = HOME): Case[] {
  return rows.map(([name, given, then, context = {}]) => ({
    name,
    given: { ...given, resourceKind: "trust" },
    when: calling({
      action: "sts:AssumeRole",
      resource: `arn:aws:iam::${resourceAccount}:role/reader`,
      resourceAccount,
      context,
    }),
    then,
    doc,
  }));
}

const trust = (Principal: PrincipalElement, more: Partial<Statement> = {}): PolicyDocument =>
  policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more });
const identity = policy(allow("sts:AssumeRole"));
const lambda = { kind: "service", service: "lambda.amazonaws.com" } as const;
const EXTERNAL_ID = { Condition: { StringEquals: { "sts:ExternalId": "huut-media" } } };
const BY_ARN = { Condition: { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } } };
const SOURCE = {
  Condition: {
    StringEquals: { "aws:SourceAccount": HOME },
    ArnLike: { "aws:SourceArn": `arn:aws:scheduler:*:${HOME}:schedule/*` },
  },
};
const scheduler = { kind: "service", service: "scheduler.amazonaws.com" } as const;

export const trustCases: readonly Case[] = [
  ...table(TRUST, [
    ["a role that trust names", { principal: role, resource: trust({ AWS: ROLE_ARN }) }, "allow"],
    ["a user that trust names", { principal: user, resource: trust({ AWS: USER_ARN }) }, "allow"],
    ["a role that trust does not name", { principal: role, identity, resource: trust({ AWS: USER_ARN }) }, "deny"],
    [
      "trust in the account, and the role's policy",
      { principal: role, identity, resource: trust({ AWS: ROOT_ARN }) },
      "allow",
    ],
    ["trust in the account alone", { principal: role, resource: trust({ AWS: ROOT_ARN }) }, "deny"],
    [
      "trust that denies",
      {
        principal: role,
        identity,
        resource: policy(
          { Effect: "Allow", Principal: { AWS: ROLE_ARN }, Action: "sts:AssumeRole" },
          { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" },
        ),
      },
      "deny",
    ],
    [
      "the role's policy denies",
      { principal: role, identity: policy(deny("sts:*")), resource: trust({ AWS: ROLE_ARN }) },
      "deny",
    ],
    [
      "trust in another action",
      { principal: role, identity, resource: trust({ AWS: ROLE_ARN }, { Action: "sts:TagSession" }) },
      "deny",
    ],
    ["no trust policy", { principal: role, identity }, "deny"],
    ["the root user assumes no role", { principal: root, resource: trust({ AWS: ROOT_ARN }) }, "deny"],
    ["nobody without a name", { principal: anonymous, resource: trust({ AWS: HOME }) }, "deny"],
  ]),
  ...table(SERVICE, [
    [
      "a service that trust names",
      { principal: lambda, resource: trust({ Service: "lambda.amazonaws.com" }) },
      "allow",
    ],
    [
      "a service that trust does not name",
      { principal: lambda, resource: trust({ Service: "firehose.amazonaws.com" }) },
      "deny",
    ],
    [
      "a service for its source",
      { principal: scheduler, resource: trust({ Service: "scheduler.amazonaws.com" }, SOURCE) },
      "allow",
      { "aws:SourceAccount": HOME, "aws:SourceArn": `arn:aws:scheduler:ap-south-1:${HOME}:schedule/default/x` },
    ],
    [
      "a service for another's source",
      { principal: scheduler, resource: trust({ Service: "scheduler.amazonaws.com" }, SOURCE) },
      "deny",
      { "aws:SourceAccount": AWAY, "aws:SourceArn": `arn:aws:scheduler:ap-south-1:${AWAY}:schedule/default/x` },
    ],
  ]),
  ...table(
    EXTERNAL,
    [
      ["across accounts, both sides", { principal: role, identity, resource: trust({ AWS: HOME }) }, "allow"],
      ["across accounts, trust alone", { principal: role, resource: trust({ AWS: ROLE_ARN }) }, "deny"],
      ["across accounts, the role's side alone", { principal: role, identity, resource: trust({ AWS: AWAY }) }, "deny"],
      [
        "with the external id",
        { principal: role, identity, resource: trust({ AWS: HOME }, EXTERNAL_ID) },
        "allow",
        { "sts:ExternalId": "huut-media" },
      ],
      [
        "with another external id",
        { principal: role, identity, resource: trust({ AWS: HOME }, EXTERNAL_ID) },
        "deny",
        { "sts:ExternalId": "guess" },
      ],
      ["without an external id", { principal: role, identity, resource: trust({ AWS: HOME }, EXTERNAL_ID) }, "deny"],
      [
        "an account narrowed to one role",
        { principal: role, identity, resource: trust({ AWS: HOME }, BY_ARN) },
        "allow",
      ],
      [
        "an account narrowed to another role",
        { principal: user, identity, resource: trust({ AWS: HOME }, BY_ARN) },
        "deny",
      ],
      [
        "the role's policy names the role it may assume",
        {
          principal: role,
          identity: policy(allow("sts:AssumeRole", `arn:aws:iam::${AWAY}:role/reader`)),
          resource: trust({ AWS: HOME }),
        },
        "allow",
      ],
      [
        "the role's policy names another role",
        {
          principal: role,
          identity: policy(allow("sts:AssumeRole", `arn:aws:iam::${AWAY}:role/writer`)),
          resource: trust({ AWS: HOME }),
        },
        "deny",
      ],
    ],
    AWAY,
  ),
];
