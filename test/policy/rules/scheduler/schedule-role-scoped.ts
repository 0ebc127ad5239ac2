import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/scheduler/schedule-role-scoped";
import { addStatement, allow, documentOf, type RawStatement, trust } from "../../support/good/iam";
import { schedule, TARGET } from "../../support/good/schedule";
import { given, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Sketch, type Specimen } from "../../support/specimen";

const POLICY = "aws:iam/policy:Policy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const key = "arn:aws:kms:ap-south-1:222222222222:key/mrk-1";
const other = "arn:aws:lambda:ap-south-1:222222222222:function:huut-prod-other";
const everyName = "arn:aws:lambda:ap-south-1:222222222222:function:*";
const managed = "arn:aws:iam::222222222222:policy/tick";
const ofAws = "arn:aws:iam::aws:policy/service-role/AWSLambdaRole";

const invoke = allow("lambda:InvokeFunction", TARGET.arn);
const give = allow("sqs:SendMessage", TARGET.deadLetterConfig.arn);
const byScheduler = documentOf(trust({ Service: "scheduler.amazonaws.com" }));

const role = (props: Sketch["props"] = {}): Sketch =>
  sketch(TYPE.role, "tick-role", {
    name: "huut-prod-tick",
    arn: TARGET.roleArn,
    assumeRolePolicy: byScheduler,
    ...props,
  });
const policyOf = (policy: unknown): Sketch =>
  sketch(TYPE.rolePolicy, "tick-policy", { role: "huut-prod-tick", policy });
const attached = (policyArn: unknown): Sketch =>
  sketch(ATTACHMENT, "tick-attachment", { role: "huut-prod-tick", policyArn });
const policy = (...statements: readonly RawStatement[]): Sketch =>
  sketch(POLICY, "tick-managed", { arn: managed, policy: documentOf(...statements) });

/** A schedule whose role may do what statements beside it say. */
function may(title: string, is: Outcome, statements: readonly RawStatement[], rest: Partial<Case> = {}): Case {
  return given(title, is, [schedule(), role(), policyOf(documentOf(...statements))], rest);
}

function with_(title: string, is: Outcome, target: object, ...statements: readonly RawStatement[]): Case {
  return given(title, is, [schedule(target), role(), policyOf(documentOf(...statements))]);
}

function trusts(title: string, is: Outcome, assumeRolePolicy: unknown, rest: Partial<Case> = {}): Case {
  return given(title, is, [schedule(), role({ assumeRolePolicy }), policyOf(documentOf(invoke))], rest);
}

const anySdk = { arn: "arn:aws:scheduler:::aws-sdk:athena:startQueryExecution" };

