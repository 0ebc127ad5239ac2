import { allow, calling, deny, GUIDE, policy, role, type Case } from "./case";
import type { ConditionBlock } from "../../../../sandbox/iam";

const OPERATORS = `${GUIDE}/reference_policies_elements_condition_operators.html`;
const SETS = `${GUIDE}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const MULTIPLE = `${GUIDE}/reference_policies_condition-logic-multiple-context-keys-or-values.html`;

type Context = Case["when"]["context"];
type Row = readonly [name: string, condition: ConditionBlock, context: Context, then: Case["then"]];

function table(doc: string, rows: readonly Row[]): Case[] {
  return rows.map(([name, Condition, context, then]) => ({
    name,
    given: { principal: role, identity: policy(allow("sqs:SendMessage", "*", { Condition })) },
    when: calling({ context }),
    then,
    doc,
  }));
}

const TOPIC = "arn:aws:sns:ap-south-1:444455556666:post-events";

export const conditionCases: readonly Case[] = [
  ...table(`${OPERATORS}#Conditions_String`, [
    ["StringEquals agrees", { StringEquals: { "aws:SourceVpc": "vpc-1" } }, { "aws:SourceVpc": "vpc-1" }, "allow"],
    ["StringEquals differs", { StringEquals: { "aws:SourceVpc": "vpc-1" } }, { "aws:SourceVpc": "vpc-2" }, "deny"],
    ["StringEquals minds case", { StringEquals: { "aws:SourceVpc": "vpc-1" } }, { "aws:SourceVpc": "VPC-1" }, "deny"],
    [
      "StringEquals takes * as text",
      { StringEquals: { "aws:SourceVpc": "vpc-*" } },
      { "aws:SourceVpc": "vpc-1" },
      "deny",
    ],
    ["StringEquals without the key", { StringEquals: { "aws:SourceVpc": "vpc-1" } }, {}, "deny"],
    ["keys ignore case", { StringEquals: { "AWS:sourcevpc": "vpc-1" } }, { "aws:SourceVpc": "vpc-1" }, "allow"],
    [
      "StringNotEquals differs",
      { StringNotEquals: { "aws:SourceVpc": "vpc-1" } },
      { "aws:SourceVpc": "vpc-2" },
      "allow",
    ],
    ["StringNotEquals agrees", { StringNotEquals: { "aws:SourceVpc": "vpc-1" } }, { "aws:SourceVpc": "vpc-1" }, "deny"],
    ["StringNotEquals without the key", { StringNotEquals: { "aws:SourceVpc": "vpc-1" } }, {}, "allow"],
    [
      "StringEqualsIgnoreCase",
      { StringEqualsIgnoreCase: { "aws:SourceVpc": "Vpc-A" } },
      { "aws:SourceVpc": "vPC-a" },
      "allow",
    ],
    [
      "StringNotEqualsIgnoreCase",
      { StringNotEqualsIgnoreCase: { "aws:SourceVpc": "Vpc-A" } },
      { "aws:SourceVpc": "vPC-a" },
      "deny",
    ],
    ["StringLike with *", { StringLike: { "s3:prefix": "posts/*" } }, { "s3:prefix": "posts/2026/" }, "allow"],
    [
      "StringLike with * in another place",
      { StringLike: { "s3:prefix": "posts/*" } },
      { "s3:prefix": "old/posts/" },
      "deny",
    ],
    ["StringLike with ?", { StringLike: { "s3:prefix": "p?sts" } }, { "s3:prefix": "posts" }, "allow"],
    ["StringLike minds case", { StringLike: { "s3:prefix": "Posts/*" } }, { "s3:prefix": "posts/1" }, "deny"],
    ["StringNotLike agrees", { StringNotLike: { "s3:prefix": "posts/*" } }, { "s3:prefix": "posts/1" }, "deny"],
    ["StringNotLike differs", { StringNotLike: { "s3:prefix": "posts/*" } }, { "s3:prefix": "audio/1" }, "allow"],
    ["StringNotLike without the key", { StringNotLike: { "s3:prefix": "posts/*" } }, {}, "allow"],
  ]),
  ...table(`${OPERATORS}#Conditions_Numeric`, [
    ["NumericEquals", { NumericEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": "10.0" }, "allow"],
    [
      "NumericEquals, a number in the policy",
      { NumericEquals: { "s3:max-keys": 10 } },
      { "s3:max-keys": "10" },
      "allow",
    ],
    ["NumericEquals differs", { NumericEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": "11" }, "deny"],
    ["NumericNotEquals differs", { NumericNotEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": "11" }, "allow"],
    ["NumericLessThan below", { NumericLessThan: { "s3:max-keys": "10" } }, { "s3:max-keys": "9" }, "allow"],
    ["NumericLessThan at", { NumericLessThan: { "s3:max-keys": "10" } }, { "s3:max-keys": "10" }, "deny"],
    ["NumericLessThanEquals at", { NumericLessThanEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": "10" }, "allow"],
    ["NumericGreaterThan above", { NumericGreaterThan: { "s3:max-keys": "9" } }, { "s3:max-keys": "10" }, "allow"],
    ["NumericGreaterThan at", { NumericGreaterThan: { "s3:max-keys": "10" } }, { "s3:max-keys": "10" }, "deny"],
    [
      "NumericGreaterThanEquals at",
      { NumericGreaterThanEquals: { "s3:max-keys": "10" } },
      { "s3:max-keys": "10" },
      "allow",
    ],
    ["a word is not a number", { NumericLessThan: { "s3:max-keys": "10" } }, { "s3:max-keys": "few" }, "deny"],
    ["Numeric without the key", { NumericLessThan: { "s3:max-keys": "10" } }, {}, "deny"],
  ]),
  ...table(`${OPERATORS}#Conditions_Date`, [
    [
      "DateLessThan before",
      { DateLessThan: { "aws:CurrentTime": "2026-11-02T00:00:00Z" } },
      { "aws:CurrentTime": "2026-11-01T23:59:59Z" },
      "allow",
    ],
    [
      "DateLessThan after",
      { DateLessThan: { "aws:CurrentTime": "2026-11-02T00:00:00Z" } },
      { "aws:CurrentTime": "2026-11-02T00:00:01Z" },
      "deny",
    ],
    [
      "DateGreaterThan after",
      { DateGreaterThan: { "aws:CurrentTime": "2026-11-02" } },
      { "aws:CurrentTime": "2026-11-02T00:00:01Z" },
      "allow",
    ],
    [
      "DateGreaterThanEquals at",
      { DateGreaterThanEquals: { "aws:CurrentTime": "2026-11-02T00:00:00Z" } },
      { "aws:CurrentTime": "2026-11-02T00:00:00.000Z" },
      "allow",
    ],
    [
      "DateLessThanEquals at",
      { DateLessThanEquals: { "aws:CurrentTime": "2026-11-02T00:00:00Z" } },
      { "aws:CurrentTime": "2026-11-02T00:00:00Z" },
      "allow",
    ],
    [
      "DateEquals in another zone",
      { DateEquals: { "aws:CurrentTime": "2026-11-02T05:30:00+05:30" } },
      { "aws:CurrentTime": "2026-11-02T00:00:00Z" },
      "allow",
    ],
    [
      "DateNotEquals differs",
      { DateNotEquals: { "aws:CurrentTime": "2026-11-02T00:00:00Z" } },
      { "aws:CurrentTime": "2026-11-03T00:00:00Z" },
      "allow",
    ],
    [
      "epoch seconds are dates",
      { DateLessThan: { "aws:EpochTime": "1793577600" } },
      { "aws:EpochTime": "1793577599" },
      "allow",
    ],
  ]),
  ...table(`${OPERATORS}#Conditions_Boolean`, [
    ["Bool agrees", { Bool: { "aws:SecureTransport": "true" } }, { "aws:SecureTransport": "true" }, "allow"],
    [
      "Bool, a boolean in the policy",
      { Bool: { "aws:SecureTransport": true } },
      { "aws:SecureTransport": "true" },
      "allow",
    ],
    ["Bool differs", { Bool: { "aws:SecureTransport": "true" } }, { "aws:SecureTransport": "false" }, "deny"],
    ["Bool without the key", { Bool: { "aws:MultiFactorAuthPresent": "false" } }, {}, "deny"],
    ["BoolIfExists without the key", { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }, {}, "allow"],
  ]),
  ...table(`${OPERATORS}#Conditions_BinaryEquals`, [
    ["BinaryEquals agrees", { BinaryEquals: { "app:key": "QmluYXJ5" } }, { "app:key": "QmluYXJ5" }, "allow"],
    ["BinaryEquals differs", { BinaryEquals: { "app:key": "QmluYXJ5" } }, { "app:key": "QmluYXJ6" }, "deny"],
  ]),
  ...table(`${OPERATORS}#Conditions_IPAddress`, [
    [
      "IpAddress in the block",
      { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      { "aws:SourceIp": "203.0.113.77" },
      "allow",
    ],
    [
      "IpAddress out of the block",
      { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      { "aws:SourceIp": "203.0.114.1" },
      "deny",
    ],
    [
      "IpAddress alone is /32",
      { IpAddress: { "aws:SourceIp": "203.0.113.7" } },
      { "aws:SourceIp": "203.0.113.7" },
      "allow",
    ],
    [
      "IpAddress alone is one address",
      { IpAddress: { "aws:SourceIp": "203.0.113.7" } },
      { "aws:SourceIp": "203.0.113.8" },
      "deny",
    ],
    [
      "IpAddress in one of two blocks",
      { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"] } },
      { "aws:SourceIp": "203.0.113.9" },
      "allow",
    ],
    [
      "NotIpAddress in the block",
      { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      { "aws:SourceIp": "203.0.113.77" },
      "deny",
    ],
    [
      "NotIpAddress out of both blocks",
      { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"] } },
      { "aws:SourceIp": "198.51.100.1" },
      "allow",
    ],
    [
      "IpAddress of version 6",
      { IpAddress: { "aws:SourceIp": "2001:db8::/32" } },
      { "aws:SourceIp": "2001:db8:1::1" },
      "allow",
    ],
    [
      "IpAddress of the other version",
      { IpAddress: { "aws:SourceIp": "2001:db8::/32" } },
      { "aws:SourceIp": "203.0.113.1" },
      "deny",
    ],
    ["IpAddress without the key", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, {}, "deny"],
  ]),
  ...table(`${OPERATORS}#Conditions_ARN`, [
    ["ArnEquals agrees", { ArnEquals: { "aws:SourceArn": TOPIC } }, { "aws:SourceArn": TOPIC }, "allow"],
    [
      "ArnEquals knows wildcards",
      { ArnEquals: { "aws:SourceArn": "arn:aws:sns:*:444455556666:post-*" } },
      { "aws:SourceArn": TOPIC },
      "allow",
    ],
    [
      "ArnLike agrees",
      { ArnLike: { "aws:SourceArn": "arn:aws:sns:ap-south-1:*:post-events" } },
      { "aws:SourceArn": TOPIC },
      "allow",
    ],
    [
      "ArnLike differs",
      { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:444455556666:likes" } },
      { "aws:SourceArn": TOPIC },
      "deny",
    ],
    [
      "ArnLike keeps * inside a part",
      { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:post-events:*" } },
      { "aws:SourceArn": TOPIC },
      "deny",
    ],
    [
      "ArnLike over the sixth part's colons",
      { ArnLike: { "aws:SourceArn": "arn:aws:logs:*:*:log-group:*" } },
      { "aws:SourceArn": "arn:aws:logs:ap-south-1:111122223333:log-group:/aws/lambda/f:*" },
      "allow",
    ],
    ["ArnLike without the key", { ArnLike: { "aws:SourceArn": TOPIC } }, {}, "deny"],
    ["ArnNotLike agrees", { ArnNotLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } }, { "aws:SourceArn": TOPIC }, "deny"],
    ["ArnNotEquals differs", { ArnNotEquals: { "aws:SourceArn": `${TOPIC}-2` } }, { "aws:SourceArn": TOPIC }, "allow"],
    ["ArnNotEquals without the key", { ArnNotEquals: { "aws:SourceArn": TOPIC } }, {}, "allow"],
  ]),
  ...table(`${OPERATORS}#Conditions_IfExists`, [
    ["IfExists without the key", { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } }, {}, "allow"],
    [
      "IfExists with a key that agrees",
      { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } },
      { "aws:SourceVpc": "vpc-1" },
      "allow",
    ],
    [
      "IfExists with a key that differs",
      { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } },
      { "aws:SourceVpc": "vpc-2" },
      "deny",
    ],
    ["NumericLessThanIfExists without the key", { NumericLessThanIfExists: { "s3:max-keys": "10" } }, {}, "allow"],
    [
      "ArnLikeIfExists with a key that differs",
      { ArnLikeIfExists: { "aws:SourceArn": "arn:aws:s3:::*" } },
      { "aws:SourceArn": TOPIC },
      "deny",
    ],
  ]),
  ...table(`${OPERATORS}#Conditions_Null`, [
    ["Null true without the key", { Null: { "aws:TokenIssueTime": "true" } }, {}, "allow"],
    [
      "Null true with the key",
      { Null: { "aws:TokenIssueTime": "true" } },
      { "aws:TokenIssueTime": "2026-11-02" },
      "deny",
    ],
    [
      "Null false with the key",
      { Null: { "aws:TokenIssueTime": "false" } },
      { "aws:TokenIssueTime": "2026-11-02" },
      "allow",
    ],
    ["Null false without the key", { Null: { "aws:TokenIssueTime": false } }, {}, "deny"],
  ]),
  ...table(MULTIPLE, [
    [
      "one of two values",
      { StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } },
      { "aws:SourceVpc": "vpc-2" },
      "allow",
    ],
    [
      "none of two values",
      { StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } },
      { "aws:SourceVpc": "vpc-3" },
      "deny",
    ],
    [
      "negated, one of two values",
      { StringNotEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } },
      { "aws:SourceVpc": "vpc-2" },
      "deny",
    ],
    [
      "negated, none of two values",
      { StringNotEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } },
      { "aws:SourceVpc": "vpc-3" },
      "allow",
    ],
    ["two keys, both hold", { StringEquals: { "a:x": "1", "a:y": "2" } }, { "a:x": "1", "a:y": "2" }, "allow"],
    ["two keys, one fails", { StringEquals: { "a:x": "1", "a:y": "2" } }, { "a:x": "1", "a:y": "3" }, "deny"],
    [
      "two operators, both hold",
      { StringEquals: { "a:x": "1" }, Bool: { "a:z": "true" } },
      { "a:x": "1", "a:z": "true" },
      "allow",
    ],
    [
      "two operators, one fails",
      { StringEquals: { "a:x": "1" }, Bool: { "a:z": "true" } },
      { "a:x": "1", "a:z": "false" },
      "deny",
    ],
  ]),
  ...table(SETS, [
    [
      "ForAllValues, a subset",
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } },
      { "aws:TagKeys": ["a"] },
      "allow",
    ],
    [
      "ForAllValues, one outside",
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } },
      { "aws:TagKeys": ["a", "c"] },
      "deny",
    ],
    ["ForAllValues without the key", { "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }, {}, "allow"],
    [
      "ForAllValues of nothing",
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } },
      { "aws:TagKeys": [] },
      "allow",
    ],
    [
      "ForAllValues with wildcards",
      { "ForAllValues:StringLike": { "aws:TagKeys": "huut*" } },
      { "aws:TagKeys": ["huut1", "huut2"] },
      "allow",
    ],
    [
      "ForAnyValue, one agrees",
      { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a", "b"] } },
      { "aws:TagKeys": ["b", "c"] },
      "allow",
    ],
    [
      "ForAnyValue, none agrees",
      { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a", "b"] } },
      { "aws:TagKeys": ["c"] },
      "deny",
    ],
    ["ForAnyValue without the key", { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } }, {}, "deny"],
    [
      "ForAnyValue of leading keys",
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "u-*" } },
      { "dynamodb:LeadingKeys": ["u-1", "p-1"] },
      "deny",
    ],
    [
      "ForAllValues negated, one named",
      { "ForAllValues:StringNotEquals": { "aws:TagKeys": ["a"] } },
      { "aws:TagKeys": ["a", "b"] },
      "deny",
    ],
    [
      "ForAnyValue negated, one not named",
      { "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["a"] } },
      { "aws:TagKeys": ["a", "b"] },
      "allow",
    ],
    [
      "ForAllValues:...IfExists without the key",
      { "ForAllValues:StringEqualsIfExists": { "aws:TagKeys": ["a"] } },
      {},
      "allow",
    ],
    [
      "ForAllValues takes a single value",
      { "ForAllValues:StringEquals": { "aws:TagKeys": "a" } },
      { "aws:TagKeys": "a" },
      "allow",
    ],
  ]),
  ...[
    ["a deny whose condition holds", "false", "deny"],
    ["a deny whose condition fails", "true", "allow"],
  ].map(([name, secure]): Case => ({
    name: name ?? "",
    given: {
      principal: role,
      identity: policy(allow("*"), deny("*", "*", { Condition: { Bool: { "aws:SecureTransport": "false" } } })),
    },
    when: calling({ context: { "aws:SecureTransport": secure ?? "" } }),
    then: secure === "true" ? "allow" : "deny",
    doc: OPERATORS,
  })),
];
