import { allow, calling, deny, GUIDE, HOME, policy, role, user, type Case } from "./case";

const VARIABLES = `${GUIDE}/reference_policies_variables.html`;
const HOME_OF_ASHA = "arn:aws:s3:::home/asha/a.txt";

type Row = readonly [name: string, given: Case["given"], when: Case["when"], then: Case["then"]];

const read = (resource: string, context: Case["when"]["context"] = {}) =>
  calling({ action: "s3:GetObject", resource, context });
const home = policy(allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*"));
const team = policy(allow("s3:GetObject", "arn:aws:s3:::home/${aws:PrincipalTag/team}/*"));
const defaulted = policy(allow("s3:GetObject", "arn:aws:s3:::home/${aws:PrincipalTag/team, 'public'}/*"));

const rows: readonly Row[] = [
  ["${aws:username} in a resource", { principal: user, identity: home }, read(HOME_OF_ASHA), "allow"],
  [
    "${aws:username} of somebody else",
    { principal: user, identity: home },
    read("arn:aws:s3:::home/ravi/a.txt"),
    "deny",
  ],
  ["a role has no ${aws:username}", { principal: role, identity: home }, read(HOME_OF_ASHA), "deny"],
  [
    "a variable before the fifth colon is text",
    { principal: role, identity: policy(allow("sqs:*", "arn:aws:sqs:*:${aws:PrincipalAccount}:*")) },
    calling(),
    "deny",
  ],
  [
    "${aws:PrincipalAccount} in a resource",
    { principal: role, identity: policy(allow("s3:GetObject", "arn:aws:s3:::logs/${aws:PrincipalAccount}/*")) },
    read(`arn:aws:s3:::logs/${HOME}/a`),
    "allow",
  ],
  [
    "${aws:PrincipalAccount} of another",
    { principal: role, identity: policy(allow("s3:GetObject", "arn:aws:s3:::logs/${aws:PrincipalAccount}/*")) },
    read("arn:aws:s3:::logs/999900001111/a"),
    "deny",
  ],
  [
    "variables ignore case",
    { principal: user, identity: policy(allow("s3:GetObject", "arn:aws:s3:::home/${AWS:UserName}/*")) },
    read(HOME_OF_ASHA),
    "allow",
  ],
  [
    "a tag",
    { principal: role, identity: team },
    read("arn:aws:s3:::home/data/x", { "aws:PrincipalTag/team": "data" }),
    "allow",
  ],
  ["a tag that is missing", { principal: role, identity: team }, read("arn:aws:s3:::home/data/x"), "deny"],
  [
    "a * in a value is text",
    { principal: role, identity: team },
    read("arn:aws:s3:::home/data/x", { "aws:PrincipalTag/team": "*" }),
    "deny",
  ],
  [
    "a * in a value agrees with itself",
    { principal: role, identity: team },
    read("arn:aws:s3:::home/*/x", { "aws:PrincipalTag/team": "*" }),
    "allow",
  ],
  [
    "a default when the key is missing",
    { principal: role, identity: defaulted },
    read("arn:aws:s3:::home/public/x"),
    "allow",
  ],
  [
    "no default when the key is there",
    { principal: role, identity: defaulted },
    read("arn:aws:s3:::home/public/x", { "aws:PrincipalTag/team": "data" }),
    "deny",
  ],
  [
    "${*} is a star",
    { principal: role, identity: policy(allow("s3:GetObject", "arn:aws:s3:::home/a${*}b")) },
    read("arn:aws:s3:::home/a*b"),
    "allow",
  ],
  [
    "${*} is no wildcard",
    { principal: role, identity: policy(allow("s3:GetObject", "arn:aws:s3:::home/a${*}b")) },
    read("arn:aws:s3:::home/axb"),
    "deny",
  ],
  [
    "${?} is a question mark",
    { principal: role, identity: policy(allow("s3:GetObject", "arn:aws:s3:::home/${?}")) },
    read("arn:aws:s3:::home/?"),
    "allow",
  ],
  [
    "${$} is a dollar sign",
    { principal: role, identity: policy(allow("s3:GetObject", "arn:aws:s3:::home/${$}1")) },
    read("arn:aws:s3:::home/$1"),
    "allow",
  ],
  [
    "a variable in a condition",
    {
      principal: role,
      identity: policy(
        allow("sqs:*", "*", { Condition: { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } } }),
      ),
    },
    calling(),
    "allow",
  ],
  [
    "a variable in a condition, missing",
    {
      principal: role,
      identity: policy(
        allow("sqs:*", "*", { Condition: { StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } } }),
      ),
    },
    calling({ context: { "aws:ResourceTag/team": "data" } }),
    "deny",
  ],
  [
    "a variable in StringLike",
    {
      principal: user,
      identity: policy(
        allow("s3:ListBucket", "*", { Condition: { StringLike: { "s3:prefix": "home/${aws:username}/*" } } }),
      ),
    },
    calling({ action: "s3:ListBucket", resource: "arn:aws:s3:::home", context: { "s3:prefix": "home/asha/x" } }),
    "allow",
  ],
  [
    "a variable in an ARN operator",
    {
      principal: role,
      identity: policy(
        allow("sqs:*", "*", {
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:${aws:PrincipalTag/team}-*" } },
        }),
      ),
    },
    calling({ context: { "aws:SourceArn": `arn:aws:sns:ap-south-1:${HOME}:data-1`, "aws:PrincipalTag/team": "data" } }),
    "allow",
  ],
  [
    "a deny with a variable",
    {
      principal: role,
      identity: policy(
        allow("sqs:*"),
        deny("sqs:*", "*", { Condition: { StringNotEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } } }),
      ),
    },
    calling(),
    "allow",
  ],
  [
    "2008-10-17 takes variables as text",
    { principal: user, identity: { ...home, Version: "2008-10-17" } },
    read(HOME_OF_ASHA),
    "deny",
  ],
  [
    "no version takes variables as text",
    { principal: user, identity: { Statement: home.Statement } },
    read(HOME_OF_ASHA),
    "deny",
  ],
];

export const variableCases: readonly Case[] = rows.map(([name, given, when, then]) => ({
  name,
  given,
  when,
  then,
  doc: VARIABLES,
}));
