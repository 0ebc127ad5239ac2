import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/stack/function-role-names-resources";
import { given, policy, sketch, TYPE } from "../../support/sketches";
import { type Case, type Outcome, type Specimen } from "../../support/specimen";

const fn = sketch(TYPE.function, "reader", { role: UNKNOWN }, { from: { role: ["reader-role"] } });
const allow = (actions: unknown, resources: unknown) => ({ Effect: "Allow", Action: actions, Resource: resources });
/** What the rule lets pass by itself. */
const WITHOUT_RESOURCE = [
  "cloudwatch:PutMetricData",
  "comprehend:BatchDetectDominantLanguage",
  "comprehend:BatchDetectEntities",
  "comprehend:BatchDetectKeyPhrases",
  "comprehend:BatchDetectSentiment",
  "comprehend:DetectDominantLanguage",
  "comprehend:DetectEntities",
  "comprehend:DetectKeyPhrases",
  "comprehend:DetectSentiment",
  "transcribe:StartTranscriptionJob",
  "translate:TranslateText",
  "xray:PutTelemetryRecords",
];
const table = "arn:aws:dynamodb:ap-south-1:222222222222:table/posts";

function beside(title: string, is: Outcome, document: unknown, rest: Partial<Case> = {}): Case {
  const own = sketch(TYPE.rolePolicy, "reader-policy", { policy: document }, { from: { role: ["reader-role"] } });
  return given(title, is, [fn, sketch(TYPE.role, "reader-role"), own], rest);
}

function inline(title: string, is: Outcome, document: unknown): Case {
  return given(title, is, [
    fn,
    sketch(TYPE.role, "reader-role", { inlinePolicies: [{ name: "p", policy: document }] }),
  ]);
}

export const specimen: Specimen = {
  rule,
  cases: [
    beside("a table by its ARN", "good", policy(allow("dynamodb:GetItem", table))),
    beside("tracing, which knows no resource", "good", policy(allow(["xray:PutTraceSegments"], "*"))),
    beside("every operation that knows no resource", "good", policy(allow(WITHOUT_RESOURCE, "*"))),
    beside("a bucket by an ARN that only begins so", "good", policy(allow("s3:GetObject", "arn:aws:s3:::*/posts"))),
    beside("a table by *", "bad", policy(allow("dynamodb:GetItem", "*")), {
      says: /^its role may call dynamodb:GetItem on every resource$/,
    }),
    beside("* beside an ARN", "bad", policy(allow(["dynamodb:GetItem"], [table, "*"]))),
    beside("every bucket", "bad", policy(allow("s3:GetObject", "arn:aws:s3:::*"))),
    beside("tracing and more in one statement", "bad", policy(allow(["xray:PutTraceSegments", "s3:GetObject"], "*")), {
      says: /^its role may call s3:GetObject on/,
    }),
    beside("everything but something", "bad", policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), {
      says: /everything but/,
    }),
    beside("every resource but one", "bad", policy({ Effect: "Allow", Action: "s3:GetObject", NotResource: table })),
    beside("a denial of everything", "good", policy({ Effect: "Deny", Action: "s3:*", Resource: "*" })),
    beside(
      "every function of a name",
      "good",
      policy(allow("lambda:InvokeFunction", "arn:aws:lambda:x:1:function:a*")),
    ),
    beside("an operation that the options list", "good", policy(allow("a:B", "*")), {
      options: { withoutResource: ["a:B"] },
    }),
    beside("an operation that the options no longer list", "bad", policy(allow("xray:PutTraceSegments", "*")), {
      options: { withoutResource: [] },
    }),
    beside("no document", "bad", "Allow everything", { says: /nobody can read/ }),
    beside("a policy that is not known yet", "undecided", UNKNOWN),
    inline("a table by its ARN, in the role", "good", policy(allow("dynamodb:GetItem", table))),
    inline("a table by *, in the role", "bad", policy(allow("dynamodb:GetItem", "*"))),
    given("a role of no function", "not its business", [
      sketch(TYPE.role, "person", { inlinePolicies: [{ policy: policy(allow("s3:GetObject", "*")) }] }),
    ]),
  ],
  mutation: {
    what: "lets a function read every table",
    change: (program) =>
      program.set(TYPE.rolePolicy, "insights-api-policy", {
        policy: policy(allow("dynamodb:Query", "*")),
      }),
  },
};
