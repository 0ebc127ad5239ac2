import type { PolicyDocument, PrincipalElement, Statement } from "../../../../sandbox/iam";
import {
  allow,
  anonymous,
  AWAY,
  AWAY_QUEUE,
  calling,
  deny,
  GUIDE,
  HOME,
  policy,
  role,
  ROLE_ARN,
  root,
  ROOT_ARN,
  SESSION_ARN,
  sns,
  user,
  USER_ARN,
  type Case,
} from "./case";

const SAME = `${GUIDE}/reference_policies_evaluation-logic_policy-eval-basics-single-account.html`;
const CROSS = `${GUIDE}/reference_policies_evaluation-logic-cross-account.html`;
const PRINCIPAL = `${GUIDE}/reference_policies_elements_principal.html`;
const NOT_PRINCIPAL = `${GUIDE}/reference_policies_elements_notprincipal.html`;
const BOUNDARY = `${GUIDE}/access_policies_boundaries.html`;
const DEPUTY = `${GUIDE}/confused-deputy.html`;

type Row = readonly [name: string, given: Case["given"], then: Case["then"], context?: Case["when"]["context"]];

function table(doc: string, rows: readonly Row[], over: Partial<Case["when"]> = {}): Case[] {
  return rows.map(([name, given, then, context = {}]) => ({
    name,
    given,
    when: calling({ ...over, context }),
    then,
    doc,
  }));
}

const to = (Principal: PrincipalElement, more: Partial<Statement> = {}): PolicyDocument =>
  policy(allow("sqs:SendMessage", "*", { Principal, ...more }));
const identity = policy(allow("sqs:SendMessage"));
const other = policy(allow("s3:GetObject"));
const all = allow("*", "*", { Principal: "*" });
const except = (...AWS: string[]): PolicyDocument =>
  policy(all, { Effect: "Deny", NotPrincipal: { AWS }, Action: "*", Resource: "*" });
const SOURCE = "arn:aws:sns:ap-south-1:444455556666:post-events";

