import { allow, calling, deny, GUIDE, OBJECT, policy, QUEUE, role, root, user, type Case } from "./case";

const LOGIC = `${GUIDE}/reference_policies_evaluation-logic.html`;
const ACTION = `${GUIDE}/reference_policies_elements_action.html`;
const NOT_ACTION = `${GUIDE}/reference_policies_elements_notaction.html`;
const RESOURCE = `${GUIDE}/reference_policies_elements_resource.html`;
const NOT_RESOURCE = `${GUIDE}/reference_policies_elements_notresource.html`;

type Row = readonly [name: string, identity: Case["given"]["identity"], when: Case["when"], then: Case["then"]];

function table(doc: string, rows: readonly Row[], principal = role): Case[] {
  return rows.map(([name, identity, when, then]) => ({
    name,
    given: identity ? { principal, identity } : { principal },
    when,
    then,
    doc,
  }));
}

const object = (action: string, resource = OBJECT) => calling({ action, resource });

export const identityCases: readonly Case[] = [
  ...table(LOGIC, [
    ["no policy denies", undefined, calling(), "deny"],
    ["a grant allows", policy(allow("sqs:SendMessage", QUEUE)), calling(), "allow"],
    ["a grant of another action denies", policy(allow("sqs:ReceiveMessage", QUEUE)), calling(), "deny"],
    ["a grant on another queue denies", policy(allow("sqs:SendMessage", `${QUEUE}-dlq`)), calling(), "deny"],
    ["the second statement allows", policy(allow("s3:GetObject"), allow("sqs:SendMessage")), calling(), "allow"],
    ["an explicit deny wins over an allow", policy(allow("sqs:*"), deny("sqs:SendMessage")), calling(), "deny"],
    ["a deny before the allow wins too", policy(deny("sqs:SendMessage"), allow("sqs:*")), calling(), "deny"],
    ["a deny of another action does not hurt", policy(allow("sqs:*"), deny("sqs:DeleteQueue")), calling(), "allow"],
    [
      "a deny on another resource does not hurt",
      policy(allow("sqs:*"), deny("sqs:*", `${QUEUE}-dlq`)),
      calling(),
      "allow",
    ],
    ["a deny alone allows nothing", policy(deny("sqs:DeleteQueue")), calling(), "deny"],
    [
      "a lone statement need not be a list",
      { Version: "2012-10-17", Statement: allow("sqs:SendMessage") },
      calling(),
      "allow",
    ],
  ]),
  ...table(LOGIC, [["a user's grant allows", policy(allow("sqs:SendMessage", QUEUE)), calling(), "allow"]], user),
  ...table(LOGIC, [["a user without policies is denied", undefined, calling(), "deny"]], user),
  ...table(LOGIC, [["the root user needs no policy", undefined, calling(), "allow"]], root),
  ...table(ACTION, [
    ["one of several actions", policy(allow(["sqs:ReceiveMessage", "sqs:SendMessage"])), calling(), "allow"],
    ["actions ignore case in the policy", policy(allow("SQS:sendmessage")), calling(), "allow"],
    [
      "actions ignore case in the request",
      policy(allow("sqs:SendMessage")),
      calling({ action: "sqs:SENDMESSAGE" }),
      "allow",
    ],
    ["* is every action", policy(allow("*")), calling(), "allow"],
    ["service:* is every action of it", policy(allow("sqs:*")), calling(), "allow"],
    ["service:* is no action of another", policy(allow("sns:*")), calling(), "deny"],
    ["a prefix with *", policy(allow("sqs:Send*")), calling(), "allow"],
    ["a prefix with * that differs", policy(allow("sqs:Sent*")), calling(), "deny"],
    ["* in the middle", policy(allow("sqs:S*Message")), calling(), "allow"],
    ["* in front", policy(allow("sqs:*Message")), calling(), "allow"],
    ["* in front, other end", policy(allow("sqs:*MessageBatch")), calling(), "deny"],
    ["* may be nothing", policy(allow("sqs:SendMessage*")), calling(), "allow"],
    ["? is one character", policy(allow("sqs:SendMessag?")), calling(), "allow"],
    ["? is not nothing", policy(allow("sqs:SendMessage?")), calling(), "deny"],
    ["? is not two characters", policy(allow("sqs:SendMessa?")), calling(), "deny"],
    ["a longer action is another action", policy(allow("s3:GetObject")), object("s3:GetObjectVersion"), "deny"],
    ["a shorter action is another action", policy(allow("s3:GetObjectVersion")), object("s3:GetObject"), "deny"],
    ["a dot is a dot", policy(allow("sqs:SendMessag?")), calling({ action: "sqs:SendMessages" }), "deny"],
  ]),
  ...table(NOT_ACTION, [
    ["NotAction allows the rest", policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), calling(), "allow"],
    [
      "NotAction leaves out what it names",
      policy({ Effect: "Allow", NotAction: "sqs:*", Resource: "*" }),
      calling(),
      "deny",
    ],
    [
      "NotAction leaves out each of its list",
      policy({ Effect: "Allow", NotAction: ["iam:*", "sqs:Send*"], Resource: "*" }),
      calling(),
      "deny",
    ],
    [
      "deny with NotAction denies the rest",
      policy(allow("*"), { Effect: "Deny", NotAction: "s3:*", Resource: "*" }),
      calling(),
      "deny",
    ],
    [
      "deny with NotAction spares what it names",
      policy(allow("*"), { Effect: "Deny", NotAction: "sqs:SendMessage", Resource: "*" }),
      calling(),
      "allow",
    ],
    [
      "NotAction is limited by Resource",
      policy({ Effect: "Allow", NotAction: "iam:*", Resource: `${QUEUE}-dlq` }),
      calling(),
      "deny",
    ],
  ]),
  ...table(RESOURCE, [
    [
      "an object under a prefix",
      policy(allow("s3:GetObject", "arn:aws:s3:::huut-raw/posts/*")),
      object("s3:GetObject"),
      "allow",
    ],
    ["* crosses slashes", policy(allow("s3:GetObject", "arn:aws:s3:::huut-raw/*.gz")), object("s3:GetObject"), "allow"],
    [
      "another prefix",
      policy(allow("s3:GetObject", "arn:aws:s3:::huut-raw/captions/*")),
      object("s3:GetObject"),
      "deny",
    ],
    ["the bucket is not its objects", policy(allow("s3:*", "arn:aws:s3:::huut-raw")), object("s3:GetObject"), "deny"],
    [
      "objects are not the bucket",
      policy(allow("s3:*", "arn:aws:s3:::huut-raw/*")),
      object("s3:ListBucket", "arn:aws:s3:::huut-raw"),
      "deny",
    ],
    ["one of several resources", policy(allow("sqs:*", [`${QUEUE}-dlq`, QUEUE])), calling(), "allow"],
    ["resources mind case", policy(allow("sqs:*", QUEUE.replace("posts", "Posts"))), calling(), "deny"],
    ["any region", policy(allow("sqs:*", QUEUE.replace("ap-south-1", "*"))), calling(), "allow"],
    ["another region", policy(allow("sqs:*", QUEUE.replace("ap-south-1", "eu-west-1"))), calling(), "deny"],
    ["? in the region", policy(allow("sqs:*", QUEUE.replace("south-1", "south-?"))), calling(), "allow"],
    ["? wants a character", policy(allow("sqs:*", `${QUEUE}?`)), calling(), "deny"],
    ["a final * expands over colons", policy(allow("sqs:*", "arn:aws:sqs:*")), calling(), "allow"],
    [
      "a function's qualifier is under its *",
      policy(allow("lambda:*", "arn:aws:lambda:*:*:function:f:*")),
      calling({ action: "lambda:InvokeFunction", resource: "arn:aws:lambda:ap-south-1:111122223333:function:f:1" }),
      "allow",
    ],
    [
      "a function's qualifier is not the function",
      policy(allow("lambda:*", "arn:aws:lambda:*:*:function:f:*")),
      calling({ action: "lambda:InvokeFunction", resource: "arn:aws:lambda:ap-south-1:111122223333:function:f" }),
      "deny",
    ],
    [
      "an index is not its table",
      policy(allow("dynamodb:Query", "arn:aws:dynamodb:*:*:table/posts")),
      calling({
        action: "dynamodb:Query",
        resource: "arn:aws:dynamodb:ap-south-1:111122223333:table/posts/index/byUser",
      }),
      "deny",
    ],
    [
      "an action without resource wants *",
      policy(allow("sqs:ListQueues", QUEUE)),
      calling({ action: "sqs:ListQueues", resource: "*" }),
      "deny",
    ],
    [
      "an action without resource under *",
      policy(allow("sqs:ListQueues")),
      calling({ action: "sqs:ListQueues", resource: "*" }),
      "allow",
    ],
    [
      "a plus sign is a plus sign",
      policy(allow("s3:*", "arn:aws:s3:::b/a+*x")),
      object("s3:GetObject", "arn:aws:s3:::b/aaax"),
      "deny",
    ],
    [
      "brackets are brackets",
      policy(allow("s3:*", "arn:aws:s3:::b/[a]?")),
      object("s3:GetObject", "arn:aws:s3:::b/[a]1"),
      "allow",
    ],
    [
      "? is one character of any script",
      policy(allow("s3:*", "arn:aws:s3:::b/?.gz")),
      object("s3:GetObject", "arn:aws:s3:::b/ह.gz"),
      "allow",
    ],
    [
      "a newline in a key is under *",
      policy(allow("s3:*", "arn:aws:s3:::b/*x")),
      object("s3:GetObject", "arn:aws:s3:::b/a\nx"),
      "allow",
    ],
  ]),
  ...table(NOT_RESOURCE, [
    [
      "NotResource allows the rest",
      policy({ Effect: "Allow", Action: "sqs:*", NotResource: `${QUEUE}-dlq` }),
      calling(),
      "allow",
    ],
    [
      "NotResource leaves out what it names",
      policy({ Effect: "Allow", Action: "sqs:*", NotResource: `${QUEUE}*` }),
      calling(),
      "deny",
    ],
    [
      "deny with NotResource denies the rest",
      policy(allow("*"), { Effect: "Deny", Action: "*", NotResource: "arn:aws:s3:::*" }),
      calling(),
      "deny",
    ],
    [
      "deny with NotResource spares what it names",
      policy(allow("*"), { Effect: "Deny", Action: "*", NotResource: [QUEUE, "arn:aws:s3:::*"] }),
      calling(),
      "allow",
    ],
    [
      "NotAction and NotResource together",
      policy({ Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::*" }),
      calling(),
      "allow",
    ],
  ]),
];