export const specimen: Specimen = {
  rule,
  cases: [
    may("its target, its dead-letter queue and a key", "good", [invoke, give, allow("kms:Decrypt", key)]),
    may("versions of its target", "good", [allow("lambda:InvokeFunction", [TARGET.arn, `${TARGET.arn}:*`])]),
    may("everything else is denied", "good", [invoke, { Effect: "Deny", Action: "*", NotResource: TARGET.arn }]),
    given("in the role itself", "good", [
      schedule(),
      role({ inlinePolicies: [{ name: "own", policy: documentOf(invoke) }] }),
    ]),
    given("in a policy that is attached", "good", [schedule(), role(), attached(managed), policy(invoke)]),
    given("a role that is made with it", "good", [
      schedule({ roleArn: UNKNOWN }, { from: { target: ["tick-role"] } }),
      role(),
      policyOf(documentOf(invoke)),
    ]),
    with_("an operation of an SDK, on a name", "good", anySdk, allow("athena:StartQueryExecution", "arn:aws:athena:w")),
    may("another function, too", "bad", [invoke, allow("lambda:InvokeFunction", other)], { says: /^allows .*-other$/ }),
    may("another function, in a list", "bad", [allow("lambda:InvokeFunction", [TARGET.arn, other])]),
    may("functions whose names begin like its target's", "bad", [allow("lambda:InvokeFunction", `${TARGET.arn}*`)]),
    may("a function whose name begins like its target's", "bad", [allow("lambda:InvokeFunction", `${TARGET.arn}-2`)]),
    may("every function", "bad", [allow("lambda:InvokeFunction", "*")], { says: /^allows \*$/ }),
    may("all but one", "bad", [{ Effect: "Allow", Action: "lambda:InvokeFunction", NotResource: other }]),
    may("every key", "bad", [invoke, allow("kms:Decrypt", "arn:aws:kms:ap-south-1:222222222222:key/*")]),
    may("keys by their aliases", "bad", [invoke, allow("kms:Decrypt", `${key.replace(/key.*/, "alias/huut")}`)]),
    may("what only ends like a key", "bad", [invoke, allow("kms:Decrypt", `x${key}`)]),
    may("what only begins like a key", "bad", [invoke, allow("kms:Decrypt", `${key}/x`)]),
    given("another function, in the role itself", "bad", [
      schedule(),
      role({ inlinePolicies: [{ policy: documentOf(allow("lambda:InvokeFunction", other)) }] }),
    ]),
    given("another function, in a policy that is attached", "bad", [
      schedule(),
      role(),
      attached(managed),
      policy(allow("lambda:InvokeFunction", other)),
    ]),
    given("another function, in a policy that the role names", "bad", [
      schedule(),
      role({ managedPolicyArns: [managed] }),
      policy(allow("lambda:InvokeFunction", other)),
    ]),
    given("a policy of AWS's that is attached", "bad", [schedule(), role(), attached(ofAws)], {
      says: /policyArn\[0\] is arn:aws:iam::aws:policy/,
    }),
    given("a policy of AWS's that the role names", "bad", [schedule(), role({ managedPolicyArns: [managed, ofAws] })]),
    given("a role that is made with it, for another function", "bad", [
      schedule({ roleArn: UNKNOWN }, { from: { target: ["tick-role"] } }),
      role(),
      policyOf(documentOf(allow("lambda:InvokeFunction", other))),
    ]),
    with_("an operation of an SDK, on every name", "bad", anySdk, allow("athena:StartQueryExecution", everyName)),
    with_(
      "what only looks like an operation of an SDK",
      "bad",
      { arn: `x${anySdk.arn}` },
      allow("athena:StartQueryExecution", "arn:aws:athena:w"),
    ),
    with_("a target that is not known yet, everything", "bad", { arn: UNKNOWN }, allow("lambda:InvokeFunction", "*")),
    trusts(
      "functions may assume it, too",
      "bad",
      documentOf(trust({ Service: ["scheduler.amazonaws.com", "lambda.amazonaws.com"] })),
      {
        says: /^allows lambda\.amazonaws\.com$/,
      },
    ),
    trusts("an account may assume it", "bad", documentOf(trust({ AWS: "222222222222" }))),
    trusts(
      "functions may not assume it",
      "good",
      documentOf({ ...trust({ Service: "lambda.amazonaws.com" }), Effect: "Deny" }),
    ),
    trusts("who may assume it is not known yet", "undecided", UNKNOWN),
    trusts("nobody can read who may assume it", "undecided", "everybody"),
    with_("a target that is not known yet", "undecided", { arn: UNKNOWN }, invoke),
    with_("a target that is not known yet, on its queue alone", "good", { arn: UNKNOWN }, give),
    with_("a queue that is not known yet", "undecided", { deadLetterConfig: { arn: UNKNOWN } }, invoke, give),
    given("what it may is not known yet", "undecided", [schedule(), role(), policyOf(UNKNOWN)]),
    given("a policy that is attached is not known yet", "undecided", [schedule(), role(), attached(UNKNOWN)]),
    given("a role that is not known yet", "undecided", [schedule({ roleArn: UNKNOWN })]),
    given("a role of another stack", "not its business", [schedule()]),
    given("a role of no schedule", "not its business", [role({ assumeRolePolicy: "everybody" })]),
    given("another role", "not its business", [
      schedule(),
      sketch(TYPE.role, "other-role", { arn: `${TARGET.roleArn}-2`, managedPolicyArns: [ofAws] }),
    ]),
  ],
  mutation: {
    what: "lets the schedule of an insight start another function, too",
    change: (program) =>
      addStatement(
        program,
        "run-every-insight-policy",
        allow("lambda:InvokeFunction", "arn:aws:lambda:ap-south-1:222222222222:function:huut-prod-replay-quarantine"),
      ),
  },
};