export const resourceCases: readonly Case[] = [
  ...table(SAME, [
    ["the queue's policy alone allows a role", { principal: role, resource: to({ AWS: ROLE_ARN }) }, "allow"],
    ["the queue's policy alone allows a session", { principal: role, resource: to({ AWS: SESSION_ARN }) }, "allow"],
    ["the queue's policy alone allows a user", { principal: user, resource: to({ AWS: USER_ARN }) }, "allow"],
    ["the role's policy alone allows", { principal: role, identity, resource: to({ AWS: USER_ARN }) }, "allow"],
    ["neither allows", { principal: role, identity: other, resource: to({ AWS: USER_ARN }) }, "deny"],
    ["the account as principal only delegates", { principal: role, resource: to({ AWS: ROOT_ARN }) }, "deny"],
    ["the account, and the role's policy", { principal: role, identity, resource: to({ AWS: ROOT_ARN }) }, "allow"],
    [
      "the queue's policy denies",
      { principal: role, identity, resource: policy(deny("sqs:*", "*", { Principal: "*" })) },
      "deny",
    ],
    [
      "the queue's policy denies the role",
      { principal: role, identity, resource: policy(deny("sqs:*", "*", { Principal: { AWS: ROLE_ARN } })) },
      "deny",
    ],
    [
      "the queue's policy denies the account",
      { principal: role, identity, resource: policy(deny("sqs:*", "*", { Principal: { AWS: HOME } })) },
      "deny",
    ],
    [
      "the queue's policy denies another role",
      { principal: role, identity, resource: policy(deny("sqs:*", "*", { Principal: { AWS: `${ROLE_ARN}-2` } })) },
      "allow",
    ],
    [
      "the role's deny beats the queue's allow",
      { principal: role, identity: policy(deny("sqs:*")), resource: to({ AWS: ROLE_ARN }) },
      "deny",
    ],
    [
      "the root user under a deny",
      { principal: root, resource: policy(deny("sqs:*", "*", { Principal: "*" })) },
      "deny",
    ],
  ]),
  ...table(PRINCIPAL, [
    ["* is every role", { principal: role, resource: to("*") }, "allow"],
    ["{AWS: *} is every role", { principal: role, resource: to({ AWS: "*" }) }, "allow"],
    ["* is anonymous too", { principal: anonymous, resource: to("*") }, "allow"],
    ["anonymous is not the account", { principal: anonymous, resource: to({ AWS: ROOT_ARN }) }, "deny"],
    ["anonymous without a policy", { principal: anonymous }, "deny"],
    [
      "one of several principals",
      { principal: user, resource: to({ AWS: [ROLE_ARN, USER_ARN], Service: "sns.amazonaws.com" }) },
      "allow",
    ],
    [
      "the role's name without its path",
      { principal: role, resource: to({ AWS: ROLE_ARN.replace("app/", "") }) },
      "deny",
    ],
    [
      "another session of the role",
      { principal: role, resource: to({ AWS: SESSION_ARN.replace("run-1", "run-2") }) },
      "deny",
    ],
    [
      "* narrowed by aws:PrincipalArn",
      { principal: role, resource: to("*", { Condition: { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } } }) },
      "allow",
    ],
    [
      "aws:PrincipalArn is not the session's",
      { principal: role, resource: to("*", { Condition: { ArnEquals: { "aws:PrincipalArn": SESSION_ARN } } }) },
      "deny",
    ],
    [
      "* narrowed by aws:PrincipalAccount",
      { principal: role, resource: to("*", { Condition: { StringEquals: { "aws:PrincipalAccount": AWAY } } }) },
      "deny",
    ],
    [
      "aws:PrincipalType of a session",
      { principal: role, resource: to("*", { Condition: { StringEquals: { "aws:PrincipalType": "AssumedRole" } } }) },
      "allow",
    ],
    [
      "aws:PrincipalIsAWSService of a role",
      { principal: role, resource: to("*", { Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } } }) },
      "deny",
    ],
  ]),
  ...table(NOT_PRINCIPAL, [
    [
      "NotPrincipal spares who is listed with account and session",
      { principal: role, resource: except(ROOT_ARN, ROLE_ARN, SESSION_ARN) },
      "allow",
    ],
    ["NotPrincipal without the account", { principal: role, resource: except(ROLE_ARN, SESSION_ARN) }, "deny"],
    ["NotPrincipal without the session", { principal: role, resource: except(ROOT_ARN, ROLE_ARN) }, "deny"],
    ["NotPrincipal of somebody else", { principal: role, resource: except(ROOT_ARN, USER_ARN) }, "deny"],
    ["NotPrincipal spares a user with the account", { principal: user, resource: except(ROOT_ARN, USER_ARN) }, "allow"],
    [
      "NotPrincipal spares nobody under a boundary",
      { principal: user, boundary: policy(allow("*")), resource: except(ROOT_ARN, USER_ARN) },
      "deny",
    ],
    [
      "NotPrincipal spares a listed service",
      {
        principal: sns,
        resource: policy(all, {
          Effect: "Deny",
          NotPrincipal: { Service: "sns.amazonaws.com" },
          Action: "*",
          Resource: "*",
        }),
      },
      "allow",
    ],
  ]),
  ...table(
    CROSS,
    [
      ["both sides allow", { principal: role, identity, resource: to({ AWS: ROLE_ARN }) }, "allow"],
      ["only the role's side", { principal: role, identity }, "deny"],
      ["only the queue's side", { principal: role, resource: to({ AWS: ROLE_ARN }) }, "deny"],
      [
        "the account is enough on the queue's side",
        { principal: role, identity, resource: to({ AWS: ROOT_ARN }) },
        "allow",
      ],
      ["an account id is the account", { principal: role, identity, resource: to({ AWS: HOME }) }, "allow"],
      ["the queue's side names another account", { principal: role, identity, resource: to({ AWS: AWAY }) }, "deny"],
      ["the session on the queue's side", { principal: role, identity, resource: to({ AWS: SESSION_ARN }) }, "allow"],
      ["* still needs the role's side", { principal: role, resource: to("*") }, "deny"],
      ["* and the role's side", { principal: role, identity, resource: to("*") }, "allow"],
      ["a user across accounts", { principal: user, identity, resource: to({ AWS: USER_ARN }) }, "allow"],
      ["the root user across accounts", { principal: root, resource: to({ AWS: HOME }) }, "allow"],
      ["the root user without the queue's side", { principal: root }, "deny"],
      [
        "the role's side denies",
        { principal: role, identity: policy(allow("*"), deny("sqs:*")), resource: to("*") },
        "deny",
      ],
      [
        "the queue's side denies",
        { principal: role, identity, resource: policy(all, deny("sqs:*", "*", { Principal: { AWS: HOME } })) },
        "deny",
      ],
      [
        "a boundary limits the role's side",
        { principal: role, identity, boundary: other, resource: to({ AWS: SESSION_ARN }) },
        "deny",
      ],
    ],
    { resource: AWAY_QUEUE, resourceAccount: AWAY },
  ),
  ...table(BOUNDARY, [
    ["policy and boundary allow", { principal: role, identity, boundary: identity }, "allow"],
    ["the boundary lacks the action", { principal: role, identity, boundary: other }, "deny"],
    ["the boundary alone grants nothing", { principal: role, boundary: identity }, "deny"],
    ["the boundary denies", { principal: role, identity, boundary: policy(allow("*"), deny("sqs:*")) }, "deny"],
    [
      "a boundary limits a grant to the role",
      { principal: role, boundary: other, resource: to({ AWS: ROLE_ARN }) },
      "deny",
    ],
    [
      "a boundary does not limit a grant to the session",
      { principal: role, boundary: other, resource: to({ AWS: SESSION_ARN }) },
      "allow",
    ],
    [
      "a boundary does not limit a grant to the user",
      { principal: user, boundary: other, resource: to({ AWS: USER_ARN }) },
      "allow",
    ],
    [
      "a boundary's deny limits even that",
      { principal: user, boundary: policy(deny("sqs:*")), resource: to({ AWS: USER_ARN }) },
      "deny",
    ],
  ]),
  ...table(`${GUIDE}/access_policies.html#policies_session`, [
    ["policy and session policy allow", { principal: role, identity, session: identity }, "allow"],
    ["the session policy lacks the action", { principal: role, identity, session: other }, "deny"],
    ["the session policy alone grants nothing", { principal: role, session: identity }, "deny"],
    [
      "a session policy limits a grant to the role",
      { principal: role, session: other, resource: to({ AWS: ROLE_ARN }) },
      "deny",
    ],
    [
      "a session policy does not limit a grant to the session",
      { principal: role, session: other, resource: to({ AWS: SESSION_ARN }) },
      "allow",
    ],
    ["the session policy denies", { principal: role, identity, session: policy(allow("*"), deny("sqs:*")) }, "deny"],
  ]),
  ...table(DEPUTY, [
    ["a service by its name", { principal: sns, resource: to({ Service: "sns.amazonaws.com" }) }, "allow"],
    ["another service", { principal: sns, resource: to({ Service: "s3.amazonaws.com" }) }, "deny"],
    ["a service without a policy", { principal: sns }, "deny"],
    ["a service under *", { principal: sns, resource: to("*") }, "allow"],
    ["a service is not the account", { principal: sns, resource: to({ AWS: HOME }) }, "deny"],
    [
      "a service with its source",
      {
        principal: sns,
        resource: to({ Service: "sns.amazonaws.com" }, { Condition: { ArnEquals: { "aws:SourceArn": SOURCE } } }),
      },
      "allow",
      { "aws:SourceArn": SOURCE },
    ],
    [
      "a service with another source",
      {
        principal: sns,
        resource: to({ Service: "sns.amazonaws.com" }, { Condition: { ArnEquals: { "aws:SourceArn": SOURCE } } }),
      },
      "deny",
      { "aws:SourceArn": `${SOURCE}-2` },
    ],
    [
      "a service with its source's account",
      {
        principal: sns,
        resource: to({ Service: "sns.amazonaws.com" }, { Condition: { StringEquals: { "aws:SourceAccount": AWAY } } }),
      },
      "allow",
      { "aws:SourceAccount": AWAY },
    ],
    [
      "a service with another account",
      {
        principal: sns,
        resource: to({ Service: "sns.amazonaws.com" }, { Condition: { StringEquals: { "aws:SourceAccount": AWAY } } }),
      },
      "deny",
      { "aws:SourceAccount": HOME },
    ],
    [
      "a service that says no source",
      {
        principal: sns,
        resource: to({ Service: "sns.amazonaws.com" }, { Condition: { StringEquals: { "aws:SourceAccount": AWAY } } }),
      },
      "deny",
    ],
    [
      "a service under a deny of plain HTTP",
      {
        principal: sns,
        resource: policy(
          all,
          deny("*", "*", { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        ),
      },
      "allow",
      { "aws:SecureTransport": "true" },
    ],
  ]),
];
