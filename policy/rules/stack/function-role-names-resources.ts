import {
  type Resource,
  type Stack,
  type Statement,
  stackRule,
  statementsOf,
  type Truth,
  UNKNOWN,
  type Value,
} from "../../model";

const FUNCTION = "aws:lambda/function:Function";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

/**
 * Operations for which the service knows no resource, so that a statement can only say `*`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
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
  "xray:PutTraceSegments",
];

export const rule = stackRule({
  id: "function-role-names-resources",
  title: "The role of a function names the resources that each operation may touch",
  why: "A grant on every resource of an account lets one broken function read or spoil them all.",
  cure: "Name the ARNs. Where a service knows no resource for an operation, list the operation in withoutResource.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"],
  options: {
    withoutResource: {
      type: "array",
      items: { type: "string" },
      description: "Operations for which the service knows no resource",
      default: WITHOUT_RESOURCE,
    },
  },
  types: [FUNCTION],
  check: (stack, { withoutResource }) =>
    stack.ofType(FUNCTION).flatMap((resource) => {
      const roles = stack.references(resource, "role", ROLE);
      return roles
        .flatMap((role) => documentsOf(stack, role))
        .map((document) => {
          const wide = wideActions(document, withoutResource as readonly string[]);
          const message = wide === UNKNOWN ? `${document}` : `its role may call ${wide.join(", ")} on every resource`;
          return { resource, kept: (wide === UNKNOWN ? UNKNOWN : wide.length === 0) as Truth, message };
        });
    }),
});

/** The policies that a role has, inside and beside it. */
function documentsOf(stack: Stack, role: Resource): readonly Value[] {
  return [
    ...role
      .at("inlinePolicies")
      .items()
      .map((item) => item.at("policy")),
    ...stack.referrers(role, POLICY, "role").map((policy) => policy.at("policy")),
  ];
}

function wideActions(document: Value, withoutResource: readonly string[]): readonly string[] | typeof UNKNOWN {
  const statements = statementsOf(document);
  if (statements === UNKNOWN) return UNKNOWN;
  if (statements === "malformed") return ["what nobody can read"];
  return statements
    .filter(isWide)
    .flatMap(({ actions, notActions }) => [
      ...actions.filter((action) => !withoutResource.includes(action)),
      ...(notActions.length > 0 ? ["everything but a few operations"] : []),
    ]);
}

function isWide({ allows, resources, notResources }: Statement): boolean {
  return (
    allows &&
    (resources.some((resource) => /^(\*|arn:[^:]*:[^:]*:\*?:\*?:\*)$/.test(resource)) || notResources.length > 0)
  );
}
