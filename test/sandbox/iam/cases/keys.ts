import type { PolicyDocument, PrincipalElement, Statement } from "../../../../sandbox/iam";
import {
  allow,
  AWAY,
  calling,
  deny,
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

const KEY_POLICY = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html";
const EXTERNAL = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html";
const VIA = "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html";
const KEY = `arn:aws:kms:ap-south-1:${HOME}:key/1`;

type Row = readonly [
  name: string,
  given: Omit<Case["given"], "resourceKind">,
  then: Case["then"],
  context?: Case["when"]["context"],
];

function table(doc: string, rows: readonly Row[], resourceAccount = HOME): Case[] {
  return rows.map(([name, given, then, context = {}]) => ({
    name,
    given: { ...given, resourceKind: "key" },
    when: calling({ action: "kms:Decrypt", resource: KEY.replace(HOME, resourceAccount), resourceAccount, context }),
    then,
    doc,
  }));
}

const to = (Principal: PrincipalElement, Action = "kms:Decrypt", more: Partial<Statement> = {}): PolicyDocument =>
  policy(allow(Action, "*", { Principal, ...more }));
const identity = policy(allow("kms:Decrypt"));
const VIA_SQS = { Condition: { StringEquals: { "kms:ViaService": "sqs.ap-south-1.amazonaws.com" } } };
const CONTEXT = { Condition: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::huut-raw" } } };

export const keyCases: readonly Case[] = [
  ...table(KEY_POLICY, [
    [
      "a delegated key and the role's policy",
      { principal: role, identity, resource: to({ AWS: ROOT_ARN }, "kms:*") },
      "allow",
    ],
    [
      "a delegated key without the role's policy",
      { principal: role, resource: to({ AWS: ROOT_ARN }, "kms:*") },
      "deny",
    ],
    [
      "a key that delegates another action",
      { principal: role, identity, resource: to({ AWS: ROOT_ARN }, "kms:Encrypt") },
      "deny",
    ],
    ["a key that does not delegate", { principal: role, identity, resource: to({ AWS: USER_ARN }) }, "deny"],
    ["a key that names the role", { principal: role, resource: to({ AWS: ROLE_ARN }) }, "allow"],
    ["a key that names the session", { principal: role, resource: to({ AWS: SESSION_ARN }) }, "allow"],
    ["a key that names the user", { principal: user, resource: to({ AWS: USER_ARN }) }, "allow"],
    [
      "a key that denies",
      {
        principal: role,
        identity,
        resource: policy(
          allow("kms:*", "*", { Principal: { AWS: HOME } }),
          deny("kms:*", "*", { Principal: { AWS: ROLE_ARN } }),
        ),
      },
      "deny",
    ],
    [
      "the role's policy denies a key that names it",
      { principal: role, identity: policy(deny("kms:*")), resource: to({ AWS: ROLE_ARN }) },
      "deny",
    ],
    ["the root user of a delegated key", { principal: root, resource: to({ AWS: ROOT_ARN }, "kms:*") }, "allow"],
    ["the root user of a key that leaves it out", { principal: root, resource: to({ AWS: ROLE_ARN }) }, "deny"],
    [
      "a boundary limits delegated use",
      { principal: role, identity, boundary: policy(allow("s3:*")), resource: to({ AWS: ROOT_ARN }, "kms:*") },
      "deny",
    ],
    ["no key policy", { principal: role, identity }, "deny"],
    ["a service that the key names", { principal: sns, resource: to({ Service: "sns.amazonaws.com" }) }, "allow"],
    ["a service that the key does not name", { principal: sns, resource: to({ AWS: ROOT_ARN }, "kms:*") }, "deny"],
  ]),
  ...table(
    EXTERNAL,
    [
      ["another account's key, both sides", { principal: role, identity, resource: to({ AWS: HOME }) }, "allow"],
      [
        "another account's key that names the role",
        { principal: role, identity, resource: to({ AWS: ROLE_ARN }) },
        "allow",
      ],
      ["another account's key, only its side", { principal: role, resource: to({ AWS: ROLE_ARN }) }, "deny"],
      [
        "another account's key, only the role's side",
        { principal: role, identity, resource: to({ AWS: AWAY }, "kms:*") },
        "deny",
      ],
    ],
    AWAY,
  ),
  ...table(VIA, [
    [
      "kms:ViaService agrees",
      { principal: role, identity, resource: to({ AWS: HOME }, "kms:*", VIA_SQS) },
      "allow",
      { "kms:ViaService": "sqs.ap-south-1.amazonaws.com" },
    ],
    [
      "kms:ViaService of another service",
      { principal: role, identity, resource: to({ AWS: HOME }, "kms:*", VIA_SQS) },
      "deny",
      { "kms:ViaService": "s3.ap-south-1.amazonaws.com" },
    ],
    [
      "kms:ViaService in a direct call",
      { principal: role, identity, resource: to({ AWS: HOME }, "kms:*", VIA_SQS) },
      "deny",
    ],
    [
      "the encryption context agrees",
      { principal: role, resource: to({ AWS: ROLE_ARN }, "kms:*", CONTEXT) },
      "allow",
      { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::huut-raw" },
    ],
    [
      "the encryption context differs",
      { principal: role, resource: to({ AWS: ROLE_ARN }, "kms:*", CONTEXT) },
      "deny",
      { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::other" },
    ],
  ]),
];
